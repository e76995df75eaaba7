import {
  and,
  assign,
  emit,
  fromPromise,
  log,
  not,
  or,
  raise,
  sendTo,
  setup,
  spawnChild,
  stateIn,
} from 'xstate';
import type { AnyStateMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { apply } from '#machines/apply';
import { UnsupportedConstruct } from '#src/executor/actor';
import { compiled } from '#src/executor/compiled';
import { interpreted } from '#src/executor/interpreted';

interface Memory {
  readonly count: number;
}

const context: Memory = { count: 0 };
const rule = apply<Memory, { type: string }, { type: string }>(() => ({ patch: null, messages: [] }));
const child = fromPromise(() => Promise.resolve(1));

const base = setup({
  types: { context: {} as Memory, events: {} as { type: string }, emitted: {} as { type: string } },
  actors: { child },
  actions: { rule, plain: () => {}, count: assign({ count: 1 }) },
  guards: { isOn: () => true, isEither: or([() => true, () => false]) },
});

type Config = Parameters<typeof base.createMachine>[0];
const inA = (a: object): AnyStateMachine =>
  base.createMachine({ id: 'm', context, initial: 'a', states: { a, b: {} } } as Config);
const onGo = (transition: object): AnyStateMachine => inA({ on: { go: transition } });
const GO = "m.a, transition on 'go'";

/** What is refused, the machine that has it, what the error calls it, and where. */
const refused: readonly (readonly [string, AnyStateMachine, string | RegExp, string])[] = [
  ['an entry action', inA({ entry: 'rule' }), 'an entry action', 'm.a'],
  ['an exit action', inA({ exit: 'rule' }), 'an exit action', 'm.a'],
  ['an invoked actor', inA({ invoke: { src: 'child' } }), 'an invoked actor', 'm.a'],
  ['a delayed transition', inA({ after: { 10: 'b' } }), 'a delayed transition (after)', 'm.a'],
  ['a final state', inA({ initial: 'x', states: { x: { type: 'final' } } }), 'a final state', 'm.a.x'],
  [
    'a history state',
    inA({ initial: 'x', states: { x: {}, h: { type: 'history' } } }),
    'a history state',
    'm.a.h',
  ],
  ['onDone', inA({ initial: 'x', states: { x: {} }, onDone: 'b' }), 'onDone', 'm.a'],
  [
    'an action on the initial transition',
    inA({ initial: { target: 'x', actions: 'rule' }, states: { x: {} } }),
    'an action on the initial transition',
    'm.a',
  ],
  [
    'an action on an eventless transition',
    inA({ always: { guard: 'isOn', target: 'b', actions: 'rule' } }),
    'an action',
    'm.a, eventless transition',
  ],
  ['an output of the machine', base.createMachine({ id: 'm', context, output: 1 } as Config), 'output', 'm'],
  [
    'a wildcard before the end of a descriptor',
    inA({ on: { 'a.*.c': { target: 'b' } } }),
    'a wildcard inside a descriptor',
    "m.a, transition on 'a.*.c'",
  ],
  [
    'a wildcard at the beginning of a descriptor',
    inA({ on: { '*.c': { target: 'b' } } }),
    'a wildcard inside a descriptor',
    "m.a, transition on '*.c'",
  ],
  ['several actions', onGo({ actions: ['rule', 'rule'] }), 'several actions', GO],
  ['an action with params', onGo({ actions: { type: 'rule', params: { n: 1 } } }), /params.*'rule'/, GO],
  ['an action without implementation', onGo({ actions: 'missing' }), /'missing'.*no implementation/, GO],
  ['a named plain function as action', onGo({ actions: 'plain' }), /plain function.*'plain'/, GO],
  ['an inline plain function as action', onGo({ actions: () => {} }), /plain function/, GO],
  ['a named assign', onGo({ actions: 'count' }), /xstate\.assign.*'count'/, GO],
  ['an inline assign', onGo({ actions: assign({ count: 1 }) }), 'the action xstate.assign', GO],
  ['emit', onGo({ actions: emit({ type: 'x' }) }), 'the action xstate.emit', GO],
  ['raise', onGo({ actions: raise({ type: 'x' }) }), 'the action xstate.raise', GO],
  ['sendTo', onGo({ actions: sendTo('x', { type: 'x' }) }), 'the action xstate.sendTo', GO],
  ['spawnChild', onGo({ actions: spawnChild('child') }), 'the action xstate.spawnChild', GO],
  ['log', onGo({ actions: log('x') }), 'the action xstate.log', GO],
  ['an inline guard', onGo({ guard: () => true, target: 'b' }), 'an inline guard', GO],
  ['and', onGo({ guard: and(['isOn']), target: 'b' }), /higher-order guard/, GO],
  ['or', onGo({ guard: or(['isOn']), target: 'b' }), /higher-order guard/, GO],
  ['not', onGo({ guard: not('isOn'), target: 'b' }), /higher-order guard/, GO],
  ['stateIn', onGo({ guard: stateIn('a'), target: 'b' }), /higher-order guard/, GO],
  ['a named higher-order guard', onGo({ guard: 'isEither', target: 'b' }), /'isEither'/, GO],
  [
    'a guard without implementation',
    onGo({ guard: 'isGone', target: 'b' }),
    /'isGone'.*no implementation/,
    GO,
  ],
  ['a route', inA({ id: 'a', route: {} }), 'a route', 'a'],
];

const refusalOf = (act: () => unknown): UnsupportedConstruct => {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(UnsupportedConstruct);
    return error as UnsupportedConstruct;
  }
  return expect.fail('the machine was not refused');
};

