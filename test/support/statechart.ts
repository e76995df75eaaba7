import fc from 'fast-check';
import { setup } from 'xstate';
import { apply } from '#machines/apply';
import type { Outcome } from '#machines/apply';

/** A random statechart within the subset that the compiler takes, as plain data. */
export interface Blueprint {
  readonly kind: 'atomic' | 'compound' | 'parallel';
  readonly children: readonly Blueprint[];
  /** Which child a compound state starts in. */
  readonly initial: number;
  readonly on: readonly { readonly descriptor: string; readonly candidates: readonly Candidate[] }[];
  readonly always: readonly Candidate[];
}

interface Candidate {
  readonly guard: GuardBlueprint | null;
  /** Numbers of states, modulo how many there are; a second one only where both can be active together. */
  readonly targets: readonly number[];
  readonly reenter: boolean;
  readonly rule: RuleBlueprint | null;
}

interface GuardBlueprint {
  readonly name: 'isSmall' | 'isAsEvent' | 'isBroken';
  readonly field: 'x' | 'y';
  readonly limit: number;
  readonly computed: boolean;
}

interface RuleBlueprint {
  readonly field: 'x' | 'y' | null;
  readonly factor: number;
  readonly messages: number;
  /** Throws when the context's x is this. */
  readonly throwsAt: number;
}

interface Tally {
  readonly x: number;
  readonly y: number;
}

export interface Tick {
  readonly type: string;
  readonly n: number;
}

interface Note {
  readonly type: 'note';
  readonly who: string;
  readonly x: number;
  readonly n: number;
}

const MODULUS = 6;
const EVENT_TYPES = ['a', 'a.b', 'a.b.c', 'd', 'e', 'unknown'] as const;
const DESCRIPTORS = ['a', 'a.b', 'a.*', 'a.b.*', 'd', 'd', 'e', '*'] as const;

export const tickArbitrary: fc.Arbitrary<Tick> = fc.record({
  type: fc.constantFrom(...EVENT_TYPES),
  n: fc.nat(MODULUS - 1),
});

const guardArbitrary: fc.Arbitrary<GuardBlueprint> = fc.record({
  name: fc.constantFrom('isSmall', 'isSmall', 'isSmall', 'isAsEvent', 'isAsEvent', 'isBroken'),
  field: fc.constantFrom('x', 'y'),
  limit: fc.nat(MODULUS),
  computed: fc.boolean(),
});

const ruleArbitrary: fc.Arbitrary<RuleBlueprint> = fc.record({
  field: fc.constantFrom('x', 'y', 'x', null),
  factor: fc.integer({ min: 1, max: 5 }),
  messages: fc.nat(2),
  throwsAt: fc.nat(4 * MODULUS),
});

const candidateArbitrary = (isEventless: boolean): fc.Arbitrary<Candidate> =>
  fc.record({
    guard: isEventless ? guardArbitrary : fc.option(guardArbitrary, { freq: 2 }),
    targets: fc.oneof(
      { weight: isEventless ? 0 : 1, arbitrary: fc.constant([]) },
      { weight: 4, arbitrary: fc.array(fc.nat(1000), { minLength: 1, maxLength: 2 }) },
    ),
    reenter: fc.boolean(),
    rule: isEventless ? fc.constant(null) : fc.option(ruleArbitrary, { freq: 4 }),
  });

