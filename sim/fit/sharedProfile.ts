import { chiSquare, shrunkFactors } from './shrinkage.ts';
import { chiSquareTail } from './tails.ts';
import { DAY_HOURS, WEEK_HOURS } from './weekHours.ts';

/** How demand varies in a week. */
export type ProfileKind = 'flat' | 'hourOfDay' | 'hourOfWeek';

export interface SharedProfile {
  readonly kind: ProfileKind;
  /** Factors of mean 1. */
  readonly shape: Float64Array;
  /** Probabilities that chance alone makes hours, days, and hours of different days differ as much. */
  readonly hourP: number;
  readonly dayP: number;
  readonly mixedP: number;
}

/** How probable it is, each, that a profile is seen where there is none. */
export const PROFILE_LEVEL = 0.001;
const LEAST_DAYS = 3;
const LEAST_DAYS_FOR_WEEK = 14;

/** The hours of a log, all series together. */
export interface NetworkHours {
  readonly customers: Float64Array;
  /** What a flat profile expects, by the hour: level times exposure. */
  readonly exposure: Float64Array;
  readonly startOfDay: readonly number[];
}

/**
 * The profile that all have in common: flat, by the hour of the day or by the hour of the week, whichever the data bear
 * out. Hours of the week are shrunk towards hour of day times day of week, the more the fewer customers there are.
 */
export function sharedProfile(hours: NetworkHours): SharedProfile {
  const { startOfDay } = hours;
  const week = sums(hours);
  const days = startOfDay.length;
  if (days < LEAST_DAYS) return flat();
  const [scatterOfDays, scatterOfHours] = dispersions(hours, week);
  const byDay = margin(week, (index) => Math.floor(index / DAY_HOURS), 7);
  const byHour = margin(week, (index) => index % DAY_HOURS, DAY_HOURS);
  const hasWeeks = days >= LEAST_DAYS_FOR_WEEK;
  const level = sum(byDay.customers) / sum(byDay.exposure);
  const dayP = hasWeeks
    ? chiSquareTail(
        chiSquare(
          byDay.customers,
          byDay.exposure.map((x) => level * x),
        ) / scatterOfDays,
        6,
      )
    : 1;
  const hourP = chiSquareTail(
    chiSquare(
      byHour.customers,
      byHour.exposure.map((x) => level * x),
    ) / scatterOfHours,
    DAY_HOURS - 1,
  );
  const [hasDays, hasHours] = [dayP < PROFILE_LEVEL, hourP < PROFILE_LEVEL];
  const product = twoWay(week, hasDays, hasHours);
  const expected = product.map((rate, index) => rate * week.exposure[index]!);
  const degrees = WEEK_HOURS - 1 - (hasDays ? 6 : 0) - (hasHours ? DAY_HOURS - 1 : 0);
  const mixedP = hasWeeks ? chiSquareTail(chiSquare(week.customers, expected) / scatterOfHours, degrees) : 1;
  const kind = hasDays || mixedP < PROFILE_LEVEL ? 'hourOfWeek' : hasHours ? 'hourOfDay' : 'flat';
  const factors =
    mixedP < PROFILE_LEVEL
      ? shrunkFactors(week.customers, expected, scatterOfHours)
      : new Float64Array(WEEK_HOURS).fill(1);
  return {
    kind,
    shape: normalised(product.map((rate, index) => rate * factors[index]!)),
    hourP,
    dayP,
    mixedP,
  };
}

function flat(): SharedProfile {
  return { kind: 'flat', shape: new Float64Array(WEEK_HOURS).fill(1), hourP: 1, dayP: 1, mixedP: 1 };
}

/** The same proportions with mean 1. */
export function normalised(shape: Float64Array): Float64Array {
  const mean = sum(shape) / shape.length;
  return mean > 0 ? shape.map((value) => value / mean) : shape.map(() => 1);
}

interface Cells {
  readonly customers: Float64Array;
  readonly exposure: Float64Array;
}

