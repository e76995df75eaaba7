import { studentInterval } from './studentT.ts';
import type { Estimate } from './studentT.ts';

/** Two sums that each of several independent runs gave; their quotient is the figure. */
export interface Ratio {
  readonly numerators: ArrayLike<number>;
  readonly denominators: ArrayLike<number>;
}

/**
 * A figure over all runs: the ratio of the sums, not the mean of the ratios, which would be biased and give a quiet run
 * as much weight as a busy one. Its interval is jackknifed. Null where nothing was counted in any run.
 *
 * Where all denominators are alike, as with averages over time, this is the mean and Student's interval.
 */
export function ratioEstimate(ratio: Ratio, confidence: number): Estimate | null {
  const whole = quotientOfSums(ratio);
  if (whole === null) return null;
  const samples = pseudovalues(ratio);
  if (samples === null) return { estimate: whole, halfWidth: null };
  return studentInterval(samples, confidence, whole);
}

/** The sum of the numerators by the sum of the denominators; null where nothing was counted. */
export function quotientOfSums({ numerators, denominators }: Ratio): number | null {
  const denominator = sumOf(denominators);
  return denominator === 0 ? null : sumOf(numerators) / denominator;
}

/**
 * What each run adds to the figure: n times the figure of all runs less n - 1 times that of all the others. They are as
 * good as independent samples. Null where there are fewer than two runs, or one alone has counted anything.
 */
export function pseudovalues({ numerators, denominators }: Ratio): number[] | null {
  const count = numerators.length;
  if (count < 2) return null;
  const numerator = sumOf(numerators);
  const denominator = sumOf(denominators);
  const whole = numerator / denominator;
  const samples: number[] = [];
  for (let index = 0; index < count; index++) {
    const others = denominator - denominators[index]!;
    if (others === 0) return null;
    // n W - (n - 1) (N - Nᵢ) / (D - Dᵢ), written so that nearly equal numbers are not subtracted after division.
    const excess = numerators[index]! - whole * denominators[index]!;
    samples.push(whole + ((count - 1) * excess) / others);
  }
  return samples;
}

/** Of the figure over all runs, jackknifed; null where there is none. */
export function standardError(ratio: Ratio): number | null {
  const samples = pseudovalues(ratio);
  if (samples === null) return null;
  const count = samples.length;
  const mean = samples.reduce((sum, one) => sum + one, 0) / count;
  const squares = samples.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return Math.sqrt(squares / (count - 1) / count);
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index]!;
  return sum;
}
