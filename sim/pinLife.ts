import type { AnyStateMachine } from 'xstate';
import type { Message } from '#machines/protocol';
import { holdsPin } from '#src/domain/pin';
import type { Pin } from '#src/domain/pin';
import type { Microseconds } from '#src/domain/time';
import type { Executor, MachineActor } from '#src/executor/actor';
import { compiled } from '#src/executor/compiled';
import { WatchedActor } from '#src/executor/watched';
import { carriesPin, describePinMessage } from '#src/journal/pinWords';
import { InvariantViolation } from './invariantViolation.ts';
import type { Plan } from './plan.ts';
import { Simulation } from './simulation.ts';
import type { SimulationOptions } from './simulation.ts';

/** One thing that befell a PIN. */
export interface PinEvent {
  readonly time: Microseconds;
  readonly what: string;
}

/**
 * Runs the plan again and tells all that happened to one PIN: where it began, and every message that carried it,
 * when it was sent and when it was taken in. Ends where the run ends or breaks.
 */
export function pinLife(plan: Plan, options: SimulationOptions, pin: Pin): readonly PinEvent[] {
  const events: PinEvent[] = [];
  let now = (): Microseconds => 0;
  const note = (what: string): void => {
    events.push({ time: now(), what });
  };
  const executor = watch(options.executor ?? compiled, (message, isSent) => {
    if (carriesPin(message, pin)) note(describePinMessage(message, isSent, pin));
  });
  const simulation = new Simulation(plan, { ...options, executor });
  now = () => simulation.now;
  for (const { entry, address } of simulation.network.cells) {
    if (entry.kind === 'inventory' && holdsPin(entry.actor.context.stock.ranges, pin)) {
      note(`in the opening stock of ${address}`);
    }
  }
  try {
    simulation.run();
  } catch (error) {
    if (!(error instanceof InvariantViolation)) throw error;
  }
  return events;
}

type MessageWatcher = (message: Message, isSent: boolean) => void;

/** The same executor, with someone who sees what each actor takes in and what it answers. */
function watch(executor: Executor, watcher: MessageWatcher): Executor {
  const watched = <Machine extends AnyStateMachine>(actor: MachineActor<Machine>) =>
    new WatchedActor(actor, {
      // Every machine of a network speaks the protocol, and nothing else.
      sent: (event) => watcher(event as Message, false),
      answered: (answers) => {
        for (const answer of answers) watcher(answer as unknown as Message, true);
      },
    });
  return {
    name: executor.name,
    start: (machine, input) => watched(executor.start(machine, input)),
    restore: (machine, snapshot) => watched(executor.restore(machine, snapshot)),
  };
}
