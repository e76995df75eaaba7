import { BurstFilter } from './burstFilter.ts';
import type { BurstShape } from './burstShape.ts';
import type { FitSeries, HourRange } from './fitData.ts';
import { nelderMead } from './nelderMead.ts';
import { walkStamps } from './stampWalk.ts';

export interface BurstsFit {
  readonly shape: BurstShape;
  /** Twice what the logarithm of the likelihood gains over customers without bursts. */
  readonly gain: number;
}

/** A gain of the likelihood that chance reaches less than once in a thousand times, with room for wrong profiles. */
export const LEAST_BURST_GAIN = 25;
/** Exact times that are looked at: more make the fit slower, and hardly better. */
const MOST_STAMPS = 20_000;
/** For a first look, fewer will do. */
const MOST_STAMPS_AT_FIRST = 4_000;

/** One hour's share of what was observed. */
interface Observed {
  readonly rates: Float64Array;
  /** Hours without a customer, then whether one comes (a length below 0: time of which nothing is known). */
  readonly lengths: Float64Array;
  readonly arrivals: Uint8Array;
  readonly count: number;
}

/**
 * Bursts by maximum likelihood, from exact times.
 * @param expected mean customers per hour while there is stock, with the day's factor; 0 if nobody would be seen
 */
export function fitBursts(
  all: readonly FitSeries[],
  range: HourRange,
  expected: (series: FitSeries, hour: number) => number,
  starts: readonly { readonly variance: number; readonly fading: number }[],
): BurstsFit | null {
  const observed = all.map((series) => {
    return observe(series, range, (hour) => expected(series, hour), MOST_STAMPS / all.length);
  });
  const customers = observed.reduce((sum, { arrivals, count }) => sum + countOnes(arrivals, count), 0);
  if (customers < 100) return null;
  const minus = (point: readonly number[], part = 1): number => {
    const shape = shapeOf(point);
    return -observed.reduce((sum, one) => sum + logLikelihood(one, shape, part), 0);
  };
  const first = Math.min(1, MOST_STAMPS_AT_FIRST / customers);
  const calm = -observed.reduce((sum, one) => sum + calmLikelihood(one), 0);
  let best: { point: readonly number[]; value: number } | null = null;
  for (const { variance, fading } of starts) {
    for (const share of [0.1, 0.35]) {
      const found = nelderMead((point) => minus(point, first), pointOf(variance, fading, share), 0.7, 90);
      if (best === null || found.value < best.value) best = found;
    }
  }
  if (best === null) return null;
  const polished = nelderMead((point) => minus(point), best.point, 0.15, 90);
  return { shape: shapeOf(polished.point), gain: 2 * (calm - polished.value) };
}

/** Busy share, quiet rate relative to the mean, and fading, each without bounds. */
function shapeOf([a = 0, b = 0, c = 0]: readonly number[]): BurstShape {
  const share = 0.002 + 0.996 * logistic(a);
  const quiet = logistic(b);
  const fading = Math.exp(Math.max(-7, Math.min(7, c)));
  return {
    factors: [quiet, (1 - (1 - share) * quiet) / share],
    switchesPerHour: [fading * share, fading * (1 - share)],
  };
}

function pointOf(variance: number, fading: number, share: number): number[] {
  const quiet = Math.max(0.02, 1 - Math.sqrt((variance * share) / (1 - share)));
  return [logit(share), logit(Math.min(0.95, quiet)), Math.log(fading)];
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function logit(p: number): number {
  return Math.log(p / (1 - p));
}

function observe(
  series: FitSeries,
  range: HourRange,
  rateOf: (hour: number) => number,
  most: number,
): Observed {
  const rates: number[] = [];
  const lengths: number[] = [];
  const arrivals: number[] = [];
  let customers = 0;
  walkStamps(series, range, {
    enterHour: (hour) => (customers >= most ? 0 : rateOf(hour)),
    pass: (hours, rate) => {
      rates.push(rate);
      lengths.push(hours);
      arrivals.push(0);
    },
    arrive: () => {
      arrivals[arrivals.length - 1] = 1;
      customers += 1;
    },
    skip: (hours) => {
      if (customers >= most) return;
      rates.push(0);
      lengths.push(-hours);
      arrivals.push(0);
    },
  });
  return {
    rates: Float64Array.from(rates),
    lengths: Float64Array.from(lengths),
    arrivals: Uint8Array.from(arrivals),
    count: rates.length,
  };
}

/** @param part the share of what was observed that is looked at */
function logLikelihood(
  { rates, lengths, arrivals, count }: Observed,
  shape: BurstShape,
  part: number,
): number {
  const filter = new BurstFilter(shape);
  let sum = 0;
  for (let index = 0; index < count * part; index++) {
    const length = lengths[index]!;
    if (length < 0) {
      filter.forget(-length);
      continue;
    }
    sum -= filter.pass(length, rates[index]!);
    if (arrivals[index] === 1) sum += Math.log(rates[index]! * filter.arrive());
  }
  return Number.isNaN(sum) ? -Infinity : sum;
}

function calmLikelihood({ rates, lengths, arrivals, count }: Observed): number {
  let sum = 0;
  for (let index = 0; index < count; index++) {
    if (lengths[index]! < 0) continue;
    sum -= lengths[index]! * rates[index]!;
    if (arrivals[index] === 1) sum += Math.log(rates[index]!);
  }
  return sum;
}

function countOnes(arrivals: Uint8Array, count: number): number {
  let ones = 0;
  for (let index = 0; index < count; index++) ones += arrivals[index]!;
  return ones;
}
