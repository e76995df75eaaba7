import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventoryMachine } from '#machines/inventory';
import type { InventoryPlan } from '#machines/inventory';
import { salesUntilDecision } from '#machines/inventoryRules';
import type { Message, StockRequested } from '#machines/protocol';
import { countPins } from '#src/domain/pinRange';
import type { PinRange } from '#src/domain/pinRange';
import { compiled } from '#src/executor/compiled';
import { planArbitrary, rangesArbitrary } from '../support/inventoryArbitrary.ts';
import { serverPlan } from '../support/inventorySamples.ts';
import { serialsOf } from '../support/router.ts';

const startOf = (plan: InventoryPlan, ranges: readonly PinRange[]) =>
  compiled.start(inventoryMachine, { plan, ranges });
type Actor = ReturnType<typeof startOf>;

/** As every inventory starts: it asks for what is due before the first customer. */
const reviewed = (plan: InventoryPlan, ranges: readonly PinRange[]): Actor => {
  const actor = startOf(plan, ranges);
  actor.send({ type: 'review.due', to: plan.address, from: plan.keeper });
  return actor;
};

const demand = ({ address }: InventoryPlan, count: number) =>
  ({ type: 'stock.demanded', to: address, from: 'customers', count, sale: null }) as const;

/** Brings the stock into some state: sales, and deliveries of the oldest open order, in full or in part. */
function prepare(actor: Actor, history: readonly number[]): void {
  for (const step of history) {
    const { plan, stock } = actor.context;
    const order = stock.openOrders[0];
    if (step % 2 === 0 || order === undefined) {
      actor.send(demand(plan, 1 + (step % 5)));
    } else {
      const count = 1 + (step % order.missing);
      const {
        peer: from,
        received: { below: number },
      } = stock.links[0]!;
      const ranges = [{ lot: `delivery ${number}`, first: 1, count }];
      const { address: to, variety } = plan;
      const transfer = {
        to,
        from,
        variety,
        number,
        ranges,
        count,
        reason: 'order',
        order: order.number,
      } as const;
      actor.send({ type: 'transfer.shipped', ...transfer });
    }
  }
}

const historyArbitrary = fc.array(fc.nat(100), { maxLength: 12 });

/** The serials issued, and every other message in order. */
function summary(messages: readonly Message[]) {
  const issued = messages.flatMap((message) => (message.type === 'pins.issued' ? message.ranges : []));
  return {
    issued: serialsOf(issued),
    others: messages.filter(({ type }) => type !== 'pins.issued'),
  };
}

/** What one customer who asks for `n` PINs leaves of the stock, in plain numbers. */
function modelOf(plan: InventoryPlan, before: Actor['context']['stock'], n: number) {
  const taken = Math.min(n, before.onHand);
  const missing = n - taken;
  const waits = plan.unmet !== 'lost';
  const model = {
    onHand: before.onHand - taken,
    sold: before.sold + taken,
    lost: before.lost + (waits ? 0 : missing),
    owed: before.owed + (waits ? missing : 0),
    backordered: before.backordered + (waits ? missing : 0),
    stockouts: before.stockouts + (taken > 0 && taken === before.onHand ? 1 : 0),
    onOrder: before.onOrder,
  };
  const orders: number[] = [];
  const open = before.openOrders.length;
  const ask = (quantity: number): void => {
    orders.push(quantity);
    model.onOrder += quantity;
  };
  if (plan.unmet === 'fetch' && missing > 0) ask(missing);
  for (;;) {
    const position = model.onHand + model.onOrder - model.owed;
    const most = plan.maxOutstandingOrders ?? Infinity;
    if (plan.parent === null || position > plan.lowWatermark || open + orders.length >= most) break;
    ask(plan.order.kind === 'upTo' ? plan.order.desiredLevel - position : plan.order.quantity);
  }
  return { ...model, orders };
}

