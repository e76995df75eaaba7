import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventoryMachine } from '#machines/inventory';
import { PLAIN_INVENTORY } from '#machines/inventoryContext';
import type { InventoryPlan } from '#machines/inventory';
import type { Message, RedemptionListed } from '#machines/protocol';
import { countPins } from '#src/domain/pinRange';
import type { PinRange } from '#src/domain/pinRange';
import { compiled } from '#src/executor/compiled';
import { serialsOf } from '../support/router.ts';

const plan: InventoryPlan = {
  address: 'north/day',
  variety: 'day',
  keeper: 'north',
  parent: 'hub',
  standbys: [],
  role: 'server',
  unmet: 'backorder',
  lowWatermark: 2,
  order: { kind: 'upTo', desiredLevel: 5 },
  maxOutstandingOrders: null,
  highWatermark: null,
  shipping: 'partial',
  peers: ['hub/day'],
  ...PLAIN_INVENTORY,
  repeatAfter: null,
};

const shelf = (ranges: readonly PinRange[], given = plan) =>
  compiled.start(inventoryMachine, { plan: given, ranges });
const of = <Type extends Message['type']>(messages: readonly Message[], type: Type) =>
  messages.filter((message): message is Extract<Message, { type: Type }> => message.type === type);

function delivery(
  number: number,
  ranges: readonly PinRange[],
  at?: number,
): Message & { type: 'transfer.shipped' } {
  const common = { type: 'transfer.shipped', to: 'north/day', from: 'hub/day', variety: 'day' } as const;
  const shipped = { ...common, number, ranges, count: countPins(ranges), reason: 'push', order: 0 } as const;
  return at === undefined ? shipped : { ...shipped, at };
}

const demand = (count: number, at: number) =>
  ({ type: 'stock.demanded', to: 'north/day', from: 'customers', count, sale: null, at }) as const;
const expiry = (at: number) =>
  ({ type: 'alarm.rang', to: 'north/day', from: 'alarms', alarm: 'expiry', at }) as const;

