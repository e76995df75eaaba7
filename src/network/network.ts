import type { EventObject } from 'xstate';
import type { Message } from '#machines/protocol';
import { assert } from '#src/domain/assertion';
import type { Executor } from '#src/executor/actor';
import { startActors } from './actors.ts';
import type { NetworkActor } from './actors.ts';
import { standardMachines } from './machines.ts';
import type { NetworkMachines } from './machines.ts';
import type { Topology } from './topology.ts';

/** An actor in its network. */
export interface Cell {
  /** Place among all addresses in the order of their code units: what orders ties. */
  readonly rank: number;
  readonly address: string;
  /** Actors of one node exchange messages within one step. */
  readonly node: string;
  readonly kind: NetworkActor['kind'];
  /** The actor, typed by `kind`. */
  readonly entry: NetworkActor;
  /** The same actor for whoever only sends: the protocol, not the type checker, says which events it knows. */
  readonly actor: { send(event: EventObject): readonly Message[] };
}

/** Sees every message that an actor took in, and what it answered; called after the actor has changed. */
export interface StepObserver {
  delivered(cell: Cell, message: Message, answers: readonly Message[]): void;
}

export interface NetworkOptions {
  readonly executor: Executor;
  readonly machines?: NetworkMachines;
  /** Terminals are only needed where each sale goes through one. */
  readonly withTerminals: boolean;
}

/**
 * All actors of a topology, wired. One `deliver` is one step: the message, and everything that the actors of the
 * same node tell each other because of it. What leaves the node is left in `outbox` for whoever owns the links.
 */
export class Network {
  /** In the order of their ranks. */
  readonly cells: readonly Cell[];
  /** What the last step sent to other nodes, in order, with the senders beside it. */
  readonly outbox: Message[] = [];
  readonly senders: Cell[] = [];
  private readonly byAddress: ReadonlyMap<string, Cell>;
  private readonly observer: StepObserver;
  // Messages among the actors of one node, first in first out; empty between steps.
  private readonly local: Message[] = [];
  private readonly localCells: Cell[] = [];

  constructor(topology: Topology, options: NetworkOptions, observer: StepObserver) {
    const { executor, machines = standardMachines, withTerminals } = options;
    this.cells = startActors(topology, executor, machines, withTerminals)
      .sort((a, b) => (a.address < b.address ? -1 : 1))
      .map((entry, rank) => {
        const { address, node, kind } = entry;
        return { rank, address, node, kind, entry, actor: entry.actor as Cell['actor'] };
      });
    this.byAddress = new Map(this.cells.map((cell) => [cell.address, cell]));
    this.observer = observer;
  }

  /** The actor at `address`, or undefined for whoever is outside the network (the customers). */
  find(address: string): Cell | undefined {
    return this.byAddress.get(address);
  }

  /** Clears the outbox, runs one step, fills the outbox. */
  deliver(cell: Cell, message: Message): void {
    this.outbox.length = 0;
    this.senders.length = 0;
    this.step(cell, message);
    if (this.local.length === 0) return;
    for (let next = 0; next < this.local.length; next++) this.step(this.localCells[next]!, this.local[next]!);
    this.local.length = 0;
    this.localCells.length = 0;
  }

  private step(cell: Cell, message: Message): void {
    const answers = cell.actor.send(message);
    for (let index = 0; index < answers.length; index++) {
      const answer = answers[index]!;
      const receiver = this.byAddress.get(answer.to);
      if (receiver !== undefined && receiver.node === cell.node) {
        this.local.push(answer);
        this.localCells.push(receiver);
      } else {
        this.outbox.push(answer);
        this.senders.push(cell);
      }
    }
    this.observer.delivered(cell, message, answers);
  }
}

/** The context of an inventory's actor. */
export function inventoryContext(cell: Cell) {
  assert(cell.entry.kind === 'inventory', `${cell.address} is not an inventory`);
  return cell.entry.actor.context;
}
