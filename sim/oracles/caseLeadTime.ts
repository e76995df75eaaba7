import { z } from 'zod';
import { hours, known } from './caseWords.ts';

/**
 * The laws of lead times. Where theory has more than one way to say the same, any of them will do; what is said twice
 * must agree.
 */

const positive = z.number().gt(0);
const notNegative = z.number().min(0);

type Json = Readonly<Record<string, unknown>>;

/** A law in the words of the scenario language, with its mean. */
export interface Law {
  readonly meanHours: number;
  readonly scenario: string | Json;
}

const FACTOR_TOLERANCE = 1e-6;

function agree(given: number | undefined, computed: number): boolean {
  return given === undefined || Math.abs(given - computed) <= FACTOR_TOLERANCE * computed;
}

interface Context {
  addIssue(issue: { code: 'custom'; path: string[]; message: string }): void;
}

function disagree(context: Context, given: number | undefined, computed: number): void {
  const message = `found ${given}, expected ${computed}, the mean that the rest of it has; change one of the two`;
  if (!agree(given, computed)) context.addIssue({ code: 'custom', path: ['meanHours'], message });
}

function constant<const Name extends string>(dist: Name) {
  return known({ dist: z.literal(dist), meanHours: positive }).transform(({ meanHours }): Law => ({
    meanHours,
    scenario: hours(meanHours),
  }));
}

const exponential = known({ dist: z.literal('exponential'), meanHours: positive }).transform(
  ({ meanHours }): Law => ({ meanHours, scenario: { distribution: 'exponential', mean: hours(meanHours) } }),
);

/** A gamma law whose shape is whole is an Erlang law. */
function erlang<const Name extends string>(dist: Name) {
  return known({ dist: z.literal(dist), meanHours: positive, shape: z.int().min(1) }).transform(
    ({ meanHours, shape }): Law => ({
      meanHours,
      scenario: { distribution: 'erlang', mean: hours(meanHours), shape },
    }),
  );
}

const ENDS = [
  ['fromHours', 'toHours'],
  ['minHours', 'maxHours'],
  ['lowHours', 'highHours'],
] as const;

const uniform = known({
  dist: z.literal('uniform'),
  meanHours: positive.optional(),
  fromHours: notNegative.optional(),
  toHours: positive.optional(),
  minHours: notNegative.optional(),
  maxHours: positive.optional(),
  lowHours: notNegative.optional(),
  highHours: positive.optional(),
}).transform((given, context): Law => {
  const [ends, ...others] = ENDS.filter(([from, to]) => given[from] !== undefined || given[to] !== undefined);
  const [from, to] = ends === undefined ? [] : [given[ends[0]], given[ends[1]]];
  if (from === undefined || to === undefined || others.length > 0) {
    const message = 'expected fromHours and toHours, the shortest and the longest; write both, and once';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
  const meanHours = (from + to) / 2;
  disagree(context, given.meanHours, meanHours);
  return { meanHours, scenario: { distribution: 'uniform', from: hours(from), to: hours(to) } };
});

const lognormal = known({
  dist: z.literal('lognormal'),
  meanHours: positive,
  coefficientOfVariation: positive.optional(),
  cv: positive.optional(),
  sdHours: positive.optional(),
}).transform(({ meanHours, coefficientOfVariation, cv, sdHours }, context): Law => {
  const [variation, ...others] = [
    coefficientOfVariation,
    cv,
    sdHours === undefined ? sdHours : sdHours / meanHours,
  ].filter((one) => one !== undefined);
  if (variation === undefined || others.length > 0) {
    const message = 'expected coefficientOfVariation (or cv, or sdHours); write one of them';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
  return {
    meanHours,
    scenario: { distribution: 'lognormal', mean: hours(meanHours), coefficientOfVariation: variation },
  };
});

const hyperexponential = known({
  dist: z.literal('hyperexponential'),
  meanHours: positive.optional(),
  probabilities: z.array(positive).min(1),
  meansHours: z.array(positive).min(1),
}).transform(({ meanHours: given, probabilities, meansHours }, context): Law => {
  const meanHours = probabilities.reduce((sum, share, phase) => sum + share * (meansHours[phase] ?? 0), 0);
  // Lists of unlike lengths the scenario language refuses.
  if (probabilities.length === meansHours.length) disagree(context, given, meanHours);
  return {
    meanHours,
    scenario: { distribution: 'hyperexponential', probabilities, means: meansHours.map(hours) },
  };
});

const one = z.discriminatedUnion('dist', [
  constant('constant'),
  constant('deterministic'),
  exponential,
  erlang('erlang'),
  erlang('gamma'),
  uniform,
  lognormal,
  hyperexponential,
]);

const SEQUENTIAL = 'sequential';

/** A lead time; "sequential" and a law, such as "sequentialExponential": one worker, one PIN after another. */
export const leadTime = z.unknown().transform((given, context): Law => {
  const dist = typeof given === 'object' && given !== null && 'dist' in given ? given.dist : undefined;
  const isSequential = typeof dist === 'string' && dist.startsWith(SEQUENTIAL);
  const law = isSequential
    ? dist.charAt(SEQUENTIAL.length).toLowerCase() + dist.slice(SEQUENTIAL.length + 1)
    : dist;
  const parsed = one.safeParse(isSequential ? { ...(given as object), dist: law } : given);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      context.addIssue({ code: 'custom', path: [...issue.path], message: issue.message });
    }
    return z.NEVER;
  }
  if (!isSequential) return parsed.data;
  const { meanHours, scenario: perPin } = parsed.data;
  return { meanHours, scenario: { distribution: 'one at a time', perPin } };
});
