import type {
  AnyStateMachine,
  ContextFrom,
  EmittedFrom,
  EventFromLogic,
  EventObject,
  StateValue,
} from 'xstate';
import { fail } from '#src/domain/assertion';
import type { Executor, MachineActor, MachineSnapshot } from './actor.ts';
import { compileMachine } from './compile.ts';
import type { CompiledMachine } from './compile.ts';
import { enabledTransition, enabledTransitions, settledTransitions } from './configuration.ts';
import type { Configuration } from './configuration.ts';
import type { Fields } from './guard.ts';
import type { Merges } from './merge.ts';

/**
 * Runs machines from transition tables that are compiled from the machine's own definition: same guards, same
 * rules, no interpreter. The supported subset is described at `compileMachine`; other machines are refused.
 */
export const compiled: Executor = {
  name: 'compiled',
  start(machine, input) {
    const compilation = compileMachine(machine);
    const fields = compilation.initialContext(input);
    const configuration = settle(compilation.initial, fields, { type: 'xstate.init', input } as EventObject);
    return new CompiledActor(compilation, configuration, fields);
  },
  restore(machine, { state, context }) {
    const compilation = compileMachine(machine);
    return new CompiledActor(compilation, compilation.initial.withKey(state), context as Fields);
  },
};

// A cycle of eventless transitions would never end; no machine of sense takes so many for one event.
const MOST_EVENTLESS_STEPS = 1000;

const NO_MESSAGES: readonly never[] = [];

class CompiledActor<Machine extends AnyStateMachine> implements MachineActor<Machine> {
  private configuration: Configuration;
  private fields: Fields;
  private merges: Merges;
  private readonly machine: CompiledMachine;

  constructor(machine: CompiledMachine, configuration: Configuration, fields: Fields) {
    this.machine = machine;
    this.configuration = configuration;
    this.fields = fields;
    this.merges = machine.mergesFor(fields);
  }

  get value(): StateValue {
    return this.configuration.value;
  }

  get context(): ContextFrom<Machine> {
    return this.fields as ContextFrom<Machine>;
  }

  send(event: EventFromLogic<Machine>): readonly EmittedFrom<Machine>[] {
    const { configuration, fields } = this;
    if (configuration.regions !== null) return this.sendToRegions(event);
    const transition = enabledTransition(configuration, fields, event);
    if (transition === null) {
      // An eventless guard may look at the event, even at one that nothing else takes.
      if (configuration.hasEventless) this.configuration = settle(configuration, fields, event);
      return NO_MESSAGES;
    }
    const next = configuration.after(transition);
    const { rule } = transition;
    if (rule === null) {
      this.configuration = settle(next, fields, event);
      return NO_MESSAGES;
    }
    const { patch, messages } = rule(fields, event);
    const changed = patch === null ? fields : this.merges.of(transition.index)(fields, patch as Fields);
    // Nothing is kept before the last guard has answered: whatever throws leaves the actor as it was.
    this.configuration = next.hasEventless ? settle(next, changed, event) : next;
    this.fields = changed;
    return messages as readonly EmittedFrom<Machine>[];
  }

  snapshot(): MachineSnapshot<Machine> {
    return { state: this.configuration.key, context: this.fields as ContextFrom<Machine> };
  }

  restore({ state, context }: MachineSnapshot<Machine>): void {
    this.configuration = this.configuration.withKey(state);
    this.fields = context as Fields;
    this.merges = this.machine.mergesFor(this.fields);
  }

  /** Several regions may each take a transition, so each rule sees what the one before it changed. */
  private sendToRegions(event: EventObject): readonly EmittedFrom<Machine>[] {
    const { configuration } = this;
    let { fields } = this;
    const transitions = enabledTransitions(configuration, fields, event);
    const emitted: unknown[] = [];
    for (const { rule, index } of transitions) {
      if (rule === null) continue;
      const { patch, messages } = rule(fields, event);
      if (patch !== null) fields = this.merges.of(index)(fields, patch as Fields);
      emitted.push(...messages);
    }
    this.configuration = settle(configuration.afterAll(transitions), fields, event);
    this.fields = fields;
    return emitted as EmittedFrom<Machine>[];
  }
}

/** Follows eventless transitions until none is enabled, or those that are lead nowhere else. */
function settle(configuration: Configuration, fields: Fields, event: EventObject): Configuration {
  let settled = configuration;
  for (let step = 0; settled.hasEventless; step++) {
    if (step === MOST_EVENTLESS_STEPS) fail(`eventless transitions go round in circles at ${settled.name}`);
    const next = eventlessStep(settled, fields, event);
    if (next === settled) break;
    settled = next;
  }
  return settled;
}

function eventlessStep(configuration: Configuration, fields: Fields, event: EventObject): Configuration {
  if (configuration.regions !== null) {
    return configuration.afterAll(settledTransitions(configuration, fields, event));
  }
  const transition = configuration.eventless(fields, event);
  return transition === null ? configuration : configuration.after(transition);
}
