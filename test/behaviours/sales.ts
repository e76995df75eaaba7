import { expect } from 'vitest';
import { CUSTOMERS } from '#machines/protocol';
import type { Message, SaleRequested } from '#machines/protocol';
import type { NetworkMachines } from '#src/network/machines';
import { counts, doubled, placesOf, shownTwice } from '../support/census.ts';
import { pinsOf, SmallNetwork } from '../support/smallNetwork.ts';
import { smallTopology, TIMING } from '../support/smallTopology.ts';
import type { Behaviour } from './behaviour.ts';

const TILL = 'north:1';
const FIRST = 'opening:north/day#1';
const SALE = { terminal: TILL, number: 1 };
const PEOPLE = { to: TILL, from: CUSTOMERS, sale: SALE } as const;
const TO_SERVER = { to: 'north', from: TILL, sale: SALE } as const;

function start(machines: NetworkMachines): SmallNetwork {
  return new SmallNetwork(machines, smallTopology({ varieties: ['day', 'week'] }));
}

/** A till whose customer has got as far as that, and whose server has not heard of it. */
function tillAt(machines: NetworkMachines, stage: 'intent' | 'received' | 'printing' | 'confirming') {
  const network = start(machines);
  network.customer = () => null;
  network.ask(TILL, 'day');
  if (stage === 'intent') return network;
  network.settle();
  if (stage === 'received') return network;
  network.hand({ type: 'payment.taken', ...PEOPLE });
  if (stage === 'printing') return network;
  network.hand({ type: 'print.finished', ...PEOPLE });
  network.take('sale.confirmed');
  return network;
}

function reasons(network: SmallNetwork): readonly string[] {
  return network.said('customer.refused').map(({ reason }) => reason);
}

function copies(network: SmallNetwork): readonly string[] {
  return network.printed().map(({ ranges, isCopy }) => `${pinsOf(ranges).join()}${isCopy ? ' COPY' : ''}`);
}

