import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dealersMachine } from '#machines/dealers';
import { creditAddsUp } from '#machines/dealersRules';
import type { DealersContext } from '#machines/dealersRules';
import type { Message } from '#machines/protocol';
import { commissionCents } from '#src/domain/dealer';
import type { Dealer } from '#src/domain/dealer';
import { compiled } from '#src/executor/compiled';
import { dealerOf } from '../support/dealerSamples.ts';

const to = 'north/dealers';
const from = 'north';

const saleOf = (number: number) => ({ terminal: 'till', number });

/** One server's dealers, spoken to in few words. */
function openBooks(dealers: readonly Dealer[]) {
  const plan = { address: to, centre: 'hub/dealers' };
  const actor = compiled.start(dealersMachine, { plan, dealers });
  let version = actor.context.version;
  const answer = (message: Message | undefined) =>
    message !== undefined && 'reason' in message ? message.reason : message?.type;
  const send = (event: Message) => {
    const messages = actor.send(event as Parameters<typeof actor.send>[0]);
    expect(creditAddsUp(actor.context)).toBeNull();
    return answer(messages[0]);
  };
  return {
    actor,
    hold: (dealer: string, number: number, priceCents: number, sku = 'day') =>
      send({ type: 'credit.requested', to, from, sale: saleOf(number), dealer, sku, priceCents }),
    post: (number: number) => send({ type: 'credit.posted', to, from, sale: saleOf(number) }),
    release: (number: number) => send({ type: 'credit.released', to, from, sale: saleOf(number) }),
    pay: (dealer: string, number: number, amountCents: number) =>
      send({ type: 'dealer.paid', to, from: 'operator', dealer, number, amountCents }),
    learn: (...changed: readonly Dealer[]) => {
      const base = version++;
      send({
        type: 'directory.changed',
        to,
        from: 'hub/dealers',
        base,
        version,
        dealers: changed,
        sentAt: null,
      });
    },
    account: (name: string) => {
      const { dealers: known, accounts } = actor.context;
      return accounts[known.findIndex((dealer) => dealer.name === name)]!;
    },
  };
}

const DEALERS = [
  dealerOf('ann', { commissionBasisPoints: { day: 500, week: 1250 } }),
  dealerOf('bob', { creditLimitCents: 300, commissionBasisPoints: {} }),
];

const act = fc.record({
  kind: fc.constantFrom('hold', 'hold', 'hold', 'post', 'post', 'release', 'pay', 'block', 'limit'),
  name: fc.constantFrom('ann', 'bob', 'nobody'),
  number: fc.integer({ min: 1, max: 12 }),
  cents: fc.integer({ min: 1, max: 400 }),
  sku: fc.constantFrom('day', 'week', 'moon', 'constructor'),
  times: fc.integer({ min: 1, max: 3 }),
});

interface Entry {
  readonly name: string;
  readonly cents: number;
  readonly commission: number;
  fate: 'held' | 'posted' | 'released';
}

/** The same books as plain lists of all that ever happened, from which every figure is added up anew. */
class PlainBooks {
  readonly dealers = new Map(DEALERS.map((dealer) => [dealer.name, dealer]));
  readonly sales = new Map<number, Entry>();
  readonly payments = new Map<string, number>();

  sum(name: string, fate: Entry['fate'], figure: 'cents' | 'commission' = 'cents'): number {
    return [...this.sales.values()]
      .filter((entry) => entry.name === name && entry.fate === fate)
      .reduce((sum, entry) => sum + entry[figure], 0);
  }

  paid(name: string): number {
    return [...this.payments].reduce(
      (sum, [key, cents]) => (key.startsWith(`${name} `) ? sum + cents : sum),
      0,
    );
  }

  owed(name: string): number {
    return this.sum(name, 'posted') - this.sum(name, 'posted', 'commission') - this.paid(name);
  }

  hold(name: string, number: number, cents: number, sku: string): string {
    if (this.sales.get(number)?.fate === 'held') return 'credit.held';
    const dealer = this.dealers.get(name);
    if (dealer === undefined) return 'dealer is unknown';
    if (dealer.isBlocked) return 'dealer is blocked';
    if (this.sum(name, 'held') + this.owed(name) + cents > dealer.creditLimitCents) {
      return 'credit is used up';
    }
    this.sales.set(number, { name, cents, commission: commissionCents(dealer, sku, cents), fate: 'held' });
    return 'credit.held';
  }

  close(number: number, fate: Entry['fate']): void {
    const sale = this.sales.get(number);
    if (sale?.fate === 'held') sale.fate = fate;
  }
}

