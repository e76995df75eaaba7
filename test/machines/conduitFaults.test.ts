import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message, SaleReference } from '#machines/protocol';
import type { Book } from '#src/domain/horizon';
import { ACCOUNT, ProductNetwork, SERVERS, SUPPLIERS, nameOf } from '../support/productNetwork.ts';

interface Sold {
  readonly node: string;
  readonly request: SaleReference;
  readonly sku: string;
  readonly account: string | null;
  end: 'open' | 'cancelled' | 'confirmed';
}

const WISHES: readonly (readonly [string, string | null])[] = [
  ['instant', null],
  ['instant', null],
  ['credit', ACCOUNT],
  ['credit', '4915100000000'],
  ['credit', '4915212345678'],
  ['alpha', '4915112345679'],
  ['fresh', null],
  ['nobody', null],
  ['credit', '12'],
];

/** One run of a network of products: what servers asked for, and what links, clocks and suppliers did to it. */
class Run {
  readonly network = new ProductNetwork();
  readonly sold: Sold[] = [];
  readonly struck = { lost: 0, repeated: 0, overtaken: 0, late: 0, restarted: 0 };

  step(kind: number, pick: number): void {
    const { network, sold, struck } = this;
    const { waiting } = network;
    const place = waiting.length === 0 ? 0 : pick % waiting.length;
    const old = sold[pick % Math.max(1, sold.length)];
    if (kind < 4) return this.ask(pick);
    if (kind < 6 && old !== undefined) return this.end(old, kind === 4 ? 'cancelled' : 'confirmed');
    if (kind === 6 && old?.end === 'open') {
      return network.request(old.node, old.request, old.sku, old.account);
    }
    if (kind < 16 && waiting.length > 0) {
      if (place > 0) struck.overtaken += 1;
      return network.deliver(waiting.splice(place, 1)[0]!);
    }
    if (kind < 19 && waiting.length > 0) {
      struck.lost += 1;
      waiting.splice(place, 1);
      return;
    }
    if (kind < 21 && waiting.length > 0) {
      struck.repeated += 1;
      return network.deliver(waiting[place]!);
    }
    if (kind < 26 && network.alarms.size > 0) {
      return network.ring([...network.alarms.keys()][pick % network.alarms.size]!);
    }
    if (kind === 26) return this.ringLate(pick);
    if (kind === 27) return network.outage(SUPPLIERS[pick % 2]!, 'outage.began');
    if (kind < 30) return network.outage(SUPPLIERS[pick % 2]!, 'outage.ended');
    struck.restarted += 1;
    network.restart([...SERVERS, ...SUPPLIERS][pick % 4]!);
  }

  private ask(pick: number): void {
    const node = SERVERS[pick % 2]!;
    const [sku, account] = WISHES[pick % WISHES.length]!;
    const request = { terminal: `${node}:${pick % 3}`, number: this.sold.length + 1 };
    this.sold.push({ node, request, sku, account, end: 'open' });
    this.network.request(node, request, sku, account);
  }

  /** As a server does it: it confirms only what it was given, and nothing after it was ended. */
  private end(sold: Sold, end: 'cancelled' | 'confirmed'): void {
    const isAnswered = this.network.answers.has(nameOf(sold.request));
    if (sold.end === 'confirmed' || (end === 'confirmed' && (sold.end !== 'open' || !isAnswered))) return;
    sold.end = end;
    this.network.tell(sold.node, `product.${end}`, sold.request);
  }

  /** An alarm that was cancelled, or rang already, rings all the same. */
  private ringLate(pick: number): void {
    const asked = this.network.log.filter((message) => message.type === 'alarm.requested');
    const alarm = asked[pick % Math.max(1, asked.length)];
    if (alarm === undefined) return;
    this.struck.late += 1;
    this.network.deliver({ type: 'alarm.rang', to: alarm.from, from: 'alarms', alarm: alarm.alarm, at: 0 });
  }

  deliveries({ request }: Sold): readonly Message[] {
    return (this.network.answers.get(nameOf(request)) ?? []).filter(
      ({ type }) => type === 'product.delivered',
    );
  }

  checkStep(): void {
    for (const node of SERVERS) {
      const wanted = SUPPLIERS.flatMap((supplier) =>
        this.network
          .supply(`${node}/${supplier}`)
          .open.filter(({ stage }) => stage !== 'voiding')
          .map(({ transaction }) => nameOf(transaction.request)),
      );
      expect(new Set(wanted).size, 'a request is with one supplier at a time').toBe(wanted.length);
    }
  }

