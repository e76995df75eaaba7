import { DAY_MICROSECONDS } from '#src/domain/time';
import { gamma } from '#sim/random/gamma';
import { randomGenerator } from '#sim/random/generator';
import type { RandomGenerator } from '#sim/random/generator';
import type { RunSeed } from '#sim/random/streamKey';
import type { FactorSegment, FactorSource } from './segmentSource.ts';

/**
 * A random factor for each day, gamma distributed with mean 1. Whoever asks for those of one group draws the same
 * numbers in the same order for themselves: so they have them in common, whoever asks first.
 */
export class DayFactors implements FactorSource {
  private readonly shape: number;
  private readonly generator: RandomGenerator;
  private day = 0;

  constructor(group: string, coefficientOfVariation: number, seed: RunSeed) {
    if (!(coefficientOfVariation > 0 && coefficientOfVariation < Infinity)) {
      throw new RangeError(`A coefficient of variation cannot be ${coefficientOfVariation}.`);
    }
    this.shape = coefficientOfVariation ** -2;
    this.generator = randomGenerator({ seed, purpose: 'dayFactors', who: group });
  }

  next(): FactorSegment {
    const factor = gamma(this.shape, this.generator) / this.shape;
    return { end: ++this.day * DAY_MICROSECONDS, factor };
  }
}
