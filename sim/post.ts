import { ANNOUNCE } from '#machines/directoryRules';
import { ALARMS } from '#machines/protocol';
import type { AlarmRang, AlarmRequested, Message } from '#machines/protocol';
import { fail } from '#src/domain/assertion';
import type { Microseconds } from '#src/domain/time';
import { givesLife, stamped } from '#src/journal/stamp';
import type { Cell, Network } from '#src/network/network';
import { runSeed } from '#sim/random/streamKey';
import type { Agenda, Delivery } from './agenda.ts';
import { Alarms } from './alarms.ts';
import { Links } from './links.ts';
import { isCalledOff, joined, newOperations, ordersOf, Outages } from './operations.ts';
import type { Operation } from './operations.ts';
import type { Plan } from './plan.ts';
import { isSaleMessage } from './trace.ts';

/** What is under way, as plain data that survives JSON. */
export interface SavedPost {
  /** How many messages have been sent so far. */
  readonly sent: number;
  readonly underWay: readonly SavedDelivery[];
  readonly links: ReturnType<Links['save']>;
}

interface SavedDelivery {
  readonly time: Microseconds;
  readonly from: string;
  readonly to: string;
  readonly number: number;
  readonly message: Message;
  /** An alarm that has been neither cancelled nor replaced. */
  readonly isAwaited: boolean;
  /** It has arrived, and waits for the end of an outage. */
  readonly isHeld: boolean;
}

/** All that is on its way through the network: messages, alarms, operators' orders, what waits for the end of an outage. */
export class Post {
  /** No two of them take one node offline at a time. */
  readonly operations: readonly Operation[];
  private readonly network: Network;
  private readonly agenda: Agenda;
  /** Where sale messages without latency go, which must be taken in before anything else; null: there are none. */
  private readonly answers: Delivery[] | null;
  private readonly alarms = new Alarms();
  private readonly links: Links;
  private readonly outages: Outages;
  private readonly held = new Set<Delivery>();
  /** By the rank of the actor. */
  private readonly giveLife: readonly boolean[];
  private sent = 0;

  constructor(plan: Plan, network: Network, agenda: Agenda, answers: Delivery[] | null) {
    this.operations = joined(plan.operations ?? []);
    this.network = network;
    this.agenda = agenda;
    this.answers = answers;
    this.links = new Links(plan.topology, network.cells, runSeed(plan));
    this.outages = new Outages(this.operations);
    this.giveLife = network.cells.map(({ entry }) => givesLife(entry.actor.context));
  }

  /** Puts under way what operators will order. */
  begin(): void {
    for (const operation of this.operations) this.order(operation, 0);
  }

  /** Has a directory begin to announce what it knows, again and again. */
  startAnnouncing({ entry }: Cell): void {
    if (entry.kind !== 'directory' || entry.actor.context.plan.announceEvery === null) return;
    this.setAlarm({ type: 'alarm.requested', to: ALARMS, from: entry.address, alarm: ANNOUNCE, after: 0 }, 0);
  }

  /** Sends what left its node in the network's last step, and sets the alarms that were asked for in it. */
  send(now: Microseconds): void {
    const { network, agenda, links, answers } = this;
    for (let index = 0; index < network.sentCount; index++) {
      const message = network.sent[index]!;
      const from = network.senders[index]!;
      const to = network.receivers[index]!;
      const delay = links.delay(message, from, to, now);
      const taken = stamped(message, now + delay, this.giveLife[to.rank]);
      const delivery = { message: taken, from, to, number: this.sent++ };
      if (delay === 0 && answers !== null && isSaleMessage(message)) answers.push(delivery);
      else agenda.scheduleDelivery(delivery, now + delay);
    }
    for (let index = 0; index < network.alarms.length; index++) this.setAlarm(network.alarms[index]!, now);
  }

