import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DamagedJournal, decodeLog, encodeRecord } from '#src/journal/record';
import type { JournalRecord, StepRecord } from '#src/journal/record';

const step = (record: number): StepRecord => ({
  kind: 'step',
  record,
  at: record * 1000,
  message: { type: 'review.due', to: 'north/day', from: `a "queer"\n name ${record} é 🙂` },
});
const lines = (...records: readonly number[]) => records.map((record) => encodeRecord(step(record)));
const checkpoint: JournalRecord = { kind: 'checkpoint', record: 7, undeliverable: 2, alarms: [], actors: {} };

describe('A line of a journal', () => {
  it('comes back as the record that it was, and is one line', () => {
    expect(decodeLog('north', lines(1, 2, 3))).toEqual({
      checkpoint: null,
      steps: [step(1), step(2), step(3)],
      isTorn: false,
    });
    expect(encodeRecord(step(1))).not.toContain('\n');
  });

  it('does not count if it is the last one and was torn anywhere', () => {
    const whole = encodeRecord(step(2));
    for (let length = 0; length < whole.length; length++) {
      const { steps, isTorn } = decodeLog('north', [...lines(1), whole.slice(0, length)]);
      expect([steps.length, isTorn]).toEqual([1, true]);
    }
  });

  it('does not count if it is the last one and any of it was damaged', () => {
    const whole = encodeRecord(step(2));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (place, other) => {
        fc.pre(whole[place] !== other);
        const damaged = whole.slice(0, place) + other + whole.slice(place + 1);
        expect(decodeLog('north', [...lines(1), damaged]).steps).toEqual([step(1)]);
      }),
    );
  });

  it.each([
    [
      'torn',
      [...lines(1), encodeRecord(step(2)).slice(0, -3), ...lines(3)],
      2,
      /expected \d+ characters, found/,
    ],
    ['not a record', ['', ...lines(1)], 1, /expected a length, a checksum and a record/],
    [
      'changed',
      [...lines(1).map((line) => line.replace('day', 'dax')), ...lines(2)],
      1,
      /expected the checksum/,
    ],
    ['missing', lines(1, 3), 2, /expected record 2, found record 3/],
    ['there twice', lines(1, 1, 2), 2, /expected record 2, found record 1/],
    ['missing at the beginning', lines(2), 1, /expected record 1, found record 2/],
    ['a late checkpoint', [...lines(1), encodeRecord(checkpoint)], 2, /only in the first line/],
  ])('that is %s before the last is an error that says where and what to do', (_, damaged, line, reason) => {
    const decode = () => decodeLog('north', damaged);
    expect(decode).toThrow(DamagedJournal);
    expect(decode).toThrow(reason);
    expect(decode).toThrow(`journal of north, line ${line}: `);
    expect(decode).toThrow('restore the journal from a copy');
  });

  it('may be a checkpoint, from which the records are numbered', () => {
    const decoded = decodeLog('north', [encodeRecord(checkpoint), ...lines(8, 9)]);
    expect(decoded).toEqual({ checkpoint, steps: [step(8), step(9)], isTorn: false });
  });
});
