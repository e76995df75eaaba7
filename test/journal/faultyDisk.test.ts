import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaultyDisk } from '#sim/faults/faultyDisk';
import { FencedOff } from '#src/journal/log';

const draws = (...numbers: readonly number[]) => {
  const left = [...numbers];
  return () => left.shift()!;
};

function diskWith(synced: number, unsynced: number): FaultyDisk {
  const disk = new FaultyDisk();
  const { incarnation } = disk.open();
  for (let line = 1; line <= synced + unsynced; line++) disk.append(incarnation, `line ${line}`);
  disk.sync(synced);
  return disk;
}

describe('The simulated disk', () => {
  const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it('loses of what it wrote only the end, and nothing that was synced', () => {
    fc.assert(
      fc.property(
        fc.record({ synced: fc.nat(5), unsynced: fc.nat(5), lose: fraction, tear: fraction }),
        fc.array(fraction, { minLength: 4, maxLength: 4 }),
        ({ synced, unsynced, lose, tear }, numbers) => {
          const disk = diskWith(synced, unsynced);
          const before = disk.open().lines;
          disk.crash(draws(...numbers), { loseUnsynced: lose, tearLast: tear });
          const { lines } = disk.open();
          const whole = disk.torn === 1 ? lines.slice(0, -1) : lines;
          expect(whole).toEqual(before.slice(0, whole.length));
          expect(whole.length).toBeGreaterThanOrEqual(synced);
          expect(whole.length + disk.lost + disk.torn).toBe(synced + unsynced);
          if (disk.torn === 1) {
            expect(before[whole.length]!.startsWith(lines.at(-1)!)).toBe(true);
            expect(lines.at(-1)!.length).toBeGreaterThan(0);
            expect(lines.at(-1)!.length).toBeLessThan(before[whole.length]!.length);
          }
          expect(disk.synced).toBe(lines.length);
        },
      ),
    );
  });

  it('loses all that is unsynced, tears one line, or keeps everything, as it is told', () => {
    const all = diskWith(1, 3);
    all.crash(draws(0, 0, 0, 0), { loseUnsynced: 1, tearLast: 0 });
    expect([all.open().lines, all.lost, all.torn]).toEqual([['line 1'], 3, 0]);
    const torn = diskWith(1, 3);
    torn.crash(draws(0, 0.34, 0, 0.99), { loseUnsynced: 1, tearLast: 1 });
    expect([torn.open().lines, torn.lost, torn.torn]).toEqual([['line 1', 'line 2', 'line '], 1, 1]);
    const none = diskWith(1, 3);
    none.crash(draws(0.5, 0, 0, 0), { loseUnsynced: 0.5, tearLast: 1 });
    expect([none.written, none.lost, none.torn]).toEqual([4, 0, 0]);
  });

  it('syncs what was written when the sync began, and no less than before', () => {
    const disk = diskWith(0, 3);
    disk.sync(2);
    disk.sync(1);
    expect([disk.synced, disk.written]).toEqual([2, 3]);
    disk.sync();
    expect(disk.synced).toBe(3);
  });

  it('starts with lines that are safe, such as a checkpoint', () => {
    const disk = new FaultyDisk(['checkpoint']);
    disk.crash(draws(0, 0, 0, 0), { loseUnsynced: 1, tearLast: 1 });
    expect(disk.open()).toEqual({ incarnation: 1, lines: ['checkpoint'] });
  });

  it('lets only the incarnation write that opened it last', () => {
    const disk = new FaultyDisk();
    const [first, second] = [disk.open().incarnation, disk.open().incarnation];
    disk.append(second, 'mine');
    expect(() => disk.append(first, 'yours')).toThrow(FencedOff);
    expect(() => disk.truncate(first, 0)).toThrow(
      'incarnation 1 may not write to the log, incarnation 2 has opened it; stop this process',
    );
    expect(disk.open().lines).toEqual(['mine']);
  });
});
