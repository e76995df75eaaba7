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
const MOST_STAMPS = 30_000;

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
 * @param expected mean customers per hour, with exposure and the day's factor
 */
export function fitBursts(
  all: readonly FitSeries[],
  range: HourRange,
  expected: (series: FitSeries, hour: number) => number,
  starts: readonly { readonly variance: number; readonly fading: number }[],
): BurstsFit | null {
  const observed = all.map((series) => observe(series, range, (hour) => expected(series, hour)));
  const customers = observed.reduce((sum, { arrivals, count }) => sum + countOnes(arrivals, count), 0);
  if (customers < 100) return null;
  const minus = (point: readonly number[]): number => {
    const shape = shapeOf(point);
    return -observed.reduce((sum, one) => sum + logLikelihood(one, shape), 0);
  };
  const calm = -observed.reduce((sum, one) => sum + calmLikelihood(one), 0);
  let best: { point: readonly number[]; value: number } | null = null;
  for (const { variance, fading } of starts) {
    for (const share of [0.1, 0.35]) {
      const found = nelderMead(minus, pointOf(variance, fading, share), 0.7, 160);
      if (best === null || found.value < best.value) best = found;
    }
  }
  if (best === null) return null;
  const polished = nelderMead(minus, best.point, 0.2, 200);
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

function observe(series: FitSeries, range: HourRange, rateOf: (hour: number) => number): Observed {
  const rates: number[] = [];
  const lengths: number[] = [];
  const arrivals: number[] = [];
  let customers = 0;
  walkStamps(series, range, {
    enterHour: (hour) => (customers >= MOST_STAMPS ? 0 : rateOf(hour)),
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
      if (customers >= MOST_STAMPS) return;
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

function logLikelihood({ rates, lengths, arrivals, count }: Observed, shape: BurstShape): number {
  const filter = new BurstFilter(shape);
  let sum = 0;
  for (let index = 0; index < count; index++) {
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
