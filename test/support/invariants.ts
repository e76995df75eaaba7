import type { Message } from '#machines/protocol';
import type { Plan } from '#sim/plan';
import { Simulation } from '#sim/simulation';
import type { SimulationOptions } from '#sim/simulation';
import { inventoryContext } from '#src/network/network';
import type { Cell, Network } from '#src/network/network';
import { must } from './brokenInvariant.ts';
import { HubBook } from './hubBook.ts';
import { PinBook } from './pinBook.ts';
import { ShelfBook } from './shelfBook.ts';
import { nodeOf } from './actors.ts';

/**
 * A run that an independent observer watches: its naive books know every PIN, shelf and waiting request, and it
 * throws a `BrokenInvariant` at the first message after which an actor is not what the books say.
 */
export class ObservedSimulation extends Simulation {
  private readonly observer: Observer;
  messages = 0;

  constructor(plan: Plan, options: SimulationOptions) {
    super(plan, options);
    this.observer = new Observer(plan, this.network);
    this.network.observe({
      delivered: (from, to, message, answers) => {
        this.messages += 1;
        this.observer.note(to, message, answers);
        this.observation.delivered(from, to, message, answers);
      },
    });
  }
}

class Observer {
  private readonly network: Network;
  private readonly hub: string;
  private readonly pins: PinBook;
  private readonly shelves = new Map<string, ShelfBook>();
  private readonly desks = new Map<string, HubBook>();
  private readonly centrals = new Map<string, string>();
  /** Requests that have left their sender and not reached the point above. */
  private readonly requests = new Set<Message & { type: 'stock.requested' }>();
  /** Messages among the actors of one node that are still to be delivered within this step. */
  private pending = 0;

  constructor({ topology }: Plan, network: Network) {
    this.network = network;
    this.hub = topology.hub.name;
    this.pins = new PinBook(network);
    for (const { entry, address } of network.cells) {
      if (entry.kind !== 'inventory') continue;
      const { plan, stock } = entry.actor.context;
      this.shelves.set(address, new ShelfBook(plan, stock));
    }
    for (const { variety } of topology.hub.stock) {
      const donors = topology.servers
        .filter(({ stock }) => stock.some((own) => own.variety === variety && own.highWatermark !== null))
        .map(({ name }) => `${name}/${variety}`);
      this.desks.set(variety, new HubBook(topology.hub, donors));
      this.centrals.set(`${this.hub}/${variety}`, variety);
    }
  }

  note(cell: Cell, message: Message, answers: readonly Message[]): void {
    const isKnown =
      message.type !== 'message.refused' && answers.every(({ type }) => type !== 'message.refused');
    must(isKnown, 'no message is refused', () => `${cell.address} got ${JSON.stringify(message)}`);
    const isRepeated = message.type === 'transfer.shipped' && !this.pins.isNew(message);
    this.pins.note(cell, message, answers);
    if (message.type === 'stock.requested') this.requests.delete(message);
    for (const answer of answers) if (answer.type === 'stock.requested') this.requests.add(answer);
    if (cell.entry.kind === 'inventory') {
      const { stock } = cell.entry.actor.context;
      this.shelves.get(cell.address)!.note(message, answers, isRepeated, stock);
    }
    this.noteAtHub(cell, message, answers, isRepeated);
    if (nodeOf(message.from) === cell.node) this.pending -= 1;
    this.pending += answers.filter(({ to }) => this.network.find(to)?.node === cell.node).length;
    if (this.pending === 0) this.checkAtRest(cell);
  }

  private noteAtHub(cell: Cell, message: Message, answers: readonly Message[], isRepeated: boolean): void {
    if (cell.entry.kind === 'hub') {
      if (!('variety' in message)) return;
      const { onHand } = this.stockAt(`${this.hub}/${message.variety}`);
      this.desks.get(message.variety)!.noteHub(message, answers, onHand);
    } else {
      const variety = this.centrals.get(cell.address);
      if (variety !== undefined) this.desks.get(variety)!.noteCentral(message, answers, isRepeated);
    }
  }

  private stockAt(address: string) {
    return inventoryContext(this.network.find(address)!).stock;
  }

  /** Nothing is left to be said within the node: all books must agree. */
  private checkAtRest(cell: Cell): void {
    const { address, entry } = cell;
    if (cell.node === this.hub) {
      for (const [central, variety] of this.centrals) {
        const { onHand, owed } = this.stockAt(central);
        this.desks.get(variety)!.check(onHand, owed);
      }
    }
    if (entry.kind !== 'inventory' || entry.actor.context.plan.parent === null) return;
    const { onOrder } = entry.actor.context.stock;
    const { variety, role } = entry.actor.context.plan;
    let coming = role === 'server' ? this.desks.get(variety)!.waitingFor(address) : 0;
    for (const { from, quantity } of this.requests) if (from === address) coming += quantity;
    for (const { reason, count } of this.pins.movingTo(address)) if (reason !== 'recall') coming += count;
    const isComing = onOrder === coming;
    must(
      isComing,
      'what is on order waits at the hub or is on its way',
      () => `${address}: ${onOrder} on order, ${coming} coming`,
    );
  }
}
