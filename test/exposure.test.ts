import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inventoryMachine } from '#machines/inventory';
import type { InventoryContext } from '#machines/inventory';
import type { Message, TransferShipped } from '#machines/protocol';
import type { Reservation } from '#src/domain/kept';
import type { PinRange } from '#src/domain/pinRange';
import { DAY_MICROSECONDS } from '#src/domain/time';
import { compiled } from '#src/executor/compiled';
import { AMPLE_STOCK } from '#src/network/actors';
import { centralInput, serverInputs } from '#src/network/inventoryPlans';
import { exposureOf, NOTHING_HELD, strandedAt } from '#sim/metrics/exposure';
import type { Outlook } from '#sim/metrics/exposure';
import { plainNetwork, SUPPLIED_STOCK } from './support/smallPlans.ts';

const days = (count: number) => count * DAY_MICROSECONDS;
const pins = (first: number, count: number, expiresAt?: number): PinRange =>
  expiresAt === undefined ? { lot: 'a', first, count } : { lot: 'a', first, count, expiresAt };
const sale = (number: number, isSuspect: boolean): Reservation => ({
  sale: { terminal: 'till', number },
  ranges: [pins(1000 + number, 1)],
  isSuspect,
});

const empty = plainNetwork({ seed: 1, customersPerHour: 0, hours: 1, levels: { initialOnHand: 0 } });
/** A shelf at a server, or the hub's, that holds just these PINs. */
function shelf(
  ranges: readonly PinRange[],
  kept: Partial<InventoryContext['stock']['kept']> = {},
  role: 'server' | 'central' | 'unlimited' = 'server',
): InventoryContext {
  const { topology } = empty;
  const input = {
    server: () => serverInputs(topology, topology.servers[0]!)[0]!,
    central: () => centralInput(topology, SUPPLIED_STOCK),
    unlimited: () => centralInput(topology, { variety: 'ten', supply: 'unlimited' }),
  }[role]();
  const context = compiled.start(inventoryMachine, { ...input, ranges }).context;
  return { ...context, stock: { ...context.stock, kept: { ...context.stock.kept, ...kept } } };
}

/** One customer a day, for ten days. */
const slow: Outlook = { customers: 10, now: days(10), horizon: days(30), isClosed: false };

