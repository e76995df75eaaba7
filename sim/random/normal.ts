import type { RandomGenerator } from './generator.ts';

/** A standard normal variate by Box and Muller; its twin is dropped, so that nothing is kept between draws. */
export function normal(generator: RandomGenerator): number {
  const radius = Math.sqrt(-2 * Math.log(1 - generator.nextUniform()));
  return radius * Math.cos(2 * Math.PI * generator.nextUniform());
}
