import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import { exponential } from '#sim/random/exponential';
import type { RandomGenerator } from '#sim/random/generator';
import { checkRates } from './segmentSource.ts';
import type { Segment, SegmentSource } from './segmentSource.ts';

type Pair = readonly [number, number];

/** Two phases of exponential lengths in turn, from the stationary law on: a two-phase Markov-modulated Poisson process. */
export class Bursts implements SegmentSource {
  private readonly ratesPerHour: Pair;
  private readonly meanLengths: Pair;
  private readonly generator: RandomGenerator;
  private phase: number;
  /** When the phase ends, to a fraction of a microsecond. */
  private end: Microseconds = 0;

  /** @param switchesPerHour how often an hour each phase is left */
  constructor(ratesPerHour: Pair, switchesPerHour: Pair, generator: RandomGenerator) {
    checkRates(ratesPerHour);
    for (const rate of switchesPerHour) {
      if (!(rate > 0 && rate < Infinity))
        throw new RangeError(`A phase cannot be left ${rate} times an hour.`);
    }
    const [first, second] = switchesPerHour;
    this.ratesPerHour = ratesPerHour;
    this.meanLengths = [HOUR_MICROSECONDS / first, HOUR_MICROSECONDS / second];
    this.generator = generator;
    // The share of time in the first phase; what is left of it then is exponential like all of it.
    this.phase = generator.nextUniform() < second / (first + second) ? 0 : 1;
  }

  next(): Segment {
    const { phase } = this;
    this.end += exponential(this.generator) * this.meanLengths[phase]!;
    this.phase = 1 - phase;
    return { end: Math.floor(this.end), ratePerHour: this.ratesPerHour[phase]! };
  }
}
