import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { UnknownState } from '#src/executor/actor';
import type { Executor, MachineActor, MachineSnapshot } from '#src/executor/actor';
import { compiled } from '#src/executor/compiled';
import { interpreted } from '#src/executor/interpreted';
import { inventorySamples } from '../support/inventorySamples.ts';
import { nodeSamples } from '../support/samples.ts';
import { blank as context, kit } from './synthetic.ts';
import type { Cue } from './synthetic.ts';

const throughJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/** Everything that one event does, with what the actor is afterwards. */
function deed(actor: MachineActor<AnyStateMachine>, event: { readonly type: string }): unknown {
  let messages: unknown;
  try {
    messages = actor.send(event);
  } catch {
    messages = 'failed';
  }
  return throughJson({ messages, value: actor.value, snapshot: actor.snapshot() });
}

// Which region's eventless transition is tried first depends on which state was entered first, so the same value has
// two futures.
const orderMatters = kit.createMachine({
  id: 'order',
  context,
  type: 'parallel',
  states: {
    left: {
      initial: 'a',
      states: { a: { on: { left: 'b' } }, b: { on: { home: 'a' }, always: lead('#of/left') } },
    },
    right: {
      initial: 'p',
      states: { p: { on: { right: 'q' } }, q: { on: { home: 'p' }, always: lead('#order.aim.right') } },
    },
    aim: { initial: 'none', states: { none: {}, 'by left': { id: 'of/left' }, right: {} } },
  },
  on: { add: { actions: 'add' }, fail: { actions: 'fail' }, reset: { target: '#order', reenter: true } },
});

function lead(target: string) {
  return { guard: { type: 'isAtLeast' as const, params: { count: 2 } }, target };
}

/** What every executor must do to stop an actor and go on with it later or elsewhere. */
export function conformsInSnapshots(executor: Executor): void {
  describe('snapshots', () => {
    const cue: fc.Arbitrary<Cue> = fc.record({
      type: fc.constantFrom('left', 'right', 'home', 'add', 'fail', 'reset', 'unknown'),
    });

    test.each([interpreted, compiled])(
      'are taken up by the $name executor as if nothing had been',
      (other) => {
        fc.assert(
          fc.property(fc.array(cue, { maxLength: 12 }), fc.array(cue, { maxLength: 12 }), (before, after) => {
            const actor = executor.start(orderMatters, undefined) as MachineActor<AnyStateMachine>;
            for (const event of before) deed(actor, event);
            const snapshot = throughJson(actor.snapshot());
            const heir = other.restore(orderMatters as AnyStateMachine, snapshot);
            expect(throughJson([heir.value, heir.snapshot()])).toEqual(throughJson([actor.value, snapshot]));
            for (const event of after) expect(deed(heir, event)).toEqual(deed(actor, event));
            actor.restore(snapshot);
            heir.restore(snapshot);
            for (const event of after) expect(deed(heir, event)).toEqual(deed(actor, event));
          }),
          { numRuns: 300, seed: 11 },
        );
      },
    );

    test.each([...nodeSamples, ...inventorySamples])('bring back a $title at any moment', (sample) => {
      const choice = fc.record({
        kind: fc.nat(1000),
        n: fc.integer({ min: 0, max: 6 }),
        isStop: fc.boolean(),
      });
      fc.assert(
        fc.property(fc.array(choice, { maxLength: 40, size: 'max' }), (choices) => {
          const steady = interpreted.start(sample.machine, sample.input);
          let restless = executor.start(sample.machine, sample.input);
          for (const { kind, n, isStop } of choices) {
            const events = sample.events(steady.context, n);
            const event = events[kind % events.length]!;
            if (isStop) restless = executor.restore(sample.machine, throughJson(restless.snapshot()));
            expect(deed(restless, event)).toEqual(deed(steady, event));
          }
        }),
        { numRuns: 20, seed: 5 },
      );
    });

    test('share the context with the actor and are not changed by what it does next', () => {
      const actor = executor.start(orderMatters, undefined);
      const snapshot = actor.snapshot();
      expect(snapshot.context).toBe(actor.context);
      actor.send({ type: 'add' });
      expect(snapshot.context).toEqual(context);
      expect(executor.restore(orderMatters, snapshot).context).toEqual(context);
    });

    test.each([
      ['a state that the machine does not have', 'order order.middle', 'it has no state order.middle'],
      ['a state twice', 'order order', 'a state is named twice'],
      ['no outermost state', 'order.left order.left.a', 'its outermost state is missing'],
      ['too few states', 'order order.left order.left.a', 'order has 1 active states and not 3'],
      ['nothing', '', 'it has no state '],
    ])('that name %s are refused with the reason', (_, state, reason) => {
      const snapshot = { state, context } as unknown as MachineSnapshot<typeof orderMatters>;
      const restore = () => executor.restore(orderMatters, snapshot);
      expect(restore).toThrow(UnknownState);
      const actor = executor.start(orderMatters, undefined);
      expect(() => actor.restore(snapshot)).toThrow(UnknownState);
      expect(actor.value).toEqual({ left: 'a', right: 'p', aim: 'none' });
      expect(restore).toThrow(`order cannot be in the state "${state}": ${reason}`);
    });
  });
}
