import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Handling, Message, StockRequested } from '#machines/protocol';
import { supplierMachine } from '#machines/supplier';
import { countPins } from '#src/domain/pinRange';
import { compiled } from '#src/executor/compiled';
import { serialsOf } from '../support/router.ts';

const CUSTOMER = 'hub/day';

function supplier(
  handlings: readonly Handling[],
  repeatAfter: number | null = 50,
  lotLife: number | null = null,
) {
  const plan = { address: 'mint', customers: [CUSTOMER, 'hub/week'], handlings, lotLife, repeatAfter };
  const actor = compiled.start(supplierMachine, plan);
  const log: Message[] = [];
  const note = (messages: readonly Message[]) => {
    log.push(...messages);
    return messages;
  };
  return {
    log,
    context: () => actor.context,
    order: (order: number, quantity = 5, at = 0) => note(actor.send({ ...orderOf(order, quantity), at })),
    ring: (alarm: string, at = 0) =>
      note(actor.send({ type: 'alarm.rang', to: 'mint', from: 'alarms', alarm, at })),
    restart: () => note(actor.send({ type: 'node.restarted', to: 'mint', from: 'mint' })),
    dispose: (more: readonly Handling[]) =>
      note(actor.send({ type: 'supplier.disposed', to: 'mint', from: 'operator', handlings: more })),
    acknowledge: (number: number) =>
      note(
        actor.send({
          type: 'transfer.acknowledged',
          to: 'mint',
          from: CUSTOMER,
          variety: 'day',
          number,
        }),
      ),
  };
}

function orderOf(order: number, quantity: number): StockRequested {
  const figures = { onHand: 0, stockPosition: 0, lowWatermark: 1, isEmergency: false };
  return { type: 'stock.requested', to: 'mint', from: CUSTOMER, variety: 'day', order, quantity, ...figures };
}

const lotsIn = (messages: readonly Message[]) =>
  messages.filter((message) => message.type === 'transfer.shipped');
const alarmsIn = (messages: readonly Message[]) =>
  messages.filter((message) => message.type === 'alarm.requested').map(({ alarm, after }) => [alarm, after]);