  checkEnd(): void {
    const { network } = this;
    const executions = network.executions();
    const serials = executions.flatMap(({ serial }) => serial ?? []);
    expect(new Set(serials).size, 'each serial is activated once').toBe(serials.length);
    for (const sold of this.sold) this.checkRequest(sold);
    const credited = executions.filter(({ serial }) => serial === null);
    const inserted = credited.reduce((sum, { valueCents }) => sum + valueCents, 0);
    const balances = SUPPLIERS.flatMap((supplier) => network.balances(supplier));
    expect(balances.reduce((sum, { balanceCents }) => sum + balanceCents, 0)).toBe(inserted);
    for (const node of SERVERS) {
      const open = SUPPLIERS.flatMap((supplier) => network.supply(`${node}/${supplier}`).open);
      expect(open.filter(({ stage }) => stage !== 'delivered')).toEqual([]);
      const known = new Set(network.conduit(node).open.map(({ request }) => nameOf(request)));
      const closed = open.filter(({ transaction }) => !known.has(nameOf(transaction.request)));
      expect(closed, 'what the conduit forgets its interfaces forget').toEqual([]);
      const still = this.sold.filter((sold) => sold.node === node && sold.end === 'open');
      expect(network.conduit(node).open.length, 'what is closed is forgotten').toBeLessThanOrEqual(
        still.length,
      );
      expect(network.conduit(node).refused).toBe(0);
    }
    this.checkMemory();
  }

  /** What a book keeps was open at its source when the newest message left that the book knows of. */
  private checkMemory(): void {
    const { network } = this;
    const horizons = new Map<string, readonly number[]>();
    for (const message of network.log) {
      if (message.type !== 'supply.requested' && message.type !== 'void.requested') continue;
      const { nextNumber, open } = message.horizon;
      const key = `${message.from} ${nextNumber}`;
      if (!horizons.has(key)) horizons.set(key, open);
    }
    for (const supplier of SUPPLIERS) {
      for (const keeper of [supplier, `${supplier}/accounts`]) {
        for (const book of network.context<{ books: readonly Book<{ readonly number: number }>[] }>(keeper)
          .books) {
          const open = horizons.get(`${book.source} ${book.nextNumber}`) ?? [];
          const kept = [...book.awaited, ...book.entries.map(({ number }) => number)];
          expect(kept.filter((number) => !open.includes(number))).toEqual([]);
        }
      }
    }
  }

  private checkRequest(sold: Sold): void {
    const name = nameOf(sold.request);
    const deliveries = this.deliveries(sold);
    const answers = this.network.answers.get(name) ?? [];
    if (sold.end !== 'cancelled') expect(answers.length, `${name} is answered`).toBeGreaterThan(0);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBeLessThanOrEqual(1);
    if (sold.sku === 'fresh') return;
    const done = this.network.executions().filter(({ request }) => request === name);
    const isKept = deliveries.length > 0 && sold.end !== 'cancelled';
    expect(done.length, `${name}, ${sold.end}, is done ${isKept ? 'once' : 'not at all'}`).toBe(
      isKept ? 1 : 0,
    );
  }
}

describe('Products over links that lose, repeat and reorder, from suppliers that fall silent', () => {
  it('B15 B17 B18 B19 B20 come once, from one supplier, or are refused; and what is cancelled is undone', () => {
    const seen = { lost: 0, repeated: 0, overtaken: 0, late: 0, restarted: 0 };
    const outcomes = { failOvers: 0, givenUp: 0, undone: 0, delivered: 0 };
    const steps = fc.array(fc.tuple(fc.nat(30), fc.nat(1000)), { maxLength: 150, size: 'max' });
    fc.assert(
      fc.property(steps, (list) => {
        const run = new Run();
        for (const [kind, pick] of list) {
          run.step(kind, pick);
          run.checkStep();
        }
        run.network.heal();
        run.checkStep();
        run.checkEnd();
        for (const key of Object.keys(seen) as (keyof typeof seen)[]) seen[key] += run.struck[key];
        for (const node of SERVERS) {
          outcomes.failOvers += run.network.conduit(node).failOvers;
          outcomes.delivered += run.network.conduit(node).delivered;
          for (const supplier of SUPPLIERS) {
            outcomes.givenUp += run.network.supply(`${node}/${supplier}`).givenUp;
          }
        }
        outcomes.undone += run.network.log.filter(({ type }) => type === 'transaction.undone').length;
      }),
      { numRuns: 300, seed: 15 },
    );
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(300);
    expect(outcomes.failOvers).toBeGreaterThan(300);
    expect(outcomes.givenUp).toBeGreaterThan(100);
    expect(outcomes.undone).toBeGreaterThan(300);
    expect(outcomes.delivered).toBeGreaterThan(1000);
  });
});
