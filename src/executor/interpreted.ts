import { createActor } from 'xstate';
import type {
  Actor,
  AnyMachineSnapshot,
  AnyStateMachine,
  AnyStateNode,
  ContextFrom,
  EmittedFrom,
  EventFromLogic,
  StateValue,
} from 'xstate';
import type { Executor, MachineActor, MachineSnapshot } from './actor.ts';
import { stateKey, statesOf } from './stateKey.ts';

/** XState's own interpreter: the reference for what every other executor must do. */
export const interpreted: Executor = {
  name: 'interpreted',
  start: (machine, input) => new InterpretedActor(machine, { input }, null),
  restore: (machine, snapshot) => new InterpretedActor(machine, ...resolve(machine, snapshot)),
};

class InterpretedActor<Machine extends AnyStateMachine> implements MachineActor<Machine> {
  readonly #machine: Machine;
  #actor: Actor<Machine>;
  #snapshot: AnyMachineSnapshot;
  #emitted: EmittedFrom<Machine>[] = [];

  constructor(machine: Machine, options: object, nodes: readonly AnyStateNode[] | null) {
    this.#machine = machine;
    this.#actor = this.#startFrom(options, nodes);
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
      this.#actor = this.#startFrom({ snapshot: this.#snapshot }, this.#snapshot._nodes);
      throw snapshot.error;
    }
    this.#snapshot = snapshot;
    return this.#emitted;
  }

  snapshot(): MachineSnapshot<Machine> {
    return { state: stateKey(this.#snapshot._nodes), context: this.context };
  }

  restore(snapshot: MachineSnapshot<Machine>): void {
    this.#actor = this.#startFrom(...resolve(this.#machine, snapshot));
    this.#snapshot = this.#actor.getSnapshot() as AnyMachineSnapshot;
  }

  #startFrom(options: object, nodes: readonly AnyStateNode[] | null): Actor<Machine> {
    const actor = createActor(this.#machine, options as never) as Actor<Machine>;
    actor.on('*', (message) => {
      this.#emitted.push(message as EmittedFrom<Machine>);
    });
    // Without a listener XState reports the error again, asynchronously.
    actor.subscribe({ error: () => {} });
    actor.start();
    const { status, error, _nodes: own } = actor.getSnapshot() as AnyMachineSnapshot;
    if (status === 'error') throw error;
    // XState tries eventless transitions in the order in which states were entered; a new actor forgets it.
    if (nodes !== null) own.splice(0, own.length, ...nodes);
    return actor;
  }
}

/** What XState starts an actor from, and the order of its states, which XState does not keep. */
function resolve<Machine extends AnyStateMachine>(
  machine: Machine,
  { state, context }: MachineSnapshot<Machine>,
): [object, readonly AnyStateNode[]] {
  const nodes = statesOf<AnyStateNode>(machine.root, childrenOf, state);
  const value = valueOf(machine.root, new Set(nodes));
  return [{ snapshot: machine.resolveState({ value, context } as never) }, nodes];
}

function childrenOf(node: AnyStateNode): readonly AnyStateNode[] {
  return Object.values(node.states);
}

function valueOf(node: AnyStateNode, active: ReadonlySet<AnyStateNode>): StateValue {
  const children = childrenOf(node).filter((child) => active.has(child));
  const [only] = children;
  if (node.type === 'compound' && only!.type === 'atomic') return only!.key;
  return Object.fromEntries(children.map((child) => [child.key, valueOf(child, active)]));
}
