import { expect } from 'vitest';
import { ALARMS, CUSTOMERS } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import { standardMachines } from '#src/network/machines';
import { placesOf } from './census.ts';
import { SaleNetwork, SERVER, SHELF, TILLS } from './saleNetwork.ts';

/** One sale brought to each of its stages, for tests of what a crash does there. */

export const [TILL] = TILLS;
export const FIRST = `opening:${SHELF}#1`;
export const SALE = { terminal: TILL, number: 1 };
export const PERSON = { to: TILL, from: CUSTOMERS, sale: SALE } as const;

/** A message as the tables below write it. */
function wordOf(message: Message): string {
  switch (message.type) {
    case 'print.requested':
      return message.isCopy ? 'print COPY' : 'print';
    case 'sale.reversed':
      return message.isUnshown ? 'reversed, unshown' : 'reversed, perhaps shown';
    case 'sale.settled':
      return `settled as ${message.fate}`;
    case 'sale.refused':
    case 'customer.refused':
      return `${message.type.split('.')[0]} refused: ${message.reason}`;
    default:
      return message.type.split('.')[1]!;
  }
}

/** What till, server and people said from that point on. */
export function wordsSince(network: SaleNetwork, length: number): readonly string[] {
  const isOfSale = ({ to, from }: Message) =>
    to !== ALARMS && !from.includes('/') && (from === TILL || (from === SERVER && to === TILL));
  return network.log.slice(length).filter(isOfSale).map(wordOf);
}

export const ask = (network: SaleNetwork) => network.ask(TILL, 'day');
export const receive = (network: SaleNetwork) => {
  ask(network);
  network.settle();
};
export const pay = (network: SaleNetwork) => {
  receive(network);
  network.hand({ type: 'payment.taken', ...PERSON });
};
export const print = (network: SaleNetwork) => {
  pay(network);
  network.hand({ type: 'print.finished', ...PERSON });
};
export const refuse = (network: SaleNetwork) => {
  receive(network);
  network.hand({ type: 'payment.failed', ...PERSON });
};
/** Three requests are lost, and the till gives up. */
export const giveUp = (network: SaleNetwork) => {
  ask(network);
  for (let time = 0; time < 3; time++) {
    network.take('sale.requested');
    network.ring(TILL);
  }
};

export const REVERSED = ['customer refused: no answer', 'reversed, unshown', 'settled as reversed'];
export const CONFIRMED = ['confirmed', 'settled as sold'];
export const LATE_GRANT: Message = {
  type: 'sale.granted',
  to: TILL,
  from: SERVER,
  sale: SALE,
  ranges: [{ lot: `opening:${SHELF}`, first: 1, count: 1 }],
};
export const PAID_LATE: Message = { type: 'payment.taken', ...PERSON };
export const PRINTED_LATE: Message = { type: 'print.finished', ...PERSON };

export const start = (shelf = 3) =>
  new SaleNetwork(standardMachines, { shelf, unmet: 'backorder', reorders: false });

/** The one PIN that a row is about; of a sale that got none, nothing is to be seen. */
export function mustBeAt(network: SaleNetwork, place: string, shelf = 3): void {
  if (shelf > 0) expect(placesOf(network, FIRST)).toEqual([place]);
  expect(network.context('terminal', TILL).sales).toEqual([]);
  network.checkAtRest();
  network.checkJournals();
}
