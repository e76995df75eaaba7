import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acknowledgeParcel, hasReceived, newLink, receiveParcel, sendParcel } from '#src/domain/link';
import { NOTHING_KEPT } from '#src/domain/kept';
import type { Link } from '#src/domain/link';
import { addPins, countPins, takePins } from '#src/domain/pinRange';
import type { PinRange } from '#src/domain/pinRange';
import { draftOf, stockPosition } from '#src/domain/stock';
import { serialsOf } from './support/router.ts';

const ranges: fc.Arbitrary<readonly PinRange[]> = fc.array(
  fc.record({
    lot: fc.constantFrom('a', 'b'),
    first: fc.integer({ min: 1, max: 20 }),
    count: fc.integer({ min: 1, max: 6 }),
  }),
  { maxLength: 6 },
);

describe('ranges of PINs', () => {
  test('taking splits them in two, in order, without making or losing a PIN', () => {
    fc.assert(
      fc.property(ranges, fc.nat(40), (all, wanted) => {
        const count = Math.min(wanted, countPins(all));
        const before = structuredClone(all);
        const { taken, rest } = takePins(all, count);
        expect(countPins(taken)).toBe(count);
        expect([...serialsOf(taken), ...serialsOf(rest)]).toEqual(serialsOf(all));
        expect([...taken, ...rest].every((range) => range.count > 0)).toBe(true);
        expect(all).toEqual(before);
      }),
      { seed: 1 },
    );
  });

  test('no more can be taken than there are', () => {
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 5 }), (all, more) => {
        expect(() => takePins(all, countPins(all) + more)).toThrow('cannot take');
      }),
      { seed: 2 },
    );
  });

  test('adding puts them behind, without making or losing a PIN', () => {
    fc.assert(
      fc.property(ranges, ranges, (all, added) => {
        const before = structuredClone([all, added]);
        const result = addPins(all, added);
        expect(serialsOf(result)).toEqual([...serialsOf(all), ...serialsOf(added)]);
        expect([all, added]).toEqual(before);
      }),
      { seed: 3 },
    );
  });

  test('what was taken in pieces and put together again is as short as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (pieces) => {
        const count = pieces.reduce((sum, piece) => sum + piece, 0);
        let left: readonly PinRange[] = [{ lot: 'a', first: 7, count }];
        let together: readonly PinRange[] = [];
        for (const piece of pieces) {
          const { taken, rest } = takePins(left, piece);
          together = addPins(together, taken);
          left = rest;
        }
        expect(left).toEqual([]);
        expect(together).toEqual([{ lot: 'a', first: 7, count }]);
      }),
      { seed: 4 },
    );
  });
});

describe('one end of a link', () => {
  const arrivals = fc.integer({ min: 1, max: 30 }).chain((count) =>
    fc.shuffledSubarray(
      Array.from({ length: 3 * count }, (_, index) => (index % count) + 1),
      { minLength: 3 * count },
    ),
  );

  test('takes each transfer in once, in any order and however often it comes', () => {
    fc.assert(
      fc.property(arrivals, (numbers) => {
        let link: Link = newLink('peer');
        const takenIn: number[] = [];
        const seen = new Set<number>();
        for (const number of numbers) {
          expect(hasReceived(link, number)).toBe(seen.has(number));
          if (!hasReceived(link, number)) {
            link = receiveParcel(link, number);
            takenIn.push(number);
          }
          seen.add(number);
          // The memory is exactly what is needed: a border, and the few numbers above it.
          let border = 1;
          while (seen.has(border)) border += 1;
          expect(link.received.below).toBe(border);
          const early = [...seen].filter((seenNumber) => seenNumber > border).sort((a, b) => a - b);
          expect(link.received.early).toEqual(early);
        }
        const all = new Set(numbers);
        expect(takenIn.length).toBe(all.size);
        expect(link.received.early).toEqual([]);
        expect(link.received.below).toBe(all.size + 1);
      }),
      { seed: 5 },
    );
  });

  test('remembers what it sent until it is acknowledged, under consecutive numbers', () => {
    const steps = fc.array(fc.record({ isSend: fc.boolean(), number: fc.integer({ min: 1, max: 12 }) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(steps, (list) => {
        let link = newLink('peer');
        let sent = 0;
        const open = new Set<number>();
        for (const { isSend, number } of list) {
          const before = link;
          if (isSend) {
            sent += 1;
            open.add(sent);
            link = sendParcel(link, [{ lot: 'a', first: sent, count: 2 }], 2, 'order', sent + 5);
          } else {
            link = acknowledgeParcel(link, number);
            if (!open.delete(number)) expect(link).toBe(before);
          }
          expect(link.nextNumber).toBe(sent + 1);
          expect(link.unacknowledged).toEqual(
            [...open].map((first) => ({
              number: first,
              ranges: [{ lot: 'a', first, count: 2 }],
              count: 2,
              reason: 'order',
              order: first + 5,
            })),
          );
        }
        expect(link.received.below).toBe(1);
      }),
      { seed: 6 },
    );
  });
});

test('a draft of a stock has all its figures and is another object', () => {
  const stock = {
    ranges: [],
    onHand: 5,
    onOrder: 4,
    openOrders: [],
    nextOrder: 2,
    owed: 3,
    waiting: [],
    links: [],
    sold: 1,
    lost: 2,
    backordered: 3,
    helped: 2,
    emergencies: 3,
    stockouts: 4,
    received: 5,
    shipped: 6,
    recalled: 7,
    lent: 6,
    retired: 8,
    source: 1,
    kept: NOTHING_KEPT,
  };
  const draft = draftOf(stock);
  expect(draft).toEqual(stock);
  expect(draft).not.toBe(stock);
  expect(stockPosition(draft)).toBe(6);
});
