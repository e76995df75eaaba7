/** A day's factor may have each of these values, with equal probability. */
export type DayNodes = readonly number[];

export const NO_DAY_FACTOR: DayNodes = [1];
const NODES = 5;
const STEPS = 4_000;

/** Values that stand for a gamma law of mean 1: the means of parts of equal probability, spread so that the variance is right. */
export function dayNodes(variance: number): DayNodes {
  if (variance <= 0) return NO_DAY_FACTOR;
  const most = 1 + 10 * Math.sqrt(variance) + 20 * variance;
  const values = Array.from({ length: STEPS }, (_, step) => ((step + 0.5) / STEPS) * most);
  const logarithms = values.map((x) => (1 / variance - 1) * Math.log(x) - x / variance);
  const highest = Math.max(...logarithms);
  const weights = logarithms.map((value) => Math.exp(value - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sums = Array.from({ length: NODES }, () => ({ weight: 0, moment: 0 }));
  let before = 0;
  for (const [step, weight] of weights.entries()) {
    const part = sums[Math.min(NODES - 1, Math.floor((NODES * (before + weight / 2)) / total))]!;
    part.weight += weight;
    part.moment += weight * values[step]!;
    before += weight;
  }
  const means = sums.map(({ weight, moment }) => (weight > 0 ? moment / weight : 1));
  const mean = means.reduce((sum, value) => sum + value, 0) / NODES;
  const spread = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / NODES;
  // A factor is above 0, however wide the law.
  return means.map((value) => Math.max(0.01, 1 + (value - mean) * Math.sqrt(variance / spread)));
}
