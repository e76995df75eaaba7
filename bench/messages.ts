import type { AnyStateMachine, EventObject, InputFrom } from 'xstate';
import { runPlan } from '#sim/run';
import type { Executor, MachineActor } from '#src/executor/actor';
import { WatchedActor } from '#src/executor/watched';
import { compiled } from '#src/executor/compiled';
import type { Messages, MessagesJob } from './job.ts';
import { cpuSince, peakBytes } from './meter.ts';
import { executorNamed, referencePlan } from './pinweir.ts';

/** Times the transitions alone: the messages of a run, without simulator, books and meters. */
export function measureMessages({ mode, executor: name, sales, cpuSeconds: least }: MessagesJob): Messages {
  const recording = new Recording();
  runPlan(referencePlan(sales), { mode, executor: recording.recorder(compiled), clock: () => 0 });
  const executor = executorNamed(name);
  let answers = recording.replay(executor).answers;
  let transitions = 0;
  let cpuSeconds = 0;
  while (cpuSeconds < least) {
    const once = recording.replay(executor);
    cpuSeconds += once.cpuSeconds;
    transitions += recording.length;
    if (once.answers !== answers) answers = NaN;
  }
  return { transitions, recorded: recording.length, answers, cpuSeconds, peakBytes: peakBytes() };
}

interface Replay {
  readonly cpuSeconds: number;
  /** Messages that the actors emitted. */
  readonly answers: number;
}

// Copies of so many events are made at a time: in a simulation, too, an event has just been made when it is taken in.
// A whole recording lies outside the processor's caches, and to fetch it took as long as the compiled transitions.
const BATCH = 1000;

/** Every actor that was started, and every event that one of them took in, in order. */
class Recording {
  private readonly starts: ((executor: Executor) => AnyActor)[] = [];
  private readonly receivers: number[] = [];
  private readonly events: EventObject[] = [];

  get length(): number {
    return this.events.length;
  }

  /** The same executor, with everything that it does written down here. */
  recorder(executor: Executor): Executor {
    return { ...executor, start: (machine, input) => this.start(executor, machine, input) };
  }

  /** Starts the same actors anew and feeds them the events; to start them and to copy is not counted. */
  replay(executor: Executor): Replay {
    const { events, receivers } = this;
    const actors = this.starts.map((start) => start(executor));
    let answers = 0;
    let cpuSeconds = 0;
    for (let first = 0; first < events.length; first += BATCH) {
      const batch = events.slice(first, first + BATCH).map((event) => ({ ...event }));
      const start = process.cpuUsage();
      for (let index = 0; index < batch.length; index++) {
        answers += actors[receivers[first + index]!]!.send(batch[index]!).length;
      }
      cpuSeconds += cpuSince(start);
    }
    return { cpuSeconds, answers };
  }

  private start<Machine extends AnyStateMachine>(
    executor: Executor,
    machine: Machine,
    input: InputFrom<Machine>,
  ): MachineActor<Machine> {
    const number = this.starts.length;
    this.starts.push((other) => other.start(machine, input) as AnyActor);
    return new WatchedActor(executor.start(machine, input), {
      sent: (event) => {
        this.receivers.push(number);
        // A copy: whoever sent it may use the object again.
        this.events.push({ ...event });
      },
      answered: () => {},
    });
  }
}

/** An actor for whoever only sends. */
interface AnyActor {
  send(event: EventObject): readonly unknown[];
}