describe('one customer who asks for several PINs', () => {
  const inBulk = (plan: InventoryPlan, count: number) =>
    ({ ...demand(plan, count), isOneCustomer: true }) as const;

  test('takes what is there; the rest is lost, waits or is fetched; then the trigger is looked at, once', () => {
    let [partial, several] = [0, 0];
    fc.assert(
      fc.property(
        planArbitrary,
        rangesArbitrary,
        historyArbitrary,
        fc.integer({ min: 1, max: 60 }),
        (plan, ranges, history, n) => {
          const actor = startOf(plan, ranges);
          prepare(actor, history);
          const before = actor.context.stock;
          const { orders, ...model } = modelOf(plan, before, n);
          const messages = actor.send(inBulk(plan, n));
          expect(actor.context.stock).toMatchObject(model);
          const asked = messages.flatMap((one) => (one.type === 'stock.requested' ? [one.quantity] : []));
          expect(asked).toEqual(orders);
          const issued = messages.flatMap((one) => (one.type === 'pins.issued' ? [one.count] : []));
          expect(issued).toEqual(model.sold > before.sold ? [model.sold - before.sold] : []);
          if (before.onHand > 0 && before.onHand < n) partial += 1;
          if (orders.length > 1) several += 1;
        },
      ),
      { numRuns: 2000, seed: 5 },
    );
    expect(partial).toBeGreaterThan(300);
    expect(several).toBeGreaterThan(50);
  });

  test('for one PIN is as any other customer', () => {
    fc.assert(
      fc.property(planArbitrary, rangesArbitrary, historyArbitrary, (plan, ranges, history) => {
        const [bulk, single] = [startOf(plan, ranges), startOf(plan, ranges)];
        prepare(bulk, history);
        prepare(single, history);
        expect(bulk.send(inBulk(plan, 1))).toEqual(single.send(demand(plan, 1)));
        expect(bulk.context).toEqual(single.context);
      }),
      { numRuns: 500, seed: 6 },
    );
  });

  test('jumps over the low watermark and orders all that is missing at once', () => {
    const plan: InventoryPlan = {
      ...serverPlan,
      unmet: 'lost',
      lowWatermark: 3,
      order: { kind: 'upTo', desiredLevel: 10 },
      maxOutstandingOrders: null,
      parent: 'hub',
    };
    const ranges = [{ lot: 'first', first: 1, count: 5 }];
    const requests = (messages: readonly Message[]) =>
      messages.flatMap((one) => (one.type === 'stock.requested' ? [one.quantity] : []));
    expect(requests(startOf(plan, ranges).send(inBulk(plan, 4)))).toEqual([9]);
    // Four customers one after another order at the second of them, and the other two are on top.
    expect(requests(startOf(plan, ranges).send(demand(plan, 4)))).toEqual([7]);
  });
});

describe('bulk sales', () => {
  test('n customers one after another are the same as n at once, for any plan, stock and n', () => {
    const counts = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 150 }));
    fc.assert(
      fc.property(planArbitrary, rangesArbitrary, historyArbitrary, counts, (plan, ranges, history, n) => {
        const [bulk, single] = [startOf(plan, ranges), startOf(plan, ranges)];
        prepare(bulk, history);
        prepare(single, history);
        const together = bulk.send(demand(plan, n));
        const apart = Array.from({ length: n }, () => single.send(demand(plan, 1))).flat();
        expect(summary(together)).toEqual(summary(apart));
        expect(bulk.context).toEqual(single.context);
        expect(bulk.value).toEqual(single.value);
      }),
      { numRuns: 1500, seed: 11 },
    );
  });

  test('a million customers at a shelf of a dozen cost no more than a few steps', () => {
    const actor = startOf(serverPlan, [{ lot: 'a', first: 1, count: 12 }]);
    const messages = actor.send(demand(serverPlan, 1_000_000));
    expect(messages.length).toBeLessThan(20);
    expect(actor.context.stock).toMatchObject({ sold: 12, lost: 999_988, onHand: 0 });
  });

  test('fewer sales than salesUntilDecision only issue PINs; with as many something happens', () => {
    const seen = { infinite: 0, decisions: 0 };
    fc.assert(
      fc.property(
        planArbitrary,
        rangesArbitrary,
        historyArbitrary,
        fc.nat(1000),
        (plan, ranges, history, part) => {
          const actor = reviewed(plan, ranges);
          prepare(actor, history);
          const until = salesUntilDecision(actor.context);
          expect(until).toBeGreaterThan(0);
          const fewer = until === Infinity ? part : part % until;
          const quiet = actor.send(demand(plan, fewer));
          expect(quiet.every(({ type }) => type === 'pins.issued')).toBe(true);
          expect(salesUntilDecision(actor.context)).toBe(until - fewer);
          if (until === Infinity) {
            seen.infinite += 1;
            return;
          }
          const { owed } = actor.context.stock;
          if (plan.unmet !== 'lost' && fewer > 0) expect(actor.context.stock.onHand).toBeGreaterThan(0);
          const decisive = actor.send(demand(plan, until - fewer));
          const { stock } = actor.context;
          const isHeard = decisive.some(({ type }) => type !== 'pins.issued');
          expect(isHeard || stock.owed > owed || stock.onHand === 0).toBe(true);
          seen.decisions += 1;
        },
      ),
      { numRuns: 1500, seed: 12 },
    );
    expect(Math.min(seen.infinite, seen.decisions)).toBeGreaterThan(100);
  });

  test('PINs are neither made nor lost by sales', () => {
    fc.assert(
      fc.property(planArbitrary, rangesArbitrary, fc.nat(100), (plan, ranges, n) => {
        const actor = startOf(plan, ranges);
        const { issued } = summary(actor.send(demand(plan, n)));
        expect([...issued, ...serialsOf(actor.context.stock.ranges)]).toEqual(serialsOf(ranges));
        expect(actor.context.stock.onHand).toBe(countPins(actor.context.stock.ranges));
      }),
      { seed: 13 },
    );
  });
});

