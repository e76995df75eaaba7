import type { AnyStateMachine, ContextFrom, StateValue } from 'xstate';
import type { InventoryContext } from '#machines/inventory';
import { ALARMS, CUSTOMERS, OPERATOR } from '#machines/protocol';
import type { AlarmRequested, Message } from '#machines/protocol';
import type { PinRange } from '#src/domain/pinRange';
import type { MachineActor } from '#src/executor/actor';
import { compiled } from '#src/executor/compiled';
import { actorPlans } from '#src/network/actors';
import type { NetworkActor } from '#src/network/actors';
import { stamped } from '#src/journal/stamp';
import type { Journal } from '#src/journal/auditTrail';
import { encodeRecord } from '#src/journal/record';
import type { Actors } from '#src/journal/step';
import { customerAnswer } from '#src/network/customers';
import type { NetworkMachines } from '#src/network/machines';
import type { Topology } from '#src/network/topology';

type Kind = NetworkActor['kind'];
type Typed<Type extends Message['type']> = Extract<Message, { type: Type }>;

/** Which of the waiting messages is meant: the first of that type, or the first that fits. */
export type Which = Message['type'] | ((message: Message) => boolean);

interface Cell {
  readonly kind: Kind;
  readonly node: string;
  readonly actor: { value: StateValue; context: unknown; send(message: Message): readonly Message[] };
}

interface Alarm {
  readonly to: string;
  readonly alarm: string;
  readonly due: number;
}

/** So many messages are many more than any test means to send. */
const MOST_STEPS = 20_000;

/**
 * All actors of a topology, run by given machines, and whatever is between them in the hands of the test: messages to
 * other nodes wait until they are delivered, lost or said twice; alarms wait until time passes or the test rings them.
 * A step is one message with all that the actors of its node say to each other because of it, and is durable at once.
 */
export class SmallNetwork {
  /** Under way between nodes, oldest first. */
  readonly waiting: Message[] = [];
  /** All that actors ever said, in order. */
  readonly log: Message[] = [];
  /** The clock of all nodes. */
  now = 1000;
  /** What the people at a till do; `() => null`: nothing, until the test hands their answer over. */
  customer: (message: Message) => Message | null = customerAnswer;
  /** Links that lose everything, as `linkName` calls them. */
  private readonly cuts = new Set<string>();
  private readonly cells = new Map<string, Cell>();
  private readonly journal = new Map<string, string[]>();
  private alarms: Alarm[] = [];
  private readonly machines: NetworkMachines;
  private readonly topology: Topology;

  constructor(machines: NetworkMachines, topology: Topology) {
    this.machines = machines;
    this.topology = topology;
    for (const plan of actorPlans(topology)) {
      const { kind, node, address, actor } = plan.start(compiled, machines);
      this.cells.set(address, { kind, node, actor: actor as Cell['actor'] });
    }
  }

  // ---- what tests see ----

  context<Wanted extends Kind>(kind: Wanted, address: string): ContextFrom<NetworkMachines[Wanted]> {
    const cell = this.cells.get(address);
    if (cell?.kind !== kind) throw new Error(`${address} is no ${kind}`);
    return cell.actor.context as ContextFrom<NetworkMachines[Wanted]>;
  }

  value(address: string): StateValue {
    return this.cells.get(address)!.actor.value;
  }

  stock(address: string): InventoryContext['stock'] {
    return this.context('inventory', address).stock;
  }

  /** All addresses of one kind of actors. */
  all(kind: Kind): readonly string[] {
    return [...this.cells].filter(([, cell]) => cell.kind === kind).map(([address]) => address);
  }

  /** Every actor's context. */
  contexts(): readonly unknown[] {
    return [...this.cells.values()].map(({ actor }) => actor.context);
  }

  /** All messages of one type so far. */
  said<Type extends Message['type']>(type: Type): readonly Typed<Type>[] {
    return this.log.filter((message): message is Typed<Type> => message.type === type);
  }

  /** What printers have printed for customers, copies included, in order. */
  printed(till?: string): readonly Typed<'print.requested'>[] {
    return this.said('print.requested').filter(({ from }) => till === undefined || from === till);
  }

  /** The alarms that an actor waits for. */
  alarmsOf(address: string): readonly string[] {
    return this.alarms.filter(({ to }) => to === address).map(({ alarm }) => alarm);
  }

  /** What the nodes have taken in so far, as they would have written it down. */
  journals(): readonly Journal[] {
    return [...this.journal].map(([node, lines]) => ({
      node,
      lines: [...lines],
      startActors: () => this.startNode(node),
    }));
  }

  // ---- what tests do ----

  /** Hands a message over, at once, and all that it causes within that node; then what people at its till answer. */
  hand(message: Message): void {
    const { node } = this.cells.get(message.to)!;
    const journal = this.journal.get(node) ?? [];
    journal.push(encodeRecord({ kind: 'step', record: journal.length + 1, at: this.now, message }));
    this.journal.set(node, journal);
    const local = [message];
    const replies: Message[] = [];
    for (let next = 0; next < local.length; next++) {
      const taken = stamped(local[next]!, this.now);
      const cell = this.cells.get(taken.to)!;
      const answers = cell.actor.send(taken);
      this.log.push(...answers);
      for (const answer of answers) {
        if (answer.to === CUSTOMERS && cell.kind === 'terminal') {
          const reply = this.customer(answer);
          if (reply !== null) replies.push(reply);
        } else if (this.cells.get(answer.to)?.node === node) local.push(answer);
        else this.send(answer, node);
      }
    }
    for (const reply of replies) this.hand(reply);
  }