describe("a server's dealers", () => {
  test('B34 holds, posts, releases and payments, however often repeated, keep the books right to the cent', () => {
    const seen = { 'credit.held': 0, 'credit is used up': 0, 'dealer is blocked': 0, 'dealer is unknown': 0 };
    fc.assert(
      fc.property(fc.array(act, { minLength: 20, maxLength: 80 }), (acts) => {
        const books = openBooks(DEALERS);
        const plain = new PlainBooks();
        // Names a sale once: its number is not used again once it is closed.
        let round = 0;
        const numbers = new Map<number, number>();
        for (const { kind, name, number: slot, cents, sku, times } of acts) {
          const last = numbers.get(slot);
          const isOpen = last !== undefined && plain.sales.get(last)?.fate === 'held';
          const number = kind === 'hold' && !isOpen ? ++round : (last ?? 1000 + slot);
          numbers.set(slot, number);
          for (let time = 0; time < times; time++) {
            if (kind === 'hold') {
              const due = plain.hold(name, number, cents, sku);
              expect(books.hold(name, number, cents, sku)).toBe(due);
              seen[due as keyof typeof seen] += 1;
            } else if (kind === 'post') {
              plain.close(number, 'posted');
              books.post(number);
            } else if (kind === 'release') {
              plain.close(number, 'released');
              books.release(number);
            } else if (kind === 'pay') {
              const isKnown = plain.dealers.has(name);
              if (isKnown && !plain.payments.has(`${name} ${slot}`))
                plain.payments.set(`${name} ${slot}`, cents);
              expect(books.pay(name, slot, cents)).toBe(
                isKnown ? 'dealer.payment.booked' : 'dealer is unknown',
              );
            } else if (plain.dealers.has(name)) {
              const dealer = plain.dealers.get(name)!;
              const change =
                kind === 'block' ? { isBlocked: !dealer.isBlocked } : { creditLimitCents: 3 * cents };
              plain.dealers.set(name, { ...dealer, ...change });
              books.learn(plain.dealers.get(name)!);
            }
          }
          for (const dealer of ['ann', 'bob']) {
            const account = books.account(dealer);
            expect(account).toMatchObject({
              heldCents: plain.sum(dealer, 'held'),
              owedCents: plain.owed(dealer),
              postedCents: plain.sum(dealer, 'posted'),
              commissionCents: plain.sum(dealer, 'posted', 'commission'),
              paidCents: plain.paid(dealer),
            });
          }
        }
      }),
      { numRuns: 150, seed: 7 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
  });

  test('B34 credit is held at the reservation, owed less commission from the confirmation, and free after a reversal', () => {
    const books = openBooks(DEALERS);
    expect(books.hold('ann', 1, 1000)).toBe('credit.held');
    expect(books.actor.value).toBe('holding');
    expect(books.hold('ann', 2, 1)).toBe('credit is used up');
    books.release(1);
    expect(books.actor.value).toBe('idle');
    expect(books.hold('ann', 2, 1000)).toBe('credit.held');
    books.post(2);
    expect(books.account('ann')).toMatchObject({ heldCents: 0, owedCents: 950, commissionCents: 50 });
    expect(books.hold('ann', 3, 51)).toBe('credit is used up');
    expect(books.hold('ann', 4, 50)).toBe('credit.held');
  });

  test('B34 the same sale again is held once, and what is closed twice or was never held changes nothing', () => {
    const books = openBooks(DEALERS);
    for (let time = 0; time < 3; time++) expect(books.hold('ann', 1, 400)).toBe('credit.held');
    expect(books.account('ann').heldCents).toBe(400);
    for (let time = 0; time < 3; time++) books.post(1);
    books.release(1);
    books.post(99);
    books.release(99);
    expect(books.account('ann')).toMatchObject({ heldCents: 0, postedCents: 400, owedCents: 380 });
  });

  test('B34 sales are told apart by terminal as well as by number', () => {
    const books = openBooks(DEALERS);
    books.hold('ann', 1, 400);
    const sale = { terminal: 'other till', number: 1 };
    books.actor.send({ type: 'credit.posted', to, from, sale });
    expect(books.account('ann')).toMatchObject({ heldCents: 400, postedCents: 0 });
  });

  test('B34 commission is by dealer and product, at the rate that was in force when the sale began', () => {
    const books = openBooks(DEALERS);
    books.hold('ann', 1, 200, 'day');
    books.hold('ann', 2, 200, 'week');
    books.hold('ann', 3, 200, 'moon');
    books.hold('bob', 4, 200, 'day');
    books.learn(dealerOf('ann', { commissionBasisPoints: { day: 10_000 } }));
    const earned = [1, 2, 3, 4].map((number) => {
      const before = books.account('ann').commissionCents + books.account('bob').commissionCents;
      books.post(number);
      return books.account('ann').commissionCents + books.account('bob').commissionCents - before;
    });
    expect(earned).toEqual([10, 25, 0, 0]);
  });

  test.each([
    [100, 50, 0],
    [100, 51, 1],
    [300, 50, 1],
    [310, 50, 2],
    [1, 5000, 0],
    [1, 5001, 1],
    [999, 10_000, 999],
    [0, 10_000, 0],
    [9_007_199_254_740_991, 10_000, 9_007_199_254_740_991],
  ])(
    'B34 of %i cents at %i basis points the commission is %i cents: half a cent goes down',
    (price, rate, cents) => {
      const dealer = dealerOf('ann', { commissionBasisPoints: { day: rate } });
      expect(commissionCents(dealer, 'day', price)).toBe(cents);
    },
  );

  test('B34 commission is the nearest whole cent of any price that is exact', () => {
    const price = fc.oneof(fc.nat(100_000), fc.maxSafeNat());
    fc.assert(
      fc.property(price, fc.integer({ min: 0, max: 10_000 }), (priceCents, rate) => {
        const dealer = dealerOf('ann', { commissionBasisPoints: { day: rate } });
        // Half down: the smallest whole number that is not more than half a cent below.
        const exact = BigInt(priceCents) * BigInt(rate);
        expect(BigInt(commissionCents(dealer, 'day', priceCents))).toBe((2n * exact + 9_999n) / 20_000n);
      }),
    );
  });

  test('B11 B34 a dealer who is blocked meanwhile sells no more, but finishes what he began', () => {
    const books = openBooks(DEALERS);
    books.hold('ann', 1, 100);
    books.hold('ann', 2, 100);
    books.learn(dealerOf('ann', { isBlocked: true }));
    expect(books.hold('ann', 3, 100)).toBe('dealer is blocked');
    expect(books.hold('ann', 1, 100)).toBe('credit.held');
    books.post(1);
    books.release(2);
    expect(books.account('ann')).toMatchObject({ heldCents: 0, postedCents: 100 });
  });

  test('B34 a payment lowers what is owed, once, in whatever order payments come; a dealer may pay ahead', () => {
    const books = openBooks([dealerOf('ann', { creditLimitCents: 0, commissionBasisPoints: {} })]);
    expect(books.hold('ann', 1, 100)).toBe('credit is used up');
    for (const number of [2, 1, 2, 1]) expect(books.pay('ann', number, 50)).toBe('dealer.payment.booked');
    expect(books.account('ann').owedCents).toBe(-100);
    expect(books.hold('ann', 1, 100)).toBe('credit.held');
    books.post(1);
    expect(books.account('ann')).toMatchObject({ owedCents: 0, payments: { below: 3, early: [] } });
  });

  test.each([
    ['nobody', 1, 50, 'dealer is unknown'],
    ['ann', 0, 50, "its number is 0; count a dealer's payments from 1"],
    ['ann', 1.5, 50, "its number is 1.5; count a dealer's payments from 1"],
    ['ann', 1, 0, 'the amount is 0; give whole cents above 0'],
    ['ann', 1, 0.5, 'the amount is 0.5; give whole cents above 0'],
  ])('B34 a payment by %s, number %d, of %d cents is rejected: %s', (name, number, cents, reason) => {
    const books = openBooks(DEALERS);
    const before = { ...books.actor.context };
    expect(books.pay(name, number, cents)).toBe(reason);
    expect({ ...books.actor.context }).toEqual(before);
  });

  test('B34 nothing grows with the number of sales and payments, and payments with gaps are rejected in the end', () => {
    const books = openBooks(DEALERS);
    const size = () => JSON.stringify(books.actor.context).length;
    const before = size();
    for (let number = 1; number <= 3000; number++) {
      books.hold('ann', number, 100);
      if (number % 2 === 0) books.post(number);
      else books.release(number);
      if (number % 2 === 0) books.pay('ann', number / 2, 95);
    }
    expect(books.account('ann')).toMatchObject({ owedCents: 0, postedCents: 150_000 });
    expect(size()).toBeLessThan(before + 50);

    const answers = Array.from({ length: 30 }, (_, index) => books.pay('bob', 2 * index + 2, 1));
    expect(answers.at(0)).toBe('dealer.payment.booked');
    expect(answers.at(-1)).toBe('payment 1 is missing; book it first');
    expect(books.pay('bob', 1, 1)).toBe('dealer.payment.booked');
  });

  test('a price that is no whole number of cents is a bug of the server', () => {
    const books = openBooks(DEALERS);
    for (const cents of [-1, 0.5, Number.NaN]) {
      expect(() => books.hold('ann', 1, cents)).toThrow(/a price of .* cents/);
    }
  });

  test('B34 observers find books that do not add up', () => {
    const books = openBooks(DEALERS);
    books.hold('ann', 1, 100);
    books.hold('bob', 2, 100);
    books.post(2);
    const sound: DealersContext = { ...books.actor.context };
    const [ann, bob] = sound.accounts;
    const [hold] = sound.holds;
    const faults: readonly (readonly [Partial<DealersContext>, string])[] = [
      [{ accounts: [ann!] }, '2 dealers have 1 accounts'],
      [{ holds: [] }, 'ann has 100 cents held, but open sales of 0 cents'],
      [{ holds: [hold!, hold!] }, 'sale 1 of till is held twice'],
      [
        { accounts: [ann!, { ...bob!, owedCents: 99 }] },
        'bob owes 99 cents, but should owe 100 by sales, commission and payments',
      ],
      [
        { holds: [hold!, { ...hold!, sale: saleOf(7), dealer: 'nobody' }] },
        'a sale is held for nobody, whom nobody knows',
      ],
    ];
    expect(creditAddsUp(sound)).toBeNull();
    for (const [fault, finding] of faults) expect(creditAddsUp({ ...sound, ...fault })).toBe(finding);
  });
});
