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
import { isCalledOff, newOperations, ordersOf, Outages } from './operations.ts';
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
}

/** All that is on its way through the network: messages, alarms, operators' orders, what waits for the end of an outage. */
export class Post {
  private readonly plan: Plan;
  private readonly network: Network;
  private readonly agenda: Agenda;
  /** Where sale messages without latency go, which must be taken in before anything else; null: there are none. */
  private readonly answers: Delivery[] | null;
  private readonly alarms = new Alarms();
  private readonly links: Links;
  private readonly outages: Outages;
  /** By the rank of the actor. */
  private readonly giveLife: readonly boolean[];
  private sent = 0;

  constructor(plan: Plan, network: Network, agenda: Agenda, answers: Delivery[] | null) {
    this.plan = plan;
    this.network = network;
    this.agenda = agenda;
    this.answers = answers;
    this.links = new Links(plan.topology, network.cells, runSeed(plan));
    this.outages = new Outages(plan.operations ?? []);
    this.giveLife = network.cells.map(({ entry }) => givesLife(entry.actor.context));
  }

  /** Puts under way what operators will order. */
  begin(): void {
    for (const operation of this.plan.operations ?? []) this.order(operation);
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
    const { to, message } = delivery;
    const end = this.outages.endFor(to.node, now);
    if (end === now) return false;
    // An alarm is known by its message and stays the one that it is.
    const held = message.type === 'alarm.rang' ? message : stamped(message, end);
    this.agenda.scheduleDelivery({ ...delivery, message: held }, end);
    return true;
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
      underWay: this.agenda.underWay().map(({ time, delivery: { from, to, number, message } }) => {
        const isAwaited = message.type === 'alarm.rang' && this.alarms.awaits(message);
        return { time, from: from.address, to: to.address, number, message, isAwaited };
      }),
      links: this.links.save(),
    };
  }

  /** Goes on from what was saved under the `former` plan. */
  restore(saved: SavedPost, former: Plan): void {
    this.sent = saved.sent;
    for (const { time, from, to, number, message, isAwaited } of saved.underWay) {
      if (isCalledOff(message, time, this.plan, former)) continue;
      const delivery = { from: this.network.find(from)!, to: this.network.find(to)!, number, message };
      this.agenda.scheduleDelivery(delivery, time);
      if (isAwaited) this.alarms.await(message as AlarmRang);
    }
    this.links.restore(saved.links);
    for (const operation of newOperations(this.plan, former)) this.order(operation);
  }

  /** Has an operator take a node offline and bring it back. */
  private order(operation: Operation): void {
    if (operation.kind !== 'offline') return;
    const to = this.network.find(operation.node);
    if (to === undefined) fail(`${operation.node} is to go offline, but does not exist`);
    for (const { at, message } of ordersOf(operation)) {
      this.agenda.scheduleDelivery({ message, from: to, to, number: this.sent++ }, at);
    }
  }

  private setAlarm(request: AlarmRequested, now: Microseconds): void {
    const ring = this.alarms.request(request, now);
    if (ring === null) return;
    const to = this.network.find(ring.to)!;
    this.agenda.scheduleDelivery({ message: ring, from: to, to, number: this.sent++ }, ring.at);
  }
}
