import type { AnyStateMachine, InputFrom } from 'xstate';
import { hubMachine } from '#machines/hub';
import type { HubPlan } from '#machines/hub';
import { inventoryMachine } from '#machines/inventory';
import { PLAIN_INVENTORY } from '#machines/inventoryContext';
import type { InventoryContext, InventoryPlan } from '#machines/inventory';
import { ALARMS, CUSTOMERS, OPERATOR } from '#machines/protocol';
import type { Message, SaleReference } from '#machines/protocol';
import { serverMachine } from '#machines/server';
import type { ServerPlan } from '#machines/server';
import { supplierMachine } from '#machines/supplier';
import { terminalMachine } from '#machines/terminal';
import { hasReceived } from '#src/domain/link';
import type { MachineActor } from '#src/executor/actor';
import type { PinRange } from '#src/domain/pinRange';
import { customerAnswer } from '#src/network/customers';
import { nodeOf, startActor } from './actors.ts';
import { pinsIn } from './pinPlaces.ts';

/** Chooses which waiting message is delivered next; 0 is the oldest. */
type Chooser = (waiting: number) => number;

/** What differs from a network of perfect links whose customers pay at once. */
export interface RouterOptions {
  /** How long everybody waits before he repeats himself; null: links are perfect. */
  readonly patience?: number | null;
  /** How long a PIN stays reserved without an answer before it is suspect; null: for ever. */
  readonly reservationTime?: number | null;
  readonly restocksUnshown?: boolean;
  readonly mostRepeats?: number;
  readonly rebalancing?: HubPlan['rebalancing'];
  readonly buckets?: ServerPlan['buckets'];
  /** Names of further suppliers. */
  readonly suppliers?: readonly string[];
}

/** An alarm that has been asked for and has not rung. */
interface Alarm {
  readonly to: string;
  readonly alarm: string;
  readonly after: number;
}

const DAY = 'day';
const WEIGHTS = { 'north/day': 1, 'south/day': 1 };
const inventories = ['hub/day', 'north/day', 'south/day'];

/**
 * One variety, a supplier, a hub, the servers north and south, a till at north. Messages wait until delivered; a
 * test may deliver them out of turn, or twice. Alarms wait until a test rings them.
 */
export class Router {
  readonly waiting: Message[] = [];
  /** Every message ever emitted, in order. */
  readonly log: Message[] = [];
  /** What customers, printers and operators were told, in order, as far as nobody answered for them. */
  readonly unanswered: Message[] = [];
  /** Whether customers pay and printers print at once. */
  isAnswering = true;
  private now = 0;
  private readonly pending = new Map<string, Alarm>();
  private readonly actors = new Map<string, MachineActor<AnyStateMachine>>();

  constructor(
    overrides: Readonly<Record<string, Partial<InventoryPlan>>> = {},
    onHand: number[] = [6, 6, 6],
    options: RouterOptions = {},
  ) {
    const { patience = null, suppliers = [] } = options;
    this.addHub(overrides, options);
    for (const address of ['mint', ...suppliers]) {
      this.add(address, supplierMachine, {
        address,
        customers: ['hub/day'],
        handlings: [],
        lotLife: null,
        repeatAfter: patience,
      });
    }
    inventories.forEach((address, index) => {
      const plan = { ...planOf(address, patience, suppliers), ...overrides[address] };
      const count = onHand[index]!;
      const ranges = count === 0 ? [] : [{ lot: `opening ${address}`, first: 1, count }];
      this.add(address, inventoryMachine, { plan, ranges });
    });
    for (const node of ['north', 'south']) this.addServer(node, options);
    const { mostRepeats = 2 } = options;
    this.add('till', terminalMachine, {
      address: 'till',
      server: 'north',
      dealer: null,
      patience,
      mostRepeats,
    });
  }