describe('the compiled executor', () => {
  test.each(refused)('refuses %s, and says what and where', (_, machine, construct, where) => {
    const refusal = refusalOf(() => compiled.start(machine, undefined));
    expect(refusal.construct).toMatch(construct);
    expect(refusal.where).toBe(where);
    expect(refusal.name).toBe('UnsupportedConstruct');
    expect(refusal.message).toBe(
      `${where}: the compiled executor does not support ${refusal.construct}; ${refusal.message.split('; ')[1]}`,
    );
  });

  test('refuses in states however deep, and at the second candidate too', () => {
    const machine = base.createMachine({
      id: 'm',
      context,
      type: 'parallel',
      states: {
        a: {
          initial: 'x',
          states: { x: { on: { go: [{ guard: 'isOn', actions: 'rule' }, { actions: 'plain' }] } } },
        },
      },
    });
    expect(refusalOf(() => compiled.start(machine, undefined)).where).toBe("m.a.x, transition on 'go'");
  });

  test.each(['spawn', 'self'] as const)('refuses an initial context that touches %s', (name) => {
    const machine = base.createMachine({
      id: 'm',
      context: (args) => ({ count: args[name] === undefined ? 0 : 1 }),
    });
    const refusal = refusalOf(() => compiled.start(machine, undefined));
    expect([refusal.construct, refusal.where]).toEqual([name, 'm, initial context']);
  });

  test.each(['self', 'system'] as const)('refuses a guard that touches %s, when it does', (name) => {
    const guards = { isOn: (args: object) => (args as Record<string, unknown>)[name] !== undefined };
    const machine = onGo({ guard: 'isOn', target: 'b' }).provide({ guards });
    const actor = compiled.start(machine, undefined);
    const refusal = refusalOf(() => actor.send({ type: 'go' }));
    expect([refusal.construct, refusal.where]).toEqual([`${name} in a guard`, GO]);
    expect(actor.value).toBe('a');
  });

  test('takes tags, meta, descriptions and an initial target as an object', () => {
    const machine = base.createMachine({
      id: 'm',
      context,
      description: 'about',
      initial: { target: 'a' },
      states: {
        a: {
          tags: ['x'],
          meta: {},
          description: 'here',
          on: { go: { target: 'b', description: 'on', meta: {} } },
        },
        b: {},
      },
    });
    for (const executor of [compiled, interpreted]) {
      const actor = executor.start(machine, undefined);
      actor.send({ type: 'go' });
      expect(actor.value).toBe('b');
    }
  });

  test('takes a guard or an action that machine.provide put in the place of a missing one', () => {
    const machine = onGo({ guard: 'isGone', actions: 'missing', target: 'b' }).provide({
      guards: { isGone: () => true },
      actions: { missing: rule },
    });
    const actor = compiled.start(machine, undefined);
    actor.send({ type: 'go' });
    expect(actor.value).toBe('b');
  });
});
