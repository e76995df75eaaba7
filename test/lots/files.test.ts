import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeFlaw } from '#src/domain/fileFlaw';
import { readLotFile } from '#src/domain/lotFile';
import { countPins } from '#src/domain/pinRange';
import { unite } from '#src/domain/pinSet';
import { readRedemptionFile } from '#src/domain/redemptionFile';
import { lotChecksum } from '#src/policy/lotChecksum';

const CHECKSUM = 'ab'.repeat(32);
const lines = [
  'lot,A-17',
  'variety,day-pass',
  'count,4',
  'expires,2027-06-30',
  `checksum,${CHECKSUM}`,
  '1-3',
  '9',
];
const text = lines.join('\n');
const flawsOf = (file: string) => readLotFile(file).flaws.map(describeFlaw);
const withLine = (index: number, line: string) => lines.with(index, line).join('\n');

const spans = fc
  .uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 30 })
  .map((serials) => serials.map((first) => ({ lot: 'A', first, count: 1 })));

describe('B36 lot files', () => {
  test('B36 read as they were written, however their serials are grouped, with the same checksum', () => {
    fc.assert(
      fc.property(spans, fc.boolean(), fc.constantFrom('\n', '\r\n'), (singles, isGrouped, end) => {
        const ranges = isGrouped ? unite(singles) : singles;
        const manifest = { lot: 'A', variety: 'day, "long"', count: countPins(ranges), expires: 'never' };
        const checksum = lotChecksum({ ...manifest, ranges: singles });
        const file = [
          '\uFEFF# from the mint',
          'variety,"day, ""long"""',
          'lot, A ',
          `count,${manifest.count}`,
          'expires,never',
          `checksum,${checksum.toUpperCase()}`,
          '',
          ...ranges.map(({ first, count }) =>
            count === 1 ? String(first) : `${first}-${first + count - 1}`,
          ),
        ].join(end);
        const { lot, flaws } = readLotFile(file);
        expect(flaws).toEqual([]);
        expect(lot).toEqual({ ...manifest, checksum, expiresAtMilliseconds: null, ranges });
        expect(lotChecksum(lot!)).toBe(checksum);
      }),
      { seed: 1 },
    );
  });

  test('B36 give a lot or flaws, never both, whatever is in them', () => {
    const soup = fc.array(
      fc.constantFrom(...lines, '', '#', '"', 'lot,', 'a,b', '5-2', '0', '2-9', '\u0000'),
    );
    fc.assert(
      fc.property(soup, fc.string(), (some, tail) => {
        const { lot, flaws } = readLotFile(`${some.join('\n')}\n${tail}`);
        expect(lot === null).toBe(flaws.length > 0);
        if (lot !== null) expect(countPins(unite(lot.ranges))).toBe(lot.count);
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test.each([
    ['2027-06-30', Date.UTC(2027, 6, 1)],
    ['2027-06-30T12:30:00Z', Date.UTC(2027, 5, 30, 12, 30)],
    ['never', null],
  ])('B35 expiry %s counts to the end of its day or to its moment', (expires, expected) => {
    expect(readLotFile(withLine(3, `expires,${expires}`)).lot?.expiresAtMilliseconds).toBe(expected);
  });

  test.each([
    [0, '', "file: found no 'lot', expected a line 'lot,' and its value"],
    [0, 'lot,', 'line 1: found nothing, expected the name of the lot'],
    [1, 'lot,B', "line 2: found a second 'lot', expected each header once"],
    [2, 'count,5', 'line 3: found a count of 5, expected 4, as many as are listed'],
    [2, 'count,many', "line 3: found 'many', expected a number of PINs above 0"],
    [3, 'expires,2027-02-30', "line 4: found '2027-02-30', expected 'never', a day"],
    [4, 'checksum,12', "line 5: found '12', expected 64 hexadecimal digits"],
    [5, '3-1', "line 6: found '3-1', expected a header"],
    [5, '7-9', 'line 7: found serial 9 again, as on line 6, expected each serial once'],
    [5, '"1-3', 'line 6: found quotes that do not match'],
  ])('B36 a flaw in line %i (%s) is named', (index, line, expected) => {
    const flaws = flawsOf(withLine(index, line));
    expect(flaws.some((flaw) => flaw.startsWith(expected))).toBe(true);
    expect(flaws.every((flaw) => flaw.includes('; '))).toBe(true);
  });

  test('B37 a secret that stands in a column of its own is not repeated in what is said about it', () => {
    const flaws = flawsOf(withLine(5, '1,8876-5543-2210'));
    expect(flaws[0]).toContain('secrets never belong in a lot file');
    expect(flaws.join()).not.toContain('5543');
    const { flaws: rows } = readRedemptionFile('A,1,8876-5543-2210');
    expect(rows.map(describeFlaw).join()).not.toContain('5543');
  });

  test('B36 a file full of flaws ends after the first fifty', () => {
    expect(readLotFile('x\n'.repeat(1000)).flaws.length).toBe(50);
    expect(readLotFile(text).lot?.count).toBe(4);
  });
});

describe('B39 redemption files', () => {
  test('B39 every good row counts, every bad one is counted and shown with its line', () => {
    const good = fc.tuple(fc.constantFrom('A', 'B'), fc.integer({ min: 1, max: 30 }));
    const row = fc.oneof(
      {
        weight: 4,
        arbitrary: good.map(([lot, serial]) => ({
          row: `${lot},${serial}`,
          pin: { lot, first: serial, count: 1 },
        })),
      },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom('A', 'A,', ',3', 'A,x', 'A,0', '"A,1', 'A,1,2', 'A,9-3')
          .map((bad) => ({ row: bad, pin: null })),
      },
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const pins = rows.flatMap(({ pin }) => pin ?? []);
        const file = readRedemptionFile(['lot,serial', ...rows.map((one) => one.row)].join('\n'));
        expect(file.redeemed).toEqual(unite(pins));
        expect(file.repeated).toBe(pins.length - countPins(unite(pins)));
        const bad = rows.flatMap(({ pin }, index) => (pin === null ? [index + 2] : []));
        expect(file.badRows).toBe(bad.length);
        expect(file.flaws.map(({ line }) => line)).toEqual(bad);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  test('B39 an empty file redeems nothing, and ranges are read too', () => {
    expect(readRedemptionFile('')).toEqual({ redeemed: [], repeated: 0, badRows: 0, flaws: [] });
    expect(readRedemptionFile('A,3-7').redeemed).toEqual([{ lot: 'A', first: 3, count: 5 }]);
    expect(readRedemptionFile('A,x').flaws.map(describeFlaw)).toEqual([
      "line 1: found lot 'A', serial 'x', expected a lot and a serial, such as 'A-17,7'; correct the row and hand in the file again; PINs read twice do no harm",
    ]);
  });
});
