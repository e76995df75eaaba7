import { expect } from 'vitest';
import { CUSTOMERS } from '#machines/protocol';
import type { LotImported, LotStanding, Message } from '#machines/protocol';
import type { NetworkMachines } from '#src/network/machines';
import { counts, doubled, placesOf } from '../support/census.ts';
import { importOf } from '../support/lotSamples.ts';
import { pinsOf, SmallNetwork } from '../support/smallNetwork.ts';
import { smallTopology, TIMING, upTo } from '../support/smallTopology.ts';
import type { Behaviour } from './behaviour.ts';

/** A hub with nothing but what is imported; both servers ask for 4 when they are reviewed. */
function start(machines: NetworkMachines, onHand = 0): SmallNetwork {
  const levels = {
    'hub/day': { initialOnHand: 0 },
    'north/day': upTo(1, 4, onHand),
    'south/day': upTo(1, 4, onHand),
  };
  return new SmallNetwork(machines, smallTopology({ levels, more: { hasLotOffice: true } }));
}

function feed(network: SmallNetwork, server: string): void {
  network.hand({ type: 'review.due', to: `${server}/day`, from: 'operator' });
  network.settle();
}

function bring(network: SmallNetwork, lot: LotImported): Message {
  network.hand(lot);
  network.settle();
  return network.log.findLast(({ type }) => type === 'lot.accepted' || type === 'lot.rejected')!;
}

function set(network: SmallNetwork, lot: string, standing: LotStanding): void {
  network.hand({ type: 'lot.standing.set', to: 'hub/lots', from: 'operator', lot, variety: 'day', standing });
  network.settle();
}

function sold(network: SmallNetwork): readonly string[] {
  return network.printed().flatMap(({ ranges }) => pinsOf(ranges));
}

