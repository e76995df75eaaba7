import { expect } from 'vitest';
import { CUSTOMERS } from '#machines/protocol';
import { doubled, shownTwice } from '../support/census.ts';
import { productTopology } from '../support/productTopology.ts';
import { pinsOf, SmallNetwork } from '../support/smallNetwork.ts';
import type { Behaviour } from './behaviour.ts';

const opening = (serial: number) => `opening:north/day#${serial}`;

/** PINs at the till: buckets by SKU (B21), reusable cards (B22), generators (B23). */
export const buckets: readonly Behaviour[] = [
  {
    id: 'B21',
    title: 'the scanned SKU names the bucket, and a PIN is assigned at the moment of purchase, not before',
    run(machines) {
      const network = new SmallNetwork(machines, productTopology());
      const assigned = () => network.stock('north/day').kept.reservations.length;
      network.ask('north:1', 'day-card');
      network.ask('north:2', 'day-gift');
      expect(assigned(), 'PINs assigned before the server was asked').toBe(0);
      const slow = network.take('sale.requested');
      network.next('sale.requested');
      expect(assigned(), 'PINs assigned to the one who has asked').toBe(1);
      network.settle();
      network.hand(slow);
      network.settle();
      const pins = (till: string) => network.printed(till).flatMap(({ ranges }) => pinsOf(ranges));
      expect(pins('north:2'), 'the PIN of who asked first').toEqual([opening(1)]);
      expect(pins('north:1'), 'the PIN of who scanned first').toEqual([opening(2)]);
      expect(network.stock('north/day').onHand, 'PINs in the bucket of both SKUs').toBe(4);
      for (const sku of ['card-of-no-one', 'constructor', 'day']) network.serve('north:1', sku);
      expect(
        network.said('customer.refused').map(({ reason }) => reason),
        'SKUs that name no bucket',
      ).toEqual(Array(3).fill('not sold here'));
    },
  },
  {
    id: 'B22',
    title: 'the same card scanned again and again gives a new PIN each time',
    run(machines) {
      const network = new SmallNetwork(machines, productTopology());
      for (const sku of ['day-card', 'game', 'own']) {
        network.serve('north:1', sku, 2);
        network.serve('north:2', sku);
        network.serve('north:1', sku);
      }
      const pins = network.printed().flatMap(({ ranges }) => pinsOf(ranges));
      expect(pins.length, 'PINs printed for three cards, each scanned four times').toBe(12);
      expect(new Set(pins).size, 'different PINs among them').toBe(12);
      expect(pins.slice(0, 4), 'PINs of one card').toEqual([1, 2, 3, 4].map(opening));
    },
  },
  {
    id: 'B23',
    title: 'PINs that a generator draws in real time are as unique as bought ones',
    run(machines) {
      const network = new SmallNetwork(machines, productTopology());
      for (let round = 0; round < 3; round++) {
        for (const till of ['north:1', 'north:2', 'south:1']) {
          network.ask(till, 'own');
          network.settle(2);
          network.ask(till, 'day-card');
          network.settle();
        }
        network.restart('north');
        network.settle();
      }
      expect(network.printed().length, 'PINs printed').toBe(15 + 3);
      expect(shownTwice(network), 'PINs that two customers saw').toEqual([]);
      const drawn = ['north', 'south'].map(
        (server) => network.context('generator', `${server}/generator`).drawn,
      );
      expect(drawn, 'PINs drawn at north and at south').toEqual([6, 3]);
      network.customer = () => null;
      network.serve('south:1', 'own');
      const sale = { terminal: 'south:1', number: 7 };
      network.hand({ type: 'payment.failed', to: 'south:1', from: CUSTOMERS, sale });
      network.settle();
      network.serve('south:1', 'own');
      const granted = network.said('sale.granted').slice(-2);
      expect(
        granted.map(({ ranges }) => pinsOf(ranges)),
        'PINs of a sale that was reversed and of the next one',
      ).toEqual([['south/generator:own#4'], ['south/generator:own#5']]);
      expect(doubled(network), 'PINs in several places').toEqual([]);
    },
  },
];
