import type { AnyStateMachine, InputFrom } from 'xstate';
import { hubMachine } from '#machines/hub';
import { inventoryMachine } from '#machines/inventory';
import type { InventoryContext, InventoryPlan } from '#machines/inventory';
import type { Message } from '#machines/protocol';
import { serverMachine } from '#machines/server';
import { supplierMachine } from '#machines/supplier';
import { terminalMachine } from '#machines/terminal';
import type { MachineActor } from '#src/executor/actor';
import { compiled } from '#src/executor/compiled';
import type { PinRange } from '#src/domain/pinRange';

/** Chooses which waiting message is delivered next; 0 is the oldest. */
type Chooser = (waiting: number) => number;

const DAY = 'day';
const inventories = new Set(['hub/day', 'north/day', 'south/day']);

/**
 * One variety, a supplier, a hub, the servers north and south, a till at north. Messages wait until delivered; a
 * test may deliver them out of turn, or twice.
 */
export class Router {
  readonly waiting: Message[] = [];
  /** Every message ever emitted, in order. */
  readonly log: Message[] = [];
  private readonly actors = new Map<string, MachineActor<AnyStateMachine>>();

  constructor(
    overrides: Readonly<Record<string, Partial<InventoryPlan>>> = {},
    onHand: number[] = [6, 6, 6],
  ) {
    const shipping = overrides['hub/day']?.shipping ?? 'partial';
    const donors = ['north/day', 'south/day'].filter((name) => overrides[name]?.highWatermark != null);
    const desks = [{ variety: DAY, central: 'hub/day', donors }];
    this.add('hub', hubMachine, { address: 'hub', shipping, desks });
    this.add('mint', supplierMachine, {
      address: 'mint',
      customers: ['hub/day'],
    });
    [...inventories].forEach((address, index) => {
      const isCentral = address === 'hub/day';
      const plan: InventoryPlan = {
        address,
        variety: DAY,
        keeper: nodeOf(address),
        parent: isCentral ? 'mint' : 'hub',
        role: isCentral ? 'central' : 'server',
        unmet: 'lost',
        lowWatermark: 2,
        order: { kind: 'upTo', desiredLevel: 6 },
        maxOutstandingOrders: null,
        highWatermark: null,
        shipping: 'partial',
        peers: isCentral ? ['mint', 'north/day', 'south/day'] : ['hub/day'],
        ...overrides[address],
      };
      const count = onHand[index]!;
      const ranges = count === 0 ? [] : [{ lot: `opening ${address}`, first: 1, count }];
      this.add(address, inventoryMachine, { plan, ranges });
    });
    for (const node of ['north', 'south']) {
      this.add(node, serverMachine, { address: node, inventories: { [DAY]: `${node}/day` } });
    }
    this.add('till', terminalMachine, { address: 'till', server: 'north' });
  }

  private add<Machine extends AnyStateMachine>(
    address: string,
    machine: Machine,
    input: InputFrom<Machine>,
  ): void {
    this.actors.set(address, compiled.start(machine, input) as MachineActor<AnyStateMachine>);
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

  /** Hands `message` over at once; what it makes actors of other nodes hear waits. */
  deliver(message: Message): readonly Message[] {
    const emitted = this.actors.get(message.to)!.send(message) as readonly Message[];
    this.log.push(...emitted);
    for (const next of emitted) {
      // Within a node there is no time between sending and receiving.
      if (nodeOf(next.to) === nodeOf(next.from)) this.deliver(next);
      else if (this.actors.has(next.to)) this.waiting.push(next);
    }
    return emitted;
  }

  /** Delivers until nothing waits. */
  settle(choose: Chooser = () => 0): void {
    for (let step = 0; this.waiting.length > 0; step++) {
      if (step > 10_000) throw new Error('the network does not come to rest');
      const [message] = this.waiting.splice(choose(this.waiting.length), 1);
      this.deliver(message!);
    }
  }

  /** `count` customers at one server's shelf. */
  demand(address: string, count: number): void {
    this.deliver({ type: 'stock.demanded', to: address, from: 'customers', count, sale: null });
  }

  /** The messages of one type so far. */
  sent<Type extends Message['type']>(type: Type): readonly Extract<Message, { type: Type }>[] {
    return this.log.filter((message): message is Extract<Message, { type: Type }> => message.type === type);
  }

  /** Every serial on a shelf or in the hands of a customer, and those in transit (sent and not taken in). */
  serials(): {
    readonly held: readonly string[];
    readonly issued: readonly string[];
    readonly moving: number;
  } {
    const shelves = [...inventories].flatMap((address) => this.stock(address).ranges);
    const links = [...inventories].flatMap((address) =>
      this.stock(address).links.map((link) => ({ address, link })),
    );
    let moving = 0;
    for (const { address, link } of links) {
      for (const { number, count } of link.unacknowledged) {
        const back = this.stock(link.peer).links.find(({ peer }) => peer === address)!;
        if (number >= back.receivedBelow && !back.receivedEarly.includes(number)) moving += count;
      }
    }
    const issued = this.sent('pins.issued').flatMap(({ ranges }) => ranges);
    return { held: serialsOf(shelves), issued: serialsOf(issued), moving };
  }
}

const nodeOf = (address: string): string => address.split('/')[0]!;

export function serialsOf(ranges: readonly PinRange[]): readonly string[] {
  return ranges.flatMap(({ lot, first, count }) =>
    Array.from({ length: count }, (_, index) => `${lot} ${first + index}`),
  );
}