const requested = (messages: readonly Message[]): readonly StockRequested[] =>
  messages.filter((message) => message.type === 'stock.requested');

describe('the watermarks of an inventory', () => {
  const plan: InventoryPlan = { ...serverPlan, lowWatermark: 3, order: { kind: 'upTo', desiredLevel: 10 } };

  test('B07 stock position at or under the low watermark triggers a request for that variety', () => {
    const actor = startOf(plan, [{ lot: 'a', first: 1, count: 5 }]);
    expect(requested(actor.send(demand(plan, 1)))).toEqual([]);
    expect(requested(actor.send(demand(plan, 1)))).toMatchObject([
      { to: 'hub', from: 'north/day', variety: 'day', onHand: 3, stockPosition: 3, order: 1 },
    ]);
    // What is on order counts: no second request.
    expect(requested(actor.send(demand(plan, 3)))).toEqual([]);
  });

  test('B07 B08 after every sale the position is above the low watermark and never above the desired level', () => {
    fc.assert(
      fc.property(planArbitrary, rangesArbitrary, historyArbitrary, (given, ranges, history) => {
        const upTo: InventoryPlan = {
          ...given,
          unmet: 'backorder',
          parent: 'hub',
          maxOutstandingOrders: null,
          order: { kind: 'upTo', desiredLevel: given.lowWatermark + 4 },
        };
        const actor = startOf(upTo, ranges);
        prepare(actor, history);
        actor.send(demand(upTo, 1));
        const { onHand, onOrder, owed } = actor.context.stock;
        expect(onHand + onOrder - owed).toBeGreaterThan(upTo.lowWatermark);
        const most = Math.max(upTo.lowWatermark + 4, countPins(ranges));
        expect(onHand + onOrder - owed).toBeLessThanOrEqual(most);
      }),
      { seed: 14 },
    );
  });

  test('B08 the request fills the stock up to the server’s own desired level', () => {
    for (const desiredLevel of [5, 10, 40]) {
      const own: InventoryPlan = { ...plan, order: { kind: 'upTo', desiredLevel } };
      const actor = startOf(own, [{ lot: 'a', first: 1, count: 4 }]);
      expect(requested(actor.send(demand(own, 1)))).toMatchObject([{ quantity: desiredLevel - 3 }]);
    }
  });

  test('one order at a time: the trigger is looked at again when the delivery comes', () => {
    const one: InventoryPlan = {
      ...plan,
      maxOutstandingOrders: 1,
      order: { kind: 'fixedQuantity', quantity: 2 },
    };
    const actor = startOf(one, [{ lot: 'a', first: 1, count: 4 }]);
    expect(requested(actor.send(demand(one, 4)))).toMatchObject([{ quantity: 2 }]);
    const ranges = [{ lot: 'b', first: 1, count: 2 }];
    const transfer = {
      to: 'north/day',
      from: 'hub/day',
      variety: 'day',
      number: 1,
      ranges,
      count: 2,
      order: 1,
    };
    const arrival = actor.send({ type: 'transfer.shipped', ...transfer, reason: 'order' });
    expect(requested(arrival)).toMatchObject([{ order: 2, quantity: 2, onHand: 2 }]);
  });

  test('a review asks when a request is due and does nothing else', () => {
    const review = { type: 'review.due', to: plan.address, from: 'north' } as const;
    expect(startOf(plan, [{ lot: 'a', first: 1, count: 4 }]).send(review)).toEqual([]);
    const low = startOf(plan, [{ lot: 'a', first: 1, count: 2 }]);
    expect(requested(low.send(review))).toMatchObject([{ quantity: 8 }]);
    expect(low.send(review)).toEqual([]);
  });

  test('the state says how the shelf stands', () => {
    const high: InventoryPlan = { ...plan, highWatermark: 6 };
    const actor = startOf(high, [{ lot: 'a', first: 1, count: 8 }]);
    const values = [2, 3, 3].map((count) => {
      const { value } = actor;
      actor.send(demand(high, count));
      return value;
    });
    expect([...values, actor.value]).toEqual(['surplus', 'stocked', 'low', 'empty']);
  });
});
