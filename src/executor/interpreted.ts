import { createActor } from 'xstate';
import type {
  Actor,
  AnyMachineSnapshot,
  AnyStateMachine,
  ContextFrom,
  EmittedFrom,
  EventFromLogic,
  InputFrom,
  StateValue,
} from 'xstate';
import type { Executor, MachineActor } from './actor.ts';

/** XState's own interpreter: the reference for what every other executor must do. */
export const interpreted: Executor = {
  name: 'interpreted',
  start: (machine, input) => new InterpretedActor(machine, input),
};

class InterpretedActor<Machine extends AnyStateMachine> implements MachineActor<Machine> {
  readonly #machine: Machine;
  #actor: Actor<Machine>;
  #snapshot: AnyMachineSnapshot;
  #emitted: EmittedFrom<Machine>[] = [];

  constructor(machine: Machine, input: InputFrom<Machine>) {
    this.#machine = machine;
    this.#actor = this.#startFrom({ input } as never);
    this.#snapshot = this.#actor.getSnapshot() as AnyMachineSnapshot;
  }

  get value(): StateValue {
    return this.#snapshot.value;
  }

  get context(): ContextFrom<Machine> {
    return this.#snapshot.context as ContextFrom<Machine>;
  }

  send(event: EventFromLogic<Machine>): readonly EmittedFrom<Machine>[] {
    // Messages count only when the whole step has succeeded, so they are collected first.
    this.#emitted = [];
    this.#actor.send(event);
    const snapshot = this.#actor.getSnapshot() as AnyMachineSnapshot;
    if (snapshot.status === 'error') {
      // A failed actor takes no more events: go on from the last good snapshot with a new one.
      this.#actor = this.#startFrom({ snapshot: this.#snapshot } as never);
      // XState tries eventless transitions in the order in which states were entered; a new actor forgets it.
      const nodes = (this.#actor.getSnapshot() as AnyMachineSnapshot)._nodes;
      nodes.splice(0, nodes.length, ...this.#snapshot._nodes);
      throw snapshot.error;
    }
    this.#snapshot = snapshot;
    return this.#emitted;
  }

  #startFrom(options: never): Actor<Machine> {
    const actor = createActor(this.#machine, options) as Actor<Machine>;
    actor.on('*', (message) => {
      this.#emitted.push(message as EmittedFrom<Machine>);
    });
    // Without a listener XState reports the error again, asynchronously.
    actor.subscribe({ error: () => {} });
    actor.start();
    const { status, error } = actor.getSnapshot() as AnyMachineSnapshot;
    if (status === 'error') throw error;
    return actor;
  }
}
