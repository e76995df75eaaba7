import type { Message } from '#machines/protocol';
import { OPERATOR } from '#machines/protocol';
import { fail } from '#src/domain/assertion';
import type { MachineSnapshot } from '#src/executor/actor';
import { AlarmTable, compareTexts } from './alarmTable.ts';
import type { AlarmChange, PendingAlarm } from './alarmTable.ts';
import { FencedOff } from './log.ts';
import type { Log } from './log.ts';
import { decodeLog, encodeRecord } from './record.ts';
import type { CheckpointRecord } from './record.ts';
import { runStep } from './step.ts';
import type { Actors, Course, Delivery } from './step.ts';

/** What one record made the node's actors do, for observers: each actor's part, in order. */
export interface Step {
  readonly record: number;
  readonly at: number;
  readonly deliveries: readonly Delivery[];
}

/** What may leave the node because what caused it is on disk, in the order in which it was caused. */
export interface Release {
  /** To actors of other nodes, to CUSTOMERS and OPERATOR. */
  readonly messages: readonly Message[];
  readonly alarms: readonly AlarmChange[];
}

/** A rule threw: the node is as it was before, and nothing was written. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
  readonly node: string;
  /** The number that the record would have. */
  readonly record: number;
  readonly received: Message;

  constructor(node: string, record: number, received: Message, cause: unknown) {
    const { type, from, to } = received;
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${node}, record ${record}: ${type} from ${from} to ${to} failed: ${reason}`, { cause });
    this.node = node;
    this.record = record;
    this.received = received;
  }
}

/** A checkpoint is of another node than the actors that were started. */
export class WrongActors extends Error {
  override readonly name = 'WrongActors';

  constructor(node: string, journal: readonly string[], started: readonly string[]) {
    super(
      `the checkpoint of ${node} is of the actors ${journal.join(', ')}, started were ${started.join(', ')}; ` +
        'start those that the checkpoint is of',
    );
  }
}

interface Held {
  readonly record: number;
  readonly messages: readonly Message[];
  readonly alarms: readonly AlarmChange[];
}

/**
 * The actors of one node behind a journal. A step is one message from outside with everything that the node's actors
 * tell each other because of it, and one record in the log: that message and the time. Nothing leaves before its
 * record is on disk, so what the rest of the world knows of the node can always be found again by replaying the
 * journal through fresh actors. What had not left when the node died is not said again by the node itself: its actors
 * repeat what still matters once they are told that they restarted.
 */
export class DurableNode {
  readonly name: string;
  readonly incarnation: number;
  readonly actors: Actors;
  private readonly log: Log;
  private readonly alarms = new AlarmTable();
  private recordCount = 0;
  private undeliverableCount = 0;
  private held: Held[] = [];

  /** Opens the log, and makes the actors what the journal says. `onReplay` sees each step that it holds. */
  constructor(name: string, startActors: () => Actors, log: Log, onReplay?: (step: Step) => void) {
    this.name = name;
    this.log = log;
    const { incarnation, lines } = log.open();
    this.incarnation = incarnation;
    const { checkpoint, steps, isTorn } = decodeLog(name, lines);
    this.actors = startActors();
    if (checkpoint !== null) this.goOnFrom(checkpoint);
    for (const { at, message } of steps) {
      const step = this.take(at, message, () => {});
      onReplay?.(step);
    }
    this.held = [];
    // Only now: a journal that cannot be replayed is left as it was found.
    if (isTorn) log.truncate(incarnation, lines.length - 1);
  }

  /** The node as these lines leave it, without a log to write to. */
  static replay(
    name: string,
    startActors: () => Actors,
    lines: readonly string[],
    onReplay?: (step: Step) => void,
  ): DurableNode {
    const append = (): never => fail(`${name} was replayed and takes no messages`);
    const log: Log = { open: () => ({ incarnation: 0, lines }), truncate: () => {}, append };
    return new DurableNode(name, startActors, log, onReplay);
  }

  /** How many records the node has; they are numbered from 1. */
  get records(): number {
    return this.recordCount;
  }

  /** Messages so far to actors that the node does not have. */
  get undeliverable(): number {
    return this.undeliverableCount;
  }

  /** Alarms that are or will be durable and have not been handled, the earliest first. */
  pendingAlarms(): readonly PendingAlarm[] {
    return this.alarms.pending();
  }

  /** One step. What leaves the node because of it is kept until its record is synced. */
  handle(at: number, message: Message): Step {
    return this.take(at, message, (record) => {
      this.log.append(this.incarnation, encodeRecord({ kind: 'step', record, at, message }));
    });
  }

  /** All records up to and including `record` are on disk: gives what may leave now. */
  synced(record: number): Release {
    if (record > this.recordCount) {
      fail(`${this.name} has ${this.recordCount} records, so record ${record} cannot be on disk`);
    }
    const messages: Message[] = [];
    const alarms: AlarmChange[] = [];
    let released = 0;
    for (const held of this.held) {
      if (held.record > record) break;
      messages.push(...held.messages);
      alarms.push(...held.alarms);
      released += 1;
    }
    if (released > 0) this.held = this.held.slice(released);
    return { messages, alarms };
  }

  /**
   * After recovery: tells each actor, in the order of their addresses, that its node was down. `onStep` sees each step
   * before the next.
   */
  restart(at: number, onStep?: (step: Step) => void): readonly Step[] {
    return [...this.actors.keys()].sort(compareTexts).map((to) => {
      const step = this.handle(at, { type: 'node.restarted', to, from: OPERATOR });
      onStep?.(step);
      return step;
    });
  }

  /** All that the node is now, as the line that a new log may start with. */
  checkpoint(): string {
    const actors: Record<string, MachineSnapshot> = {};
    for (const [address, actor] of this.actors) actors[address] = actor.snapshot();
    return encodeRecord({
      kind: 'checkpoint',
      record: this.recordCount,
      undeliverable: this.undeliverableCount,
      alarms: this.alarms.pending(),
      actors,
    });
  }

  private take(at: number, message: Message, write: (record: number) => void): Step {
    const record = this.recordCount + 1;
    let course: Course;
    try {
      course = runStep(this.name, this.actors, at, message, () => write(record));
    } catch (error) {
      if (error instanceof FencedOff) throw error;
      throw new StepFailed(this.name, record, message, error);
    }
    const { deliveries, leaving: messages, alarms, undeliverable } = course;
    this.recordCount = record;
    this.undeliverableCount += undeliverable;
    this.noteRing(at, message);
    for (const change of alarms) this.alarms.set(change);
    if (messages.length > 0 || alarms.length > 0) this.held.push({ record, messages, alarms });
    return { record, at, deliveries };
  }

  /** An alarm that rings late for an earlier request leaves the later request as it is. */
  private noteRing(at: number, message: Message): void {
    if (message.type !== 'alarm.rang') return;
    const { to: address, alarm } = message;
    const due = this.alarms.timeOf(address, alarm);
    if (due !== null && due <= at) this.alarms.set({ address, alarm, at: null });
  }

  private goOnFrom({ record, undeliverable, alarms, actors }: CheckpointRecord): void {
    const addresses = Object.keys(actors).sort(compareTexts);
    const started = [...this.actors.keys()].sort(compareTexts);
    if (addresses.join('\n') !== started.join('\n')) throw new WrongActors(this.name, addresses, started);
    for (const [address, actor] of this.actors) actor.restore(actors[address]!);
    for (const alarm of alarms) this.alarms.set(alarm);
    this.recordCount = record;
    this.undeliverableCount = undeliverable;
  }
}
