import { expect } from 'vitest';
import { CUSTOMERS } from '#machines/protocol';
import type { SaleRequested } from '#machines/protocol';
import type { NetworkMachines } from '#src/network/machines';
import { census, counts, doubled, placesOf, shownTwice } from '../support/census.ts';
import { pinsOf, SmallNetwork } from '../support/smallNetwork.ts';
import { smallTopology, TIMING, upTo } from '../support/smallTopology.ts';
import type { Behaviour } from './behaviour.ts';

const TILL = 'north:1';
const FIRST = 'opening:north/day#1';
const SALE = { terminal: TILL, number: 1 };
const LONG = 10 * TIMING.reservationTime;

function start(machines: NetworkMachines): SmallNetwork {
  const levels = { 'north/day': upTo(2, 6), 'south/day': upTo(0, 8, 0) };
  return new SmallNetwork(machines, smallTopology({ varieties: ['day', 'week'], levels }));
}

/** The till gives its sale up after two repeats; gives the last request back, which has not arrived. */
function giveUp(network: SmallNetwork): SaleRequested {
  const request = network.take('sale.requested') as SaleRequested;
  for (let repeats = 0; repeats < 2; repeats++) {
    network.ring(TILL);
    network.take('sale.requested');
  }
  network.ring(TILL);
  return request;
}

/** Nothing waits for an answer that never comes, nobody holds a PIN that was reversed, and every PIN is in one place. */
function mustBeSettled(network: SmallNetwork): void {
  network.pass(LONG);
  const where = counts(network);
  const stuck = Object.keys(where).filter((place) => /reserved|suspect|on its way/.test(place));
  expect(stuck, 'places where PINs stay for ever').toEqual([]);
  expect(doubled(network), 'PINs in several places').toEqual([]);
  expect(shownTwice(network), 'PINs that two customers saw').toEqual([]);
  const shown = network.printed().flatMap(({ ranges }) => pinsOf(ranges));
  const unsold = shown.filter((pin) => placesOf(network, pin)[0] !== 'issued');
  expect(unsold, 'PINs in the hands of customers that count as reversed').toEqual([]);
}

/** The wrong variants of the sale protocol, from the other side: what goes right. */
export const protocol: readonly Behaviour[] = [
  {
    id: 'P1',
    title: 'a reversal of an unknown sale leaves a tombstone',
    run(machines) {
      const network = start(machines);
      network.ask(TILL, 'day');
      const request = giveUp(network);
      network.settle();
      network.hand(request);
      network.settle();
      network.serve(TILL, 'day');
      mustBeSettled(network);
      expect(network.stock('north/day').onHand, 'PINs left at north').toBe(5);
    },
  },
  {
    id: 'P2',
    title: 'the server remembers sale ids',
    run(machines) {
      const twice = start(machines);
      twice.ask(TILL, 'day');
      twice.settle(2);
      mustBeSettled(twice);
      const reversed = start(machines);
      reversed.ask(TILL, 'day');
      const request = giveUp(reversed);
      reversed.hand(request);
      reversed.take('sale.granted');
      reversed.next('sale.reversed');
      reversed.hand(request);
      reversed.settle();
      mustBeSettled(reversed);
      expect(reversed.stock('north/day').onHand, 'PINs left at north').toBe(6);
    },
  },
  {
    id: 'P3',
    title: 'a terminal that is told of a conflict does not ask again under a new id',
    run(machines) {
      const network = start(machines);
      network.ask(TILL, 'day');
      const request = network.take('sale.requested') as SaleRequested;
      network.hand({ ...request, sku: 'week' });
      network.take('sale.granted');
      network.hand(request);
      network.settle();
      mustBeSettled(network);
      const sales = network.said('sale.requested').map(({ sale }) => sale.number);
      expect(sales, 'ids under which the terminal asked').toEqual([1]);
      expect(network.said('customer.refused').length, 'customers refused').toBe(1);
    },
  },
  {
    id: 'P4',
    title: 'a terminal records before it prints',
    run(machines) {
      const network = start(machines);
      const { customer } = network;
      network.customer = () => null;
      network.ask(TILL, 'day');
      network.settle();
      network.hand({ type: 'payment.taken', to: TILL, from: CUSTOMERS, sale: SALE });
      expect(network.printed().length, 'PINs printed').toBe(1);
      // It dies before the printer has said that it is done.
      network.restart(TILL);
      network.settle();
      network.customer = customer;
      mustBeSettled(network);
      expect(placesOf(network, FIRST), 'the PIN that was printed').toEqual(['issued']);
    },
  },
  {
    id: 'P5',
    title: 'a terminal ignores answers after it has reversed',
    run(machines) {
      const network = start(machines);
      network.ask(TILL, 'day');
      const request = giveUp(network);
      network.hand(request);
      const late = network.take('sale.granted');
      network.hand(late);
      network.settle();
      network.serve('north:2', 'day', 2);
      mustBeSettled(network);
      expect(network.printed(TILL), 'what the terminal printed').toEqual([]);
    },
  },
  {
    id: 'P6',
    title: "a silent server's stock is not taken over on a time-out",
    run(machines) {
      const network = start(machines);
      network.serve('north:1', 'day', 3);
      network.ask('north:1', 'day');
      for (const type of ['sale.requested', 'stock.requested'] as const) network.next(type);
      network.nextWithoutAnswer('transfer.shipped');
      network.cut('hub', 'north');
      network.serve('north:2', 'day', 2);
      network.pass(LONG);
      network.hand({ type: 'review.due', to: 'south/day', from: 'operator' });
      network.settle();
      network.serve('south:1', 'day', 8);
      network.mend('hub', 'north');
      network.serve('north:1', 'day', 4);
      mustBeSettled(network);
      expect(network.stock('hub/day').onHand, 'PINs left at the hub').toBe(100 - 4 - 4 - 8 - 8);
    },
  },
  {
    id: 'P7',
    title: 'a receiver recognises a repeated transfer',
    run(machines) {
      const network = start(machines);
      network.serve('north:1', 'day', 3);
      network.ask('north:1', 'day');
      network.settle(2);
      expect(network.stock('north/day').onHand, 'PINs at north after a transfer that came twice').toBe(6);
      network.restart('hub');
      network.settle();
      mustBeSettled(network);
    },
  },
  {
    id: 'P8',
    title: 'a sender keeps a transfer until it is acknowledged',
    run(machines) {
      const network = start(machines);
      const all = census(network).size;
      network.serve('north:1', 'day', 3);
      network.ask('north:1', 'day');
      for (const type of ['sale.requested', 'stock.requested'] as const) network.next(type);
      network.take('transfer.shipped');
      expect(census(network).size, 'PINs somewhere while a transfer is lost').toBe(all);
      network.restart('hub');
      network.take('transfer.shipped');
      mustBeSettled(network);
      expect(census(network).size, 'PINs somewhere').toBe(all);
      expect(network.stock('north/day').onHand, 'PINs at north after the transfer was repeated').toBe(6);
    },
  },
];
