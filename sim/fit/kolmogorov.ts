export interface KolmogorovSmirnov {
  /** The largest distance between the distribution of the gaps and the exponential one. */
  readonly distance: number;
  /** How probable it is that chance alone makes it as large. */
  readonly p: number;
  readonly gaps: number;
}

/** Compares gaps with exponential ones of mean 1. */
export function compareWithExponential(gaps: readonly number[]): KolmogorovSmirnov {
  const sorted = Float64Array.from(gaps).sort();
  const count = sorted.length;
  let distance = 0;
  for (let index = 0; index < count; index++) {
    const probability = -Math.expm1(-sorted[index]!);
    distance = Math.max(distance, (index + 1) / count - probability, probability - index / count);
  }
  return { distance, p: tail(distance, count), gaps: count };
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
