import type { EventObject } from 'xstate';
import { ALARMS, CUSTOMERS, OPERATOR } from '#machines/protocol';
import type { AlarmRequested, Message } from '#machines/protocol';
import { fail } from '#src/domain/assertion';
import { hashText } from '#src/domain/hash';
import type { Executor } from '#src/executor/actor';
import { startActors } from './actors.ts';
import type { NetworkActor } from './actors.ts';
import { customerAnswer } from './customers.ts';
import type { NetworkMachines } from './machines.ts';
import type { Topology } from './topology.ts';

/** An actor in its network. */
export interface Cell {
  /** Place among all addresses in the order of their code units: what orders ties. */
  readonly rank: number;
  readonly address: string;
  /** A hash of the address, for traces. */
  readonly addressHash: number;
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
  delivered(from: Cell | null, to: Cell, message: Message, answers: readonly Message[]): void;
}

export interface NetworkOptions {
  readonly executor: Executor;
  readonly machines: NetworkMachines;
  /** Terminals are only needed where each sale goes through one. */
  readonly withTerminals: boolean;
}

/**
 * All actors of a topology, wired. One `deliver` is one step: the message, and everything that the actors of the
 * same node tell each other because of it. What leaves the node is left in `sent` for whoever owns the links.
 */
export class Network {
  /** In the order of their ranks. */
  readonly cells: readonly Cell[];
  /**
   * What the last step sent to other nodes, in order, with senders and receivers beside it: the first `sentCount`
   * entries. What lies behind them is left over; to shorten an array would make the next step allocate it anew.
   */
  readonly sent: Message[] = [];
  readonly senders: Cell[] = [];
  readonly receivers: Cell[] = [];
  sentCount = 0;
  /** Alarms that the last step asked for. */
  readonly alarms: AlarmRequested[] = [];
  /** Messages to addresses that do not exist: a visible count, never silence. */
  undeliverable = 0;
  private readonly byAddress: ReadonlyMap<string, Cell>;
  private observer: StepObserver = { delivered: () => {} };
  // Messages among the actors of one node, first in first out; likewise the first `localCount`.
  private readonly local: Message[] = [];
  private readonly localSenders: Cell[] = [];
  private readonly localReceivers: Cell[] = [];
  private localCount = 0;

  constructor(topology: Topology, options: NetworkOptions) {
    const { executor, machines, withTerminals } = options;
    this.cells = startActors(topology, executor, machines, withTerminals)
      .sort((a, b) => (a.address < b.address ? -1 : 1))
      .map((entry, rank) => {
        const { address, node, kind } = entry;
        const addressHash = hashText(address);
        return { rank, address, addressHash, node, kind, entry, actor: entry.actor as Cell['actor'] };
      });
    this.byAddress = new Map(this.cells.map((cell) => [cell.address, cell]));
  }

  /** Has `observer` told of every message from now on. */
  observe(observer: StepObserver): void {
    this.observer = observer;
  }

  /** The actor at `address`, or undefined for whoever is outside the network (the customers). */
  find(address: string): Cell | undefined {
    return this.byAddress.get(address);
  }

  /** Runs one step and leaves in `sent` what goes to other nodes; `from` is null for who is outside the network. */
  deliver(from: Cell | null, to: Cell, message: Message): void {
    this.sentCount = 0;
    this.localCount = 0;
    if (this.alarms.length > 0) this.alarms.length = 0;
    this.step(from, to, message);
    for (let next = 0; next < this.localCount; next++) {
      this.step(this.localSenders[next]!, this.localReceivers[next]!, this.local[next]!);
    }
  }

  private step(from: Cell | null, cell: Cell, message: Message): void {
    const answers = cell.actor.send(message);
    for (let index = 0; index < answers.length; index++) {
      const answer = answers[index]!;
      if (answer.to === CUSTOMERS) this.answerForCustomer(cell, answer);
      else this.post(cell, answer);
    }
    this.observer.delivered(from, cell, message, answers);
  }

  private post(cell: Cell, message: Message): void {
    const receiver = this.byAddress.get(message.to);
    if (receiver !== undefined && receiver.node !== cell.node) {
      const place = this.sentCount++;
      this.sent[place] = message;
      this.senders[place] = cell;
      this.receivers[place] = receiver;
    } else if (receiver !== undefined) this.postLocally(cell, receiver, message);
    else if (message.to === ALARMS) this.alarms.push(message as AlarmRequested);
    else if (message.to !== OPERATOR) this.undeliverable += 1;
  }

  private postLocally(from: Cell, to: Cell, message: Message): void {
    const place = this.localCount++;
    this.local[place] = message;
    this.localSenders[place] = from;
    this.localReceivers[place] = to;
  }

  private answerForCustomer(cell: Cell, message: Message): void {
    if (cell.kind !== 'terminal') return;
    const answer = customerAnswer(message);
    if (answer !== null) this.postLocally(cell, cell, answer);
  }
}

/** The context of an inventory's actor. */
export function inventoryContext(cell: Cell) {
  if (cell.entry.kind !== 'inventory') fail(`${cell.address} is not an inventory`);
  return cell.entry.actor.context;
}

/** The context of the hub's actor. */
export function hubContext({ cells }: Pick<Network, 'cells'>) {
  for (const { entry } of cells) if (entry.kind === 'hub') return entry.actor.context;
  return fail('a network without a hub');
}