  /** Takes one off the waiting messages. */
  take(which: Which): Message {
    const place = this.waiting.findIndex((message) =>
      typeof which === 'string' ? message.type === which : which(message),
    );
    if (place < 0) throw new Error(`no ${String(which)} waits; ${this.waiting.map(({ type }) => type)} do`);
    return this.waiting.splice(place, 1)[0]!;
  }

  /** Delivers one waiting message. */
  next(which: Which): Message {
    const message = this.take(which);
    this.hand(message);
    return message;
  }

  /** Delivers one waiting message, and loses all that its receiver says because of it. */
  nextWithoutAnswer(which: Which): Message {
    const message = this.take(which);
    const before = [...this.waiting];
    this.hand(message);
    this.waiting.splice(0, Infinity, ...before);
    return message;
  }

  /** Delivers what waits, oldest first, until nothing does; each message `times` times. */
  settle(times = 1): void {
    for (let step = 0; this.waiting.length > 0; step++) {
      if (step > MOST_STEPS) throw new Error('the network does not come to rest');
      const message = this.waiting.shift()!;
      for (let time = 0; time < times; time++) this.hand(message);
    }
  }

  /** Lets time pass: what is due rings in its order, and what waits arrives. */
  pass(duration: number): void {
    const end = this.now + duration;
    this.settle();
    for (let step = 0; ; step++) {
      if (step > MOST_STEPS) throw new Error('the alarms do not come to rest');
      const [first] = this.alarms.toSorted((a, b) => a.due - b.due);
      if (first === undefined || first.due > end) break;
      this.now = Math.max(this.now, first.due);
      this.ring(first.to, first.alarm);
      this.settle();
    }
    this.now = end;
  }

  /** An alarm rings now, whenever it is due: by default the only one of that actor. */
  ring(to: string, name?: string): void {
    const found = this.alarms.find((one) => one.to === to && (name === undefined || one.alarm === name));
    if (found === undefined) throw new Error(`${to} waits for no alarm ${name ?? ''}`);
    const { alarm } = found;
    this.alarms = this.alarms.filter((one) => one !== found);
    this.hand({ type: 'alarm.rang', to, from: ALARMS, alarm, at: this.now });
  }

  /** The node was down: it is what it was, but what it had said and asked for before is gone if the test took it away. */
  restart(node: string): void {
    for (const [to, cell] of this.cells) {
      if (cell.node === node) this.hand({ type: 'node.restarted', to, from: node });
    }
  }

  /** From now on nothing passes between those two nodes, in either direction. */
  cut(one: string, other: string): void {
    this.cuts.add(linkName(one, other));
    const isCut = ({ from, to }: Message) => this.cuts.has(linkName(this.nodeOf(from), this.nodeOf(to)));
    this.waiting.splice(0, Infinity, ...this.waiting.filter((message) => !isCut(message)));
  }

  mend(one: string, other: string): void {
    this.cuts.delete(linkName(one, other));
  }

  /** A customer asks at a till; what happens because of it waits. */
  ask(till: string, sku: string, account: string | null = null): void {
    this.hand({ type: 'customer.asked', to: till, from: CUSTOMERS, sku, account });
  }

  /** Customers one after another, each until nothing waits any more. */
  serve(till: string, sku: string, count = 1): void {
    for (let customer = 0; customer < count; customer++) {
      this.ask(till, sku);
      this.settle();
    }
  }

  /** The operator's word to a hub or server. */
  order(type: 'drain.ordered' | 'drain.cancelled' | 'return.ordered', to: string): void {
    this.hand({ type, to, from: OPERATOR });
  }

  // ---- within ----

  private startNode(node: string): Actors {
    const plans = actorPlans(this.topology).filter((plan) => plan.node === node);
    const actors = plans.map((plan) => plan.start(compiled, this.machines));
    return new Map(actors.map(({ address, actor }) => [address, actor as MachineActor<AnyStateMachine>]));
  }

  private send(message: Message, node: string): void {
    if (message.to === ALARMS) this.setAlarm(message as AlarmRequested);
    const receiver = this.cells.get(message.to);
    if (receiver !== undefined && !this.cuts.has(linkName(node, receiver.node))) this.waiting.push(message);
  }

  private setAlarm({ from: to, alarm, after }: AlarmRequested): void {
    this.alarms = this.alarms.filter((one) => one.to !== to || one.alarm !== alarm);
    if (after !== null) this.alarms.push({ to, alarm, due: this.now + after });
  }

  private nodeOf(address: string): string {
    return this.cells.get(address)!.node;
  }
}

function linkName(one: string, other: string): string {
  return [one, other].sort().join(' – ');
}

/** Each PIN by name. */
export function pinsOf(ranges: readonly PinRange[]): readonly string[] {
  return ranges.flatMap(({ lot, first, count }) =>
    Array.from({ length: count }, (_, index) => `${lot}#${first + index}`),
  );
}
