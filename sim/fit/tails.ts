import gammainc from '@stdlib/math-base-special-gammainc';

/** The probability that a chi-square variate exceeds `value`. */
export function chiSquareTail(value: number, degrees: number): number {
  return degrees <= 0 || value <= 0 ? 1 : gammainc(value / 2, degrees / 2, true, true);
}

/** Above it, counts are so fine-grained that a gamma law tells the same. */
const MOST_COUNTED = 1_000;

/**
 * The probability that a count is at least as far off as `value`, on its side: Poisson about a gamma factor of that
 * variance, which may be 0. Exact where counts are small, and a day without a customer is nothing out of the ordinary.
 */
export function countTail(value: number, mean: number, variance: number): number {
  if (Math.max(value, mean) > MOST_COUNTED) {
    const towards = value > mean ? Math.max(mean, value - 0.5) : Math.min(mean, value + 0.5);
    return gammaTail(towards, mean, mean + variance * mean * mean);
  }
  // Each probability from the one before; their logarithms, because the first may be too small for a number.
  const next = (count: number): number =>
    (mean * (1 + count * variance)) / ((1 + mean * variance) * (count + 1));
  let logarithm = variance > 0 ? -Math.log1p(mean * variance) / variance : -mean;
  let below = Math.exp(logarithm);
  const last = value > mean ? Math.ceil(value) : Math.floor(value);
  for (let count = 0; count < last; count++) {
    logarithm += Math.log(next(count));
    if (value <= mean) below += Math.exp(logarithm);
  }
  if (value <= mean) return Math.min(1, below);
  let sum = 1;
  let term = 1;
  for (let count = last; term > 1e-16 * sum; count++) sum += term *= next(count);
  return Math.min(1, sum * Math.exp(logarithm));
}

/** The probability that a gamma variate of that mean and variance is at least as far off as `value`, on its side. */
export function gammaTail(value: number, mean: number, variance: number): number {
  const shape = (mean * mean) / variance;
  return gammainc((value * mean) / variance, shape, true, value > mean);
}
