import { z } from 'zod';
import { parseDuration } from '#sim/scenario/duration';
import { count, durationText, entry, say } from '#sim/scenario/words';

const meanAboveZero = durationText('above zero').describe('Mean duration, such as 24 h.');

const share = z
  .number({ error: say('a number above 0 and at most 1', 'write a share such as 0.8') })
  .gt(0, { error: say('a number above 0 and at most 1', 'write a share such as 0.8') })
  .max(1, { error: say('a number above 0 and at most 1', 'write a share such as 0.8') });

const atLeastOne = { error: say('a list with at least one entry', 'write a list such as [2 h, 20 h]') };

const hyperexponential = entry('a duration', {
  distribution: z.literal('hyperexponential'),
  probabilities: z.array(share, atLeastOne).min(1, atLeastOne).describe('Shares that add to 1.'),
  means: z.array(meanAboveZero, atLeastOne).min(1, atLeastOne).describe('The mean of each share.'),
}).superRefine(({ probabilities, means }, context) => {
  const sum = probabilities.reduce((total, one) => total + one, 0);
  if (Math.abs(sum - 1) > 1e-9) {
    const message = say('shares that add to 1', 'change the shares', `shares that add to ${+sum.toFixed(9)}`);
    context.addIssue({ code: 'custom', path: ['probabilities'], message });
  }
  if (means.length !== probabilities.length) {
    const message = say(
      `${probabilities.length} means, one for each share`,
      'write as many means as probabilities',
      `${means.length}`,
    );
    context.addIssue({ code: 'custom', path: ['means'], message });
  }
});

const distributions = [
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
  hyperexponential,
] as const;

function named(names: string) {
  return {
    error: say(`one of ${names}`, 'name the distribution, such as distribution: exponential'),
  };
}

const NAMES = 'constant, exponential, uniform, erlang, lognormal, hyperexponential';
const distribution = z.discriminatedUnion('distribution', distributions, named(NAMES));

const aDuration = {
  error: say(
    'a number and a unit: ms, s, min, h, d or w; or a map with a distribution',
    'write a number and a unit, such as 24 h',
  ),
};

/** A duration as text, or as a map with a distribution; `zero` says whether it may be 0. */
export function duration(zero: 'zero allowed' | 'above zero') {
  return z.union([durationText(zero), distribution], aDuration);
}

const oneAtATime = entry('a duration', {
  distribution: z.literal('one at a time'),
  perPin: duration('above zero').describe('What the worker takes for one PIN, such as 15 min.'),
}).describe('One worker sends PIN after PIN and begins with a delivery when the one before it is done.');

/** How long transfers take: a duration for each, or one worker for all. */
export function leadTime(zero: 'zero allowed' | 'above zero') {
  return z.union(
    [
      durationText(zero),
      z.discriminatedUnion('distribution', [...distributions, oneAtATime], named(`${NAMES}, one at a time`)),
    ],
    aDuration,
  );
}
