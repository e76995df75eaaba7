import { expectedInHour } from './demandModel.ts';
import type { DemandModel } from './demandModel.ts';
import type { FitData, HourRange } from './fitData.ts';
import { DAY_HOURS, hourOfWeek, WEEK_HOURS } from './weekHours.ts';

/** Mean customers per hour of all series together, in each hour of the week, as they came and as a model says. */
export interface WeekPicture {
  readonly observed: Float64Array;
  readonly expected: Float64Array;
  /** How many hours each mean is over; 0: none. */
  readonly hours: Float64Array;
}

/** Customers of all series by day. */
export interface DayPicture {
  /** Since 1970. */
  readonly firstDay: number;
  readonly observed: Float64Array;
  readonly expected: Float64Array;
}

export function pictures(
  data: FitData,
  model: DemandModel,
  range: HourRange,
): { readonly week: WeekPicture; readonly days: DayPicture } {
  const week = {
    observed: new Float64Array(WEEK_HOURS),
    expected: new Float64Array(WEEK_HOURS),
    hours: new Float64Array(WEEK_HOURS),
  };
  const firstDay = range.from / DAY_HOURS;
  const length = (range.until - range.from) / DAY_HOURS;
  const days = { firstDay, observed: new Float64Array(length), expected: new Float64Array(length) };
  for (let hour = range.from; hour < range.until; hour++) {
    const index = hourOfWeek(hour);
    const day = Math.floor(hour / DAY_HOURS) - firstDay;
    let isSeen = false;
    for (const [number, series] of data.series.entries()) {
      const exposure = series.exposure(hour);
      if (exposure === 0) continue;
      isSeen = true;
      const customers = series.customersAt(hour);
      const expected = exposure * expectedInHour(model, model.series[number]!, hour);
      week.observed[index]! += customers;
      week.expected[index]! += expected;
      days.observed[day]! += customers;
      days.expected[day]! += expected;
    }
    if (isSeen) week.hours[index]! += 1;
  }
  for (let index = 0; index < WEEK_HOURS; index++) {
    const hours = Math.max(1, week.hours[index]!);
    week.observed[index]! /= hours;
    week.expected[index]! /= hours;
  }
  return { week, days };
}
