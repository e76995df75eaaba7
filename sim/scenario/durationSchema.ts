import { z } from 'zod';
import { parseDuration } from '#sim/scenario/duration';
import { count, durationText, entry, say } from '#sim/scenario/words';

const meanAboveZero = durationText('above zero').describe('Mean duration, such as 24 h.');

const distribution = z.discriminatedUnion(
  'distribution',
  [
    entry('a duration', { distribution: z.literal('constant'), mean: meanAboveZero }),
    entry('a duration', { distribution: z.literal('exponential'), mean: meanAboveZero }),
    entry('a duration', {
      distribution: z.literal('uniform'),
      from: durationText('zero allowed').describe('Shortest duration.'),
      to: durationText('above zero').describe('Longest duration.'),
    }).superRefine(({ from, to }, context) => {
      const [shortest, longest] = [parseDuration(from), parseDuration(to)];
      if (!('microseconds' in shortest && 'microseconds' in longest)) return;
      if (shortest.microseconds < longest.microseconds) return;
      const message = say(`a duration above from, which is ${from}`, 'make to longer, or from shorter');
      context.addIssue({ code: 'custom', path: ['to'], message });
    }),
    entry('a duration', {
      distribution: z.literal('erlang'),
      mean: meanAboveZero,
      shape: count('phases', 1).describe('Phases; the more, the less it varies. 1 is exponential.'),
    }),
    entry('a duration', {
      distribution: z.literal('lognormal'),
      mean: meanAboveZero,
      coefficientOfVariation: z
        .number({ error: say('a number above 0', 'write standard deviation / mean, such as 0.5') })
        .gt(0, { error: say('a number above 0', 'write standard deviation / mean, such as 0.5') })
        .describe('Standard deviation divided by the mean.'),
    }),
  ],
  {
    error: say(
      'one of constant, exponential, uniform, erlang, lognormal',
      'name the distribution, such as distribution: exponential',
    ),
  },
);

/** A duration as text, or as a map with a distribution; `zero` says whether it may be 0. */
export function duration(zero: 'zero allowed' | 'above zero') {
  return z.union([durationText(zero), distribution], {
    error: say(
      'a number and a unit: ms, s, min, h, d or w; or a map with a distribution',
      'write a number and a unit, such as 24 h',
    ),
  });
}
