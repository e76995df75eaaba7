import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';

export interface Interval {
  readonly from: Microseconds;
  readonly until: Microseconds;
}

/** When one series had no stock. */
export class StockOuts {
  /** Ascending, apart from each other. */
  readonly intervals: readonly Interval[];

  constructor(intervals: readonly Interval[]) {
    this.intervals = merged(intervals);
  }

  /** What of them lies between two times, cut off there. */
  within(start: Microseconds, end: Microseconds): readonly Interval[] {
    const { intervals } = this;
    let index = firstEndingAfter(intervals, start);
    if (!(index < intervals.length && intervals[index]!.from < end)) return NONE;
    const found: Interval[] = [];
    for (; index < intervals.length && intervals[index]!.from < end; index++) {
      const { from, until } = intervals[index]!;
      found.push({ from: Math.max(from, start), until: Math.min(until, end) });
    }
    return found;
  }

  /** The share of an hour in which a customer would have been seen. */
  exposure(hour: number): number {
    const start = hour * HOUR_MICROSECONDS;
    let seen = HOUR_MICROSECONDS;
    for (const { from, until } of this.within(start, start + HOUR_MICROSECONDS)) seen -= until - from;
    return seen / HOUR_MICROSECONDS;
  }

  /** Hours without stock between two times. */
  hours(start: Microseconds, end: Microseconds): number {
    const outs = this.within(start, end);
    return outs.reduce((sum, { from, until }) => sum + (until - from) / HOUR_MICROSECONDS, 0);
  }
}

const NONE: readonly Interval[] = [];

function firstEndingAfter(intervals: readonly Interval[], time: Microseconds): number {
  let [low, high] = [0, intervals.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (intervals[middle]!.until <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const ALWAYS_IN_STOCK = new StockOuts([]);

/** When a stock was empty: from a record of 0 or less until the next record of more, or until `end`. */
export function outagesOf(
  records: readonly { readonly time: Microseconds; readonly onHand: number }[],
  end: Microseconds,
): Interval[] {
  const sorted = [...records].sort((a, b) => a.time - b.time);
  const intervals: Interval[] = [];
  let from: Microseconds | null = null;
  for (const { time, onHand } of sorted) {
    if (onHand <= 0) from ??= time;
    else if (from !== null) {
      intervals.push({ from, until: time });
      from = null;
    }
  }
  if (from !== null && from < end) intervals.push({ from, until: end });
  return intervals;
}

function merged(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter(({ from, until }) => until > from).sort((a, b) => a.from - b.from);
  const result: Interval[] = [];
  for (const interval of sorted) {
    const last = result.at(-1);
    if (last !== undefined && interval.from <= last.until) {
      result[result.length - 1] = { from: last.from, until: Math.max(last.until, interval.until) };
    } else result.push(interval);
  }
  return result;
}
