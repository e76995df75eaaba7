import { BurstFilter } from './burstFilter.ts';
import type { BurstShape } from './burstShape.ts';
import type { FitSeries, HourRange } from './fitData.ts';
import { dayNodes } from './dayNodes.ts';
import type { DayNodes } from './dayNodes.ts';
import { nelderMead } from './nelderMead.ts';
import { walkStamps } from './stampWalk.ts';
import { DAY_HOURS } from './weekHours.ts';

export interface BurstsFit {
  readonly shape: BurstShape;
  /** Twice what the logarithm of the likelihood gains over customers without bursts. */
  readonly gain: number;
}

/** A gain of the likelihood that chance reaches less than once in a thousand times, with room for wrong profiles. */
export const LEAST_BURST_GAIN = 25;
/** Exact times that are looked at: more make the fit slower, and hardly better. */
const MOST_STAMPS = 20_000;
/** For a first look, a fifth of them will do. */
const SHARE_AT_FIRST = 0.2;
/** Day factors make each of them as dear as several. */
const MOST_STAMPS_WITH_DAYS = 10_000;

/** A series, and how far its days scatter beyond chance and bursts. */
export interface BurstySeries {
  readonly series: FitSeries;
  readonly dayVariance: number;
}

/** What was observed of one series, piece by piece. */
interface Observed {
  readonly rates: Float64Array;
  /** Hours without a customer, then whether one comes (a length below 0: time of which nothing is known). */
  readonly lengths: Float64Array;
  readonly arrivals: Uint8Array;
  readonly count: number;
  /** The piece with which each day begins. */
  readonly days: readonly number[];
  readonly nodes: DayNodes;
}

/**
 * Bursts by maximum likelihood, from exact times.
 * @param expected mean customers per hour while there is stock, with the day's factor; 0 if nobody would be seen
 */
export function fitBursts(
  all: readonly BurstySeries[],
  range: HourRange,
  expected: (series: FitSeries, hour: number) => number,
  starts: readonly { readonly variance: number; readonly fading: number }[],
): BurstsFit | null {
  const hasDays = all.some(({ dayVariance }) => dayVariance > 0);
  const most = (hasDays ? MOST_STAMPS_WITH_DAYS : MOST_STAMPS) / all.length;
  const observed = all.map((one) => {
    return observe(one, range, (hour) => expected(one.series, hour), most);
  });
  const customers = observed.reduce((sum, { arrivals, count }) => sum + countOnes(arrivals, count), 0);
  if (customers < 100) return null;
  const minus = (point: readonly number[], part = 1): number => {
    const shape = shapeOf(point);
    return -observed.reduce((sum, one) => sum + logLikelihood(one, shape, part), 0);
  };
  const first = Math.min(1, (SHARE_AT_FIRST * most * all.length) / customers);
  const calm = -observed.reduce((sum, one) => sum + logLikelihood(one, null, 1), 0);
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
  { series, dayVariance }: BurstySeries,
  range: HourRange,
  rateOf: (hour: number) => number,
  most: number,
): Observed {
  const rates: number[] = [];
  const lengths: number[] = [];
  const arrivals: number[] = [];
  const days = [0];
  let customers = 0;
  walkStamps(series, range, {
    enterHour: (hour) => {
      if (hour % DAY_HOURS === 0 && rates.length > days.at(-1)!) days.push(rates.length);
      return customers >= most ? 0 : rateOf(hour);
    },
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
    days,
    nodes: dayNodes(dayVariance),
  };
}

/**
 * Each day has one of the factors of its series, nobody knows which: the likelihood is the mean over all of them. What is
 * known of the phase at midnight goes on to the next day.
 * @param shape null: no bursts
 * @param part the share of what was observed that is looked at
 */
function logLikelihood(observed: Observed, shape: BurstShape | null, part: number): number {
  const { days, nodes, count } = observed;
  const filter = shape === null ? null : new BurstFilter(shape);
  const [values, phases] = [nodes.map(() => 0), nodes.map(() => 0)];
  let sum = 0;
  for (const [index, from] of days.entries()) {
    if (from > count * part) break;
    const until = days[index + 1] ?? count;
    const start = filter?.busy ?? 0;
    for (const [node, { factor }] of nodes.entries()) {
      if (filter !== null) filter.busy = start;
      values[node] = ofPieces(observed, from, until, factor, filter);
      phases[node] = filter?.busy ?? 0;
    }
    const highest = Math.max(...values);
    const weights = values.map((value, node) => nodes[node]!.probability * Math.exp(value - highest));
    const total = weights.reduce((all, weight) => all + weight, 0);
    sum += highest + Math.log(total);
    if (filter !== null) {
      filter.busy = phases.reduce((all, phase, node) => all + phase * weights[node]!, 0) / total;
    }
  }
  return Number.isNaN(sum) ? -Infinity : sum;
}

function ofPieces(
  { rates, lengths, arrivals }: Observed,
  from: number,
  until: number,
  factor: number,
  filter: BurstFilter | null,
): number {
  let sum = 0;
  for (let index = from; index < until; index++) {
    const length = lengths[index]!;
    const rate = factor * rates[index]!;
    if (length < 0) filter?.forget(-length);
    else {
      sum -= filter === null ? length * rate : filter.pass(length, rate);
      if (arrivals[index] === 1) sum += Math.log(rate * (filter === null ? 1 : filter.arrive()));
    }
  }
  return sum;
}

function countOnes(arrivals: Uint8Array, count: number): number {
  let ones = 0;
  for (let index = 0; index < count; index++) ones += arrivals[index]!;
  return ones;
}
