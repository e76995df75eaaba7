import type { Microseconds } from '#src/domain/time';
import type { RatePlan } from '#sim/plan';
import { PoissonStream } from '#sim/demand/poissonStream';
import { randomGenerator } from '#sim/random/generator';
import type { RunSeed } from '#sim/random/streamKey';

/**
 * The arrivals of one inventory's customers. Arrivals are numbered from 1 and never change: the answers depend neither
 * on the order of the questions nor on how far ahead they look.
 */
export interface ArrivalStream {
  /** How many arrivals fall at or before `time`, which is not before the last released arrival. */
  countUntil(time: Microseconds): number;
  /** When the k-th arrival is (k from 1, not released), Infinity if there is none. */
  timeOf(k: number): Microseconds;
  /**
   * The sum of `time - timeOf(k)` over arrivals `first` to `last`: not a third question, but the second asked many
   * times at once. Every single term is exact; so is the sum, as long as it stays below 2^53.
   */
  sumOfTimesSince(first: number, last: number, time: Microseconds): number;
  /** Arrivals 1..k will not be asked about again: their memory is free. */
  release(k: number): void;
}

/** The customers of `who` (unique in the network) at that rate; the same for the same seed, name and rate. */
export function arrivalStream(rate: RatePlan, seed: RunSeed, who: string): ArrivalStream {
  const generator = randomGenerator({ seed, purpose: 'arrivals', who });
  return rate.kind === 'constant'
    ? new PoissonStream([rate.ratePerHour], Infinity, generator)
    : new PoissonStream(rate.ratesPerHour, rate.periodMicroseconds, generator);
}
