import { expect } from 'vitest';
import { ALARMS, CUSTOMERS, OPERATOR } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import { customerAnswer } from '#src/network/customers';
import type { NetworkMachines } from '#src/network/machines';
import type { PinRange } from '#src/domain/pinRange';
import { DurableNode } from '#src/journal/durableNode';
import { census, doubled, shownTwice } from './census.ts';
import type { Move } from './saleMoves.ts';
import { keyOf, ShelfBookOfSales, TillBook } from './saleBook.ts';
import { pinsOf, SmallNetwork } from './smallNetwork.ts';
import { smallTopology, upTo } from './smallTopology.ts';

export interface SaleSetting {
  /** PINs at north at the start; the hub brings more if it is asked. */
  readonly shelf: number;
  readonly unmet: 'lost' | 'backorder';
  readonly reorders: boolean;
}

export const SERVER = 'north';
export const SHELF = 'north/day';
export const TILLS = ['north:1', 'north:2'] as const;
const NODES = [...TILLS, SERVER, 'hub'];

/** Two tills, their server and the hub, with a reader of each message that arrives, who keeps books of his own. */
export class SaleNetwork extends SmallNetwork {
  readonly prompts: Message[] = [];
  readonly book: ShelfBookOfSales;
  readonly tills = new Map(TILLS.map((till) => [till as string, new TillBook()]));
  readonly start: readonly string[];
  private readonly sent: Message[] = [];
  /** The server's books follow the file from now on, which ours do not know. */
  private isReconciled = false;
  private readonly buried = new Set<string>();

  constructor(machines: NetworkMachines, { shelf, unmet, reorders }: SaleSetting) {
    const level = reorders ? upTo(1, 3, shelf) : { initialOnHand: shelf };
    super(machines, smallTopology({ levels: { [SHELF]: level, 'hub/day': { initialOnHand: 9 } }, unmet }));
    this.book = new ShelfBookOfSales(shelf, unmet !== 'lost');
    this.start = [...census(this).keys()].sort();
    this.customer = (message) => {
      this.prompts.push(message);
      return null;
    };
  }

  override hand(message: Message): void {
    if (this.buried.has(message.to)) return;
    const before = this.log.length;
    super.hand(message);
    const { to } = message;
    this.tills.get(to)?.take(message);
    if (to === SERVER || to === SHELF) this.book.take(message);
    for (const said of this.log.slice(before)) {
      if (![ALARMS, CUSTOMERS, OPERATOR].includes(said.to)) this.sent.push(said);
    }
    this.compare();
  }

  act({ kind, pick, other }: Move): void {
    const at = <Item>(items: readonly Item[]): Item | undefined => items[pick % items.length];
    const till = TILLS[pick % 2]!;
    switch (kind) {
      case 'ask':
        return this.ask(till, 'day');
      case 'deliver':
        if (this.waiting.length > 0) this.hand(this.waiting.splice(pick % this.waiting.length, 1)[0]!);
        return;
      case 'repeat':
      case 'echo': {
        // Between nodes: what actors of one node say to each other is said once.
        const message = at(kind === 'repeat' ? this.waiting : this.sent.filter(isBetweenNodes));
        return message && this.hand(message);
      }
      case 'lose':
        this.waiting.splice(pick % Math.max(1, this.waiting.length), 1);
        return;
      case 'answer':
      case 'refuse':
      case 'mumble':
        return this.respond(kind, pick);
      case 'ring':
      case 'ring unasked':
        return this.ringAny(kind === 'ring', pick, other);
      case 'crash':
        return this.crash(NODES[pick % NODES.length]!, other);
      case 'query': {
        const sale = { terminal: till, number: 1 + (other % 4) };
        return this.hand({ type: 'sale.queried', to: SERVER, from: till, sale });
      }
      case 'reprint':
        return this.hand({ type: 'reprint.asked', to: till, from: OPERATOR });
    }
  }

  /** People pay and printers print, or customers refuse, or they answer what was answered before. */
  private respond(kind: 'answer' | 'refuse' | 'mumble', pick: number): void {
    if (this.prompts.length === 0) return;
    const place = pick % this.prompts.length;
    const prompt = this.prompts[place]!;
    if (kind !== 'mumble') this.prompts.splice(place, 1);
    if (kind === 'refuse' && prompt.type === 'payment.requested') {
      return this.hand({ type: 'payment.failed', to: prompt.from, from: CUSTOMERS, sale: prompt.sale });
    }
    const answer = customerAnswer(prompt);
    if (answer !== null) this.hand(answer);
  }

