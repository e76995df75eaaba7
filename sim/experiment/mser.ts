/** Observations that MSER-5 takes together; what it deletes is a multiple. */
export const BATCH = 5;

/** Below this there is nothing to choose from. */
export const FEWEST_OBSERVATIONS = 4 * BATCH;

export interface Truncation {
  /** Observations to leave out, from the first on. */
  readonly deleted: number;
  /** The best place lies at the end of the half that may be left out: the series is too short to tell. */
  readonly isAtLimit: boolean;
}

/**
 * MSER-5: leaves out as many of the first batches of five observations as make the standard error of the mean of the
 * rest least, but at most half. White, "An effective truncation heuristic for bias reduction in simulation output",
 * Simulation 69 (1997); White, Cobb and Spratt, "A comparison of five steady-state truncation heuristics for
 * simulation", Winter Simulation Conference (2000).
 */
export function mser5(series: ArrayLike<number>): Truncation {
  const batches = batchMeans(series);
  const last = Math.floor(batches.length / 2);
  let [best, least] = [0, Infinity];
  for (let first = 0; first <= last; first++) {
    const score = squaredError(batches, first);
    // What rounding makes of a level series must not look like a reason to delete.
    if (score < least * (1 - 1e-12)) [best, least] = [first, score];
  }
  return { deleted: best * BATCH, isAtLimit: best > 0 && best === last };
}

function batchMeans(series: ArrayLike<number>): number[] {
  const means: number[] = [];
  for (let start = 0; start + BATCH <= series.length; start += BATCH) {
    let sum = 0;
    for (let index = start; index < start + BATCH; index++) sum += series[index]!;
    means.push(sum / BATCH);
  }
  return means;
}

/** The square of the standard error, as if batches were independent. */
function squaredError(batches: readonly number[], first: number): number {
  const count = batches.length - first;
  let sum = 0;
  for (let index = first; index < batches.length; index++) sum += batches[index]!;
  const mean = sum / count;
  let squares = 0;
  for (let index = first; index < batches.length; index++) squares += (batches[index]! - mean) ** 2;
  // Rounding leaves a level series about so much.
  const rounding = count * (1e-14 * mean) ** 2;
  return squares <= rounding ? 0 : squares / count ** 2;
}
