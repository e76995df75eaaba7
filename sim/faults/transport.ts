import type { Message } from '#machines/protocol';
import { fail } from '#src/domain/assertion';
import type { Microseconds } from '#src/domain/time';
import type { Envelope } from '#src/vault/vault';
import { firstThatSpeaks } from './fault.ts';
import type { Arrival, MessageFault, Verdict } from './fault.ts';
import { messageIdentity } from './messageIdentity.ts';
import type { Schedule } from './schedule.ts';
import type { SimulatedNode } from './simulatedNode.ts';
import type { Strike } from './strikes.ts';

/** How long a message takes from one node to another when nothing strikes. */
export type Latency = (from: SimulatedNode, to: SimulatedNode, message: Message) => Microseconds;

/** One direction between two nodes. */
interface Way {
  readonly from: SimulatedNode;
  readonly to: SimulatedNode;
  sent: number;
  /** Its messages as they were taken in, by the order of sending. */
  readonly takenIn: { readonly number: number; readonly time: Microseconds }[];
  readonly lastArrival: Map<'transfer' | 'message', Microseconds>;
  readonly sentByType: Map<string, number>;
  readonly letters: Map<string, Letter>;
}

/** All that is known of a message and its repetitions. */
interface Letter {
  sent: number;
  isTakenIn: boolean;
  /** What lost a copy of it since it was sent last. */
  readonly lostBy: Strike[];
}

/** What goes over the network: a message, and the sealed secrets of the PINs that it carries. */
interface Shipment {
  readonly message: Message;
  readonly envelope: Envelope;
}

/** Gives a node what has come for it. */
export type TakeIn = (node: SimulatedNode, message: Message, envelope: Envelope) => void;

const NO_SECRETS: Envelope = [];

type Delivering = Verdict & { readonly kind: 'deliver' };

/**
 * Carries messages between nodes, and lets faults judge each. Without faults a way keeps the order of its transfers
 * and the order of its other messages.
 */
export class Transport {
  private readonly schedule: Schedule;
  private readonly latency: Latency;
  private readonly judge: MessageFault;
  private readonly takeIn: TakeIn;
  private readonly ways = new Map<SimulatedNode, Map<SimulatedNode, Way>>();

  constructor(schedule: Schedule, latency: Latency, faults: readonly MessageFault[], takeIn: TakeIn) {
    this.schedule = schedule;
    this.latency = latency;
    this.judge = firstThatSpeaks(faults);
    this.takeIn = takeIn;
  }

  send(from: SimulatedNode, to: SimulatedNode, message: Message, envelope = NO_SECRETS): void {
    const way = this.way(from, to);
    const letter = letterOf(way, message);
    if (letter.sent > 0 && !letter.isTakenIn) for (const strike of letter.lostBy) strike.changedOutcome();
    letter.lostBy.length = 0;
    letter.sent += 1;
    way.sent += 1;
    const count = (way.sentByType.get(message.type) ?? 0) + 1;
    way.sentByType.set(message.type, count);
    const { now } = this.schedule;
    const key = `${from.name}>${to.name} ${message.type}#${count}`;
    const verdict = this.judge({ message, from, to, key, now });
    if (verdict.kind === 'drop') letter.lostBy.push(verdict.strike);
    else if (verdict.kind === 'pass') this.pass(way, letter, { message, envelope });
    else this.deliver(way, letter, { message, envelope }, verdict);
  }

  private pass(way: Way, letter: Letter, shipment: Shipment): void {
    const { message } = shipment;
    const kind = message.type === 'transfer.shipped' ? 'transfer' : 'message';
    const soonest = this.schedule.now + this.latency(way.from, way.to, message);
    const arrival = Math.max(soonest, way.lastArrival.get(kind) ?? 0);
    way.lastArrival.set(kind, arrival);
    const number = way.sent;
    this.schedule.at(arrival, () => {
      if (way.to.isUp) this.arrive(way, letter, shipment, number);
      else way.to.downBy?.changedOutcome();
    });
  }

  private deliver(way: Way, letter: Letter, sent: Shipment, verdict: Delivering): void {
    const number = way.sent;
    const repetition = letter.sent;
    const latency = this.latency(way.from, way.to, sent.message);
    const due = this.schedule.now + latency;
    const wasTakenIn = letter.isTakenIn;
    for (const [copy, delay] of verdict.delays.entries()) {
      this.schedule.after(latency + delay, () => {
        if (!way.to.isUp) return way.to.downBy?.changedOutcome();
        const arrival: Arrival = {
          isFirst: !letter.isTakenIn,
          isOvertaken: isOvertaken(way, number, due),
          isRepeated: !wasTakenIn && letter.sent > repetition,
        };
        if (verdict.isChange(arrival, copy)) verdict.strike.changedOutcome();
        this.arrive(way, letter, sent, number);
      });
    }
  }

  private arrive(way: Way, letter: Letter, { message, envelope }: Shipment, number: number): void {
    letter.isTakenIn = true;
    way.takenIn.push({ number, time: this.schedule.now });
    this.takeIn(way.to, message, envelope);
  }

  private way(from: SimulatedNode, to: SimulatedNode): Way {
    if (from === to) fail(`${from.name} sends a message to itself over the network`);
    let ways = this.ways.get(from);
    if (ways === undefined) this.ways.set(from, (ways = new Map<SimulatedNode, Way>()));
    let way = ways.get(to);
    if (way === undefined) {
      way = {
        from,
        to,
        sent: 0,
        takenIn: [],
        lastArrival: new Map(),
        sentByType: new Map(),
        letters: new Map(),
      };
      ways.set(to, way);
    }
    return way;
  }
}

/** Whether something that was sent later was taken in since the message was due. */
function isOvertaken({ takenIn }: Way, number: number, due: Microseconds): boolean {
  for (let index = takenIn.length - 1; index >= 0 && takenIn[index]!.time >= due; index--) {
    if (takenIn[index]!.number > number) return true;
  }
  return false;
}

function letterOf(way: Way, message: Message): Letter {
  const identity = messageIdentity(message);
  let letter = way.letters.get(identity);
  if (letter === undefined) {
    letter = { sent: 0, isTakenIn: false, lostBy: [] };
    way.letters.set(identity, letter);
  }
  return letter;
}
