import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rationFirstComeFirstServed } from '#src/policy/rationing';
import type { WaitingOrder } from '#src/policy/rationing';
import { donorInEmergency, recallFromLargestSurplus, surplusAbove } from '#src/policy/recall';
import { isOrderDue, orderQuantity, salesUntilOrder } from '#src/policy/replenishment';
import type { ReplenishmentLevels } from '#src/policy/replenishment';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

describe('replenishment', () => {
  const levels: fc.Arbitrary<ReplenishmentLevels> = fc
    .record({
      lowWatermark: fc.integer({ min: -20, max: 50 }),
      above: fc.integer({ min: 1, max: 40 }),
      isFixed: fc.boolean(),
      maxOutstandingOrders: fc.constantFrom(null, 1, 3),
    })
    .map(({ lowWatermark, above, isFixed, maxOutstandingOrders }) => ({
      lowWatermark,
      order: isFixed
        ? { kind: 'fixedQuantity', quantity: above }
        : { kind: 'upTo', desiredLevel: lowWatermark + above },
      maxOutstandingOrders,
    }));
  const position = fc.integer({ min: -60, max: 100 });

  test('salesUntilOrder is the first sale after which an order is due', () => {
    fc.assert(
      fc.property(levels, position, fc.nat(4), (given, stockPosition, open) => {
        const until = salesUntilOrder(given, stockPosition, open);
        if (until === Infinity) {
          expect(isOrderDue(given, stockPosition - 1000, open)).toBe(false);
          return;
        }
        expect(isOrderDue(given, stockPosition - until, open)).toBe(true);
        for (let sales = 1; sales < until; sales++) {
          expect(isOrderDue(given, stockPosition - sales, open)).toBe(false);
        }
      }),
      { seed: 1 },
    );
  });

  test('a due order is for at least one PIN, and ordering while due ends', () => {
    fc.assert(
      fc.property(levels, position, (given, start) => {
        let stockPosition = start;
        let open = 0;
        while (isOrderDue(given, stockPosition, open)) {
          const quantity = orderQuantity(given, stockPosition);
          expect(quantity).toBeGreaterThan(0);
          stockPosition += quantity;
          open += 1;
        }
        const isFull = given.maxOutstandingOrders !== null && open >= given.maxOutstandingOrders;
        if (!isFull) expect(stockPosition).toBeGreaterThan(given.lowWatermark);
        if (given.order.kind === 'upTo' && open > 0) {
          expect([open, stockPosition]).toEqual([1, given.order.desiredLevel]);
        }
      }),
      { seed: 2 },
    );
  });
});

describe('rationing, first come first served', () => {
  const waiting: fc.Arbitrary<readonly WaitingOrder[]> = fc
    .array(fc.record({ missing: fc.integer({ min: 1, max: 9 }), inNeed: fc.boolean() }), { maxLength: 8 })
    .map((orders) => orders.map((order, index) => ({ receiver: `s${index % 3}`, order: index, ...order })));
  const shipping = fc.constantFrom('partial' as const, 'wholeOrders' as const);

  test('gives no more than there is, and each order what it gets and what it still waits for add up', () => {
    fc.assert(
      fc.property(waiting, fc.nat(40), shipping, (orders, onHand, kind) => {
        const before = structuredClone(orders);
        const { allotments, stillWaiting } = rationFirstComeFirstServed(orders, onHand, kind);
        expect(orders).toEqual(before);
        expect(sum(allotments.map(({ quantity }) => quantity))).toBeLessThanOrEqual(onHand);
        expect(allotments.every(({ quantity }) => quantity > 0)).toBe(true);
        for (const { order, missing, receiver } of orders) {
          const given = allotments.filter((allotment) => allotment.order === order);
          const rest = stillWaiting.filter((still) => still.order === order);
          expect(sum(given.map(({ quantity }) => quantity)) + sum(rest.map((still) => still.missing))).toBe(
            missing,
          );
          expect([...given, ...rest].every((entry) => entry.receiver === receiver)).toBe(true);
        }
      }),
      { seed: 3 },
    );
  });

  test('serves from the head of the line and keeps the order of those who wait on', () => {
    fc.assert(
      fc.property(waiting, fc.nat(40), shipping, (orders, onHand, kind) => {
        const { allotments, stillWaiting } = rationFirstComeFirstServed(orders, onHand, kind);
        expect(allotments.map(({ order }) => order)).toEqual(
          orders.slice(0, allotments.length).map(({ order }) => order),
        );
        expect(stillWaiting.map(({ order }) => order)).toEqual(
          orders.slice(orders.length - stillWaiting.length).map(({ order }) => order),
        );
        const used = sum(allotments.map(({ quantity }) => quantity));
        if (stillWaiting.length > 0 && kind === 'partial') expect(used).toBe(onHand);
        if (stillWaiting.length > 0 && kind === 'wholeOrders') {
          // The head of the line blocks, even if one behind it could be filled.
          expect(stillWaiting[0]!.missing).toBeGreaterThan(onHand - used);
          expect(stillWaiting[0]).toEqual(orders[allotments.length]);
        }
      }),
      { seed: 4 },
    );
  });
});

