/**
 * How much groups differ from what they have in common, in an empirical Bayes sense: counts are Poisson (or `dispersion`
 * times as scattered) around expected times a gamma factor of mean 1.
 * @returns the variance of that factor, 0 if the counts scatter no more than by chance
 */
export function varianceBetween(
  counts: ArrayLike<number>,
  expected: ArrayLike<number>,
  dispersion: number,
): number {
  let excess = 0;
  let squares = 0;
  for (let index = 0; index < counts.length; index++) {
    const mean = expected[index]!;
    excess += (counts[index]! - mean) ** 2 - dispersion * mean;
    squares += mean * mean;
  }
  return squares === 0 ? 0 : Math.max(0, excess / squares);
}

/** The factors' means given the counts: near 1 where there are few, near counts / expected where there are many. */
export function shrunkFactors(
  counts: ArrayLike<number>,
  expected: ArrayLike<number>,
  dispersion: number,
): Float64Array {
  const variance = varianceBetween(counts, expected, dispersion);
  return Float64Array.from({ length: counts.length }, (_, index) => {
    if (variance === 0) return 1;
    const strength = dispersion / variance;
    return (strength + counts[index]!) / (strength + expected[index]!);
  });
}

/** Pearson's statistic. */
export function chiSquare(counts: ArrayLike<number>, expected: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < counts.length; index++) {
    const mean = expected[index]!;
    if (mean > 0) sum += (counts[index]! - mean) ** 2 / mean;
  }
  return sum;
}
