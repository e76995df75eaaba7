import fc from 'fast-check';
import { expect } from 'vitest';
import { ALARMS, CUSTOMERS, OPERATOR } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import { customerAnswer } from '#src/network/customers';
import type { NetworkMachines } from '#src/network/machines';
import { census, doubled, shownTwice } from './census.ts';
import { SmallNetwork } from './smallNetwork.ts';
import { smallTopology, upTo } from './smallTopology.ts';

const KINDS = [
  'drain',
  'cancel',
  'return',
  'ask',
  'deliver',
  'repeat',
  'lose',
  'echo',
  'answer',
  'ring',
  'crash',
] as const;
const WEIGHTS: Partial<Record<DrainMove['kind'], number>> = { deliver: 10, ask: 4, drain: 2, answer: 4 };

export interface DrainMove {
  readonly kind: (typeof KINDS)[number];
  readonly pick: number;
  readonly other: number;
}

/** What operators, customers, links, clocks and power do, in any order. */
export const drainMoves: fc.Arbitrary<readonly DrainMove[]> = fc.array(
  fc.record({
    kind: fc.oneof(...KINDS.map((kind) => ({ weight: WEIGHTS[kind] ?? 1, arbitrary: fc.constant(kind) }))),
    pick: fc.nat({ max: 99 }),
    other: fc.nat({ max: 99 }),
  }),
  { maxLength: 80, size: 'max' },
);

export interface DrainSetting {
  readonly hub: number;
  readonly north: number;
  readonly south: number;
  readonly unmet: 'lost' | 'backorder' | 'fetch';
  readonly buys: boolean;
}

const few = fc.integer({ min: 0, max: 7 });

export const drainSettings: fc.Arbitrary<DrainSetting> = fc.record({
  hub: fc.integer({ min: 0, max: 12 }),
  north: few,
  south: few,
  unmet: fc.constantFrom('lost', 'backorder', 'fetch'),
  buys: fc.boolean(),
});

export const SERVERS = ['north', 'south'] as const;
export const VARIETIES = ['day', 'week'] as const;
const STAYING = ['hub', ...SERVERS];
const TILLS = ['north:1', 'north:2', 'south:1'];
export const LOW = 1;

/** A hub, two servers and their tills, two varieties, whose nodes are sent offline and called back at any time. */
export class DrainNetwork extends SmallNetwork {
  private readonly start: readonly string[];
  private readonly sent: Message[] = [];
  private readonly prompts: Message[] = [];

  constructor(machines: NetworkMachines, { hub, north, south, unmet, buys }: DrainSetting) {
    const levels = Object.fromEntries(
      VARIETIES.flatMap((variety) => [
        [`hub/${variety}`, buys ? upTo(2, 10, hub) : { initialOnHand: hub }],
        [`north/${variety}`, upTo(LOW, 4, north, 5)],
        [`south/${variety}`, upTo(LOW, 4, south, 5)],
      ]),
    );
    super(machines, smallTopology({ varieties: VARIETIES, levels, unmet }));
    this.start = [...census(this).keys()];
    this.customer = (message) => {
      this.prompts.push(message);
      return null;
    };
    for (const node of STAYING) {
      for (const variety of VARIETIES) {
        this.hand({ type: 'review.due', to: `${node}/${variety}`, from: node });
      }
    }
  }

  override hand(message: Message): void {
    const before = this.log.length;
    const isClosed = message.type === 'sale.requested' && this.value(message.to) !== 'online';
    super.hand(message);
    if (isClosed) {
      const begun = this.log
        .slice(before)
        .filter((said) => said.type === 'stock.demanded' && said.sale !== null);
      expect(begun, 'sales begun by a server that is going or is offline').toEqual([]);
    }
    for (const said of this.log.slice(before)) {
      const isLocal = said.from.split('/')[0] === said.to.split('/')[0];
      if (!isLocal && ![ALARMS, CUSTOMERS, OPERATOR].includes(said.to)) this.sent.push(said);
    }
  }

  act({ kind, pick, other }: DrainMove): void {
    const node = STAYING[pick % STAYING.length]!;
    switch (kind) {
      case 'drain':
        return this.order('drain.ordered', node);
      case 'cancel':
        return this.order('drain.cancelled', node);
      case 'return':
        return this.order('return.ordered', node);
      case 'ask':
        return this.ask(TILLS[pick % TILLS.length]!, VARIETIES[other % VARIETIES.length]!);
      case 'deliver':
        if (this.waiting.length > 0) this.hand(this.waiting.splice(pick % this.waiting.length, 1)[0]!);
        return;
      case 'lose':
        this.waiting.splice(pick % Math.max(1, this.waiting.length), 1);
        return;
      case 'repeat':
      case 'echo': {
        const messages = kind === 'repeat' ? this.waiting : this.sent;
        if (messages.length > 0) this.hand(messages[(pick + 100 * other) % messages.length]!);
        return;
      }
      case 'answer':
        return this.respond(pick, other % 4 > 0);
      case 'ring':
        return this.ringAny(pick, other);
      case 'crash': {
        const nodes = [...STAYING, ...TILLS];
        return this.restart(nodes[pick % nodes.length]!);
      }
    }
  }

