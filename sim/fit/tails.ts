import gammainc from '@stdlib/math-base-special-gammainc';
import erfc from '@stdlib/math-base-special-erfc';

/** The probability that a chi-square variate exceeds `value`. */
export function chiSquareTail(value: number, degrees: number): number {
  return degrees <= 0 || value <= 0 ? 1 : gammainc(value / 2, degrees / 2, true, true);
}

/** The probability that a standard normal variate exceeds `value`. */
export function normalTail(value: number): number {
  return erfc(value / Math.SQRT2) / 2;
}

/** The probability that a gamma variate of that mean and variance is at least as far off as `value`, on its side. */
export function gammaTail(value: number, mean: number, variance: number): number {
  const shape = (mean * mean) / variance;
  return gammainc((value * mean) / variance, shape, true, value > mean);
}
