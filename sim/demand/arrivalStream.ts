import type { Microseconds } from '#src/domain/time';
import type { ArrivalDrawing, RatePlan, SizesPlan } from '#sim/plan';
import { randomGenerator } from '#sim/random/generator';
import { streamState } from '#sim/random/streamKey';
import type { RunSeed } from '#sim/random/streamKey';
import { BulkStream } from './bulkStream.ts';
import { CountsFirstStream } from './countsFirstStream.ts';
import { ListedSales } from './listedSales.ts';
import { PoissonStream } from './poissonStream.ts';
import { rateSource } from './rateSource.ts';
import { ListedSizes, RandomSizes } from './sizes.ts';

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
   * times at once. Every single term is exact; so is the sum, as long as it stays below 2^53. Unless counts come first:
   * then the sum is an expectation given the counts.
   */
  sumOfTimesSince(first: number, last: number, time: Microseconds): number;
  /** How many PINs the k-th customer asks for at once (k from 1, not released); absent: every one asks for one. */
  sizeOf?(k: number): number;
  /** Arrivals 1..k will not be asked about again: their memory is free. */
  release(k: number): void;
  /** Sums of times are expectations, which depend on how arrivals are grouped: the same in every mode, therefore. */
  readonly isCountsFirst: boolean;
}

/**
 * The customers of `who` (unique in the network) at that rate; the same for the same seed, name, rate and drawing. The
 * two ways of drawing give different customers of the same law.
 * @param sizes absent: every customer asks for one PIN; else every customer is an event, so all are drawn one by one
 */
export function arrivalStream(
  rate: RatePlan,
  seed: RunSeed,
  who: string,
  sizes?: SizesPlan,
  drawing: ArrivalDrawing = 'each',
): ArrivalStream {
  if (rate.kind === 'listed') {
    const customers = new ListedSales(rate.times);
    return rate.sizes === null ? customers : new BulkStream(customers, new ListedSizes(rate.sizes));
  }
  if (drawing === 'countsFirst' && sizes === undefined) {
    return new CountsFirstStream(rateSource(rate, seed, who), streamState({ seed, purpose: 'counts', who }));
  }
  const generator = randomGenerator({ seed, purpose: 'arrivals', who });
  const customers = new PoissonStream(rateSource(rate, seed, who), generator);
  if (sizes === undefined) return customers;
  return new BulkStream(customers, new RandomSizes(sizes, randomGenerator({ seed, purpose: 'sizes', who })));
}
