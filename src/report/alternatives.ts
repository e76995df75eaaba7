import type { RunResult } from '#sim/result';
import { measureOf, shareMissed, type MissMeasure } from '#src/report/misses';

/** The runs of one scenario, put beside each other. */
export interface Comparison {
  readonly measure: MissMeasure;
  /** In the scenario's order. */
  readonly results: readonly RunResult[];
  readonly steps: readonly Step[];
  /** Where further stock begins to buy little; null with fewer than three alternatives, or where nothing bends. */
  readonly knee: RunResult | null;
  /** The alternative that the pictures show. */
  readonly focus: RunResult;
}

/** One alternative, in the order of rising stock, and what it gained over the one with less. */
export interface Step {
  readonly result: RunResult;
  readonly stock: number;
  readonly misses: number;
  readonly missShare: number | null;
  /** Misses avoided by each PIN that the previous step lacks; null for the first and where stock does not rise. */
  readonly savedPerPin: number | null;
}

export function compare(results: readonly RunResult[]): Comparison {
  const [first] = results;
  if (first === undefined) throw new Error('A report needs at least one run; none was given.');
  const measure = measureOf(results);
  const sorted = [...results].sort((one, other) => one.network.meanOnHand - other.network.meanOnHand);
  const steps = sorted.map((result, index) => {
    const before = sorted[index - 1];
    return {
      result,
      stock: result.network.meanOnHand,
      misses: measure.of(result.network),
      missShare: shareMissed(measure, result.network),
      savedPerPin: before === undefined ? null : savedPerPin(measure, before, result),
    };
  });
  const knee = kneeOf(steps);
  const lossy = steps.filter((step) => step.misses > 0);
  // A picture of an alternative that fails nobody shows nothing: fall back to the one that fails least.
  const focus =
    knee !== null && measure.of(knee.network) > 0 ? knee : (lossy[lossy.length - 1]?.result ?? knee ?? first);
  return { measure, results, steps, knee, focus };
}

/** Misses that each PIN of stock avoids from one alternative to another. */
function savedPerPin(measure: MissMeasure, from: RunResult, to: RunResult): number | null {
  const stock = to.network.meanOnHand - from.network.meanOnHand;
  return stock > 0 ? (measure.of(from.network) - measure.of(to.network)) / stock : null;
}

/** The alternative farthest beneath the straight line from least to most stock, both axes scaled to one. */
function kneeOf(steps: readonly Step[]): RunResult | null {
  const first = steps[0];
  const last = steps[steps.length - 1];
  if (first === undefined || last === undefined || steps.length < 3) return null;
  const stockSpan = last.stock - first.stock;
  const missSpan = first.misses - last.misses;
  if (stockSpan <= 0 || missSpan <= 0) return null;
  let knee: RunResult | null = null;
  let farthest = 0.1;
  for (const step of steps) {
    const beneath = 1 - (step.stock - first.stock) / stockSpan - (step.misses - last.misses) / missSpan;
    if (beneath > farthest) {
      farthest = beneath;
      knee = step.result;
    }
  }
  return knee;
}
