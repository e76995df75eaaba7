import { exponential } from '#sim/random/exponential';
import { randomGenerator } from '#sim/random/generator';
import type { RandomGenerator } from '#sim/random/generator';

/** The reference model's numbers, for engines written for this model alone. By inventory; times in hours. */
export const INVENTORIES = 100;
export const LEAD_TIME_HOURS = 24;
export const LOW_WATERMARKS = byInventory([40, 32, 24, 16, 8]);
export const DESIRED_LEVELS = byInventory([120, 96, 72, 48, 24]);
export const MEAN_GAP_HOURS = byInventory([3 / 5, 3 / 4, 3 / 3, 3 / 2, 3 / 1]);

export interface BaselineResult {
  readonly sales: number;
  readonly lost: number;
  readonly fillRate: number;
  readonly orders: number;
}

/** How exponential variates are made: as anyone would, or as pinweir's own streams do. */
export type Exponentials = 'logarithm' | 'ziggurat';

/** One stream for the whole model, as engines written for one model have it. */
export function baselineGenerator(seed: number): RandomGenerator {
  return randomGenerator({ seed, purpose: 'arrivals', who: 'baseline' });
}

/** An exponential variate of mean 1. */
export function unitExponential(generator: RandomGenerator, how: Exponentials): number {
  return how === 'ziggurat' ? exponential(generator) : -Math.log(1 - (generator.nextWord() >>> 0) * 2 ** -32);
}

function byInventory(byVariety: readonly number[]): Float64Array {
  return Float64Array.from(
    { length: INVENTORIES },
    (_, inventory) => byVariety[inventory % byVariety.length]!,
  );
}
