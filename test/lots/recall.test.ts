import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LotStanding } from '#machines/protocol';
import { nodeOf } from '../support/actors.ts';
import { CENTRAL, LotNetwork } from '../support/lotNetwork.ts';
import type { Weather } from '../support/lotNetwork.ts';

const LOTS = [
  [
    { lot: 'a', first: 1, count: 8 },
    { lot: 'b', first: 1, count: 4, expiresAt: 900 },
  ],
  [{ lot: 'a', first: 21, count: 5 }],
  [
    { lot: 'b', first: 21, count: 3 },
    { lot: 'a', first: 41, count: 9 },
  ],
] as const;

type Action =
  | { readonly kind: 'sell'; readonly place: number }
  | {
      readonly kind: 'close';
      readonly place: number;
      readonly fate: 'sold' | 'quarantined' | 'restocked' | 'suspect';
    }
  | { readonly kind: 'step'; readonly weather: Weather }
  | { readonly kind: 'ring'; readonly place: number }
  | { readonly kind: 'standing'; readonly lot: string; readonly standing: LotStanding }
  | { readonly kind: 'restart'; readonly place: number };

const weather = fc.constantFrom<Weather>('deliver', 'deliver', 'lose', 'repeat', 'delay');
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('sell' as const), place: fc.nat(1) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('close' as const),
      place: fc.nat(5),
      fate: fc.constantFrom('sold', 'quarantined', 'restocked', 'suspect'),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('step' as const), weather }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('ring' as const), place: fc.nat(5) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('standing' as const),
      lot: fc.constantFrom('a', 'b'),
      standing: fc.constantFrom('free', 'frozen', 'recalled'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), place: fc.nat(3) }) },
);

const setTo = (lot: string, standing: LotStanding) =>
  ({ type: 'lot.standing.set', to: 'hub/lots', from: 'operator', lot, variety: 'day', standing }) as const;

function act(network: LotNetwork, one: Action): void {
  const inventories = network.inventories();
  if (one.kind === 'sell') network.demand(inventories[one.place + 1]!);
  else if (one.kind === 'close') network.close(one.place, one.fate);
  else if (one.kind === 'step') network.step(one.weather);
  else if (one.kind === 'ring') network.ring(one.place);
  else if (one.kind === 'standing') network.send(setTo(one.lot, one.standing));
  else {
    const to = [...inventories, 'hub/lots'][one.place]!;
    network.send({ type: 'node.restarted', to, from: nodeOf(to) });
  }
}

/** Each PIN is where it was last seen, once: none is lost, none is in two places. */
function expectEveryPinOnce(network: LotNetwork, all: readonly string[]): void {
  const serials = network.places().map(({ serial }) => serial);
  expect(serials.toSorted()).toEqual(all);
}

const heldAt = (network: LotNetwork, inventory: string) =>
  new Set(network.stockOf(inventory).kept.held.map(({ lot }) => lot));

describe('B36 freezing and recalling a lot wherever its PINs are', () => {
  test('B36 under loss, repeats and reordering every PIN ends frozen at the hub, or was reserved or sold', () => {
    let recalledFromServers = 0;
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60, size: 'max' }), (actions) => {
        const network = new LotNetwork(LOTS, 10);
        for (const to of network.inventories()) network.send({ type: 'review.due', to, from: 'hub' });
        const all = network
          .places()
          .map(({ serial }) => serial)
          .toSorted();
        for (const one of actions) {
          const held = new Map(network.inventories().map((name) => [name, heldAt(network, name)]));
          const before = network.reservedSerials.length;
          act(network, one);
          expectEveryPinOnce(network, all);
          // From the moment it knows, an inventory sells none of them, and has none on its shelf.
          for (const { inventory, serials } of network.reservedSerials.slice(before)) {
            const lots = serials.map((serial) => serial.split(' ')[0]!);
            const known = heldAt(network, inventory);
            expect(lots.some((lot) => known.has(lot) && held.get(inventory)!.has(lot))).toBe(false);
          }
          for (const name of network.inventories()) {
            const { ranges, kept, onHand } = network.stockOf(name);
            const known = heldAt(network, name);
            expect(ranges.some(({ lot }) => known.has(lot))).toBe(false);
            expect(kept.frozen.every(({ lot }) => known.has(lot))).toBe(true);
            expect(onHand).toBe(ranges.reduce((sum, { count }) => sum + count, 0));
          }
        }
        network.send(setTo('a', 'recalled'));
        network.send(setTo('b', 'free'));
        network.heal(12);
        expectEveryPinOnce(network, all);
        for (const { serial, place } of network.places()) {
          if (serial.startsWith('a')) {
            expect(place).toMatch(/^(frozen hub\/day|reserved .*|quarantined .*|issued)$/);
            if (place === `frozen ${CENTRAL}` && Number(serial.split(' ')[1]) > 20) recalledFromServers += 1;
          } else expect(place).not.toMatch(/^(frozen|in transit)/);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
    expect(recalledFromServers).toBeGreaterThan(1000);
  });

  test('B36 a frozen lot lowers the stock position, and a freed one fills it again, in order of expiry', () => {
    const network = new LotNetwork(LOTS, null);
    network.send(setTo('a', 'frozen'));
    network.heal(3);
    const frozen = network.stockOf('north/day');
    expect(frozen.kept.frozen).toEqual([{ lot: 'a', first: 21, count: 5 }]);
    // It asked for more at once, and the hub sent what was left to it.
    expect(frozen.nextOrder).toBe(2);
    expect(frozen.ranges.every(({ lot }) => lot === 'b')).toBe(true);
    network.send(setTo('a', 'free'));
    network.heal(3);
    const freed = network.stockOf('north/day');
    expect(freed.kept.frozen).toEqual([]);
    expect(freed.ranges).toContainEqual({ lot: 'a', first: 21, count: 5 });
    const expiries = freed.ranges.map(({ expiresAt }) => expiresAt ?? Infinity);
    expect(expiries).toEqual(expiries.toSorted((a, b) => a - b));
    expect(freed.onHand).toBeGreaterThan(frozen.onHand);
  });

  test('B36 a reserved PIN of a frozen lot can still be sold; unsold and unseen it is frozen, else quarantined', () => {
    const fates = ['sold', 'restocked', 'quarantined'] as const;
    const network = new LotNetwork(LOTS, null);
    for (const _ of fates) network.demand('north/day');
    network.send(setTo('a', 'frozen'));
    network.heal(2);
    for (const fate of fates) network.close(0, fate);
    const { kept } = network.stockOf('north/day');
    expect(network.issued).toEqual(['a 21']);
    expect(kept.frozen).toContainEqual({ lot: 'a', first: 22, count: 1 });
    expect(kept.quarantined).toEqual([{ lot: 'a', first: 23, count: 1 }]);
  });

  test('B36 an old standing that comes late changes nothing, and is acknowledged with the newest', () => {
    const network = new LotNetwork(LOTS, null);
    network.send(setTo('a', 'frozen'));
    network.send(setTo('a', 'free'));
    network.heal(2);
    const before = network.stockOf('north/day');
    const held = [{ lot: 'a', standing: 'frozen' }] as const;
    network.send({ type: 'lot.standing.changed', to: 'north/day', from: 'hub/lots', held, number: 1 });
    expect(network.stockOf('north/day')).toEqual(before);
    expect(network.underWay).toMatchObject([
      { type: 'lot.standing.acknowledged', to: 'hub/lots', from: 'north/day', number: 2 },
    ]);
  });
});
