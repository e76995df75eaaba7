import { pseudovalues, quotientOfSums } from './ratio.ts';
import type { Ratio } from './ratio.ts';
import { studentInterval } from './studentT.ts';
import type { Estimate } from './studentT.ts';

/** `unclear`: the interval holds zero, or there is none. */
export type Verdict = 'higher' | 'lower' | 'unclear' | 'same';

export interface Difference extends Estimate {
  readonly verdict: Verdict;
}

/**
 * How much a figure is higher in one set of runs than in a baseline. The runs are pairs: the k-th of both met the same
 * customers and the same lead times, so what chance does to both drops out. Null where one has no figure.
 */
export function pairedDifference(baseline: Ratio, other: Ratio, confidence: number): Difference | null {
  if (baseline.numerators.length !== other.numerators.length) {
    throw new RangeError('Only runs in pairs have paired differences.');
  }
  const [before, after] = [quotientOfSums(baseline), quotientOfSums(other)];
  if (before === null || after === null) return null;
  const estimate = after - before;
  const [first, second] = [pseudovalues(baseline), pseudovalues(other)];
  if (first === null || second === null) return { estimate, halfWidth: null, verdict: 'unclear' };
  const samples = second.map((sample, index) => sample - first[index]!);
  const interval = studentInterval(samples, confidence, estimate);
  return { ...interval, verdict: verdictOn(interval, samples) };
}

function verdictOn({ estimate, halfWidth }: Estimate, samples: readonly number[]): Verdict {
  if (samples.every((sample) => sample === 0)) return 'same';
  if (halfWidth === null || Math.abs(estimate) <= halfWidth) return 'unclear';
  return estimate > 0 ? 'higher' : 'lower';
}