  /** An alarm rings, early or late; or rings though nobody has asked for it, or not any more. */
  private ringAny(isAsked: boolean, pick: number, other: number): void {
    this.now += other;
    const to = [...TILLS, SERVER, SHELF, 'hub/day'][pick % 5]!;
    const pending = this.alarmsOf(to);
    if (isAsked && pending.length > 0) return this.ring(to, pending[other % pending.length]!);
    const number = String(1 + (other % 4));
    const alarm = to === SERVER ? `${number} ${TILLS[other % 2]!}` : to.includes('/') ? 'repeat' : number;
    this.hand({ type: 'alarm.rang', to, from: ALARMS, alarm, at: this.now });
  }

  /** The node dies and comes back; some of what was on its way to it arrived while it was down, and is lost. */
  private crash(node: string, luck: number): void {
    const isLost = ({ to }: Message, index: number) =>
      (to === node || to.startsWith(`${node}/`)) && (luck >> (index % 6)) % 2 === 1;
    const kept = this.waiting.filter((message, index) => !isLost(message, index));
    this.waiting.splice(0, Infinity, ...kept);
    this.restart(node);
  }

  /** All is well again: links work, alarms ring in time, customers pay and printers print. */
  heal(): void {
    for (let round = 0; ; round++) {
      expect(round, 'rounds until all is at rest').toBeLessThan(100);
      this.settle();
      for (const prompt of this.prompts.splice(0)) {
        const answer = customerAnswer(prompt);
        if (answer !== null) this.hand(answer);
      }
      this.pass(400);
      if (this.waiting.length > 0 || this.prompts.length > 0) continue;
      // Whoever still waits for a PIN that nobody brings goes away when the till is switched off and on.
      const tills = TILLS.filter((till) => !this.buried.has(till));
      const open = tills.flatMap((till) => this.context('terminal', till).sales);
      if (open.length === 0 || open.some(({ stage }) => stage !== 'delayed')) return;
      const inVain = tills.filter((till) => this.context('terminal', till).sales.length > 0);
      for (const till of inVain) this.restart(till);
    }
  }

  /** Dies and does not come back: it hears and says nothing, and nobody stands at it. */
  bury(till: string): void {
    this.buried.add(till);
    this.cut(till, SERVER);
    this.prompts.splice(0, Infinity, ...this.prompts.filter(({ from }) => from !== till));
  }

  exhume(till: string): void {
    this.buried.delete(till);
    this.mend(till, SERVER);
    this.restart(till);
  }

  /** PINs that may be anywhere and were shown. */
  shownInDoubt(): readonly string[] {
    const printed = new Set(this.printed().flatMap(({ ranges }) => pinsOf(ranges)));
    const inDoubt = this.stock(SHELF).kept.reservations.flatMap(({ ranges }) => pinsOf(ranges));
    return inDoubt.filter((pin) => printed.has(pin));
  }

  /** The supplier's file, about all PINs of the network. It comes twice. */
  reconcile(redeemed: readonly string[]): void {
    this.isReconciled = true;
    const file = { covered: this.start.map(rangeOf), redeemed: redeemed.map(rangeOf) };
    for (let time = 0; time < 2; time++) {
      this.hand({ type: 'redemption.listed', to: SERVER, from: OPERATOR, ...file });
    }
  }

  /** After the file: whatever was shown is sold, once, and nothing else is; nothing is in doubt any more. */
  checkReconciled(): void {
    expect(doubled(this), 'PINs in several places').toEqual([]);
    expect([...census(this).keys()].sort(), 'all PINs').toEqual(this.start);
    const shown = new Set(this.printed().flatMap(({ ranges }) => pinsOf(ranges)));
    const issued = this.said('pins.issued').flatMap(({ ranges }) => pinsOf(ranges));
    expect(issued.sort(), 'PINs sold, once each').toEqual([...shown].sort());
    const { reservations } = this.stock(SHELF).kept;
    expect(reservations, 'PINs in doubt').toEqual([]);
  }

