import { describe, expect, test } from 'vitest';
import { OPERATOR } from '#machines/protocol';
import type { Message } from '#machines/protocol';
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
  SALE,
  REVERSED,
  CONFIRMED,
  LATE_GRANT,
  PAID_LATE,
  PRINTED_LATE,
} from '../support/saleStages.ts';
import { pinsOf } from '../support/smallNetwork.ts';

interface Row {
  readonly diedIn: string;
  /** Up to its death, with what was lost. */
  before(network: SaleNetwork): void;
  /** What is said from its restart on. */
  readonly words: readonly string[];
  readonly place: string;
  /** What comes late, when all is over, and must change nothing. */
  readonly late?: readonly Message[];
  readonly shelf?: number;
}

const tillRows: readonly Row[] = [
  {
    diedIn: 'INTENT, its request lost',
    before: (network) => {
      ask(network);
      network.take('sale.requested');
    },
    words: REVERSED,
    place: `${SHELF} shelf`,
    late: [LATE_GRANT],
  },
  {
    diedIn: 'INTENT, its request under way',
    before: ask,
    words: ['customer refused: no answer', 'reversed, unshown', 'granted', 'settled as reversed'],
    place: `${SHELF} shelf`,
    late: [LATE_GRANT],
  },
  {
    diedIn: 'INTENT, its answer lost',
    before: (network) => {
      ask(network);
      network.nextWithoutAnswer('sale.requested');
    },
    words: REVERSED,
    place: `${SHELF} shelf`,
    late: [LATE_GRANT],
  },
  {
    diedIn: 'INTENT, its answer under way',
    before: (network) => {
      ask(network);
      network.next('sale.requested');
    },
    words: REVERSED,
    place: `${SHELF} shelf`,
    late: [LATE_GRANT],
  },
  {
    diedIn: 'INTENT, its customer told to wait',
    before: receive,
    words: REVERSED,
    place: `${SHELF} shelf`,
    late: [LATE_GRANT],
    shelf: 0,
  },
  {
    diedIn: 'RECEIVED',
    before: receive,
    words: ['reversed, perhaps shown', 'settled as reversed'],
    place: `${SHELF} quarantine`,
    late: [PAID_LATE, PRINTED_LATE, LATE_GRANT],
  },
  {
    diedIn: 'PRINTING',
    before: pay,
    words: ['print COPY', ...CONFIRMED],
    place: 'issued',
    late: [PRINTED_LATE, PAID_LATE, LATE_GRANT],
  },
  {
    diedIn: 'PRINTED, its confirmation lost',
    before: (network) => {
      print(network);
      network.take('sale.confirmed');
    },
    words: CONFIRMED,
    place: 'issued',
    late: [PRINTED_LATE, LATE_GRANT],
  },
  {
    diedIn: 'PRINTED, the receipt lost',
    before: (network) => {
      print(network);
      network.nextWithoutAnswer('sale.confirmed');
    },
    words: CONFIRMED,
    place: 'issued',
    late: [PRINTED_LATE],
  },
  {
    diedIn: 'reversing because nobody paid, its reversal lost',
    before: (network) => {
      refuse(network);
      network.take('sale.reversed');
    },
    words: ['reversed, unshown', 'settled as reversed'],
    place: `${SHELF} shelf`,
    late: [PAID_LATE, LATE_GRANT],
  },
  {
    diedIn: 'reversing because nobody answered, the receipt lost',
    before: (network) => {
      giveUp(network);
      network.nextWithoutAnswer('sale.reversed');
    },
    words: ['reversed, unshown', 'settled as reversed'],
    place: `${SHELF} shelf`,
    late: [LATE_GRANT],
  },
];

describe('A till that restarts after it died in', () => {
  for (const { diedIn, before, words, place, late = [], shelf } of tillRows) {
    test(`B30 B32 B33 ${diedIn}`, () => {
      const network = start(shelf);
      before(network);
      const crash = network.log.length;
      network.restart(TILL);
      network.settle();
      expect(wordsSince(network, crash)).toEqual(words);
      mustBeAt(network, place, shelf);
      const rest = network.log.length;
      for (const message of late) network.hand(message);
      network.heal();
      expect(wordsSince(network, rest)).toEqual([]);
      mustBeAt(network, place, shelf);
    });

    test(`B30 B32 B33 ${diedIn}, and died again at once, before anything left`, () => {
      const network = start(shelf);
      before(network);
      network.restart(TILL);
      network.waiting.splice(0);
      const crash = network.log.length;
      network.restart(TILL);
      network.settle();
      // All that is left is the last word, and no second copy.
      expect(wordsSince(network, crash)).toEqual(
        words.filter((word) => /^(reversed|confirmed|settled)/.test(word)),
      );
      mustBeAt(network, place, shelf);
    });
  }

  for (const [diedIn, before, isRedeemed, place] of [
    ['RECEIVED', receive, false, 'writtenOff'],
    ['PRINTING', pay, true, 'issued'],
    ['PRINTED, its confirmation lost', print, true, 'issued'],
    // Who printed without using the PIN has a worthless one.
    ['PRINTING, and the customer lost the slip', pay, false, 'writtenOff'],
  ] as const) {
    test(`B33 B39 ${diedIn} and never returned: suspect, then ${place}`, () => {
      const network = start();
      before(network);
      network.bury(TILL);
      network.pass(1000);
      expect(placesOf(network, FIRST)).toEqual([`${SHELF} suspect`]);
      network.restart(SERVER);
      network.pass(10_000);
      expect(placesOf(network, FIRST)).toEqual([`${SHELF} suspect`]);
      network.reconcile(isRedeemed ? [FIRST] : []);
      expect(placesOf(network, FIRST)).toEqual([place]);
      const settled = network.said('suspect.settled').map(({ fate }) => fate);
      expect(settled).toEqual([isRedeemed ? 'sold' : 'writtenOff']);
      network.hand({ type: 'sale.queried', to: SERVER, from: TILL, sale: SALE });
      expect(network.said('sale.reported').at(-1)!.status).toBe(isRedeemed ? 'sold' : 'reversed');
    });
  }
});

describe('A till', () => {
  test('B31 keeps its sale id over repeats, and takes another for the next customer', () => {
    const network = start();
    giveUp(network);
    network.settle();
    ask(network);
    network.heal();
    expect(
      network.said('sale.requested').map(({ sale, settledBelow }) => [sale.number, settledBelow]),
    ).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [2, 2],
    ]);
    network.checkAtRest();
  });

  test('B31 prints the last sale again marked COPY, also after a restart, and that sells nothing', () => {
    const network = start();
    receive(network);
    network.heal();
    network.restart(TILL);
    network.hand({ type: 'reprint.asked', to: TILL, from: OPERATOR });
    network.heal();
    expect(network.printed().map(({ ranges, isCopy }) => [pinsOf(ranges).join(), isCopy])).toEqual([
      [FIRST, false],
      [FIRST, true],
    ]);
    expect(network.stock(SHELF).sold).toBe(1);
    mustBeAt(network, 'issued');
  });

  test('B31 that is told of a conflict reverses its sale and asks for nothing more', () => {
    const network = start();
    ask(network);
    network.take('sale.requested');
    network.hand({ type: 'sale.refused', to: TILL, from: SERVER, sale: SALE, reason: 'conflict' });
    network.settle();
    expect(wordsSince(network, 0)).toEqual(['requested', ...REVERSED]);
  });
});