/** How a PIN crosses to the customer: B30 to B33. */
export const sales: readonly Behaviour[] = [
  {
    id: 'B30',
    title: 'a sale is reserved, delivered and confirmed or reversed, and resolved once',
    run(machines) {
      const network = start(machines);
      network.customer = () => null;
      network.ask(TILL, 'day');
      network.next('sale.requested');
      expect(placesOf(network, FIRST), 'the PIN when it was asked for').toEqual(['north/day reserved']);
      network.settle();
      expect(network.printed(), 'what was printed before the customer has paid').toEqual([]);
      network.hand({ type: 'payment.taken', ...PEOPLE });
      expect(copies(network), 'what was printed when the customer had paid').toEqual([FIRST]);
      expect(placesOf(network, FIRST), 'the PIN until it is confirmed').toEqual(['north/day reserved']);
      network.hand({ type: 'print.finished', ...PEOPLE });
      network.settle(3);
      expect(placesOf(network, FIRST), 'the PIN after a confirmation that came three times').toEqual([
        'issued',
      ]);
      network.hand({ type: 'sale.reversed', ...TO_SERVER, isUnshown: false });
      network.hand({ type: 'sale.confirmed', ...TO_SERVER });
      const fates = network.said('sale.settled').map(({ fate }) => fate);
      expect(new Set(fates), 'how the sale was settled, also when it was reversed later').toEqual(
        new Set(['sold']),
      );
      expect(placesOf(network, FIRST), 'the PIN after a late reversal').toEqual(['issued']);
      expect(network.stock('north/day').sold, 'PINs sold').toBe(1);
    },
  },
  {
    id: 'B30',
    title: 'a reversed sale stays reversed when a confirmation comes late',
    run(machines) {
      const network = tillAt(machines, 'received');
      network.hand({ type: 'payment.failed', ...PEOPLE });
      network.settle(3);
      network.hand({ type: 'sale.confirmed', ...TO_SERVER });
      expect(network.said('sale.settled').at(-1)?.fate, 'how the sale was settled').toBe('reversed');
      expect(network.said('pins.issued'), 'PINs issued').toEqual([]);
      expect(network.stock('north/day').onHand, 'PINs at north: this one was never shown').toBe(6);
      expect(doubled(network), 'PINs in several places').toEqual([]);
    },
  },
  {
    id: 'B30',
    title: 'a till that restarts does what its record says',
    run(machines) {
      for (const [stage, printed, place] of [
        ['intent', [], 'north/day shelf'],
        ['received', [], 'north/day quarantine'],
        ['printing', [FIRST, `${FIRST} COPY`], 'issued'],
        ['confirming', [FIRST], 'issued'],
      ] as const) {
        const network = tillAt(machines, stage);
        network.restart(TILL);
        network.pass(5 * TIMING.terminalPatience);
        expect(copies(network), `what a till prints that died in ${stage}`).toEqual(printed);
        expect(placesOf(network, FIRST), `the PIN of a till that died in ${stage}`).toEqual([place]);
        expect(network.context('terminal', TILL).sales, `open sales of a till that died in ${stage}`).toEqual(
          [],
        );
      }
    },
  },
  {
    id: 'B31',
    title: 'the same sale with the same content gets the same answer, with other content a conflict',
    run(machines) {
      const network = start(machines);
      network.ask(TILL, 'day');
      const request = network.take('sale.requested') as SaleRequested;
      network.hand(request);
      network.hand(request);
      network.hand({ ...request, sku: 'week' });
      network.hand({ ...request, dealer: 'ann' });
      const answers = network.waiting.map((message: Message) => {
        if (message.type === 'sale.granted') return pinsOf(message.ranges).join();
        return message.type === 'sale.refused' ? message.reason : message.type;
      });
      expect(answers, 'answers to a request, its copy, and two of other content').toEqual([
        FIRST,
        FIRST,
        'conflict',
        'conflict',
      ]);
      expect(counts(network)['north/day reserved'], 'PINs reserved').toBe(1);
      network.waiting.splice(2);
      network.settle();
      network.hand(request);
      expect(copies(network), 'PINs printed').toEqual([FIRST]);
      expect(network.stock('north/day').onHand, 'PINs left at north').toBe(5);
      expect(network.stock('north/day').kept.reservations, 'PINs still reserved').toEqual([]);
    },
  },
  {
    id: 'B31',
    title: 'a sale can be asked about, and the last one printed again marked COPY',
    run(machines) {
      const network = start(machines);
      const status = () => {
        network.hand({ type: 'sale.queried', ...TO_SERVER });
        const { status: known, ranges } = network.said('sale.reported').at(-1)!;
        return `${known} ${pinsOf(ranges).join()}`;
      };
      expect(status(), 'a sale that nobody has heard of').toBe('unknown ');
      network.ask(TILL, 'day');
      network.next('sale.requested');
      expect(status(), 'a sale that has its PIN').toBe(`reserved ${FIRST}`);
      network.settle();
      expect(status(), 'a sale that was confirmed').toBe(`sold ${FIRST}`);
      network.hand({ type: 'reprint.asked', to: TILL, from: CUSTOMERS });
      network.settle();
      expect(copies(network), 'what was printed').toEqual([FIRST, `${FIRST} COPY`]);
      expect(network.stock('north/day').sold, 'PINs sold after a reprint').toBe(1);
    },
  },
  {
    id: 'B32',
    title: 'a reversal is repeated until it is acknowledged',
    run(machines) {
      const network = tillAt(machines, 'received');
      network.hand({ type: 'payment.failed', ...PEOPLE });
      for (const lost of [1, 2, 3]) {
        network.take('sale.reversed');
        network.ring(TILL);
        expect(network.said('sale.reversed').length, `reversals after ${lost} were lost`).toBe(lost + 1);
      }
      network.next('sale.reversed');
      network.take('sale.settled');
      network.ring(TILL);
      network.settle();
      expect(network.context('terminal', TILL).sales, 'open sales after the acknowledgement').toEqual([]);
      expect(network.stock('north/day').kept.reservations, 'PINs still reserved').toEqual([]);
      expect(network.stock('north/day').onHand, 'PINs at north').toBe(6);
    },
  },
  {
    id: 'B32',
    title: 'a reversal that overtakes its request leaves a tombstone, and late answers are ignored',
    run(machines) {
      const network = tillAt(machines, 'intent');
      const request = network.take('sale.requested');
      for (let repeats = 0; repeats < 2; repeats++) {
        network.ring(TILL);
        network.take('sale.requested');
      }
      network.ring(TILL);
      expect(reasons(network), 'what the customer heard').toEqual(['no answer']);
      network.settle();
      network.hand(request);
      network.settle();
      expect(network.said('sale.refused').at(-1)?.reason, 'the answer to the late request').toBe('reversed');
      expect(counts(network)['north/day reserved'], 'PINs reserved by the late request').toBeUndefined();
      expect(network.stock('north/day').onHand, 'PINs at north').toBe(6);
      expect(network.printed(), 'what was printed').toEqual([]);
    },
  },
  {
    id: 'B33',
    title: 'a reversed PIN that may have been seen is quarantined and never sold again',
    run(machines) {
      const network = tillAt(machines, 'received');
      network.restart(TILL);
      network.settle();
      expect(placesOf(network, FIRST), 'the PIN of a till that died with it').toEqual([
        'north/day quarantine',
      ]);
      network.customer = start(machines).customer;
      network.serve('north:2', 'day', 6);
      expect(placesOf(network, FIRST), 'the PIN after six more customers').toEqual(['north/day quarantine']);
      expect(reasons(network).at(-1), 'what the sixth heard').toBe('out of stock');
      expect(shownTwice(network), 'PINs that two customers saw').toEqual([]);
    },
  },
  {
    id: 'B33',
    title: 'a reservation without an answer becomes suspect, and never returns to stock by time-out',
    run(machines) {
      const network = tillAt(machines, 'received');
      network.pass(TIMING.reservationTime - 1);
      expect(placesOf(network, FIRST), 'the PIN before its deadline').toEqual(['north/day reserved']);
      network.pass(1);
      expect(placesOf(network, FIRST), 'the PIN at its deadline').toEqual(['north/day suspect']);
      network.customer = start(machines).customer;
      network.serve('north:2', 'day', 6);
      network.pass(20 * TIMING.reservationTime);
      expect(placesOf(network, FIRST), 'the PIN long after its deadline').toEqual(['north/day suspect']);
      network.hand({ type: 'payment.taken', ...PEOPLE });
      network.settle();
      expect(placesOf(network, FIRST), 'the PIN after a late confirmation').toEqual(['issued']);
      expect(doubled(network), 'PINs in several places').toEqual([]);
    },
  },
];
