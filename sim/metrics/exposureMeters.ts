import type { Message } from '#machines/protocol';
import type { Kept } from '#src/domain/kept';
import { afterSeeing, hasSeen, NOTHING_SEEN } from '#src/domain/numberMemory';
import type { NumberMemory } from '#src/domain/numberMemory';
import type { Microseconds } from '#src/domain/time';
import { inventoryContext } from '#src/network/network';
import type { Cell, Network } from '#src/network/network';
import { ExactSum } from './exactSum.ts';
import { isUnlimited, setAside } from './exposure.ts';
import type { StockMeter } from './stockMeter.ts';

/** A number of PINs and its time integral, in whole PIN-microseconds: exact, so alike in every mode. */
class Gauge {
  readonly time = new ExactSum();
  pins = 0;
  private since: Microseconds = 0;

  change(now: Microseconds, difference: number): void {
    if (this.pins > 0) this.time.addProduct(this.pins, now - this.since);
    this.since = now;
    this.pins += difference;
  }

  save() {
    return { time: this.time.save(), pins: this.pins, since: this.since };
  }

  restore({ time, pins, since }: ReturnType<Gauge['save']>): void {
    this.time.restore(time);
    this.pins = pins;
    this.since = since;
  }
}

/** What a node must account for besides what lies on its shelves, of which the stock meters take care. */
export class NodeGauges {
  /** Reserved, quarantined, frozen, and on shelves without a meter. */
  readonly aside = new Gauge();
  readonly outgoing = new Gauge();
}

/** Measures, by node, the PINs that are set aside, and those in transit: from the sending until they are taken in. */
export class ExposureMeters {
  private readonly network: Network;
  private readonly byNode = new Map<string, NodeGauges>();
  /** By the rank of the actor, as the next four. */
  private readonly byRank: readonly NodeGauges[];
  private readonly incoming: readonly Gauge[];
  private readonly isUnmetered: readonly boolean[];
  // Contexts are never changed, only replaced, so the same object holds the same PINs.
  private readonly lastKept: (Kept | null)[];
  private readonly lastAside: number[];
  /** The transfers that have been seen, by link: senders may repeat them. */
  private readonly shipped = new Map<number, NumberMemory>();
  private readonly arrived = new Map<number, NumberMemory>();

  constructor(network: Network, meters: readonly (StockMeter | null)[]) {
    const { cells } = network;
    this.network = network;
    this.byRank = cells.map(({ node }) => this.at(node));
    this.incoming = cells.map(() => new Gauge());
    this.isUnmetered = cells.map(
      (cell) =>
        cell.kind === 'inventory' && meters[cell.rank] === null && !isUnlimited(inventoryContext(cell)),
    );
    this.lastKept = cells.map(() => null);
    this.lastAside = cells.map(() => 0);
    for (const cell of cells) if (cell.kind === 'inventory') this.noteAside(cell, 0);
  }

  at(node: string): NodeGauges {
    const known = this.byNode.get(node);
    if (known !== undefined) return known;
    const gauges = new NodeGauges();
    this.byNode.set(node, gauges);
    return gauges;
  }

  /** What is on its way to that actor. */
  incomingAt({ rank }: Cell): Gauge {
    return this.incoming[rank]!;
  }

  /** An inventory took in `message`; its actor has changed already. */
  noteInventory(cell: Cell, message: Message, answers: readonly Message[], now: Microseconds): void {
    this.noteAside(cell, now);
    if (message.type === 'transfer.shipped') {
      const from = this.network.find(message.from);
      if (from !== undefined && this.isFirst(this.arrived, from, cell, message.number)) {
        this.move(from, cell, now, -message.count);
      }
    }
    this.noteShipments(cell, answers, now);
  }

  noteShipments(cell: Cell, answers: readonly Message[], now: Microseconds): void {
    for (let index = 0; index < answers.length; index++) {
      const answer = answers[index]!;
      if (answer.type !== 'transfer.shipped') continue;
      const to = this.network.find(answer.to);
      if (to === undefined || !this.isFirst(this.shipped, cell, to, answer.number)) continue;
      this.move(cell, to, now, answer.count);
    }
  }

  /** Brings every gauge up to now. */
  settle(now: Microseconds): void {
    for (const gauges of this.byNode.values()) {
      gauges.aside.change(now, 0);
      gauges.outgoing.change(now, 0);
    }
    for (const gauge of this.incoming) gauge.change(now, 0);
  }

  save() {
    const { cells } = this.network;
    return {
      nodes: Object.fromEntries(
        [...this.byNode].map(([node, { aside, outgoing }]) => [
          node,
          { aside: aside.save(), outgoing: outgoing.save() },
        ]),
      ),
      incoming: cells.map(({ address, rank }) => [address, this.incoming[rank]!.save()] as const),
      aside: cells.map(({ address, rank }) => [address, this.lastAside[rank]!] as const),
      shipped: this.saveLinks(this.shipped),
      arrived: this.saveLinks(this.arrived),
    };
  }

  restore(saved: ReturnType<ExposureMeters['save']>): void {
    for (const [node, { aside, outgoing }] of Object.entries(saved.nodes)) {
      this.at(node).aside.restore(aside);
      this.at(node).outgoing.restore(outgoing);
    }
    const rank = (address: string): number => this.network.find(address)!.rank;
    for (const [address, gauge] of saved.incoming) this.incoming[rank(address)]!.restore(gauge);
    for (const [address, pins] of saved.aside) this.lastAside[rank(address)] = pins;
    for (const [from, to, memory] of saved.shipped) this.shipped.set(this.linkOf(from, to), memory);
    for (const [from, to, memory] of saved.arrived) this.arrived.set(this.linkOf(from, to), memory);
  }

  private saveLinks(memories: ReadonlyMap<number, NumberMemory>) {
    const { cells } = this.network;
    return [...memories].map(([link, memory]) => {
      const [from, to] = [Math.floor(link / cells.length), link % cells.length];
      return [cells[from]!.address, cells[to]!.address, memory] as const;
    });
  }

  private linkOf(from: string, to: string): number {
    return this.network.find(from)!.rank * this.byRank.length + this.network.find(to)!.rank;
  }

  private move(from: Cell, to: Cell, now: Microseconds, count: number): void {
    this.byRank[from.rank]!.outgoing.change(now, count);
    this.incoming[to.rank]!.change(now, count);
  }

  /** A link is known by the ranks of its ends: a text would have to be put together at every transfer. */
  private isFirst(memories: Map<number, NumberMemory>, from: Cell, to: Cell, number: number): boolean {
    const link = from.rank * this.byRank.length + to.rank;
    const memory = memories.get(link) ?? NOTHING_SEEN;
    if (hasSeen(memory, number)) return false;
    memories.set(link, afterSeeing(memory, number));
    return true;
  }

  private noteAside(cell: Cell, now: Microseconds): void {
    const { rank } = cell;
    const { kept, onHand } = inventoryContext(cell).stock;
    const isUnmetered = this.isUnmetered[rank]!;
    if (kept === this.lastKept[rank] && !isUnmetered) return;
    this.lastKept[rank] = kept;
    const pins = setAside(kept) + (isUnmetered ? onHand : 0);
    const before = this.lastAside[rank]!;
    if (pins === before) return;
    this.lastAside[rank] = pins;
    this.byRank[rank]!.aside.change(now, pins - before);
  }
}
