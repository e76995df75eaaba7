import { z } from 'zod';
import { parseAxis, valuesOf } from '#sim/experiment/axis';
import type { Axis } from '#sim/experiment/axis';
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
    const sizes = new Set(Object.entries(paths).map(([path, text]) => sizeOf(path, text)));
    if (sizes.has(null) || sizes.size === 1) return;
    const message = say(
      'paths with the same number of values, because they move together',
      'change the ranges',
      sizes.size === 0 ? 'no path' : `${[...sizes].join(' and ')} values`,
    );
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
  confidence: percent.optional().describe('Of the lower bound that must reach it; 95 % if left out.'),
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
