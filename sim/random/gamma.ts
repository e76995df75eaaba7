import { exponential } from './exponential.ts';
import type { RandomGenerator } from './generator.ts';
import { normal } from './normal.ts';

/**
 * One gamma variate of that shape and scale 1, of mean `shape`: Marsaglia and Tsang, "A Simple Method for Generating
 * Gamma Variables", ACM Trans. Math. Software 26 (2000).
 */
export function gamma(shape: number, generator: RandomGenerator): number {
  // A smaller shape is a larger one times a power of a uniform number, whose logarithm is exponential.
  if (shape < 1) return gamma(shape + 1, generator) * Math.exp(-exponential(generator) / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(generator);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - generator.nextUniform()) < (x * x) / 2 + d * (1 - v + Math.log(v))) return d * v;
  }
}
