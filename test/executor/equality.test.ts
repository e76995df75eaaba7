import { getShortestPaths } from '@xstate/graph';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode, StateValue } from 'xstate';
import type { Message } from '#machines/protocol';
import { dealerSamples } from '../support/dealerSamples.ts';
import { inventorySamples } from '../support/inventorySamples.ts';
import { Lockstep } from '../support/lockstep.ts';
import { lotSamples } from '../support/lotSamples.ts';
import { productSamples } from '../support/productSamples.ts';
import { nodeSamples } from '../support/samples.ts';
import type { Sample } from '../support/samples.ts';

const samples = [...nodeSamples, ...inventorySamples, ...dealerSamples, ...lotSamples, ...productSamples];
const SIZES = [1, 2];

function eventsIn(sample: Sample, context: unknown): readonly Message[] {
  const events = SIZES.flatMap((n) => sample.events(context, n));
  // Many are the same in every size.
  const unlike = new Map(events.map((event) => [JSON.stringify(event), event]));
  return [...unlike.values(), ...sample.wild(context, 1).slice(-2)];
}

/**
 * Each situation that events lead to, by the shortest way. An event is given as its place in `eventsIn`: counters are
 * folded away, so its numbers differ from way to way.
 */
function walksThrough(sample: Sample): readonly (readonly number[])[] {
  const places = new WeakMap<object, number>();
  const events = ({ context }: AnyMachineSnapshot) => {
    const list = eventsIn(sample, context);
    list.forEach((event, place) => places.set(event, place));
    return list;
  };
  const paths = getShortestPaths(sample.machine, {
    input: sample.input,
    events,
    serializeState: ({ value, context }: AnyMachineSnapshot) =>
      JSON.stringify([value, sample.fold(context)]) as never,
    stopWhen: ({ context }: AnyMachineSnapshot) => sample.isFar(context),
  });
  return paths.map(({ steps }) => steps.slice(1).map(({ event }) => places.get(event)!));
}

function nodesOf(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesOf)];
}

const transitionsOf = (node: AnyStateNode): readonly object[] => [
  ...[...node.transitions.values()].flat(),
  ...(node.always ?? []),
];

/** Notes the states and transitions that XState itself says an actor in that situation is in and takes. */
function observe(sample: Sample, visited: Set<unknown>, { value, context }: Situation, event: Message): void {
  const actor = createActor(sample.machine, {
    snapshot: sample.machine.resolveState({ value: value as StateValue, context: context as object }),
    inspect: (step) => {
      if (step.type !== '@xstate.microstep') return;
      for (const transition of step._transitions) {
        visited.add(transition);
        // A state that is only passed through is left by a transition of its own.
        visited.add(transition.source);
      }
    },
  });
  const look = () => {
    for (const node of (actor.getSnapshot() as AnyMachineSnapshot)._nodes) visited.add(node);
  };
  actor.start();
  look();
  actor.send(event);
  look();
}

interface Situation {
  readonly value: unknown;
  readonly context: unknown;
}

const machines = [...new Set(samples.map(({ machine }) => machine))];

describe('both executors, on every path of @xstate/graph', () => {
  const visited = new Map(machines.map((machine) => [machine, new Set<unknown>()]));

  /** States and transitions of the machine in which no actor has been. */
  const missing = (machine: AnyStateMachine) => {
    const nodes = nodesOf(machine.root);
    return [...nodes, ...nodes.flatMap(transitionsOf)].filter((one) => !visited.get(machine)!.has(one));
  };

  test.each(samples)('do the same with a $title', (sample) => {
    for (const walk of walksThrough(sample)) {
      const actors = new Lockstep(sample.machine, sample.input);
      for (const place of walk) {
        const events = eventsIn(sample, actors.reference.context);
        expect(actors.send(events[place % events.length]!).error).toBeNull();
      }
      // One more event of each kind, each as if the others had not been.
      const [{ value, context }, snapshot] = [actors.reference, actors.reference.snapshot()];
      for (const event of eventsIn(sample, context)) {
        actors.restore(snapshot);
        expect(actors.send(event).error).toBeNull();
        if (missing(sample.machine).length > 0) {
          observe(sample, visited.get(sample.machine)!, { value, context }, event);
        }
      }
    }
  });

  test.each(machines)('reach every state and take every transition of the $id', (machine) => {
    expect(nodesOf(machine.root).flatMap(transitionsOf).length).toBeGreaterThan(2);
    expect(missing(machine).map(String)).toEqual([]);
  });
});

describe('both executors, on random sequences of up to 200 events', () => {
  test.each(samples)('do the same with a $title, also at messages that make no sense', (sample) => {
    const seen = { events: 0, errors: 0, messages: 0 };
    const choice = fc.record({ kind: fc.nat(1000), n: fc.integer({ min: 0, max: 6 }), isWild: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(choice, { maxLength: 200, size: 'max' }), (choices) => {
        const actors = new Lockstep(sample.machine, sample.input);
        for (const { kind, n, isWild } of choices) {
          const { context } = actors.reference;
          const messages = isWild === 0 ? sample.wild(context, n) : sample.events(context, n);
          const { error, messages: emitted } = actors.send(messages[kind % messages.length]!);
          seen.events += 1;
          if (error !== null) seen.errors += 1;
          seen.messages += emitted.length;
        }
      }),
      { numRuns: 60, seed: 7 },
    );
    expect(seen.events).toBeGreaterThan(3000);
    expect(seen.messages).toBeGreaterThan(500);
    expect(seen.errors).toBeLessThan(seen.events / 2);
  });

  test('rules throw at malformed messages often enough to matter', () => {
    let errors = 0;
    for (const sample of samples) {
      const actors = new Lockstep(sample.machine, sample.input);
      for (const message of sample.wild(actors.reference.context, 2)) {
        if (actors.send(message).error !== null) errors += 1;
      }
    }
    expect(errors).toBeGreaterThan(30);
  });
});