function sums({ customers, exposure, startOfDay }: NetworkHours): Cells {
  const week = { customers: new Float64Array(WEEK_HOURS), exposure: new Float64Array(WEEK_HOURS) };
  for (const [day, start] of startOfDay.entries()) {
    for (let hour = 0; hour < DAY_HOURS; hour++) {
      week.customers[start + hour]! += customers[day * DAY_HOURS + hour]!;
      week.exposure[start + hour]! += exposure[day * DAY_HOURS + hour]!;
    }
  }
  return week;
}

function margin({ customers, exposure }: Cells, of: (index: number) => number, size: number): Cells {
  const result = { customers: new Float64Array(size), exposure: new Float64Array(size) };
  for (let index = 0; index < WEEK_HOURS; index++) {
    result.customers[of(index)]! += customers[index]!;
    result.exposure[of(index)]! += exposure[index]!;
  }
  return result;
}

/** Rates as hour of day times day of week, fitted to both margins in turn; what shall be flat is 1. */
function twoWay({ customers, exposure }: Cells, hasDays: boolean, hasHours: boolean): Float64Array {
  const days = new Float64Array(7).fill(1);
  const hours = new Float64Array(DAY_HOURS).fill(1);
  const dayOf = (index: number): number => Math.floor(index / DAY_HOURS);
  const hourOf = (index: number): number => index % DAY_HOURS;
  for (let round = 0; round < 20; round++) {
    if (hasDays) {
      const scaled = exposure.map((x, index) => x * hours[hourOf(index)]!);
      const cells = margin({ customers, exposure: scaled }, dayOf, 7);
      for (let day = 0; day < 7; day++) days[day] = ratio(cells, day);
    }
    if (hasHours) {
      const scaled = exposure.map((x, index) => x * days[dayOf(index)]!);
      const cells = margin({ customers, exposure: scaled }, hourOf, DAY_HOURS);
      for (let hour = 0; hour < DAY_HOURS; hour++) hours[hour] = ratio(cells, hour);
    }
    if (!hasDays || !hasHours) break;
  }
  const rates = exposure.map((_, index) => days[dayOf(index)]! * hours[hourOf(index)]!);
  const level = sum(customers) / rates.reduce((total, rate, index) => total + rate * exposure[index]!, 0);
  return rates.map((rate) => rate * level);
}

function ratio({ customers, exposure }: Cells, index: number): number {
  return exposure[index]! > 0 ? customers[index]! / exposure[index]! : 0;
}

/** How many times as much as Poisson counts day totals scatter, and the hours of a day given its total; at least 1. */
function dispersions(hours: NetworkHours, week: Cells): [days: number, hours: number] {
  const { customers, exposure, startOfDay } = hours;
  const rates = week.customers.map((_, index) => ratio(week, index));
  const days = startOfDay.length;
  let ofDays = 0;
  let ofHours = 0;
  let counted = 0;
  for (const [day, start] of startOfDay.entries()) {
    let total = 0;
    let expected = 0;
    for (let hour = 0; hour < DAY_HOURS; hour++) {
      total += customers[day * DAY_HOURS + hour]!;
      expected += rates[start + hour]! * exposure[day * DAY_HOURS + hour]!;
    }
    if (expected <= 0) continue;
    ofDays += (total - expected) ** 2 / expected;
    if (total <= 0) continue;
    for (let hour = 0; hour < DAY_HOURS; hour++) {
      const own = (rates[start + hour]! * exposure[day * DAY_HOURS + hour]! * total) / expected;
      if (own <= 0) continue;
      ofHours += (customers[day * DAY_HOURS + hour]! - own) ** 2 / own;
      counted += 1;
    }
  }
  const cells = Math.min(WEEK_HOURS, days * DAY_HOURS);
  const degrees = counted - days - Math.min(cells, counted / 2);
  return [
    Math.max(1, ofDays / Math.max(1, days - Math.min(7, days / 2))),
    Math.max(1, ofHours / Math.max(1, degrees)),
  ];
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