describe('Stranded stock', () => {
  const onShelf = (ranges: readonly PinRange[], outlook: Partial<Outlook> = {}) =>
    strandedAt(shelf(ranges), { ...slow, ...outlook }).onShelf;

  it('B54 is what the shelf will not sell within the horizon at its own rate of customers', () => {
    expect(onShelf([pins(1, 30)])).toBe(0);
    expect(onShelf([pins(1, 50)])).toBe(20);
    expect(onShelf([pins(1, 50)], { horizon: days(5) })).toBe(45);
    expect(onShelf([pins(1, 50)], { customers: 15 })).toBe(5);
  });

  it('B54 is everything on a shelf without customers', () => {
    expect(onShelf([pins(1, 7)], { customers: 0 })).toBe(7);
    expect(onShelf([pins(1, 7)], { customers: 0, now: 0 })).toBe(7);
  });

  it('B54 is what expires before it can be sold, range by range', () => {
    // By day 15 five are sold; by day 22 twelve, of them seven of the second range; by day 40 thirty in all.
    const ranges = [pins(1, 8, days(15)), pins(11, 10, days(22)), pins(31, 30)];
    expect(onShelf(ranges)).toBe(3 + 3 + 12);
    // What has expired is worth nothing, and what expires behind the horizon does not come sooner by it.
    expect(onShelf([pins(1, 2, days(10)), pins(11, 31, days(90))])).toBe(2 + 1);
  });

  it('B54 counts whole sales exactly, however large the figures', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1_000_000, max: days(300) }),
        fc.integer({ min: 1, max: 50 }),
        (customers, now, times) => {
          const outlook = { customers, now, horizon: now * times };
          expect(onShelf([pins(1, customers * times)], outlook)).toBe(0);
          expect(onShelf([pins(1, customers * times + 1)], outlook)).toBe(1);
          expect(onShelf([pins(1, customers * times)], { ...outlook, horizon: now * times - 1 })).toBe(1);
        },
      ),
    );
  });

  it('B54 includes quarantined, frozen and suspect PINs, and the whole shelf of a server that is closed', () => {
    const kept = {
      quarantined: [pins(101, 3)],
      frozen: [pins(201, 2), pins(301, 2)],
      reservations: [sale(1, false), sale(2, true)],
    };
    const context = shelf([pins(1, 5)], kept);
    expect(strandedAt(context, slow)).toEqual({
      onShelf: 0,
      quarantined: 3,
      frozen: 4,
      suspect: 1,
      total: 8,
    });
    expect(strandedAt(context, { ...slow, isClosed: true })).toMatchObject({ onShelf: 5, total: 13 });
  });

  it('B54 is at the hub what it keeps aside, and its shelf only while it is offline', () => {
    const kept = { quarantined: [pins(101, 3)], frozen: [pins(201, 4)] };
    const none = { ...slow, customers: 0 };
    const central = shelf([pins(1, 500)], kept, 'central');
    expect(strandedAt(central, none)).toMatchObject({ onShelf: 0, total: 7 });
    expect(strandedAt(central, { ...none, isClosed: true })).toMatchObject({ onShelf: 500, total: 507 });
    const unlimited = shelf([pins(1, AMPLE_STOCK)], kept, 'unlimited');
    expect(strandedAt(unlimited, { ...none, isClosed: true })).toMatchObject({ onShelf: 0, total: 7 });
  });
});

describe('Crash exposure', () => {
  it('B54 is all that only the node can account for', () => {
    const context = shelf([pins(1, 5)], {
      quarantined: [pins(101, 3)],
      frozen: [pins(201, 4)],
      reservations: [sale(1, false), sale(2, true), sale(3, false)],
    });
    const expected = {
      ...NOTHING_HELD,
      onHand: 5,
      reserved: 2,
      suspect: 1,
      quarantined: 3,
      frozen: 4,
      total: 15,
    };
    expect([...exposureOf([context])]).toEqual([['north', expected]]);
  });

  it('B54 counts PINs in transit at sender and receiver until they are taken in, then at the receiver alone', () => {
    const { topology } = empty;
    const ranges = [pins(1, 12)];
    const hub = compiled.start(inventoryMachine, { ...centralInput(topology, SUPPLIED_STOCK), ranges });
    const north = compiled.start(inventoryMachine, serverInputs(topology, topology.servers[0]!)[0]!);
    const exposure = () => Object.fromEntries(exposureOf([hub.context, north.context]));
    const [shipped] = hub.send({
      type: 'stock.allotted',
      to: 'hub/ten',
      from: 'hub',
      receiver: 'north/ten',
      order: 1,
      quantity: 5,
      owed: false,
      inNeed: true,
      reason: 'order',
    }) as [TransferShipped];
    expect(exposure()).toEqual({
      hub: { ...NOTHING_HELD, onHand: 7, outgoing: 5, total: 12 },
      north: { ...NOTHING_HELD, incoming: 5, total: 5 },
    });
    const taken = {
      hub: { ...NOTHING_HELD, onHand: 7, total: 7 },
      north: { ...NOTHING_HELD, onHand: 5, total: 5 },
    };
    const acknowledgement = north.send(shipped).find(({ type }) => type === 'transfer.acknowledged');
    expect(exposure()).toEqual(taken);
    north.send(shipped);
    expect(exposure()).toEqual(taken);
    hub.send(acknowledgement as Message & { type: 'transfer.acknowledged' });
    expect(exposure()).toEqual(taken);
  });
});
