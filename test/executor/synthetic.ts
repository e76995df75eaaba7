import { setup } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import { apply } from '#machines/apply';
import type { Executor } from '#src/executor/actor';

/** A small machine's memory. */
export interface Memory {
  readonly count: number;
  readonly seen: readonly string[];
}

export interface Cue {
  readonly type: string;
  readonly by?: number;
}

interface Heard {
  readonly type: 'heard';
  readonly what: string;
  readonly count: number;
}

interface Guarded {
  readonly context: Memory;
  readonly event: Cue;
}

const add = ({ count, seen }: Memory, { by = 1, type }: Cue) => ({
  patch: { count: count + by, seen: [...seen, type] },
  messages: [],
});

const say =
  (what: string) =>
  ({ count }: Memory) => ({ patch: null, messages: [{ type: 'heard' as const, what, count }] });

const addAndSay =
  (what: string) =>
  ({ count }: Memory, { by = 1 }: Cue) => ({
    patch: { count: count + by },
    messages: [
      { type: 'heard' as const, what, count },
      { type: 'heard' as const, what: `${what} again`, count: count + by },
    ],
  });

const fail = (): never => {
  throw new Error('the rule fails');
};

/** What the conformance suite's machines are made of. */
export const kit = setup({
  types: { context: {} as Memory, events: {} as Cue, emitted: {} as Heard },
  guards: {
    isPositive: ({ context }: Guarded) => context.count > 0,
    isAtLeast: ({ context }: Guarded, { count }: { readonly count: number }) => context.count >= count,
    isLarge: ({ event }: Guarded) => (event.by ?? 0) > 9,
    isGo: ({ event }: Guarded) => event.type === 'go',
    isAlways: () => true,
    isNever: () => false,
    isBroken: ({ context }: Guarded) => {
      if (context.count > 0) throw new Error('the guard fails');
      return false;
    },
  },
  actions: {
    add: apply(add),
    sayA: apply(say('a')),
    sayB: apply(say('b')),
    sayC: apply(say('c')),
    addAndSay: apply(addAndSay('added')),
    nothing: apply(() => ({ patch: null, messages: [] })),
    fail: apply<Memory, Cue, Heard>(fail),
  },
});

export const blank: Memory = { count: 0, seen: [] };

type SyntheticMachine = ReturnType<typeof kit.createMachine>;

/** The values, the counts and what was heard, after the start and after each event. */
export function play(executor: Executor, machine: AnyStateMachine, ...cues: readonly (Cue | string)[]) {
  const actor = executor.start(machine as SyntheticMachine, undefined);
  const values: unknown[] = [actor.value];
  const heard: string[] = [];
  for (const cue of cues) {
    for (const { what } of actor.send(typeof cue === 'string' ? { type: cue } : cue)) heard.push(what);
    values.push(actor.value);
  }
  const { count, seen } = actor.context;
  return { actor, values, heard, count, seen };
}
