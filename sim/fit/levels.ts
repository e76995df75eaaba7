import type { DayTable } from './dayTable.ts';
import { DAY_HOURS, WEEK_HOURS } from './weekHours.ts';

/** What a fit in progress knows: everything that multiplies to a rate. */
export interface Levels {
  readonly perHour: Float64Array;
  readonly shapes: Float64Array[];
  readonly growth: number[];
  /** By day of the table. */
  readonly events: Float64Array;
  /** The factor that all had in common on each day, as far as it can be told from chance. */
  readonly dayFactors: Float64Array;
}

const DAYS_PER_YEAR = 365;

export function startingLevels(table: DayTable): Levels {
  const flat = new Float64Array(WEEK_HOURS).fill(1);
  return {
    perHour: new Float64Array(table.series.length).fill(1),
    shapes: table.series.map(() => flat),
    growth: table.series.map(() => 0),
    events: new Float64Array(table.days).fill(1),
    dayFactors: new Float64Array(table.days).fill(1),
  };
}

/** Growth and events of a series by day, counted from the table's first day. */
export function dayWeights(levels: Levels, index: number): Float64Array {
  const perYear = levels.growth[index]!;
  return levels.events.map((event, day) => event * (1 + perYear) ** (day / DAYS_PER_YEAR));
}

/** The same times the level of the series and what the day had in common. */
export function fullWeights(levels: Levels, index: number): Float64Array {
  const level = levels.perHour[index]!;
  return dayWeights(levels, index).map((weight, day) => level * weight * levels.dayFactors[day]!);
}

/** What a flat profile lets expect of all series by hour. */
export function networkExposure(table: DayTable, weights: readonly Float64Array[]): Float64Array {
  const byDay = new Float64Array(table.days);
  const exposure = new Float64Array(table.days * DAY_HOURS);
  for (const [index, { partial }] of table.series.entries()) {
    const own = weights[index]!;
    for (let day = 0; day < table.days; day++) {
      const hours = partial.get(day);
      if (hours === undefined) byDay[day]! += own[day]!;
      else
        for (let hour = 0; hour < DAY_HOURS; hour++)
          exposure[day * DAY_HOURS + hour]! += own[day]! * hours[hour]!;
    }
  }
  return exposure.map((value, index) => value + byDay[Math.floor(index / DAY_HOURS)]!);
}
