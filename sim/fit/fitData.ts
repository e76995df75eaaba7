import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import { jitter } from './resolution.ts';
import type { HourCounts } from './hourCounts.ts';
import type { LoggedSeries, SalesLog } from './salesLog.ts';
import { ALWAYS_IN_STOCK } from './stockOuts.ts';
import type { StockOuts } from './stockOuts.ts';
import { DAY_HOURS } from './weekHours.ts';

/** One variety at one server, ready to be fitted. */
export interface FitSeries {
  readonly server: string;
  readonly variety: string;
  readonly customers: number;
  readonly sizes: ReadonlyMap<number, number>;
  /** Exact times, of the days that `isKept` tells; ascending, spread over the step that they were rounded to. */
  readonly stamps: Float64Array;
  readonly stockOuts: StockOuts;
  /** It begins later than the log, by far. */
  readonly isLate: boolean;
  customersAt(hour: number): number;
  /** The share of an hour in which customers would have been seen: in stock, and within the log. */
  exposure(hour: number): number;
  isKept(day: number): boolean;
}

/** Whole days, in hours since 1970. */
export interface HourRange {
  readonly from: number;
  readonly until: number;
}

/** A sales log with all that is known beside it. */
export interface FitData {
  readonly series: readonly FitSeries[];
  /** The servers' names, each once. */
  readonly servers: readonly string[];
  readonly range: HourRange;
  readonly step: Microseconds;
  /** Whether the stamps were spread over the step. */
  readonly isJittered: boolean;
}

/**
 * A series begins with the log, or with its first sale, if so many customers would have come before that it cannot have
 * been there: a new server, or a new variety. Bursts and closing days make shorter silences.
 */
const LEAST_MISSED = 30;
const LEAST_LATE_HOURS = 7 * DAY_HOURS;

export interface FitDataOptions {
  readonly seed: number;
  /** Leave rounded stamps as they are; only to see what that does. */
  readonly noJitter?: boolean;
  /** By server and variety, as {@link seriesName} joins them. */
  readonly stockOuts?: ReadonlyMap<string, StockOuts>;
}

export function seriesName(server: string, variety: string): string {
  return JSON.stringify([server, variety]);
}

/** Null: there is no sale in the log. */
export function fitData(log: SalesLog, options: FitDataOptions): FitData | null {
  const span = log.span();
  if (span === null) return null;
  const firstHour = Math.floor(span.first / HOUR_MICROSECONDS);
  const lastHour = Math.floor(span.last / HOUR_MICROSECONDS);
  const step = log.step();
  const lists = log.stamps.bySeries(log.series.length);
  // Of a series whose every row has a time that went wrong, nothing is known.
  const isThere = ({ first, last, counts }: LoggedSeries): boolean =>
    (first >= span.first && last <= span.last) || hasAny(counts, firstHour, lastHour);
  const series = log.series.filter(isThere).map((one): FitSeries => {
    const { server, variety, key, customers, sizes, counts, index } = one;
    const stamps = lists[index]!;
    const name = seriesName(server, variety);
    if (options.noJitter !== true) jitter(stamps, step, options.seed, name);
    const begins = beginning(one, firstHour);
    const stockOuts = options.stockOuts?.get(name) ?? ALWAYS_IN_STOCK;
    return {
      server,
      variety,
      customers,
      sizes,
      stamps,
      stockOuts,
      customersAt: (hour) => counts.at(hour),
      isLate: begins > firstHour,
      exposure: (hour) => (hour < begins || hour > lastHour ? 0 : stockOuts.exposure(hour)),
      isKept: (day) => log.stamps.isKept(day, key),
    };
  });
  // The order of the names, not that of the rows: one log in two orders gives one fit.
  series.sort((a, b) => compare(a.server, b.server) || compare(a.variety, b.variety));
  return {
    series,
    servers: [...new Set(series.map(({ server }) => server))],
    range: {
      from: Math.floor(firstHour / DAY_HOURS) * DAY_HOURS,
      until: (Math.floor(lastHour / DAY_HOURS) + 1) * DAY_HOURS,
    },
    step,
    isJittered: options.noJitter !== true && step > 1_000 && step < DAY_MICROSECONDS,
  };
}

/** The hour from which on a series has customers. */
function beginning({ first, last, customers }: LoggedSeries, firstHour: number): number {
  const begins = Math.floor(first / HOUR_MICROSECONDS);
  const late = begins - firstHour;
  const hours = Math.max(1, last / HOUR_MICROSECONDS - begins);
  return late >= LEAST_LATE_HOURS && (late * customers) / hours >= LEAST_MISSED ? begins : firstHour;
}

function hasAny(counts: HourCounts, firstHour: number, lastHour: number): boolean {
  for (let hour = firstHour; hour <= lastHour; hour++) if (counts.at(hour) > 0) return true;
  return false;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
