import { describe, expect, test } from 'vitest';
import type { Executor } from '#src/executor/actor';
import { blank as context, kit, play } from './synthetic.ts';

const attempt = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return (error as Error).message;
  }
};

/** What every executor must do with parallel states and with failures. */
export function conformsInRegionsAndFailures(executor: Executor): void {
  describe('parallel states', () => {
    const twoRegions = kit.createMachine({
      context,
      type: 'parallel',
      states: {
        left: {
          initial: 'a',
          on: { self: { target: '#left' } },
          id: 'left',
          states: {
            a: { on: { both: { target: 'b', actions: 'addAndSay' }, one: 'b' } },
            b: { on: { back: { target: '#right.p' } } },
          },
        },
        right: {
          id: 'right',
          initial: 'p',
          states: {
            p: { on: { both: { target: 'q', actions: 'sayB' } } },
            q: { always: { guard: { type: 'isAtLeast', params: { count: 2 } }, target: 'r' } },
            r: {},
          },
        },
        idle: {},
      },
      on: { two: { target: ['#left.b', '#right.r'] }, top: { actions: 'sayC' } },
    });

    test('every region takes the event, in document order, and later rules see earlier patches', () => {
      const { values, actor } = play(executor, twoRegions);
      expect(values).toEqual([{ left: 'a', right: 'p', idle: {} }]);
      expect(actor.send({ type: 'both' })).toEqual([
        { type: 'heard', what: 'added', count: 0 },
        { type: 'heard', what: 'added again', count: 1 },
        { type: 'heard', what: 'b', count: 1 },
      ]);
      expect(actor.value).toEqual({ left: 'b', right: 'q', idle: {} });
    });

    test('eventless transitions of one region follow what another region changed', () => {
      const { values } = play(executor, twoRegions, { type: 'both', by: 2 });
      expect(values[1]).toEqual({ left: 'b', right: 'r', idle: {} });
    });

    test('an event for one region leaves the others alone, and the parent takes what none does', () => {
      const { values, heard } = play(executor, twoRegions, 'one', 'top');
      expect(values[1]).toEqual({ left: 'b', right: 'p', idle: {} });
      expect(heard).toEqual(['c']);
    });

    test('one transition may lead to several regions at once', () => {
      expect(play(executor, twoRegions, 'two').values[1]).toEqual({ left: 'b', right: 'r', idle: {} });
    });

    test('a region that targets itself resets itself and nothing else', () => {
      const { values } = play(executor, twoRegions, 'two', 'self');
      expect(values[2]).toEqual({ left: 'a', right: 'r', idle: {} });
    });

    test('a transition across regions leaves and enters the whole parallel state', () => {
      const { values } = play(executor, twoRegions, 'two', 'back');
      expect(values[2]).toEqual({ left: 'a', right: 'p', idle: {} });
    });

    test('of two transitions that leave the parallel state the first region wins, a deeper one over its parent', () => {
      const machine = kit.createMachine({
        context,
        initial: 'work',
        states: {
          work: {
            type: 'parallel',
            states: {
              left: { on: { go: { target: '#one', actions: 'sayA' } } },
              right: { on: { go: { target: '#two', actions: 'sayB' } } },
            },
            on: { go: { actions: 'fail' } },
          },
          one: { id: 'one' },
          two: { id: 'two' },
        },
      });
      const { values, heard } = play(executor, machine, 'go');
      expect([values[1], heard]).toEqual(['one', ['a']]);
    });

    test('parallel states stand inside parallel states', () => {
      const machine = kit.createMachine({
        context,
        type: 'parallel',
        states: {
          outer: {
            type: 'parallel',
            states: {
              x: { initial: 'a', states: { a: { on: { go: 'b' } }, b: {} } },
              y: { initial: 'a', states: { a: { on: { go: { guard: 'isLarge', target: 'b' } } }, b: {} } },
            },
          },
          z: { initial: 'a', states: { a: { always: { guard: 'isGo', target: 'b' } }, b: {} } },
        },
      });
      const { values } = play(executor, machine, 'other', 'go', { type: 'go', by: 10 });
      expect(values.slice(1)).toEqual([
        { outer: { x: 'a', y: 'a' }, z: 'a' },
        { outer: { x: 'b', y: 'a' }, z: 'b' },
        { outer: { x: 'b', y: 'b' }, z: 'b' },
      ]);
    });

    test('which region comes first in an eventless conflict does not change when something fails', () => {
      const [one, two] = ['#one', '#two'].map((target) => ({ guard: 'isPositive' as const, target }));
      const machine = kit.createMachine({
        context,
        initial: 'work',
        states: {
          work: {
            type: 'parallel',
            states: {
              left: {
                initial: 'a',
                states: { a: { always: one!, on: { shuffle: 'b' } }, b: { always: one! } },
              },
              right: { initial: 'a', states: { a: { always: two! } } },
            },
          },
          one: { id: 'one' },
          two: { id: 'two' },
        },
        on: { add: { actions: 'add' }, fail: { actions: 'fail' } },
      });
      // XState looks first at the state that was entered first: after the shuffle that is the right one's.
      expect(play(executor, machine, 'add').values.at(-1)).toBe('one');
      expect(play(executor, machine, 'shuffle', 'add').values.at(-1)).toBe('two');
      const { actor } = play(executor, machine, 'shuffle');
      expect(() => actor.send({ type: 'fail' })).toThrow('the rule fails');
      actor.send({ type: 'add' });
      expect(actor.value).toBe('two');
    });
  });

  describe('failures', () => {
    test('a rule that throws changes nothing, says nothing, and the actor goes on', () => {
      const machine = kit.createMachine({
        context,
        initial: 'a',
        states: {
          a: { on: { go: { target: 'b', actions: 'fail' }, add: { actions: 'addAndSay' }, next: 'b' } },
          b: {},
        },
      });
      const { actor } = play(executor, machine, 'add');
      expect(() => actor.send({ type: 'go' })).toThrow('the rule fails');
      expect([actor.value, actor.context]).toEqual(['a', { count: 1, seen: [] }]);
      expect(actor.send({ type: 'add' })).toHaveLength(2);
      expect(() => actor.send({ type: 'go' })).toThrow('the rule fails');
      actor.send({ type: 'next' });
      expect([actor.value, actor.context.count]).toEqual(['b', 2]);
    });

    test('a rule that throws in the second region undoes the first, whose messages are lost', () => {
      const machine = kit.createMachine({
        context,
        type: 'parallel',
        states: {
          left: {
            initial: 'a',
            states: { a: { on: { go: { target: 'b', actions: 'addAndSay' } } }, b: {} },
          },
          right: { on: { go: { actions: 'fail' } } },
        },
        on: { add: { actions: 'addAndSay' } },
      });
      const { actor } = play(executor, machine, 'add');
      expect(() => actor.send({ type: 'go' })).toThrow('the rule fails');
      expect([actor.value, actor.context.count]).toEqual([{ left: 'a', right: {} }, 1]);
      expect(actor.send({ type: 'add' })).toHaveLength(2);
    });

    test('a guard that throws changes nothing, before the rule or after it', () => {
      const machine = kit.createMachine({
        context,
        initial: 'a',
        states: {
          a: {
            on: {
              add: { actions: 'addAndSay' },
              guarded: { guard: 'isBroken', target: 'b' },
              settle: { target: 'b', actions: 'addAndSay' },
            },
          },
          b: { always: { guard: 'isBroken', target: 'a' } },
        },
      });
      const { actor } = play(executor, machine);
      expect(() => actor.send({ type: 'settle' })).toThrow('the guard fails');
      expect([actor.value, actor.context]).toEqual(['a', context]);
      expect(actor.send({ type: 'guarded' })).toEqual([]);
      expect(actor.send({ type: 'add' })).toHaveLength(2);
      expect(() => actor.send({ type: 'guarded' })).toThrow('the guard fails');
      expect([actor.value, actor.context.count]).toEqual(['a', 1]);
    });

    test('an eventless guard that throws in a region undoes every region', () => {
      const machine = kit.createMachine({
        context,
        type: 'parallel',
        states: {
          left: { initial: 'a', states: { a: { on: { go: { target: 'b', actions: 'addAndSay' } } }, b: {} } },
          right: { initial: 'a', states: { a: { always: { guard: 'isBroken', target: 'b' } }, b: {} } },
        },
      });
      const { actor } = play(executor, machine);
      expect(() => actor.send({ type: 'go' })).toThrow('the guard fails');
      expect([actor.value, actor.context]).toEqual([{ left: 'a', right: 'a' }, context]);
    });

    test('a machine whose first eventless guard throws does not start', () => {
      const machine = kit.createMachine({
        context: { ...context, count: 1 },
        initial: 'a',
        states: { a: { always: { guard: 'isBroken', target: 'b' } }, b: {} },
      });
      expect(attempt(() => executor.start(machine, undefined))).toContain('the guard fails');
    });

    test('a rule without patch and messages changes nothing', () => {
      const machine = kit.createMachine({ context, on: { go: { actions: 'nothing' } } });
      const { heard, count, values } = play(executor, machine, 'go');
      expect([heard, count, values]).toEqual([[], 0, [{}, {}]]);
    });
  });
}