  private addHub(
    overrides: Readonly<Record<string, Partial<InventoryPlan>>>,
    { patience = null, rebalancing = { kind: 'everyShortage' } }: RouterOptions,
  ): void {
    const shipping = overrides['hub/day']?.shipping ?? 'partial';
    const donors = ['north/day', 'south/day'].filter((name) => overrides[name]?.highWatermark != null);
    const receivers = Object.entries(WEIGHTS).map(([address, weight]) => ({ address, weight }));
    const desks = [{ variety: DAY, central: 'hub/day', donors, receivers }];
    this.add('hub', hubMachine, { address: 'hub', shipping, rebalancing, patience, desks });
  }

  private addServer(address: string, options: RouterOptions): void {
    const inventory = `${address}/day`;
    const { reservationTime = null, restocksUnshown = true } = options;
    const day = { source: 'stock', inventory, priceCents: 500, needsAccount: false } as const;
    this.add(address, serverMachine, {
      address,
      buckets: options.buckets ?? { [DAY]: day },
      inventories: [inventory],
      terminals: address === 'north' ? ['till'] : [],
      dealers: null,
      conduit: null,
      reservationTime,
      restocksUnshown,
    });
  }

  private add<Machine extends AnyStateMachine>(address: string, machine: Machine, input: InputFrom<Machine>) {
    this.actors.set(address, startActor(machine, input));
  }

  context<Context = InventoryContext>(address: string): Context {
    return this.actors.get(address)!.context as Context;
  }

  value(address: string): unknown {
    return this.actors.get(address)!.value;
  }

  stock(address: string): InventoryContext['stock'] {
    return this.context(address).stock;
  }

  /**
   * Hands `message` over at once, with all that the actors of its node tell each other because of it; what makes
   * actors of other nodes hear waits. Gives what the first actor said.
   */
  deliver(message: Message): readonly Message[] {
    const first = this.take(message);
    const local = [...first];
    for (let next = 0; next < local.length; next++) {
      const emitted = local[next]!;
      const answer = this.isAnswering ? customerAnswer(emitted) : null;
      // Within a node there is no time between sending and receiving.
      if (emitted.to === CUSTOMERS && answer !== null) local.push(answer, ...this.take(answer));
      else if (nodeOf(emitted.to) === nodeOf(emitted.from) && emitted.from !== CUSTOMERS) {
        local.push(...this.take(emitted));
      }
    }
    return first;
  }

  private take(message: Message): readonly Message[] {
    const emitted = this.actors.get(message.to)!.send(message) as readonly Message[];
    this.log.push(...emitted);
    for (const next of emitted) {
      if (next.to === ALARMS) this.note(next as Message & { type: 'alarm.requested' });
      else if (next.to === OPERATOR || next.to === CUSTOMERS) {
        if (!this.isAnswering || customerAnswer(next) === null) this.unanswered.push(next);
      } else if (nodeOf(next.to) !== nodeOf(next.from) && this.actors.has(next.to)) this.waiting.push(next);
    }
    return emitted;
  }

  private note({ from: to, alarm, after }: Message & { type: 'alarm.requested' }): void {
    const name = `${to} ${alarm}`;
    if (after === null) this.pending.delete(name);
    else this.pending.set(name, { to, alarm, after });
  }

  /** The alarms that have been asked for and have not rung, oldest first. */
  get alarms(): readonly Alarm[] {
    return [...this.pending.values()];
  }

  /** Rings an alarm, whether it was asked for or not. */
  ring(to: string, alarm: string): readonly Message[] {
    this.pending.delete(`${to} ${alarm}`);
    this.now += 1;
    return this.deliver({ type: 'alarm.rang', to, from: ALARMS, alarm, at: this.now });
  }

  /** A node was down and comes back as its journal says: nothing but its alarms and open talks with customers is gone. */
  restart(node: string): void {
    for (const address of this.actors.keys()) {
      if (nodeOf(address) === node) this.deliver({ type: 'node.restarted', to: address, from: node });
    }
  }

