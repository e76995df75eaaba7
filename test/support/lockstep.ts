import { isDeepStrictEqual } from 'node:util';
import type { AnyStateMachine, EventFromLogic, InputFrom } from 'xstate';
import { expect } from 'vitest';
import type { MachineActor, MachineSnapshot } from '#src/executor/actor';
import { compiled } from '#src/executor/compiled';
import { interpreted } from '#src/executor/interpreted';

/** What an actor did with one event, as far as anyone outside can tell. */
export interface Step {
  readonly value: unknown;
  readonly context: object;
  readonly messages: readonly unknown[];
  readonly error: string | null;
}

/** The same machine in both executors, event by event; a step that differs fails the test. */
export class Lockstep<Machine extends AnyStateMachine> {
  readonly reference: MachineActor<Machine>;
  readonly subject: MachineActor<Machine>;

  constructor(machine: Machine, input: InputFrom<Machine>) {
    this.reference = interpreted.start(machine, input);
    this.subject = compiled.start(machine, input);
    this.compare([], null, null);
  }

  /** Puts both where an actor was when that snapshot was taken. */
  restore(snapshot: MachineSnapshot<Machine>): void {
    this.reference.restore(snapshot);
    this.subject.restore(snapshot);
    this.compare([], null, null);
  }

  /** Sends `event` to both; gives what both did. */
  send(event: EventFromLogic<Machine>): Step {
    freeze(event);
    const reference = attempt(this.reference, event);
    const subject = attempt(this.subject, event);
    if (!isDeepStrictEqual(reference.messages, subject.messages)) {
      expect(subject.messages, `messages of ${event.type}`).toStrictEqual(reference.messages);
    }
    this.compare(subject.messages, reference.error, subject.error);
    return subject;
  }

  private compare(messages: readonly unknown[], reference: string | null, subject: string | null): void {
    expect(subject === null, `${subject ?? 'no error'} as against ${reference ?? 'no error'}`).toBe(
      reference === null,
    );
    if (subject !== null && reference !== null && !subject.includes('in circles')) {
      // XState says around a guard's error where the guard stands.
      expect(reference).toContain(subject);
    }
    const [a, b] = [stateOf(this.reference), stateOf(this.subject)];
    if (!isDeepStrictEqual(a, b)) expect(b).toStrictEqual(a);
    // Contexts and messages are values: whoever changes one later is found out by a TypeError.
    for (const { context } of [a, b]) for (const field of Object.values(context)) freeze(field);
    freeze(messages);
  }
}

/** One event to one actor; if it throws, nothing may have changed. */
function attempt<Machine extends AnyStateMachine>(
  actor: MachineActor<Machine>,
  event: EventFromLogic<Machine>,
): Step {
  const before = stateOf(actor);
  try {
    const messages = actor.send(event);
    return { ...stateOf(actor), messages, error: null };
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TypeError) throw error;
    expect(stateOf(actor)).toStrictEqual(before);
    return { ...before, messages: [], error: error.message };
  }
}

/** The compiled executor changes a context in place, so it is copied; its fields are values. */
function stateOf(actor: MachineActor<AnyStateMachine>): {
  readonly value: unknown;
  readonly context: object;
} {
  return { value: actor.value, context: { ...(actor.context as object) } };
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}
