import type { FitData, FitSeries, HourRange } from './fitData.ts';
import { DAY_HOURS, hourOfWeek, WEEK_HOURS } from './weekHours.ts';

/** Counts of one series, summed as the fit needs them. */
export interface DaySeries {
  readonly series: FitSeries;
  /** Position of its server among the data's servers. */
  readonly server: number;
  readonly customers: number;
  readonly customersByDay: Float64Array;
  readonly customersByHourOfWeek: Float64Array;
  /** Exposure by hour of the days that are not covered in full, by position of the day. */
  readonly partial: ReadonlyMap<number, Float64Array>;
}

/** Sales by day and by hour of the week, for a range of whole days. */
export interface DayTable {
  readonly range: HourRange;
  /** The first day, in days since 1970. */
  readonly firstDay: number;
  readonly days: number;
  /** Hour of the week at which each day begins. */
  readonly startOfDay: readonly number[];
  readonly series: readonly DaySeries[];
  readonly servers: number;
  /** All series together. */
  readonly customersByHour: Float64Array;
}

const UNSEEN = new Float64Array(DAY_HOURS);

export function dayTable(data: FitData, range: HourRange): DayTable {
  const days = (range.until - range.from) / DAY_HOURS;
  const customersByHour = new Float64Array(days * DAY_HOURS);
  const series = data.series.map((one): DaySeries => {
    const customersByDay = new Float64Array(days);
    const customersByHourOfWeek = new Float64Array(WEEK_HOURS);
    const partial = new Map<number, Float64Array>();
    let customers = 0;
    for (let day = 0; day < days; day++) {
      const first = range.from + day * DAY_HOURS;
      let exposures: Float64Array | null = null;
      for (let hour = 0; hour < DAY_HOURS; hour++) {
        const exposure = one.exposure(first + hour);
        if (exposure < 1) {
          exposures ??= new Float64Array(DAY_HOURS).fill(1);
          exposures[hour] = exposure;
        }
        const count = one.customersAt(first + hour);
        // What was sold without stock cannot be: no exposure stands against it.
        if (count === 0 || exposure === 0) continue;
        customersByDay[day]! += count;
        customersByHourOfWeek[hourOfWeek(first + hour)]! += count;
        customersByHour[day * DAY_HOURS + hour]! += count;
        customers += count;
      }
      // Long times without stock take no memory by the day.
      if (exposures !== null) partial.set(day, exposures.every((one) => one === 0) ? UNSEEN : exposures);
    }
    const server = data.servers.indexOf(one.server);
    return { series: one, server, customers, customersByDay, customersByHourOfWeek, partial };
  });
  const startOfDay = Array.from({ length: days }, (_, day) => hourOfWeek(range.from + day * DAY_HOURS));
  return {
    range,
    firstDay: range.from / DAY_HOURS,
    days,
    startOfDay,
    series,
    servers: data.servers.length,
    customersByHour,
  };
}

/** The exposure of each hour of the week, each day weighted: what a rate of 1 an hour would bring on average. */
export function exposureByHourOfWeek(table: DayTable, one: DaySeries, weights: Float64Array): Float64Array {
  const exposure = new Float64Array(WEEK_HOURS);
  for (let day = 0; day < table.days; day++) {
    const weight = weights[day]!;
    const start = table.startOfDay[day]!;
    const partial = one.partial.get(day);
    for (let hour = 0; hour < DAY_HOURS; hour++) {
      exposure[start + hour]! += partial === undefined ? weight : weight * partial[hour]!;
    }
  }
  return exposure;
}

/** Expected customers by day at rates of that shape, each day weighted. */
export function expectedByDay(
  table: DayTable,
  one: DaySeries,
  shape: Float64Array,
  weights: Float64Array,
): Float64Array {
  const dayOf = new Float64Array(WEEK_HOURS);
  for (let start = 0; start < WEEK_HOURS; start += DAY_HOURS) {
    for (let hour = 0; hour < DAY_HOURS; hour++) dayOf[start]! += shape[start + hour]!;
  }
  return Float64Array.from({ length: table.days }, (_, day) => {
    const start = table.startOfDay[day]!;
    const partial = one.partial.get(day);
    if (partial === undefined) return weights[day]! * dayOf[start]!;
    let sum = 0;
    for (let hour = 0; hour < DAY_HOURS; hour++) sum += shape[start + hour]! * partial[hour]!;
    return weights[day]! * sum;
  });
}
