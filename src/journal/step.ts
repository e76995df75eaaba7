import type { AnyStateMachine } from 'xstate';
import type { Message } from '#machines/protocol';
import { ALARMS } from '#machines/protocol';
import { fail } from '#src/domain/assertion';
import type { MachineActor, MachineSnapshot } from '#src/executor/actor';
import { alarmChange } from './alarmTable.ts';
import type { AlarmChange } from './alarmTable.ts';
import { givesLife, stamped } from './stamp.ts';

export type Actors = ReadonlyMap<string, MachineActor<AnyStateMachine>>;

/** One actor's part in a step. */
export interface Delivery {
  readonly to: string;
  readonly message: Message;
  readonly answers: readonly Message[];
}

/** What one message from outside set going among a node's actors. */
export interface Course {
  readonly deliveries: readonly Delivery[];
  /** To actors of other nodes, in the order in which they were said. */
  readonly leaving: readonly Message[];
  readonly alarms: readonly AlarmChange[];
  /** Messages to actors that the node does not have. */
  readonly undeliverable: number;
}

// The actors of a node never talk so long about one message, unless two of them ask each other for ever.
const MOST_DELIVERIES = 10_000;

/**
 * Gives the message to its receiver, and everything that the node's actors then tell each other, first in first out.
 * When one of them throws, or `commit` at the end does, all are again what they were.
 */
export function runStep(
  node: string,
  actors: Actors,
  at: number,
  received: Message,
  commit: (course: Course) => void,
): Course {
  const before = new Map<MachineActor<AnyStateMachine>, MachineSnapshot>();
  try {
    const course = runThrough(node, actors, at, received, (actor) => {
      if (!before.has(actor)) before.set(actor, actor.snapshot());
    });
    commit(course);
    return course;
  } catch (error) {
    for (const [actor, snapshot] of before) actor.restore(snapshot);
    throw error;
  }
}

function runThrough(
  node: string,
  actors: Actors,
  at: number,
  received: Message,
  touch: (actor: MachineActor<AnyStateMachine>) => void,
): Course {
  const inside: Message[] = [received];
  const deliveries: Delivery[] = [];
  const leaving: Message[] = [];
  const alarms: AlarmChange[] = [];
  let undeliverable = 0;
  for (let next = 0; next < inside.length; next++) {
    if (next === MOST_DELIVERIES) fail(`the actors of ${node} answer each other for ever`);
    const actor = actors.get(inside[next]!.to);
    if (actor === undefined) {
      undeliverable += 1;
      continue;
    }
    const message = stamped(inside[next]!, at, givesLife(actor.context as { plan?: unknown }));
    touch(actor);
    const answers = actor.send(message) as readonly Message[];
    deliveries.push({ to: message.to, message, answers });
    for (const answer of answers) {
      if (answer.type === 'alarm.requested') alarms.push(alarmChange(answer, at));
      else if (isInside(node, answer.to, actors)) inside.push(answer);
      else leaving.push(answer);
    }
  }
  return { deliveries, leaving, alarms, undeliverable };
}

/** The node is the whole way to its own addresses, also to those where no one is at home. */
function isInside(node: string, address: string, actors: Actors): boolean {
  return actors.has(address) || address === node || address === ALARMS || address.startsWith(`${node}/`);
}
