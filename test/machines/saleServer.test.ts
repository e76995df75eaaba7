import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALARMS, OPERATOR } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import { standardMachines } from '#src/network/machines';
import type { NetworkMachines } from '#src/network/machines';
import type { RowMutant } from '../mutants/rowMutant.ts';
import { rowMutants } from '../mutants/rowMutants.ts';
import { doubled } from '../support/census.ts';
import { pinsOf, SmallNetwork } from '../support/smallNetwork.ts';
import { PRICES, ServerBook } from '../support/serverBook.ts';
import { smallTopology } from '../support/smallTopology.ts';

const TILL = 'north:1';
const SHELF = 'north/day';

const words = fc.array(
  fc.record({
    kind: fc.constantFrom('ask', 'ask', 'ask', 'confirm', 'reverse', 'deadline', 'query', 'pay', 'restart'),
    number: fc.integer({ min: 1, max: 5 }),
    sku: fc.constantFrom('card', 'gift'),
    account: fc.constantFrom(null, null, null, '07700 900001'),
    flag: fc.boolean(),
  }),
  { maxLength: 40, size: 'max' },
);
type Word = typeof words extends fc.Arbitrary<readonly (infer Item)[]> ? Item : never;

const setting = fc.record({
  shelf: fc.integer({ min: 0, max: 3 }),
  unmet: fc.constantFrom('lost' as const, 'backorder' as const),
  limit: fc.constantFrom(700, 1100, 9000),
});

function messageOf({ kind, number, sku, account, flag }: Word, settledBelow: number): Message | null {
  const sale = { terminal: TILL, number };
  const said = { to: 'north', from: TILL, sale } as const;
  switch (kind) {
    case 'ask':
      return {
        type: 'sale.requested',
        ...said,
        sku,
        dealer: 'ann',
        account,
        settledBelow: flag ? Math.min(settledBelow, number) : 1,
        at: 0,
      };
    case 'confirm':
      return { type: 'sale.confirmed', ...said };
    case 'reverse':
      return { type: 'sale.reversed', ...said, isUnshown: flag };
    case 'deadline':
      return { type: 'alarm.rang', to: 'north', from: ALARMS, alarm: `${number} ${TILL}`, at: 0 };
    case 'query':
      return { type: 'sale.queried', ...said };
    case 'pay':
      return {
        type: 'dealer.paid',
        to: 'north/dealers',
        from: OPERATOR,
        dealer: 'ann',
        number: 1,
        amountCents: 250,
      };
    default:
      return null;
  }
}

function textOf(message: Message): string {
  const [, word] = message.type.split('.');
  const number = 'sale' in message ? message.sale!.number : 0;
  if (message.type === 'sale.refused') return `${word} ${number} ${message.reason}`;
  if (message.type === 'sale.settled') return `${word} ${number} ${message.fate}`;
  if (message.type === 'sale.reported') return `${word} ${number} ${message.status}`;
  return `${word} ${number}`;
}

function start(
  machines: NetworkMachines,
  { shelf, unmet, limit }: { shelf: number; unmet: 'lost' | 'backorder'; limit: number },
) {
  const ann = {
    name: 'ann',
    isBlocked: false,
    creditLimitCents: limit,
    commissionBasisPoints: { card: 500, gift: 1000 },
  };
  const products = Object.entries(PRICES).map(([sku, { price }]) => ({
    sku,
    priceCents: price,
    kind: 'stock' as const,
    variety: 'day',
  }));
  const levels = { [SHELF]: { initialOnHand: shelf } };
  return new SmallNetwork(
    machines,
    smallTopology({ levels, unmet, dealer: 'ann', more: { dealers: [ann], products } }),
  );
}

/** Whatever is said to a server of a few sales, in any order, by a till or by someone who takes its name. */
const aServerKeepsItsWord = (machines: NetworkMachines) =>
  fc.property(setting, words, (given, list) => {
    const network = start(machines, given);
    const book = new ServerBook(given.shelf, given.unmet !== 'lost', given.limit);
    const pins = new Map<number, string>();
    for (const word of list) {
      const message = messageOf(word, book.settledBelow);
      if (message === null) network.restart('north');
      else network.hand(message);
      const answers = network.waiting.splice(0).filter(({ to }) => to === TILL);
      expect(answers.map(textOf), `answers to ${JSON.stringify(message)}`).toEqual(
        message === null ? [] : book.take(message),
      );
      for (const answer of answers) {
        if (answer.type !== 'sale.granted') continue;
        const { number } = answer.sale;
        expect(pinsOf(answer.ranges).join(), `the PIN of ${number}`).toBe(
          pins.get(number) ?? pinsOf(answer.ranges)[0],
        );
        pins.set(number, pinsOf(answer.ranges)[0]!);
      }
      mustAgree(network, book);
    }
  });

function mustAgree(network: SmallNetwork, book: ServerBook): void {
  const { onHand, kept } = network.stock(SHELF);
  const held = (isSuspect: boolean) =>
    kept.reservations.flatMap((one) => (one.isSuspect === isSuspect ? [one.sale.number] : [])).sort();
  expect(held(false), 'reserved').toEqual(book.all('reserved'));
  expect(held(true), 'suspect').toEqual(book.all('suspect'));
  expect(onHand, 'on the shelf').toBe(book.shelf);
  expect(kept.quarantined.flatMap((range) => pinsOf([range])).length, 'quarantined').toBe(book.quarantined);
  const { heldCents, owedCents, postedCents, commissionCents } = network.context('dealers', 'north/dealers')
    .accounts[0]!;
  const money = { held: heldCents, owed: owedCents, posted: postedCents, commission: commissionCents };
  expect(money, "the dealer's account").toEqual(book.money);
  expect(doubled(network), 'PINs in several places').toEqual([]);
}

describe('A server to which anything is said of a few sales', () => {
  test('B30 B31 B32 B33 B34 answers the same again, settles each once, and keeps the dealer’s books', () => {
    fc.assert(aServerKeepsItsWord(standardMachines), { numRuns: 1000 });
  });
});

describe('That property finds that', () => {
  const isSeen = ({ id, machines: { terminal } }: RowMutant) =>
    /^(B3[0-4]|P[12])$/.test(id) && terminal === standardMachines.terminal;
  for (const { id, name, machines } of rowMutants.filter(isSeen)) {
    test(`${id} ${name}`, () => {
      expect(fc.check(aServerKeepsItsWord(machines), { numRuns: 1000, endOnFailure: true }).failed).toBe(
        true,
      );
    });
  }
});