  private respond(pick: number, isPaid: boolean): void {
    const [prompt] = this.prompts.splice(pick % Math.max(1, this.prompts.length), 1);
    if (prompt === undefined) return;
    if (!isPaid && prompt.type === 'payment.requested') {
      return this.hand({ type: 'payment.failed', to: prompt.from, from: CUSTOMERS, sale: prompt.sale });
    }
    const answer = customerAnswer(prompt);
    if (answer !== null) this.hand(answer);
  }

  private ringAny(pick: number, other: number): void {
    const all = [...STAYING, ...TILLS, ...this.all('inventory')];
    const asked = all.filter((address) => this.alarmsOf(address).length > 0);
    if (asked.length === 0) return;
    const to = asked[pick % asked.length]!;
    const alarms = this.alarmsOf(to);
    this.now += other;
    this.ring(to, alarms[other % alarms.length]!);
  }

  /** Links work, alarms ring in time, customers pay; whoever waits for nothing that comes goes away in the end. */
  heal(): void {
    for (let round = 0; round < 40; round++) {
      this.settle();
      for (const prompt of this.prompts.splice(0)) {
        const answer = customerAnswer(prompt);
        if (answer !== null) this.hand(answer);
      }
      this.pass(400);
      if (this.waiting.length > 0 || this.prompts.length > 0) continue;
      const inVain = TILLS.filter((till) => this.context('terminal', till).sales.length > 0);
      if (inVain.length === 0) return;
      for (const till of inVain) this.restart(till);
    }
    throw new Error('the network does not come to rest');
  }

  /** No PIN in two places, none lost, none shown twice. */
  checkPins(): void {
    expect(doubled(this), 'PINs in several places').toEqual([]);
    const all = census(this);
    expect(
      this.start.filter((pin) => !all.has(pin)),
      'PINs that are nowhere',
    ).toEqual([]);
    expect(shownTwice(this), 'PINs that two sales showed').toEqual([]);
    for (const till of TILLS) {
      expect(this.context('terminal', till).sales, `open sales of ${till}`).toEqual([]);
    }
  }

  /** That server is offline: nothing is left there, and the hub has written down just what it sent back. */
  checkGone(server: string): void {
    expect(this.value(server), `how ${server} is`).toBe('offline');
    for (const variety of VARIETIES) {
      const address = `${server}/${variety}`;
      const { onHand, onOrder, owed, ranges, kept, links } = this.stock(address);
      const { reservations, quarantined, frozen } = kept;
      expect([onHand, onOrder, owed], `counts of ${address}`).toEqual([0, 0, 0]);
      expect([ranges, reservations, quarantined, frozen], `PINs at ${address}`).toEqual([[], [], [], []]);
      expect(links[0]!.unacknowledged, `on the way from ${address}`).toEqual([]);
      const hubLink = this.stock(`hub/${variety}`).links.find(({ peer }) => peer === address)!;
      expect(hubLink.returned, `what the hub has written down of ${address}`).toEqual(links[0]!.returned);
    }
  }

  /** That server is in service: it sells, and while the hub has PINs it is stocked. */
  checkInService(server: string): void {
    expect(this.value(server), `how ${server} is`).toBe('online');
    for (const variety of VARIETIES) {
      const { kept, onHand } = this.stock(`${server}/${variety}`);
      expect(kept.drain, `a drain at ${server}/${variety}`).toBe(null);
      if (this.value('hub') === 'online' && this.stock(`hub/${variety}`).onHand > 0) {
        expect(onHand, `stock of ${server}/${variety}`).toBeGreaterThan(LOW);
      }
    }
  }

  /** Nothing is left at the hub that servers could sell. */
  checkHubGone(): void {
    expect(this.value('hub'), 'how the hub is').toBe('offline');
    for (const variety of VARIETIES) {
      const { onHand, links } = this.stock(`hub/${variety}`);
      expect(onHand, `PINs at hub/${variety}`).toBe(0);
      expect(
        links.flatMap(({ unacknowledged }) => unacknowledged),
        `on the way from hub/${variety}`,
      ).toEqual([]);
    }
  }
}
