import tQuantile from '@stdlib/stats-base-dists-t-quantile';

/** How many standard errors an interval reaches to each side: 2.093 for 95 % and 20 samples. */
export function studentFactor(confidence: number, degreesOfFreedom: number): number {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`A confidence cannot be ${confidence}.`);
  return tQuantile((1 + confidence) / 2, degreesOfFreedom);
}

/** What samples say about a mean. Where there is no interval (fewer than two samples), only the estimate is a number. */
export interface Estimate {
  readonly estimate: number;
  readonly halfWidth: number | null;
}

/**
 * A confidence interval by Student's t distribution from samples that are independent of one another, put around
 * `estimate`, which is their mean unless another is better.
 */
export function studentInterval(samples: readonly number[], confidence: number, estimate?: number): Estimate {
  const count = samples.length;
  const mean = meanOf(samples);
  const centre = estimate ?? mean;
  if (count < 2) return { estimate: centre, halfWidth: null };
  let squares = 0;
  for (const sample of samples) squares += (sample - mean) ** 2;
  const standardError = Math.sqrt(squares / (count - 1) / count);
  return { estimate: centre, halfWidth: studentFactor(confidence, count - 1) * standardError };
}

function meanOf(samples: readonly number[]): number {
  let sum = 0;
  for (const sample of samples) sum += sample;
  return sum / samples.length;
}
