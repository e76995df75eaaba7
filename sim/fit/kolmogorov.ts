export interface KolmogorovSmirnov {
  /** The largest distance between the distribution of the gaps and the exponential one. */
  readonly distance: number;
  /** How probable it is that chance alone makes it as large. */
  readonly p: number;
  readonly gaps: number;
  /** The share of gaps below the exponential law's quantiles of 0, 1/40, … 1. */
  readonly shares: readonly number[];
}

const QUANTILES = 40;

/** Compares gaps with exponential ones of mean 1. */
export function compareWithExponential(gaps: readonly number[]): KolmogorovSmirnov {
  const sorted = Float64Array.from(gaps).sort();
  const count = sorted.length;
  let distance = 0;
  for (let index = 0; index < count; index++) {
    const probability = -Math.expm1(-sorted[index]!);
    distance = Math.max(distance, (index + 1) / count - probability, probability - index / count);
  }
  const shares: number[] = [];
  let below = 0;
  for (let index = 0; index <= QUANTILES; index++) {
    const quantile = -Math.log1p(-index / QUANTILES);
    while (below < count && sorted[below]! <= quantile) below += 1;
    shares.push(count === 0 ? 0 : below / count);
  }
  return { distance, p: tail(distance, count), gaps: count, shares };
}

/** The limit law, with the correction of Stephens for finite samples (J. R. Statist. Soc. B 32, 1970). */
function tail(distance: number, count: number): number {
  if (count === 0) return 1;
  const root = Math.sqrt(count);
  const x = (root + 0.12 + 0.11 / root) * distance;
  if (x < 0.2) return 1;
  let sum = 0;
  for (let term = 1; term <= 100; term++) {
    const part = 2 * (-1) ** (term - 1) * Math.exp(-2 * term * term * x * x);
    sum += part;
    if (Math.abs(part) < 1e-12) break;
  }
  return Math.max(0, Math.min(1, sum));
}
