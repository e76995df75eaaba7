import { z } from 'zod';
import { parseAxis, valuesOf } from '#sim/experiment/axis';
import type { Axis } from '#sim/experiment/axis';
import { parseDuration } from '#sim/scenario/duration';
import type { SettingValue } from '#sim/scenario/setting';
import { choice, count, entry, percent, percentFraction, say } from '#sim/scenario/words';

const aFloor = say('a share such as 99.5 %, or a number', 'write what the figure must reach');
/** Of these more is better, so that “at least” makes sense; all are known without being asked for. */
const FIGURES = [
  'fillRate',
  'requestFillRate',
  'meanOnHand',
  'finalOnHand',
  'timeToFirstStockoutHours',
] as const;
const range = say(
  'values in steps, such as 2 d..8 d:0.25 d or 10..60:5',
  'write the least, the most and the step',
);

const order = say(
  'values of which each is larger than the one before',
  'write the least first: the search takes for granted that more is better',
);

const smallest = z
  .record(
    z.string(),
    z.string({ error: range }).superRefine((text, context) => {
      const axis = parseAxis(`value=${text}`);
      if ('expected' in axis || valuesOf(axis) === null) context.addIssue({ code: 'custom', message: range });
    }),
    {
      error: say(
        'paths into the scenario, each with its values',
        'write a path and values, such as stockRule.daysOfCover.desired: 2 d..8 d:0.25 d',
      ),
    },
  )
  .superRefine((paths, context) => {
    const [first] = Object.entries(paths);
    // What moves along with the first may move as it likes.
    if (first !== undefined && !isAscending(first[1])) {
      context.addIssue({ code: 'custom', path: [first[0]], message: order });
    }
    const sizes = new Set(Object.entries(paths).map(([path, text]) => sizeOf(path, text)));
    if (sizes.has(null) || sizes.size === 1) return;
    const message = say(
      'paths with the same number of values, because they move together',
      'change the ranges',
      sizes.size === 0 ? 'no path' : `${[...sizes].join(' and ')} values`,
    );
    context.addIssue({ code: 'custom', message });
  });

/** Words have no order of their own: theirs is the one in which they stand. */
function isAscending(text: string): boolean {
  const axis = parseAxis(`value=${text}`);
  const sizes = 'expected' in axis ? [] : (valuesOf(axis) ?? []).map((value) => sizeOfValue(value));
  return sizes.every((size, index) => index === 0 || !(size <= sizes[index - 1]!));
}

/** Not a number where it has none. */
function sizeOfValue(value: SettingValue): number {
  if (typeof value !== 'string') return Number(value);
  const duration = parseDuration(value);
  return 'microseconds' in duration ? duration.microseconds : (percentFraction(value) ?? Number.NaN);
}

/** A one-sided bound is one end of an interval of twice the doubt, which needs some doubt, and less than half. */
const confidence = percent.superRefine((written, context) => {
  const value = percentFraction(written);
  if (value === null || value < 0 || value > 1 || (value > 0.5 && value < 1)) return;
  const message = say('a percentage above 50 % and below 100 %', 'write a percentage such as 95 %');
  context.addIssue({ code: 'custom', message });
});

function sizeOf(path: string, text: string): number | null {
  const axis = parseAxis(`${path}=${text}`);
  return 'expected' in axis ? null : (valuesOf(axis)?.length ?? null);
}

export const goalSchema = entry('a goal', {
  smallest: smallest.describe(
    'What is to be as small as possible: paths into this file and the values to try, which move together.',
  ),
  figure: choice(FIGURES).describe('The figure that must be reached, such as fillRate.'),
  of: choice(['the network', 'every server', 'every variety'])
    .optional()
    .describe('Whose figure; every server if left out.'),
  atLeast: z
    .union([percent, z.number({ error: aFloor })], { error: aFloor })
    .describe('What it must reach, such as 99.5 %.'),
  confidence: confidence.optional().describe('Of the lower bound that must reach it; 95 % if left out.'),
  replications: count('replications', 2).optional().describe('Runs at each value; 20 if left out.'),
});

/** The smallest values at which a figure is reached for sure. */
export interface Goal {
  readonly axes: readonly Axis[];
  readonly figure: string;
  readonly of: 'the network' | 'every server' | 'every variety';
  readonly atLeast: number;
  /** It was written as a percentage. */
  readonly isShare: boolean;
  /** One-sided. */
  readonly confidence: number;
  readonly replications: number;
}

export function resolveGoal(given: z.infer<typeof goalSchema>): Goal {
  const {
    smallest: paths,
    figure,
    of = 'every server',
    atLeast,
    confidence = '95 %',
    replications = 20,
  } = given;
  const axes = Object.entries(paths).map(([path, text]) => parseAxis(`${path}=${text}`) as Axis);
  const isShare = typeof atLeast === 'string';
  const floor = isShare ? (percentFraction(atLeast) ?? 0) : atLeast;
  return {
    axes,
    figure,
    of,
    atLeast: floor,
    isShare,
    confidence: percentFraction(confidence) ?? 0.95,
    replications,
  };
}