  /** The books agree with the machines, after each single step. */
  compare(): void {
    if (this.isReconciled) return;
    const { onHand, owed, kept } = this.stock(SHELF);
    const { book } = this;
    const held = (isSuspect: boolean) =>
      kept.reservations.flatMap((one) => (one.isSuspect === isSuspect ? [keyOf(one.sale)] : [])).sort();
    expect(held(false), 'reserved').toEqual(book.all('reserved'));
    expect(held(true), 'suspect').toEqual(book.all('suspect'));
    expect([onHand, owed], 'on the shelf, in line').toEqual([book.shelf, book.line.length]);
    expect(
      kept.quarantined.reduce((sum, { count }) => sum + count, 0),
      'quarantined',
    ).toBe(book.quarantined);
    for (const [name, { stages }] of this.tills) {
      const open = [...stages].filter(([, stage]) => !['sold', 'reversed', 'refused'].includes(stage));
      const sales = this.context('terminal', name).sales.map(({ number, stage }) => [number, stage]);
      expect(sales, `open sales of ${name}`).toEqual(open);
    }
  }

  /** What holds at any time: no PIN twice or lost, no sale with two, nothing printed but what the record allowed. */
  checkAlways(): void {
    expect(doubled(this), 'PINs in several places').toEqual([]);
    expect([...census(this).keys()].sort(), 'all PINs').toEqual(this.start);
    expect(shownTwice(this), 'PINs that two sales showed').toEqual([]);
    const pins = new Map<string, string>();
    for (const said of [...this.said('sale.granted'), ...this.printed()]) {
      const shown = pinsOf(said.ranges).join();
      expect(pinsOf(said.ranges).length, 'PINs for one sale at once').toBe(1);
      expect(pins.get(keyOf(said.sale)) ?? shown, `the PIN of ${keyOf(said.sale)}`).toBe(shown);
      pins.set(keyOf(said.sale), shown);
    }
    const originals = this.printed().filter(({ isCopy }) => !isCopy);
    const first = originals.map(({ sale }) => keyOf(sale)).sort();
    const due = [...this.tills].flatMap(([till, { printed }]) => [...printed].map((one) => `${till} ${one}`));
    expect(first, 'sales printed, once each').toEqual(due.sort());
    const issued = this.said('pins.issued').map(
      ({ sale, ranges }) => `${keyOf(sale!)} ${pinsOf(ranges).join()}`,
    );
    const sold = this.book.all('sold').map((key) => `${key} ${pins.get(key)}`);
    expect(issued.sort(), 'sales issued, once each').toEqual(sold);
  }

  /** What holds when all is at rest: every sale has its one end, and both sides say the same of it. */
  checkAtRest(): void {
    this.checkAlways();
    for (const [till, { stages, doubtful, printed }] of this.tills) {
      expect(this.context('terminal', till).sales, `open sales of ${till}`).toEqual([]);
      for (const [number, stage] of stages) {
        const fate = this.book.fates.get(`${till} ${number}`);
        const expected = printed.has(number)
          ? ['sold']
          : doubtful.has(number)
            ? ['quarantined']
            : ['free', 'refused'];
        // Late requests of a sale that is settled leave no trace.
        expect([...expected, undefined], `${till} ${number}, ${stage}`).toContain(fate);
        expect(stage === 'sold', `${till} ${number} is sold`).toBe(printed.has(number));
        if (printed.has(number)) expect(fate, `${till} ${number}`).toBe('sold');
      }
    }
    expect(this.stock(SHELF).kept.reservations, 'PINs still reserved').toEqual([]);
    const told = this.said('customer.refused').map(({ sale }) => keyOf(sale));
    expect(new Set(told).size, 'customers told of a refusal, once each').toBe(told.length);
  }

  /** What each node wrote down makes the same actors of new ones. */
  checkJournals(): void {
    for (const { node, lines, startActors } of this.journals()) {
      const replayed = DurableNode.replay(node, startActors, lines);
      for (const [address, actor] of replayed.actors) {
        expect([address, actor.value], 'a state from the journal').toEqual([address, this.value(address)]);
      }
      const contexts = [...replayed.actors.values()].map(({ context }) => context);
      const own = this.contexts();
      for (const context of contexts)
        expect(own, `an actor of ${node} from its journal`).toContainEqual(context);
    }
  }
}

function rangeOf(pin: string): PinRange {
  const [lot, serial] = pin.split('#');
  return { lot: lot!, first: Number(serial), count: 1 };
}

function isBetweenNodes({ from, to }: Message): boolean {
  return from.split('/')[0] !== to.split('/')[0];
}
