import type {
  AnyStateMachine,
  ContextFrom,
  EmittedFrom,
  EventFromLogic,
  EventObject,
  InputFrom,
  StateValue,
} from 'xstate';
import { fail } from '#src/domain/assertion';
import type { Executor, MachineActor } from './actor.ts';
import { compileMachine } from './compile.ts';
import type { CompiledMachine, CompiledTransition } from './compile.ts';
import { enabledTransition, enabledTransitions, settledTransitions } from './configuration.ts';
import type { Configuration } from './configuration.ts';
import type { Fields } from './guard.ts';

/**
 * Runs machines from transition tables that are compiled from the machine's own definition: same guards, same
 * rules, no interpreter. The supported subset is described at `compileMachine`; other machines are refused.
 */
export const compiled: Executor = {
  name: 'compiled',
  start: (machine, input) => new CompiledActor(compileMachine(machine), input),
};

// A cycle of eventless transitions would never end; no machine of sense takes so many for one event.
const MOST_EVENTLESS_STEPS = 1000;

const NO_MESSAGES: readonly never[] = [];

class CompiledActor<Machine extends AnyStateMachine> implements MachineActor<Machine> {
  private configuration: Configuration;
  // Changed in place, never replaced: copying a context costs more than all the rest of a step.
  private readonly fields: Fields;

  constructor(machine: CompiledMachine, input: InputFrom<Machine>) {
    this.fields = machine.initialContext(input);
    const start = { type: 'xstate.init', input };
    this.configuration = this.settle(machine.initial, start);
  }

  get value(): StateValue {
    return this.configuration.value;
  }

  get context(): ContextFrom<Machine> {
    return this.fields as ContextFrom<Machine>;
  }

  send(event: EventFromLogic<Machine>): readonly EmittedFrom<Machine>[] {
    const configuration = this.configuration;
    if (configuration.regions !== null) return this.sendToRegions(event);
    const transition = enabledTransition(configuration, this.fields, event);
    if (transition === null) {
      // An eventless guard may look at the event, even at one that nothing else takes.
      if (configuration.hasEventless) this.configuration = this.settle(configuration, event);
      return NO_MESSAGES;
    }
    const { rule } = transition;
    if (rule === null) {
      this.configuration = this.settle(configuration.after(transition), event);
      return NO_MESSAGES;
    }
    const { patch, messages } = rule(this.fields, event);
    if (patch !== null) this.commit(configuration, transition, patch as Fields, event);
    else this.configuration = this.settle(configuration.after(transition), event);
    return messages as readonly EmittedFrom<Machine>[];
  }

  private commit(
    configuration: Configuration,
    transition: CompiledTransition,
    patch: Fields,
    event: EventObject,
  ): void {
    const { fields } = this;
    const next = configuration.after(transition);
    // Only a guard can still fail; most patches have one key, so only more of them are remembered in a list.
    let first: unknown;
    let others: unknown[] | null = null;
    let count = 0;
    for (const key in patch) {
      if (count === 0) first = fields[key];
      else (others ??= []).push(fields[key]);
      count += 1;
      fields[key] = patch[key];
    }
    if (!next.hasEventless) {
      this.configuration = next;
      return;
    }
    try {
      this.configuration = this.settle(next, event);
    } catch (error) {
      count = 0;
      for (const key in patch) {
        fields[key] = count === 0 ? first : others![count - 1];
        count += 1;
      }
      throw error;
    }
  }

  /** Several regions may each take a transition, so each rule sees what the one before it changed. */
  private sendToRegions(event: EventObject): readonly EmittedFrom<Machine>[] {
    const { configuration, fields } = this;
    const transitions = enabledTransitions(configuration, fields, event);
    if (transitions.length === 0) {
      if (configuration.hasEventless) this.configuration = this.settle(configuration, event);
      return NO_MESSAGES;
    }
    const before = { ...fields };
    const emitted: unknown[] = [];
    try {
      for (const { rule } of transitions) {
        if (rule === null) continue;
        const { patch, messages } = rule(fields, event);
        if (patch !== null) Object.assign(fields, patch);
        emitted.push(...messages);
      }
      this.configuration = this.settle(configuration.afterAll(transitions), event);
    } catch (error) {
      for (const key of Object.keys(fields)) if (!(key in before)) delete fields[key];
      Object.assign(fields, before);
      throw error;
    }
    return emitted as EmittedFrom<Machine>[];
  }

  /** Follows eventless transitions until none is enabled, or those that are lead nowhere else. */
  private settle(configuration: Configuration, event: EventObject): Configuration {
    let settled = configuration;
    for (let step = 0; settled.hasEventless; step++) {
      if (step === MOST_EVENTLESS_STEPS) fail(`eventless transitions go round in circles at ${settled.name}`);
      const next: Configuration = this.eventlessStep(settled, event);
      if (next === settled) break;
      settled = next;
    }
    return settled;
  }

  private eventlessStep(configuration: Configuration, event: EventObject): Configuration {
    if (configuration.regions !== null) {
      return configuration.afterAll(settledTransitions(configuration, this.fields, event));
    }
    const transition = configuration.eventless(this.fields, event);
    return transition === null ? configuration : configuration.after(transition);
  }
}
