import { getShortestPaths } from '@xstate/graph';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import type { AnyMachineSnapshot, AnyStateNode } from 'xstate';
import type { Message } from '#machines/protocol';
import { dealerSamples } from '../support/dealerSamples.ts';
import { inventorySamples } from '../support/inventorySamples.ts';
import { Lockstep } from '../support/lockstep.ts';
import { lotSamples } from '../support/lotSamples.ts';
import { nodeSamples } from '../support/samples.ts';
import type { Sample } from '../support/samples.ts';

const samples = [...nodeSamples, ...inventorySamples, ...dealerSamples, ...lotSamples];
const SIZES = [1, 2];

const eventsIn = (sample: Sample, context: unknown): readonly Message[] => [
  ...SIZES.flatMap((n) => sample.events(context, n)),
  ...sample.wild(context, 1).slice(-2),
];

/**
 * Each situation that events lead to, by the shortest way, and one more event of each kind there. An event is
 * given as its place in `eventsIn`: counters are folded away, so its numbers differ from way to way.
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
  return paths.flatMap(({ state, steps }) => {
    const way = steps.slice(1).map(({ event }) => places.get(event)!);
    return events(state as AnyMachineSnapshot).map((_, place) => [...way, place]);
  });
}

function nodesOf(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesOf)];
}

const transitionsOf = (node: AnyStateNode): readonly object[] => [
  ...[...node.transitions.values()].flat(),
  ...(node.always ?? []),
];

/** An actor that notes the states and transitions that XState itself says it was in and took. */
function observe(sample: Sample, visited: Set<unknown>): (event: Message) => void {
  const actor = createActor(sample.machine, {
    input: sample.input,
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
  return (event) => {
    actor.send(event);
    look();
  };
}

const machines = [...new Set(samples.map(({ machine }) => machine))];

describe('both executors, on every path of @xstate/graph', () => {
  const visited = new Map(machines.map((machine) => [machine, new Set<unknown>()]));

  test.each(samples)('do the same with a $title', (sample) => {
    for (const walk of walksThrough(sample)) {
      const actors = new Lockstep(sample.machine, sample.input);
      const note = observe(sample, visited.get(sample.machine)!);
      for (const place of walk) {
        const events = eventsIn(sample, actors.reference.context);
        const event = events[place % events.length]!;
        expect(actors.send(event).error).toBeNull();
        note(event);
      }
    }
  });

  test.each(machines)('reach every state and take every transition of the $id', (machine) => {
    const seen = visited.get(machine)!;
    const nodes = nodesOf(machine.root);
    expect(nodes.filter((node) => !seen.has(node)).map(({ id }) => id)).toEqual([]);
    const transitions = nodes.flatMap(transitionsOf);
    expect(transitions.length).toBeGreaterThan(2);
    expect(transitions.filter((transition) => !seen.has(transition)).map(String)).toEqual([]);
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