describe('A supplier', () => {
  it('B35 gives its lots a life that counts from the moment when each is shipped', () => {
    const mint = supplier([{ kind: 'whole' }, { kind: 'late', after: 30 }], null, 100);
    expect(mint.order(1, 5, 7)).toMatchObject([{ ranges: [{ count: 5, expiresAt: 107 }] }]);
    const [late] = alarmsIn(mint.order(2, 4, 10));
    expect(mint.ring(String(late![0]), 40)).toMatchObject([{ ranges: [{ count: 4, expiresAt: 140 }] }]);
  });

  it('B10 delivers an order whole, once, however often it is asked', () => {
    const mint = supplier([], null);
    expect(mint.order(1)).toMatchObject([{ type: 'transfer.shipped', count: 5, order: 1, number: 1 }]);
    expect(mint.order(1)).toEqual([]);
    expect(mint.order(3)).toHaveLength(1);
    expect(mint.order(2)).toHaveLength(1);
    expect(mint.order(2)).toEqual([]);
    expect(mint.context().desks[0]!.orders).toEqual({ below: 4, early: [] });
  });

  it('B10 delivers in part: two lots for one order, the second later', () => {
    const mint = supplier([
      { kind: 'inPart', after: null },
      { kind: 'inPart', after: 70 },
    ]);
    expect(lotsIn(mint.order(1)).map(({ count, order }) => [count, order])).toEqual([
      [3, 1],
      [2, 1],
    ]);
    const first = mint.order(2);
    expect(lotsIn(first)).toMatchObject([{ count: 3, order: 2 }]);
    expect(alarmsIn(first)).toEqual([[`late 2 ${CUSTOMER}`, 70]]);
    expect(lotsIn(mint.ring(`late 2 ${CUSTOMER}`))).toMatchObject([{ count: 2, order: 2 }]);
    expect(mint.ring(`late 2 ${CUSTOMER}`)).toEqual([]);
    expect(mint.context().delayed).toEqual([]);
  });

  it('B10 delivers late, also when it was down in the meantime', () => {
    const mint = supplier([{ kind: 'late', after: 300 }]);
    expect(alarmsIn(mint.order(1))).toEqual([[`late 1 ${CUSTOMER}`, 300]]);
    expect(lotsIn(mint.order(1))).toEqual([]);
    expect(alarmsIn(mint.restart())).toEqual([[`late 1 ${CUSTOMER}`, 300]]);
    expect(lotsIn(mint.ring(`late 1 ${CUSTOMER}`))).toMatchObject([{ count: 5, order: 1 }]);
  });

  it('B10 delivers twice: another lot of other PINs under the same order', () => {
    const mint = supplier([{ kind: 'twice' }]);
    const lots = lotsIn(mint.order(1));
    expect(lots.map(({ order }) => order)).toEqual([1, 1]);
    expect(new Set(lots.flatMap(({ ranges }) => serialsOf(ranges))).size).toBe(10);
  });

  it('B10 refuses, and again when asked again; or hears nothing, until it is asked again', () => {
    const mint = supplier([{ kind: 'refused' }, { kind: 'ignored' }]);
    const refusal = { type: 'stock.refused', to: CUSTOMER, order: 1, missing: 5, variety: 'day' };
    expect(mint.order(1)).toMatchObject([refusal]);
    expect(mint.order(1)).toMatchObject([refusal]);
    expect(mint.order(2)).toEqual([]);
    expect(lotsIn(mint.order(2))).toHaveLength(1);
  });

  it('B10 sends what is not acknowledged again, with one alarm for all, and after a crash', () => {
    const mint = supplier([]);
    expect(alarmsIn(mint.order(1))).toEqual([['repeat', 50]]);
    const second = mint.order(2);
    expect(alarmsIn(second)).toEqual([]);
    expect(lotsIn(mint.ring('repeat')).map(({ number }) => number)).toEqual([1, 2]);
    mint.acknowledge(1);
    expect(mint.ring('repeat')).toEqual([...lotsIn(second), expect.objectContaining({ after: 50 })]);
    expect(lotsIn(mint.restart())).toEqual(lotsIn(second));
    mint.acknowledge(2);
    expect(mint.ring('repeat')).toEqual([]);
    expect(alarmsIn(mint.order(3))).toEqual([['repeat', 50]]);
  });

  it('B10 keeps little in mind of a customer who buys elsewhere too', () => {
    const mint = supplier([], null);
    for (let order = 1; order <= 2000; order += 2) mint.order(order);
    expect(mint.context().desks[0]!.orders.early.length).toBeLessThanOrEqual(129);
    expect(mint.order(1999)).toEqual([]);
    expect(mint.order(1)).toEqual([]);
  });

  it('B10 delivers each order as laid down, and no serial twice', () => {
    const handling = fc.oneof(
      fc.constantFrom('whole', 'twice', 'refused', 'ignored').map((kind) => ({ kind })),
      fc.record({ kind: fc.constant('late' as const), after: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ kind: fc.constant('inPart' as const), after: fc.option(fc.integer({ min: 1, max: 9 })) }),
    ) as fc.Arbitrary<Handling>;
    const orders = fc.array(fc.record({ handling, quantity: fc.integer({ min: 1, max: 9 }) }));
    fc.assert(
      fc.property(orders, (list) => {
        const mint = supplier([]);
        mint.dispose(list.map((one) => one.handling));
        list.forEach(({ quantity }, index) => mint.order(index + 1, quantity));
        for (const { customer, order } of mint.context().delayed) mint.ring(`late ${order} ${customer}`);
        const lots = lotsIn(mint.log);
        list.forEach(({ handling: { kind }, quantity }, index) => {
          const own = lots.filter(({ order }) => order === index + 1);
          const times = kind === 'twice' ? 2 : kind === 'refused' || kind === 'ignored' ? 0 : 1;
          expect(own.reduce((sum, { ranges }) => sum + countPins(ranges), 0)).toBe(times * quantity);
        });
        const serials = lots.flatMap(({ ranges }) => serialsOf(ranges));
        expect(new Set(serials).size).toBe(serials.length);
      }),
      { numRuns: 200, seed: 10 },
    );
  });
});
