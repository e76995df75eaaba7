import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import type { FitSeries, HourRange } from './fitData.ts';
import { DAY_HOURS } from './weekHours.ts';

/** Who is told what happened to a series, moment by moment. */
export interface StampVisitor {
  /** An hour begins; tells the mean customers per hour while there is stock, 0 if nobody would be seen. */
  enterHour(hour: number): number;
  /** No customer comes for that long. */
  pass(hours: number, ratePerHour: number): void;
  /** A customer comes. */
  arrive(ratePerHour: number): void;
  /** Time of which nothing is known. */
  skip(hours: number): void;
}

/** Tells all that is known of a series in a range, in the order of time, of the days whose exact times are kept. */
export function walkStamps(series: FitSeries, range: HourRange, visitor: StampVisitor): void {
  const walk = new Walk(series, range.from, visitor);
  for (let day = range.from / DAY_HOURS; day < range.until / DAY_HOURS; day++) {
    if (!series.isKept(day)) {
      walk.skipDay(day);
      continue;
    }
    for (let hour = day * DAY_HOURS; hour < (day + 1) * DAY_HOURS; hour++) walk.goThrough(hour);
  }
}

class Walk {
  private readonly series: FitSeries;
  private readonly visitor: StampVisitor;
  private next: number;
  private at: Microseconds = 0;

  constructor(series: FitSeries, from: number, visitor: StampVisitor) {
    this.series = series;
    this.visitor = visitor;
    this.next = lowerBound(series.stamps, from * HOUR_MICROSECONDS);
  }

  skipDay(day: number): void {
    this.visitor.skip(DAY_HOURS);
    this.next = lowerBound(this.series.stamps, (day + 1) * DAY_MICROSECONDS);
  }

  goThrough(hour: number): void {
    const { visitor, series } = this;
    const { stamps, stockOuts } = series;
    const start = hour * HOUR_MICROSECONDS;
    const end = start + HOUR_MICROSECONDS;
    const rate = visitor.enterHour(hour);
    if (rate <= 0) {
      while (this.next < stamps.length && stamps[this.next]! < end) this.next++;
      visitor.skip(1);
      return;
    }
    this.at = start;
    for (const { from, until } of stockOuts.within(start, end)) {
      this.passUntil(from, rate);
      // The sale that takes the last PIN may bear a time at which there is none any more: no time passes before it.
      for (; this.next < stamps.length && stamps[this.next]! < until; this.next++) this.arrive(this.at, rate);
      visitor.skip((until - from) / HOUR_MICROSECONDS);
      this.at = until;
    }
    this.passUntil(end, rate);
  }

  private passUntil(time: Microseconds, rate: number): void {
    const { stamps } = this.series;
    for (; this.next < stamps.length && stamps[this.next]! < time; this.next++) {
      this.arrive(stamps[this.next]!, rate);
    }
    this.visitor.pass((time - this.at) / HOUR_MICROSECONDS, rate);
    this.at = time;
  }

  private arrive(time: Microseconds, rate: number): void {
    this.visitor.pass((time - this.at) / HOUR_MICROSECONDS, rate);
    this.visitor.arrive(rate);
    this.at = time;
  }
}

function lowerBound(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