  /** Delivers until nothing waits. */
  settle(choose: Chooser = () => 0): void {
    for (let step = 0; this.waiting.length > 0; step++) {
      if (step > 10_000) throw new Error('the network does not come to rest');
      const [message] = this.waiting.splice(choose(this.waiting.length), 1);
      this.deliver(message!);
    }
  }

  /** Delivers the messages of these types and leaves the others waiting. */
  deliverOnly(...types: readonly Message['type'][]): void {
    for (;;) {
      const index = this.waiting.findIndex(({ type }) => types.includes(type));
      if (index < 0) return;
      this.deliver(this.waiting.splice(index, 1)[0]!);
    }
  }

  /** Takes the messages of these types off the links; they are lost unless a test delivers them later. */
  lose(...types: readonly Message['type'][]): readonly Message[] {
    const lost = this.waiting.filter(({ type }) => types.includes(type));
    for (const message of lost) this.waiting.splice(this.waiting.indexOf(message), 1);
    return lost;
  }

  /** `count` customers at one server's shelf. */
  demand(address: string, count: number): void {
    this.deliver({ type: 'stock.demanded', to: address, from: CUSTOMERS, count, sale: null });
  }

  /** A customer at the till; gives the sale's name. */
  ask(sku = DAY, account: string | null = null): SaleReference {
    const { nextSale: number } = this.context<{ readonly nextSale: number }>('till');
    this.deliver({ type: 'customer.asked', to: 'till', from: CUSTOMERS, sku, account });
    return { terminal: 'till', number };
  }

  /** An order of the operator to a node. */
  order(type: 'drain.ordered' | 'drain.cancelled' | 'return.ordered', to: string): void {
    this.deliver({ type, to, from: OPERATOR });
  }

  /** The messages of one type so far. */
  sent<Type extends Message['type']>(type: Type): readonly Extract<Message, { type: Type }>[] {
    return this.log.filter((message): message is Extract<Message, { type: Type }> => message.type === type);
  }

  /** Every serial in an inventory or in the hands of a customer, and those in transit (sent and not taken in). */
  serials(): {
    readonly held: readonly string[];
    readonly issued: readonly string[];
    readonly moving: number;
  } {
    const held = inventories.flatMap((address) => pinsIn(this.stock(address)));
    let moving = 0;
    for (const address of inventories) {
      for (const { peer, unacknowledged } of this.stock(address).links) {
        const back = inventories.includes(peer)
          ? this.stock(peer).links.find((link) => link.peer === address)!
          : null;
        for (const { number, count } of unacknowledged) {
          if (back === null || !hasReceived(back, number)) moving += count;
        }
      }
    }
    const issued = this.sent('pins.issued').flatMap(({ ranges }) => ranges);
    return { held: serialsOf(held), issued: serialsOf(issued), moving };
  }
}

function planOf(address: string, repeatAfter: number | null, standbys: readonly string[]): InventoryPlan {
  const isCentral = address === 'hub/day';
  return {
    address,
    variety: DAY,
    keeper: nodeOf(address),
    parent: isCentral ? 'mint' : 'hub',
    standbys: isCentral ? standbys : [],
    role: isCentral ? 'central' : 'server',
    unmet: 'lost',
    lowWatermark: 2,
    order: { kind: 'upTo', desiredLevel: 6 },
    maxOutstandingOrders: null,
    highWatermark: null,
    shipping: 'partial',
    peers: isCentral ? ['mint', ...standbys, 'north/day', 'south/day'] : ['hub/day'],
    ...PLAIN_INVENTORY,
    repeatAfter,
  };
}

export function serialsOf(ranges: readonly PinRange[]): readonly string[] {
  return ranges.flatMap(({ lot, first, count }) =>
    Array.from({ length: count }, (_, index) => `${lot} ${first + index}`),
  );
}