/** Lots: expiry (B35), import, freeze and recall (B36), reconciliation (B39). */
export const lots: readonly Behaviour[] = [
  {
    id: 'B35',
    title: 'what expires first goes out first, and what has expired leaves stock and is counted',
    run(machines) {
      const network = start(machines);
      const [early, late] = [network.now + 100, network.now + 300];
      bring(network, importOf('for-ever', [[1, 2]]));
      bring(network, importOf('late', [[1, 3]], late));
      bring(network, importOf('early', [[1, 3]], early));
      feed(network, 'north');
      network.serve('north:1', 'day');
      feed(network, 'south');
      expect(sold(network), 'the PIN that is sold first').toEqual(['early#1']);
      expect(pinsOf(network.stock('north/day').ranges), 'PINs at north').toEqual([
        'early#2',
        'early#3',
        'late#1',
      ]);
      expect(pinsOf(network.stock('south/day').ranges), 'PINs at south').toEqual([
        'late#2',
        'late#3',
        'for-ever#1',
        'for-ever#2',
      ]);
      network.pass(99);
      expect(counts(network)['expired'], 'PINs expired just before').toBeUndefined();
      network.pass(1);
      expect(counts(network)['expired'], 'PINs expired when the first lot had').toBe(2);
      expect(network.stock('north/day').retired, 'PINs that expired at north').toBe(2);
      network.serve('north:1', 'day');
      expect(sold(network).slice(1), 'the PIN that is sold next').toEqual(['late#1']);
      network.pass(200);
      expect(network.stock('south/day').retired, 'PINs that expired at south').toBe(2);
      network.serve('south:1', 'day');
      expect(sold(network).slice(2), 'the PIN that is sold when all others have expired').toEqual([
        'for-ever#1',
      ]);
      expect(doubled(network), 'PINs in several places').toEqual([]);
    },
  },
  {
    id: 'B35',
    title: 'nothing that has expired is sold, however late the alarm',
    run(machines) {
      const network = start(machines);
      bring(network, importOf('early', [[1, 4]], network.now + 100));
      feed(network, 'north');
      network.now += 100;
      network.serve('north:1', 'day');
      expect(sold(network), 'expired PINs sold').toEqual([]);
      expect(network.stock('north/day').retired, 'PINs that expired at north').toBe(4);
    },
  },
  {
    id: 'B36',
    title: 'a lot is taken in whole or not at all: count, checksum and duplicates against all history',
    run(machines) {
      const network = start(machines);
      const good = importOf('a', [[1, 10]]);
      expect(bring(network, good), 'the answer to a good lot').toMatchObject({
        type: 'lot.accepted',
        count: 10,
      });
      feed(network, 'north');
      network.serve('north:1', 'day', 2);
      const before = JSON.stringify(network.contexts());
      const stranger = importOf('b', [[1, 5]]);
      for (const [what, flawed] of [
        ['another count', { ...stranger, count: 6 }],
        ['a wrong checksum', { ...stranger, checksum: good.checksum }],
        [
          'one serial twice',
          importOf('b', [
            [1, 5],
            [5, 2],
          ]),
        ],
        [
          'one serial that was sold long ago',
          importOf('a', [
            [2, 1],
            [30, 5],
          ]),
        ],
        ['an unknown variety', importOf('b', [[1, 5]], null, 'year')],
      ] as const) {
        expect(bring(network, flawed).type, `the answer to a lot with ${what}`).toBe('lot.rejected');
        expect(JSON.stringify(network.contexts()), `everything after a lot with ${what}`).toBe(before);
      }
      expect(bring(network, good).type, 'the answer to the good lot, told again').toBe('lot.accepted');
      expect(JSON.stringify(network.contexts()), 'everything after the good lot came again').toBe(before);
      bring(network, stranger);
      expect(network.stock('hub/day').onHand, 'PINs at the hub').toBe(10 - 4 + 5);
      expect(doubled(network), 'PINs in several places').toEqual([]);
    },
  },
  {
    id: 'B36',
    title: 'a lot can be frozen, and recalled wherever its PINs are',
    run(machines) {
      const network = start(machines);
      bring(network, importOf('bad', [[1, 12]]));
      feed(network, 'north');
      feed(network, 'south');
      network.cut('hub', 'south');
      set(network, 'bad', 'frozen');
      network.serve('north:1', 'day');
      expect(sold(network), 'PINs of a frozen lot sold at north').toEqual([]);
      network.mend('hub', 'south');
      network.pass(TIMING.repeatAfter);
      network.serve('south:1', 'day');
      expect(sold(network), 'PINs of a frozen lot sold at south, whose link was cut').toEqual([]);
      set(network, 'bad', 'free');
      network.serve('north:1', 'day');
      network.serve('south:1', 'day');
      expect(sold(network), 'PINs sold when the lot was free again').toEqual(['bad#1', 'bad#5']);
      set(network, 'bad', 'recalled');
      network.pass(5 * TIMING.repeatAfter);
      bring(network, importOf('good', [[1, 8]]));
      network.pass(5 * TIMING.repeatAfter);
      network.serve('north:1', 'day');
      expect(counts(network), 'where PINs are after the recall').toMatchObject({
        issued: 3,
        'hub/day frozen': 10,
      });
      expect(sold(network).at(-1), 'the PIN sold after the recall').toMatch(/^good#/);
      expect(doubled(network), 'PINs in several places').toEqual([]);
    },
  },
  {
    id: 'B39',
    title: "a supplier's redemption file settles suspect PINs, and the books on their sales",
    run(machines) {
      const ann = { name: 'ann', isBlocked: false, creditLimitCents: 1000, commissionBasisPoints: {} };
      const products = [{ sku: 'day', priceCents: 100, kind: 'stock', variety: 'day' }] as const;
      const network = new SmallNetwork(
        machines,
        smallTopology({ dealer: 'ann', more: { dealers: [ann], products } }),
      );
      network.customer = () => null;
      for (const till of ['north:1', 'north:1', 'north:2']) {
        network.ask(till, 'day');
        network.settle();
      }
      network.pass(TIMING.reservationTime);
      const pin = (serial: number) => `opening:north/day#${serial}`;
      const range = (first: number, count: number) => ({ lot: 'opening:north/day', first, count });
      expect(counts(network)['north/day suspect'], 'suspect PINs').toBe(3);
      const listed = { to: 'north', from: 'operator', covered: [range(1, 2)], redeemed: [range(1, 1)] };
      network.hand({ type: 'redemption.listed', ...listed });
      network.hand({ type: 'redemption.listed', ...listed });
      expect(placesOf(network, pin(1)), 'a suspect PIN that was redeemed').toEqual(['issued']);
      expect(placesOf(network, pin(2)), 'a suspect PIN that was not').toEqual(['writtenOff']);
      expect(placesOf(network, pin(3)), 'a suspect PIN of which the file says nothing').toEqual([
        'north/day suspect',
      ]);
      const [account] = network.context('dealers', 'north/dealers').accounts;
      expect([account!.postedCents, account!.heldCents], 'cents posted and held').toEqual([100, 100]);
      const status = (terminal: string, number: number) => {
        network.hand({ type: 'sale.queried', to: 'north', from: terminal, sale: { terminal, number } });
        return network.said('sale.reported').at(-1)!.status;
      };
      expect(status('north:1', 1), 'the sale of the first').toBe('sold');
      expect(status('north:1', 2), 'the sale of the second').toBe('reversed');
      expect(status('north:2', 1), 'the sale of the third').toBe('suspect');
      const late = { to: 'north:1', from: CUSTOMERS, sale: { terminal: 'north:1', number: 1 } };
      network.hand({ type: 'payment.taken', ...late });
      network.hand({ type: 'print.finished', ...late });
      network.settle();
      expect(network.stock('north/day').sold, 'PINs sold after a late confirmation').toBe(1);
      expect(doubled(network), 'PINs in several places').toEqual([]);
    },
  },
];