const bodyArbitrary = {
  initial: fc.nat(10),
  on: fc.uniqueArray(
    fc.record({
      descriptor: fc.constantFrom(...DESCRIPTORS),
      candidates: fc.array(candidateArbitrary(false), { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 5, selector: ({ descriptor }) => descriptor },
  ),
  always: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(candidateArbitrary(true), { minLength: 1, maxLength: 2 }) },
  ),
};

const { tree } = fc.letrec<{ tree: Blueprint; leaf: Blueprint; branch: Blueprint }>((tie) => ({
  leaf: fc.record({ kind: fc.constant('atomic' as const), children: fc.constant([]), ...bodyArbitrary }),
  branch: fc.record({
    kind: fc.constantFrom('compound' as const, 'parallel' as const),
    children: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    ...bodyArbitrary,
  }),
  tree: fc.oneof({ maxDepth: 3, depthSize: 'small' }, tie('leaf'), tie('branch')),
}));

export const blueprintArbitrary: fc.Arbitrary<Blueprint> = fc.record({
  kind: fc.constantFrom('compound' as const, 'parallel' as const),
  children: fc.array(tree, { minLength: 1, maxLength: 3 }),
  ...bodyArbitrary,
});

interface Guarded {
  readonly context: Tally;
  readonly event: Tick;
}

interface Limit {
  readonly field: 'x' | 'y';
  readonly limit: number;
}

const chart = setup({
  types: { context: {} as Tally, events: {} as Tick, emitted: {} as Note, input: {} as Tally },
  guards: {
    isSmall: ({ context }: Guarded, { field, limit }: Limit) => context[field] < limit,
    isAsEvent: ({ context, event }: Guarded, { field, limit }: Limit) =>
      context[field] === (event.n + limit) % MODULUS,
    isBroken: ({ context }: Guarded, { field, limit }: Limit) => {
      if (context[field] === limit) throw new Error('a broken guard');
      return context[field] < limit;
    },
  },
});
type Config = Parameters<typeof chart.createMachine>[0];

/** The machine of a blueprint. */
export function machineOf(root: Blueprint) {
  const states: { readonly blueprint: Blueprint; readonly path: readonly Blueprint[] }[] = [];
  const number = (blueprint: Blueprint, above: readonly Blueprint[]) => {
    const path = [...above, blueprint];
    states.push({ blueprint, path });
    for (const child of blueprint.children) number(child, path);
  };
  number(root, []);
  const idOf = (blueprint: Blueprint) => `s${states.findIndex((state) => state.blueprint === blueprint)}`;

  const targetsOf = (targets: readonly number[]) => {
    const [first, second] = targets.map((target) => states[target % states.length]!);
    if (first === undefined) return undefined;
    const ids = [`#${idOf(first.blueprint)}`];
    if (second !== undefined && areConcurrent(first.path, second.path))
      ids.push(`#${idOf(second.blueprint)}`);
    return ids;
  };
  const transitionOf = (candidate: Candidate, who: string) => {
    const { guard, targets, reenter, rule } = candidate;
    const target = targetsOf(targets);
    return {
      reenter,
      ...(target === undefined ? {} : { target }),
      ...(guard === null ? {} : { guard: guardOf(guard) }),
      ...(rule === null ? {} : { actions: apply(ruleOf(rule, who)) }),
    };
  };
  const configOf = (blueprint: Blueprint): object => {
    const id = idOf(blueprint);
    const { kind, children, initial, on, always } = blueprint;
    return {
      id,
      ...(kind === 'parallel' ? { type: 'parallel' } : {}),
      ...(kind === 'compound' ? { initial: idOf(children[initial % children.length]!) } : {}),
      ...(children.length === 0
        ? {}
        : { states: Object.fromEntries(children.map((child) => [idOf(child), configOf(child)])) }),
      on: Object.fromEntries(
        on.map(({ descriptor, candidates }) => [
          descriptor,
          candidates.map((candidate, index) => transitionOf(candidate, `${id} ${descriptor} ${index}`)),
        ]),
      ),
      always: always.map((candidate) => transitionOf(candidate, id)),
    };
  };
  return chart.createMachine({
    ...configOf(root),
    context: ({ input }: { input: Tally }) => ({ x: input.x, y: input.y }),
    // XState goes round an eventless cycle for ever unless told otherwise.
    options: { maxIterations: 200 },
  } as unknown as Config);
}

/** Both can be active together: they part at a parallel state. */
function areConcurrent(a: readonly Blueprint[], b: readonly Blueprint[]): boolean {
  const fork = a.findIndex((state, index) => state !== b[index]);
  return fork > 0 && fork < b.length && a[fork - 1]!.kind === 'parallel';
}

function guardOf({ name, field, limit, computed }: GuardBlueprint): object {
  if (!computed) return { type: name, params: { field, limit } };
  return { type: name, params: ({ event }: Guarded) => ({ field, limit: (limit + event.n) % MODULUS }) };
}

function ruleOf({ field, factor, messages, throwsAt }: RuleBlueprint, who: string) {
  return ({ x, y }: Tally, { n }: Tick): Outcome<Tally, Note> => {
    if (x === throwsAt) throw new Error(`${who} throws`);
    const next = (x * factor + y + n + 1) % MODULUS;
    return {
      patch: field === null ? null : field === 'x' ? { x: next } : { y: next },
      messages: Array.from({ length: messages }, () => ({ type: 'note', who, x, n })),
    };
  };
}
