import { describe, expect, test } from 'vitest';
import type { Executor } from '#src/executor/actor';
import { blank as context, kit, play } from './synthetic.ts';

/** What every executor must do; a new executor is a line in conformance.test.ts. */
export function conforms(executor: Executor): void {
  describe('choosing a transition', () => {
    test('an event that no state takes changes nothing and says nothing', () => {
      const machine = kit.createMachine({ context, initial: 'a', states: { a: { on: { go: 'b' } }, b: {} } });
      const { values, heard, count } = play(executor, machine, 'stay', 'go', 'go');
      expect(values).toEqual(['a', 'a', 'b', 'b']);
      expect([heard, count]).toEqual([[], 0]);
    });

    test('a machine of one atomic state works by its own transitions', () => {
      const machine = kit.createMachine({ context, on: { go: { actions: 'add' } } });
      const { values, count } = play(executor, machine, 'go', { type: 'go', by: 4 }, 'other');
      expect([values, count]).toEqual([[{}, {}, {}, {}], 5]);
    });

    test('the first candidate whose guard holds is taken, an unguarded one else', () => {
      const machine = kit.createMachine({
        context,
        initial: 'a',
        states: {
          a: {
            on: {
              go: [
                { guard: { type: 'isAtLeast', params: { count: 2 } }, target: 'b' },
                { guard: 'isNever', actions: 'fail' },
                { guard: 'isPositive', actions: 'addAndSay' },
                { actions: 'add' },
              ],
            },
          },
          b: {},
        },
      });
      const { values, heard, seen } = play(executor, machine, 'go', 'go', 'go');
      expect(values).toEqual(['a', 'a', 'a', 'b']);
      expect(heard).toEqual(['added', 'added again']);
      expect(seen).toEqual(['go']);
    });

    test('computed guard params see the context and the event', () => {
      const machine = kit.createMachine({
        context: { ...context, count: 3 },
        initial: 'a',
        states: {
          a: {
            on: {
              go: {
                guard: { type: 'isAtLeast', params: ({ event }) => ({ count: event.by ?? 0 }) },
                target: 'b',
              },
              twice: {
                guard: { type: 'isAtLeast', params: (args) => ({ count: args.context.count * 2 }) },
                target: 'b',
              },
            },
          },
          b: {},
        },
      });
      const { values } = play(executor, machine, { type: 'go', by: 4 }, 'twice', { type: 'go', by: 3 });
      expect(values).toEqual(['a', 'a', 'a', 'b']);
    });

    test('an inner state comes before its parent, and a parent takes what the child does not', () => {
      const machine = kit.createMachine({
        context,
        initial: 'a',
        on: { top: { actions: 'sayC' } },
        states: {
          a: {
            on: { both: { actions: 'sayA' }, go: { actions: 'sayA' } },
            initial: 'x',
            states: {
              x: { on: { both: { actions: 'sayB' }, go: { guard: 'isNever', target: 'y' } } },
              y: {},
            },
          },
        },
      });
      expect(play(executor, machine, 'both', 'go', 'top').heard).toEqual(['b', 'a', 'c']);
    });

    test('a transition without target and action forbids the event to the states above', () => {
      const machine = kit.createMachine({
        context,
        initial: 'a',
        on: { go: { actions: 'sayA' } },
        states: { a: { on: { go: {}, next: 'b' } }, b: {} },
      });
      expect(play(executor, machine, 'go', 'next', 'go').heard).toEqual(['a']);
    });

    test('an exact match comes before wildcards, and the longer wildcard before the shorter', () => {
      const machine = kit.createMachine({
        context,
        on: {
          '*': { actions: 'sayC' },
          'a.*': { actions: 'sayB' },
          'a.b': { guard: 'isPositive', actions: 'sayA' },
          'a.b.c': { actions: 'add' },
        },
      });
      const { heard } = play(executor, machine, 'a.b', 'a', 'a.x.y', 'ab', 'z', 'a.b.c', 'a.b');
      expect(heard).toEqual(['b', 'b', 'b', 'c', 'c', 'a']);
    });

    test("a child's wildcard comes before its parent's exact match", () => {
      const machine = kit.createMachine({
        context,
        initial: 'a',
        on: { go: { actions: 'sayA' } },
        states: { a: { on: { '*': { actions: 'sayB' } } } },
      });
      expect(play(executor, machine, 'go').heard).toEqual(['b']);
    });
  });

  describe('going somewhere', () => {
    test('a deep target enters all states above it, and its own initial states', () => {
      const machine = kit.createMachine({
        context,
        initial: 'a',
        states: {
          a: { on: { go: '#deep', up: 'b' } },
          b: {
            initial: 'x',
            states: {
              x: {},
              y: { id: 'deep', initial: 'p', states: { p: { on: { back: '#top' } }, q: {} } },
            },
          },
        },
        id: 'top',
      });
      const { values } = play(executor, machine, 'go', 'back', 'up');
      expect(values).toEqual(['a', { b: { y: 'p' } }, 'a', { b: 'x' }]);
    });

    test('a parent as target of its own transition resets its child, whether it re-enters or not', () => {
      const machine = kit.createMachine({
        context,
        initial: 'a',
        states: {
          a: {
            initial: 'x',
            states: { x: { on: { next: 'y' } }, y: {} },
            on: { inside: '.y', same: { target: 'a' }, again: { target: 'a', reenter: true } },
          },
        },
      });
      const { values } = play(executor, machine, 'inside', 'same', 'next', 'again');
      expect(values).toEqual([{ a: 'x' }, { a: 'y' }, { a: 'x' }, { a: 'y' }, { a: 'x' }]);
    });

    test('the actions and messages of a transition happen once wherever it leads', () => {
      const machine = kit.createMachine({
        context,
        initial: 'a',
        states: {
          a: { on: { go: { target: 'a', reenter: true, actions: 'addAndSay' } } },
        },
      });
      expect(play(executor, machine, 'go').heard).toEqual(['added', 'added again']);
    });
  });

  describe('eventless transitions', () => {
    test('a chain is followed to its end, also before the first event', () => {
      const machine = kit.createMachine({
        context,
        initial: 'a',
        states: {
          a: { always: 'b' },
          b: { always: { guard: 'isPositive', target: 'c' }, on: { go: { actions: 'add' } } },
          c: { always: [{ guard: 'isNever', target: 'a' }, { target: 'd' }] },
          d: {},
        },
      });
      expect(play(executor, machine, 'other', 'go').values).toEqual(['b', 'b', 'd']);
    });

    test("a parent's counts as well, after its child's", () => {
      const machine = kit.createMachine({
        context,
        initial: 'a',
        states: {
          a: {
            always: { guard: 'isPositive', target: 'done' },
            initial: 'x',
            states: { x: { always: { guard: 'isPositive', target: 'y' } }, y: {} },
          },
          done: {},
        },
        on: { go: { actions: 'add' } },
      });
      expect(play(executor, machine, 'go').values).toEqual([{ a: 'x' }, 'done']);
    });

    test('its guard sees the event, even one that no state takes', () => {
      const machine = kit.createMachine({
        context,
        initial: 'a',
        states: { a: { always: { guard: 'isGo', target: 'b' } }, b: {} },
      });
      expect(play(executor, machine, 'other', 'go').values).toEqual(['a', 'a', 'b']);
    });

    test('one that leads to where the machine is already ends the chain', () => {
      const machine = kit.createMachine({
        context,
        initial: 'a',
        states: { a: { always: { guard: 'isAlways', target: 'a' }, on: { go: { actions: 'add' } } } },
      });
      const { values, count } = play(executor, machine, 'go');
      expect([values, count]).toEqual([['a', 'a'], 1]);
    });
  });

  test('actors of one machine do not share anything', () => {
    const machine = kit.createMachine({ context, on: { go: { actions: 'addAndSay' } } });
    const first = play(executor, machine, 'go', 'go');
    const second = play(executor, machine);
    expect([first.count, second.count, context.count]).toEqual([2, 0, 0]);
  });

  test('messages of one event come in the order in which the rule gave them, with their contents', () => {
    const machine = kit.createMachine({ context, on: { go: { actions: 'addAndSay' } } });
    expect(executor.start(machine, undefined).send({ type: 'go', by: 2 })).toEqual([
      { type: 'heard', what: 'added', count: 0 },
      { type: 'heard', what: 'added again', count: 2 },
    ]);
  });
}