  /** Whether the receiver is out, and does nothing: then the delivery waits for the end of that. */
  holds(delivery: Delivery, now: Microseconds): boolean {
    if (this.outages.isEmpty) return false;
    this.held.delete(delivery);
    const end = this.outages.endFor(delivery.to.node, now);
    if (end === now) return false;
    this.hold(delivery, end);
    return true;
  }

  /** The same for what a node looks at when a run begins, or goes on with other levels. */
  holdsReview(to: Cell, message: Message, now: Microseconds): boolean {
    if (this.outages.endFor(to.node, now) === now) return false;
    return this.holds({ message, from: to, to, number: this.sent++ }, now);
  }

  /** What the receiver takes in now; null: an alarm that was cancelled or replaced. */
  take({ message }: Delivery, now: Microseconds): Message | null {
    if (message.type !== 'alarm.rang') return message;
    // Held up by an outage, an alarm rings late.
    return this.alarms.take(message) ? stamped(message, now) : null;
  }

  /** Between two instants. */
  save(): SavedPost {
    return {
      sent: this.sent,
      underWay: this.agenda.underWay().map(({ time, delivery }) => {
        const { from, to, number, message } = delivery;
        const isAwaited = message.type === 'alarm.rang' && this.alarms.awaits(message);
        const isHeld = this.held.has(delivery);
        return { time, from: from.address, to: to.address, number, message, isAwaited, isHeld };
      }),
      links: this.links.save(),
    };
  }

  /** Goes on at `now` from what was saved under the `former` plan. */
  restore(saved: SavedPost, former: Plan, now: Microseconds): void {
    this.sent = saved.sent;
    const was = { operations: joined(former.operations ?? []) };
    for (const { time, from, to, number, message, isAwaited, isHeld } of saved.underWay) {
      if (isCalledOff(message, time, this, was)) continue;
      const delivery = { from: this.network.find(from)!, to: this.network.find(to)!, number, message };
      if (isAwaited) this.alarms.await(message as AlarmRang);
      // The outage may have another end by now.
      if (isHeld) this.hold(delivery, this.outages.endFor(delivery.to.node, now));
      else this.agenda.scheduleDelivery(delivery, time);
    }
    this.links.restore(saved.links);
    for (const operation of newOperations(this, was)) if (operation.until > now) this.order(operation, now);
    for (const operation of newOperations(was, this)) this.callBack(operation, now);
  }

  /** An alarm is known by its message and stays the one that it is. */
  private hold({ message, from, to, number }: Delivery, end: Microseconds): void {
    const held = message.type === 'alarm.rang' ? message : stamped(message, end);
    const delivery = { message: held, from, to, number };
    this.held.add(delivery);
    this.agenda.scheduleDelivery(delivery, end);
  }

  /** Has an operator take a node offline, now or later, and bring it back. */
  private order(operation: Operation, now: Microseconds): void {
    if (operation.kind !== 'offline') return;
    const to = this.network.find(operation.node);
    if (to === undefined) fail(`${operation.node} is to go offline, but does not exist`);
    for (const { at, message } of ordersOf(operation)) {
      this.agenda.scheduleDelivery({ message, from: to, to, number: this.sent++ }, Math.max(at, now));
    }
  }

  /** A node that is offline for an operation that is no more comes back at once. */
  private callBack(former: Operation, now: Microseconds): void {
    const isUnderWay = ({ kind, node, from, until }: Operation) =>
      kind === 'offline' && node === former.node && from <= now && until > now;
    if (!isUnderWay(former) || this.operations.some(isUnderWay)) return;
    const to = this.network.find(former.node)!;
    for (const { message } of ordersOf(former).slice(1)) {
      this.agenda.scheduleDelivery({ message, from: to, to, number: this.sent++ }, now);
    }
  }

  private setAlarm(request: AlarmRequested, now: Microseconds): void {
    const ring = this.alarms.request(request, now);
    if (ring === null) return;
    const to = this.network.find(ring.to)!;
    this.agenda.scheduleDelivery({ message: ring, from: to, to, number: this.sent++ }, ring.at);
  }
}
