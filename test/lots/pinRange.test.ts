import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addPins, countPins, takeExpired, takeLot, takePins } from '#src/domain/pinRange';
import type { PinRange } from '#src/domain/pinRange';
import { intersect, partBy, subtract, unite } from '#src/domain/pinSet';

const range: fc.Arbitrary<PinRange> = fc
  .tuple(
    fc.constantFrom('a', 'b', 'c'),
    fc.integer({ min: 1, max: 30 }),
    fc.integer({ min: 1, max: 8 }),
    fc.option(fc.integer({ min: 1, max: 5 }), { freq: 2, nil: undefined }),
  )
  .map(([lot, first, count, expiresAt]) =>
    expiresAt === undefined ? { lot, first, count } : { lot, first, count, expiresAt },
  );
const deliveries = fc.array(fc.array(range, { minLength: 1, maxLength: 3 }), { maxLength: 8 });

/** Every PIN on its own, with its expiry. */
const pinsOf = (ranges: readonly PinRange[]) =>
  ranges.flatMap(({ lot, first, count, expiresAt }) =>
    Array.from({ length: count }, (_, index) => ({
      lot,
      serial: first + index,
      expiresAt: expiresAt ?? null,
    })),
  );
const namesOf = (ranges: readonly PinRange[]) => pinsOf(ranges).map(({ lot, serial }) => `${lot}${serial}`);

describe('B35 ranges with expiry', () => {
  test('B35 whatever is delivered when, what expires first is issued first, of equal expiry what came first', () => {
    fc.assert(
      fc.property(deliveries, fc.array(fc.nat(9)), (list, sales) => {
        // The naive shelf: single PINs, sorted anew by a stable sort.
        let shelf: readonly PinRange[] = [];
        let naive: ReturnType<typeof pinsOf> = [];
        for (const [index, delivery] of list.entries()) {
          const before = structuredClone(shelf);
          const next = addPins(shelf, delivery);
          expect(shelf).toEqual(before);
          shelf = next;
          naive = [...naive, ...pinsOf(delivery)].sort((a, b) => (a.expiresAt ?? 9) - (b.expiresAt ?? 9));
          expect(pinsOf(shelf)).toEqual(naive);
          const { taken, rest } = takePins(shelf, Math.min(sales[index] ?? 0, countPins(shelf)));
          expect(pinsOf(taken)).toEqual(naive.slice(0, countPins(taken)));
          naive = naive.slice(countPins(taken));
          shelf = rest;
          expect(pinsOf(shelf)).toEqual(naive);
        }
      }),
      { seed: 1 },
    );
  });

  test('B35 exactly what has expired is taken out', () => {
    fc.assert(
      fc.property(deliveries, fc.integer({ min: 0, max: 6 }), (list, at) => {
        let shelf: readonly PinRange[] = [];
        for (const delivery of list) shelf = addPins(shelf, delivery);
        const { taken, rest } = takeExpired(shelf, at);
        expect(pinsOf([...taken, ...rest])).toEqual(pinsOf(shelf));
        expect(taken.every(({ expiresAt }) => expiresAt !== undefined && expiresAt <= at)).toBe(true);
        expect(rest.every(({ expiresAt }) => expiresAt === undefined || expiresAt > at)).toBe(true);
      }),
      { seed: 2 },
    );
  });

  test('B35 ranges melt only within one lot and expiry, and never take the key of those that never expire', () => {
    expect(
      addPins([{ lot: 'a', first: 1, count: 2 }], [{ lot: 'a', first: 3, count: 1, expiresAt: 5 }]),
    ).toEqual([
      { lot: 'a', first: 3, count: 1, expiresAt: 5 },
      { lot: 'a', first: 1, count: 2 },
    ]);
    const expiring = { lot: 'a', first: 1, count: 2, expiresAt: 5 };
    expect(addPins([expiring], [{ ...expiring, first: 3 }])).toEqual([{ ...expiring, count: 4 }]);
    expect(takePins([{ lot: 'a', first: 1, count: 2 }], 1).rest.map((rest) => 'expiresAt' in rest)).toEqual([
      false,
    ]);
  });
});

describe('B36 ranges as sets', () => {
  const some = fc.array(range, { maxLength: 6 });

  test('B36 one lot is taken out whole', () => {
    fc.assert(
      fc.property(some, (all) => {
        const { taken, rest } = takeLot(all, 'a');
        expect(taken).toEqual(all.filter(({ lot }) => lot === 'a'));
        expect(rest).toEqual(all.filter(({ lot }) => lot !== 'a'));
      }),
      { seed: 3 },
    );
  });

  test('B36 B39 parting, intersecting and subtracting do what sets of single PINs do', () => {
    fc.assert(
      fc.property(some, some, (ranges, others) => {
        const among = new Set(namesOf(others));
        const { taken, rest } = partBy(ranges, others);
        expect(namesOf(taken)).toEqual(namesOf(ranges).filter((name) => among.has(name)));
        expect(namesOf(rest)).toEqual(namesOf(ranges).filter((name) => !among.has(name)));
        expect(intersect(ranges, others)).toEqual(taken);
        expect(subtract(ranges, others)).toEqual(rest);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  test('B36 uniting keeps each PIN once, in the fewest ranges', () => {
    fc.assert(
      fc.property(some, (ranges) => {
        const result = unite(ranges);
        expect(namesOf(result).toSorted()).toEqual([...new Set(namesOf(ranges))].toSorted());
        const ends = new Set(result.map(({ lot, first, count }) => `${lot}${first + count}`));
        expect(result.filter(({ lot, first }) => ends.has(`${lot}${first}`))).toEqual([]);
      }),
      { seed: 5 },
    );
  });
});
