/** The exponential trend of counts about their expected values. */
export interface Slope {
  /** What the logarithm of the rate gains per unit of `x`. */
  readonly slope: number;
  readonly standardError: number;
}

const DAYS_OF_CLUSTER = 7;

/**
 * Fits counts ~ expected * exp(a + slope x) by quasi-likelihood, the variance being mean + variance * mean². The standard
 * error is the sandwich over weeks: it holds though the days of a week have their luck in common.
 */
export function fitSlope(
  counts: Float64Array,
  expected: Float64Array,
  x: Float64Array,
  variance: number,
): Slope | null {
  let level = 0;
  let slope = 0;
  let determinant = 0;
  for (let round = 0; round < 25; round++) {
    let [scoreLevel, scoreSlope, ll, ls, ss] = [0, 0, 0, 0, 0];
    for (let index = 0; index < counts.length; index++) {
      const mean = expected[index]! * Math.exp(level + slope * x[index]!);
      if (mean <= 0) continue;
      const weight = 1 / (1 + variance * mean);
      const residual = (counts[index]! - mean) * weight;
      scoreLevel += residual;
      scoreSlope += residual * x[index]!;
      ll += weight * mean;
      ls += weight * mean * x[index]!;
      ss += weight * mean * x[index]! ** 2;
    }
    determinant = ll * ss - ls * ls;
    if (!(determinant > 1e-12 * ll * ss)) return null;
    const stepLevel = (ss * scoreLevel - ls * scoreSlope) / determinant;
    const stepSlope = (ll * scoreSlope - ls * scoreLevel) / determinant;
    level += Math.max(-2, Math.min(2, stepLevel));
    slope += Math.max(-2, Math.min(2, stepSlope));
    if (Math.abs(stepSlope) < 1e-9 && Math.abs(stepLevel) < 1e-9) break;
  }
  return { slope, standardError: sandwich(counts, expected, x, variance, { level, slope }) };
}

function sandwich(
  counts: Float64Array,
  expected: Float64Array,
  x: Float64Array,
  variance: number,
  at: { readonly level: number; readonly slope: number },
): number {
  let [ll, ls, ss] = [0, 0, 0];
  const scores: [number, number][] = [];
  for (let index = 0; index < counts.length; index++) {
    const mean = expected[index]! * Math.exp(at.level + at.slope * x[index]!);
    const weight = 1 / (1 + variance * mean);
    const cluster = Math.floor(index / DAYS_OF_CLUSTER);
    const score = (scores[cluster] ??= [0, 0]);
    score[0] += (counts[index]! - mean) * weight;
    score[1] += (counts[index]! - mean) * weight * x[index]!;
    ll += weight * mean;
    ls += weight * mean * x[index]!;
    ss += weight * mean * x[index]! ** 2;
  }
  const determinant = ll * ss - ls * ls;
  let meat = 0;
  for (const [level, slope] of scores) meat += ((ll * slope - ls * level) / determinant) ** 2;
  const clusters = scores.length;
  return Math.sqrt((meat * clusters) / Math.max(1, clusters - 2));
}
