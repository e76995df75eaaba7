import { describe, expect, test } from 'vitest';
import { placesOf } from '../support/census.ts';
import { SERVER, SHELF } from '../support/saleNetwork.ts';
import type { SaleNetwork } from '../support/saleNetwork.ts';
import {
  ask,
  receive,
  pay,
  print,
  refuse,
  giveUp,
  start,
  mustBeAt,
  wordsSince,
  TILL,
  FIRST,
  CONFIRMED,
  PRINTED_LATE,
} from '../support/saleStages.ts';

interface ServerRow {
  readonly diedIn: string;
  before(network: SaleNetwork): void;
  readonly words: readonly string[];
  readonly place: string;
}

const serverRows: readonly ServerRow[] = [
  {
    diedIn: 'before it had written the request down',
    before: (network) => {
      ask(network);
      network.take('sale.requested');
    },
    words: ['requested', 'granted', 'requested', 'print', ...CONFIRMED],
    place: 'issued',
  },
  {
    diedIn: 'before its answer left',
    before: (network) => {
      ask(network);
      network.nextWithoutAnswer('sale.requested');
    },
    words: ['requested', 'granted', 'requested', 'print', ...CONFIRMED],
    place: 'issued',
  },
  {
    diedIn: 'while its customer pays',
    before: receive,
    words: ['print', ...CONFIRMED],
    place: 'issued',
  },
  {
    diedIn: 'before it had written the confirmation down',
    before: (network) => {
      print(network);
      network.take('sale.confirmed');
    },
    words: CONFIRMED,
    place: 'issued',
  },
  {
    diedIn: 'before its receipt for a confirmation left',
    before: (network) => {
      print(network);
      network.nextWithoutAnswer('sale.confirmed');
    },
    words: CONFIRMED,
    place: 'issued',
  },
  {
    diedIn: 'before it had written the reversal down',
    before: (network) => {
      refuse(network);
      network.take('sale.reversed');
    },
    words: ['reversed, unshown', 'settled as reversed'],
    place: `${SHELF} shelf`,
  },
  {
    diedIn: 'before its receipt for a reversal left',
    before: (network) => {
      refuse(network);
      network.nextWithoutAnswer('sale.reversed');
    },
    words: ['reversed, unshown', 'settled as reversed'],
    place: `${SHELF} shelf`,
  },
  {
    diedIn: 'and was away until its till had given up',
    before: (network) => {
      giveUp(network);
      network.take('sale.reversed');
      network.ring(TILL);
      network.take('sale.reversed');
    },
    words: ['reversed, unshown', 'settled as reversed'],
    place: `${SHELF} shelf`,
  },
];

describe('A server that died', () => {
  for (const { diedIn, before, words, place } of serverRows) {
    test(`B30 B31 B32 ${diedIn}`, () => {
      const network = start();
      before(network);
      const crash = network.log.length;
      network.restart(SERVER);
      network.settle();
      expect(wordsSince(network, crash)).toEqual([]);
      network.heal();
      expect(wordsSince(network, crash)).toEqual(words);
      mustBeAt(network, place);
    });
  }

  test('B33 with a suspect PIN still has it as such, and a late confirmation settles it', () => {
    const network = start();
    pay(network);
    network.pass(1000);
    expect(placesOf(network, FIRST)).toEqual([`${SHELF} suspect`]);
    network.restart(SERVER);
    network.pass(1000);
    expect(placesOf(network, FIRST)).toEqual([`${SHELF} suspect`]);
    network.hand(PRINTED_LATE);
    network.settle();
    mustBeAt(network, 'issued');
  });

  test('B33 with a suspect PIN whose till comes back without having printed quarantines it', () => {
    const network = start();
    receive(network);
    network.pass(1000);
    network.restart(SERVER);
    network.restart(TILL);
    network.settle();
    expect(wordsSince(network, 0).slice(-2)).toEqual(['reversed, perhaps shown', 'settled as reversed']);
    mustBeAt(network, `${SHELF} quarantine`);
  });
});