describe('B35 expiry at an inventory', () => {
  const step = fc.record({
    kind: fc.constantFrom('deliver', 'sell', 'ring'),
    passes: fc.integer({ min: 0, max: 12 }),
    n: fc.integer({ min: 1, max: 4 }),
    life: fc.option(fc.integer({ min: -3, max: 40 })),
    isStamped: fc.boolean(),
  });

  test('B35 no expired PIN is ever sold, what expires first is sold first, and every PIN is sold, retired or there', () => {
    const seen = { expired: 0, sold: 0, late: 0 };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50, size: 'max' }), (steps) => {
        const actor = shelf([]);
        const expiryOf = new Map<string, number>();
        const gone: string[] = [];
        let at = 100;
        let number = 0;
        let alarm: number | null = null;
        for (const { kind, passes, n, life, isStamped } of steps) {
          at += passes;
          let messages: readonly Message[] = [];
          if (kind === 'deliver') {
            number += 1;
            const range = { lot: `lot${number}`, first: 1, count: n };
            for (const serial of serialsOf([range]))
              expiryOf.set(serial, life === null ? Infinity : at + life);
            const ranges = [life === null ? range : { ...range, expiresAt: at + life }];
            messages = actor.send(isStamped ? delivery(number, ranges, at) : delivery(number, ranges));
          } else if (kind === 'sell') messages = actor.send(demand(n, at));
          else if (alarm !== null) {
            if (at < alarm) at = alarm;
            else if (at > alarm) seen.late += 1;
            alarm = null;
            messages = actor.send(expiry(at));
          }
          const { ranges, onHand } = actor.context.stock;
          const left = serialsOf(ranges);
          for (const issued of of(messages, 'pins.issued')) {
            const sold = serialsOf(issued.ranges);
            const soonest = Math.min(...left.map((serial) => expiryOf.get(serial)!));
            for (const serial of sold) {
              const end = expiryOf.get(serial)!;
              expect(end).toBeGreaterThan(at);
              expect(end).toBeLessThanOrEqual(soonest);
            }
            gone.push(...sold);
            seen.sold += sold.length;
          }
          for (const retired of of(messages, 'pins.retired')) {
            const serials = serialsOf(retired.ranges);
            expect(retired).toMatchObject({ reason: 'expired', to: 'customers', count: serials.length });
            for (const serial of serials) expect(expiryOf.get(serial)!).toBeLessThanOrEqual(at);
            gone.push(...serials);
            seen.expired += serials.length;
          }
          for (const { alarm: name, after } of of(messages, 'alarm.requested')) {
            expect(name).toBe('expiry');
            alarm = at + after!;
          }
          expect([...gone, ...left].toSorted()).toEqual([...expiryOf.keys()].toSorted());
          expect(onHand).toBe(left.length);
          // Whatever will expire, there is an alarm that rings no later.
          const next = Math.min(...left.map((serial) => expiryOf.get(serial)!));
          if (next < Infinity) expect(alarm ?? Infinity).toBeLessThanOrEqual(Math.max(next, at));
        }
        expect(actor.context.stock.retired + actor.context.stock.sold).toBe(gone.length);
      }),
      { seed: 1, numRuns: 300 },
    );
    expect(seen.expired).toBeGreaterThan(500);
    expect(seen.sold).toBeGreaterThan(500);
    expect(seen.late).toBeGreaterThan(100);
  });

  test('B35 what is put on a shelf with a life of its own expires then, or by its own earlier date', () => {
    const actor = shelf([], { ...plan, lifetime: 30 });
    actor.send(delivery(1, [{ lot: 'a', first: 1, count: 2 }], 10));
    actor.send(delivery(2, [{ lot: 'b', first: 1, count: 2, expiresAt: 35 }], 12));
    actor.send(delivery(3, [{ lot: 'c', first: 1, count: 2, expiresAt: 90 }], 14));
    expect(actor.context.stock.ranges.map(({ lot, expiresAt }) => [lot, expiresAt])).toEqual([
      ['b', 35],
      ['a', 40],
      ['c', 44],
    ]);
    expect(of(actor.send(expiry(40)), 'pins.retired')).toMatchObject([{ count: 4, reason: 'expired' }]);
    // A PIN that was reserved and comes back is not younger for it.
    const sale = { terminal: 'till', number: 1 };
    actor.send({ ...demand(1, 41), sale });
    const back = {
      type: 'reservation.closed',
      to: 'north/day',
      from: 'north',
      sale,
      fate: 'restocked',
    } as const;
    actor.send({ ...back, at: 43 });
    expect(actor.context.stock.ranges.map(({ expiresAt }) => expiresAt)).toEqual([44, 44]);
    expect(() => actor.send(delivery(4, [{ lot: 'd', first: 1, count: 1 }]))).toThrow('not told when');
  });

  test('B35 what expires lowers the stock position, so that more is asked for', () => {
    const actor = shelf([{ lot: 'a', first: 1, count: 4, expiresAt: 50 }]);
    const asked = actor.send({ type: 'review.due', to: 'north/day', from: 'north' });
    expect(asked).toMatchObject([{ type: 'alarm.requested', alarm: 'expiry', after: 0 }]);
    expect(actor.send(expiry(20))).toMatchObject([{ type: 'alarm.requested', alarm: 'expiry', after: 30 }]);
    const messages = actor.send(expiry(50));
    expect(messages.map(({ type }) => type)).toEqual(['pins.retired', 'stock.requested']);
    expect(messages[1]).toMatchObject({ quantity: 5 });
  });

  test('B35 what has expired on the way is retired on arrival, and no customer who waits is given it', () => {
    const actor = shelf([]);
    actor.send(demand(1, 10));
    const late = actor.send(delivery(1, [{ lot: 'a', first: 1, count: 2, expiresAt: 20 }], 20));
    expect(late.map(({ type }) => type)).toEqual(['transfer.acknowledged', 'pins.retired']);
    expect(actor.context.stock).toMatchObject({ onHand: 0, owed: 1, retired: 2, stockouts: 0 });
    // Where nobody says what time it is, the customer waits for the alarm that does.
    const unstamped = actor.send(delivery(2, [{ lot: 'b', first: 1, count: 2, expiresAt: 40 }]));
    expect(of(unstamped, 'pins.issued')).toEqual([]);
    expect(of(unstamped, 'alarm.requested').at(-1)).toMatchObject({ after: 0 });
    expect(of(actor.send(expiry(30)), 'pins.issued')).toMatchObject([{ count: 1 }]);
  });

  test('B35 after a restart the time is asked for again', () => {
    const actor = shelf([{ lot: 'a', first: 1, count: 4, expiresAt: 50 }]);
    actor.send({ type: 'review.due', to: 'north/day', from: 'north' });
    const again = actor.send({ type: 'node.restarted', to: 'north/day', from: 'north' });
    expect(of(again, 'alarm.requested')).toMatchObject([{ alarm: 'expiry', after: 0 }]);
  });
});

