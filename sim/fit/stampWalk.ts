import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import type { FitSeries, HourRange } from './fitData.ts';
import { DAY_HOURS } from './weekHours.ts';

/** Who is told what happened to a series, moment by moment. */
export interface StampVisitor {
  /** An hour begins; tells the mean customers per hour in it, 0 if nobody would be seen. */
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
  const { stamps } = series;
  let next = lowerBound(stamps, range.from * HOUR_MICROSECONDS);
  for (let day = range.from / DAY_HOURS; day < range.until / DAY_HOURS; day++) {
    if (!series.isKept(day)) {
      visitor.skip(DAY_HOURS);
      next = lowerBound(stamps, (day + 1) * DAY_MICROSECONDS);
      continue;
    }
    for (let hour = day * DAY_HOURS; hour < (day + 1) * DAY_HOURS; hour++) {
      const end = (hour + 1) * HOUR_MICROSECONDS;
      const rate = visitor.enterHour(hour);
      if (rate <= 0) {
        while (next < stamps.length && stamps[next]! < end) next++;
        visitor.skip(1);
        continue;
      }
      let at = hour * HOUR_MICROSECONDS;
      for (; next < stamps.length && stamps[next]! < end; next++) {
        visitor.pass((stamps[next]! - at) / HOUR_MICROSECONDS, rate);
        visitor.arrive(rate);
        at = stamps[next]!;
      }
      visitor.pass((end - at) / HOUR_MICROSECONDS, rate);
    }
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
