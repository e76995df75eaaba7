import type { AnyStateMachine, InputFrom } from 'xstate';
import type { MachineActor } from '#src/executor/actor';
import { compiled } from '#src/executor/compiled';

/** A compiled actor, for a network of machines of several kinds. */
export function startActor<Machine extends AnyStateMachine>(
  machine: Machine,
  input: InputFrom<Machine>,
): MachineActor<AnyStateMachine> {
  return compiled.start(machine, input) as MachineActor<AnyStateMachine>;
}

/** The node of an actor at "node" or "node/name". */
export function nodeOf(address: string): string {
  return address.split('/')[0]!;
}