describe('B39 reconciliation with a redemption file', () => {
  const pins = (first: number, count: number): readonly PinRange[] => [{ lot: 'a', first, count }];
  const listed = (covered: readonly PinRange[], redeemed: readonly PinRange[]): RedemptionListed => ({
    type: 'redemption.listed',
    to: 'north/day',
    from: 'operator',
    covered,
    redeemed,
  });
  const sale = (number: number) => ({ terminal: 'till', number });

  /** Six sales: 1 and 2 are suspect, 3 and 4 quarantined, 5 is open, 6 is sold; 7 to 12 are on the shelf. */
  function worn() {
    const actor = shelf(pins(1, 12));
    const common = { to: 'north/day', from: 'north' };
    for (let number = 1; number <= 6; number++) {
      actor.send({ type: 'stock.demanded', ...common, count: 1, sale: sale(number) });
    }
    const fates = ['suspect', 'suspect', 'quarantined', 'quarantined', null, 'sold'] as const;
    for (const [index, fate] of fates.entries()) {
      if (fate !== null) actor.send({ type: 'reservation.closed', ...common, sale: sale(index + 1), fate });
    }
    return actor;
  }

  test('B39 suspect PINs are sold or written off as the supplier says, and the keeper hears of it', () => {
    const actor = worn();
    const messages = actor.send(listed(pins(1, 6), [...pins(1, 1), ...pins(3, 1)]));
    expect(of(messages, 'suspect.settled')).toEqual([
      { type: 'suspect.settled', to: 'north', from: 'north/day', sale: sale(1), fate: 'sold' },
      { type: 'suspect.settled', to: 'north', from: 'north/day', sale: sale(2), fate: 'writtenOff' },
    ]);
    expect(of(messages, 'pins.issued').map(({ ranges, sale: of }) => [ranges, of])).toEqual([
      [pins(1, 1), sale(1)],
      [pins(3, 1), null],
    ]);
    expect(of(messages, 'pins.retired').map(({ ranges, reason }) => [ranges, reason])).toEqual([
      [pins(2, 1), 'writtenOff'],
      [pins(4, 1), 'writtenOff'],
    ]);
    const { kept, sold, retired } = actor.context.stock;
    // The sale that is still open is none of the supplier's business.
    expect(kept.reservations.map((one) => one.sale)).toEqual([sale(5)]);
    expect([kept.quarantined, sold, retired]).toEqual([[], 3, 2]);
  });

  test('B39 what the file does not cover stays as it is, and the same file again changes nothing', () => {
    const actor = worn();
    const before = actor.context;
    expect(actor.send(listed(pins(100, 5), []))).toEqual([]);
    expect(actor.context).toEqual(before);
    actor.send(listed(pins(1, 1), pins(1, 1)));
    const after = actor.context;
    expect(after.stock.kept.reservations.map((one) => one.sale)).toEqual([sale(2), sale(5)]);
    expect(actor.send(listed(pins(1, 1), pins(1, 1)))).toEqual([]);
    expect(actor.context).toEqual(after);
  });

  test('B39 PINs on the shelf that someone has redeemed are worthless: written off, and more is asked for', () => {
    const actor = worn();
    const messages = actor.send(listed([], pins(8, 4)));
    expect(of(messages, 'pins.retired')).toMatchObject([{ ranges: pins(8, 4), reason: 'writtenOff' }]);
    expect(of(messages, 'stock.requested').length).toBe(1);
    expect(serialsOf(actor.context.stock.ranges)).toEqual(['a 7', 'a 12']);
  });

  test('B39 whatever file comes, every PIN is in one place', () => {
    const some = fc.array(
      fc
        .tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 3 }))
        .map(([first, count]) => ({ lot: 'a', first, count })),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(some, some, (covered, redeemed) => {
        const actor = worn();
        const messages = actor.send(listed(covered, redeemed));
        const { ranges, kept } = actor.context.stock;
        const left = [
          ...of(messages, 'pins.issued'),
          ...of(messages, 'pins.retired'),
          ...kept.reservations,
          { ranges },
          { ranges: kept.quarantined },
          { ranges: pins(6, 1) },
        ].flatMap((one) => serialsOf(one.ranges));
        expect(left.toSorted()).toEqual(serialsOf(pins(1, 12)).toSorted());
      }),
      { seed: 2 },
    );
  });
});
