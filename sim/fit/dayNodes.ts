/** A day's factor may have each of these values. */
export type DayNodes = readonly { readonly factor: number; readonly probability: number }[];

const NO_DAY_FACTOR: DayNodes = [{ factor: 1, probability: 1 }];
/** Rare days stand for themselves: without them, a day out of the ordinary would pass for a long burst. */
const PROBABILITIES = [0.02, 0.1, 0.22, 0.32, 0.22, 0.1, 0.02];
const STEPS = 4_000;

/** Values that stand for a gamma law of mean 1: the means of its parts, spread so that the variance is right. */
export function dayNodes(variance: number): DayNodes {
  if (variance <= 0) return NO_DAY_FACTOR;
  const most = 1 + 10 * Math.sqrt(variance) + 20 * variance;
  const values = Array.from({ length: STEPS }, (_, step) => ((step + 0.5) / STEPS) * most);
  const logarithms = values.map((x) => (1 / variance - 1) * Math.log(x) - x / variance);
  const highest = Math.max(...logarithms);
  const weights = logarithms.map((value) => Math.exp(value - highest));
  const total = sum(weights);
  const means: number[] = [];
  let step = 0;
  let below = 0;
  let until = 0;
  for (const probability of PROBABILITIES) {
    until += probability * total;
    let [weight, moment] = [0, 0];
    for (; step < STEPS && below + weights[step]! / 2 <= until; below += weights[step++]!) {
      weight += weights[step]!;
      moment += weights[step]! * values[step]!;
    }
    means.push(weight > 0 ? moment / weight : 0);
  }
  const mean = sum(means.map((value, node) => value * PROBABILITIES[node]!));
  const spread = sum(means.map((value, node) => (value - mean) ** 2 * PROBABILITIES[node]!));
  return PROBABILITIES.map((probability, node) => {
    // A factor is above 0, however wide the law.
    const factor = Math.max(0.01, 1 + (means[node]! - mean) * Math.sqrt(variance / spread));
    return { factor, probability };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