describe('recalls', () => {
  const offer = fc
    .record({ donor: fc.string({ maxLength: 3 }), surplus: fc.nat(20), isDraining: fc.boolean() })
    .map((one) => ({ ...one, spare: one.surplus, onHand: one.surplus + 5 }));
  const offers = fc.uniqueArray(offer, { maxLength: 8, selector: ({ donor }) => donor });

  test('B06 a donor with a high watermark keeps that much, one without keeps everything', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(100), (highWatermark, onHand) => {
        const surplus = surplusAbove(highWatermark, onHand);
        expect(surplus).toBe(onHand > highWatermark ? onHand - highWatermark : 0);
        expect(surplusAbove(null, onHand)).toBe(0);
      }),
      { seed: 5 },
    );
  });

  test('take as much as is missing if there is as much, never more than one has over, the largest first', () => {
    fc.assert(
      fc.property(offers, fc.nat(60), (list, missing) => {
        const shares = recallFromLargestSurplus(list, missing);
        const surplusOf = (donor: string) => list.find((offer) => offer.donor === donor)!.surplus;
        expect(sum(shares.map(({ quantity }) => quantity))).toBe(
          Math.min(missing, sum(list.map(({ surplus }) => surplus))),
        );
        for (const { donor, quantity } of shares) {
          expect(quantity).toBeGreaterThan(0);
          expect(quantity).toBeLessThanOrEqual(surplusOf(donor));
        }
        const smallestAsked = Math.min(...shares.map(({ donor }) => surplusOf(donor)));
        const asked = new Set(shares.map(({ donor }) => donor));
        for (const { donor, surplus } of list) {
          if (!asked.has(donor) && missing > 0) expect(surplus).toBeLessThanOrEqual(smallestAsked);
        }
      }),
      { seed: 6 },
    );
  });

  test('do not depend on the order in which the donors answered', () => {
    const withShuffle = offers.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.nat(60)),
    );
    fc.assert(
      fc.property(withShuffle, ([list, shuffled, missing]) => {
        expect(recallFromLargestSurplus(shuffled, missing)).toEqual(recallFromLargestSurplus(list, missing));
      }),
      { seed: 7 },
    );
  });
});

test('In an emergency the server with most on hand above its reserve gives; of equals the first', () => {
  const offer = (donor: string, onHand: number, spare: number, isDraining = false) => {
    return { donor, surplus: 0, spare, onHand, isDraining };
  };
  const order = ['west', 'east', 'north'];
  expect(donorInEmergency([], order)).toBeNull();
  expect(donorInEmergency([offer('west', 9, 0), offer('east', 8, 8, true)], order)).toBeNull();
  expect(donorInEmergency([offer('west', 9, 0), offer('east', 4, 1), offer('north', 3, 3)], order)).toBe(
    'east',
  );
  expect(donorInEmergency([offer('north', 4, 1), offer('east', 4, 2)], order)).toBe('east');
});
