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
  /** The share of an hour without stock, of hours that have some. */
  private readonly shares = new Map<number, number>();

  constructor(intervals: readonly Interval[]) {
    this.intervals = merged(intervals);
    for (const { from, until } of this.intervals) {
      for (let hour = Math.floor(from / HOUR_MICROSECONDS); hour * HOUR_MICROSECONDS < until; hour++) {
        const start = Math.max(from, hour * HOUR_MICROSECONDS);
        const end = Math.min(until, (hour + 1) * HOUR_MICROSECONDS);
        this.shares.set(hour, (this.shares.get(hour) ?? 0) + (end - start) / HOUR_MICROSECONDS);
      }
    }
  }

  /** The share of an hour in which a customer would have been seen. */
  exposure(hour: number): number {
    const out = this.shares.get(hour);
    return out === undefined ? 1 : Math.max(0, 1 - out);
  }

  get hours(): number {
    return this.intervals.reduce((sum, { from, until }) => sum + (until - from) / HOUR_MICROSECONDS, 0);
  }
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
