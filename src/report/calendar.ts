import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** Simulated time as a reader sees it: dates when the scenario has a calendar, else days since the start. */
export interface Calendar {
  /** Milliseconds of 1970 time at the start of the run, or null without a calendar. */
  readonly startsAt: number | null;
}

export type Unit = 'hour' | 'quarterDay' | 'day' | 'week' | 'month' | 'year';

/** One column of a picture of time: [from, to) in microseconds. */
export interface Period {
  readonly from: number;
  readonly to: number;
  /** In full, such as "week of Monday 5 January 2015". */
  readonly name: string;
  /** Periods with the same heading stand under one label, such as "Jan". */
  readonly heading: string;
}

interface Periods {
  readonly unit: Unit;
  readonly periods: readonly Period[];
}

export function calendarOf(startsOn: string | null): Calendar {
  const startsAt = startsOn === null ? Number.NaN : Date.parse(`${startsOn}T00:00:00Z`);
  return { startsAt: Number.isNaN(startsAt) ? null : startsAt };
}

export function dateAt(calendar: Calendar, microseconds: number): Date | null {
  return calendar.startsAt === null ? null : new Date(calendar.startsAt + microseconds / 1000);
}

/** "Wednesday 25 November 2015", or "day 12" (the first day is day 1). */
function dayName(calendar: Calendar, microseconds: number): string {
  const date = dateAt(calendar, microseconds);
  if (date === null) return `day ${Math.floor(microseconds / DAY_MICROSECONDS) + 1}`;
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** "25 Nov 2015" or "day 12". */
export function shortDayName(calendar: Calendar, microseconds: number): string {
  const date = dateAt(calendar, microseconds);
  if (date === null) return dayName(calendar, microseconds);
  return `${date.getUTCDate()} ${monthShort(date)} ${date.getUTCFullYear()}`;
}

/** Cuts a run into at most some sixty periods, none shorter than a sample, weeks from Monday, months from the first. */
export function divide(calendar: Calendar, length: number, sample: number): Periods {
  const days = length / DAY_MICROSECONDS;
  const ladder: readonly [Unit, number, number][] = [
    ['hour', 2.5, HOUR_MICROSECONDS],
    ['quarterDay', 14, 6 * HOUR_MICROSECONDS],
    ['day', 63, DAY_MICROSECONDS],
    ['week', 62 * 7, 7 * DAY_MICROSECONDS],
    ['month', 62 * 31, 31 * DAY_MICROSECONDS],
  ];
  const unit =
    ladder.find(([, longest, shortest]) => days <= longest && sample <= shortest)?.[0] ?? ('year' as const);
  return { unit, periods: cut(calendar, length, unit) };
}

/** Periods of one unit that cover [0, length); the first may be cut short by the start, the last by the end. */
export function cut(calendar: Calendar, length: number, unit: Unit): Period[] {
  const periods: Period[] = [];
  for (let from = 0; from < length;) {
    const to = Math.min(length, nextBoundary(calendar, from, unit));
    periods.push({ from, to, name: nameOf(calendar, from, unit), heading: headingOf(calendar, from, unit) });
    from = to;
  }
  return periods;
}

export function unitName(unit: Unit): string {
  return unit === 'quarterDay' ? 'six hours' : unit;
}

function nextBoundary(calendar: Calendar, from: number, unit: Unit): number {
  const date = dateAt(calendar, from);
  const step = (size: number): number => (Math.floor(from / size) + 1) * size;
  switch (unit) {
    case 'hour':
      return step(HOUR_MICROSECONDS);
    case 'quarterDay':
      return step(6 * HOUR_MICROSECONDS);
    case 'day':
      return step(DAY_MICROSECONDS);
    case 'week':
      if (date === null) return step(7 * DAY_MICROSECONDS);
      return from + (7 - ((date.getUTCDay() + 6) % 7)) * DAY_MICROSECONDS;
    case 'month':
      if (date === null) return step(30 * DAY_MICROSECONDS);
      return from + (Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - date.getTime()) * 1000;
    case 'year':
      if (date === null) return step(365 * DAY_MICROSECONDS);
      return from + (Date.UTC(date.getUTCFullYear() + 1, 0, 1) - date.getTime()) * 1000;
  }
}

function nameOf(calendar: Calendar, from: number, unit: Unit): string {
  const date = dateAt(calendar, from);
  const hour = Math.floor((from % DAY_MICROSECONDS) / HOUR_MICROSECONDS);
  switch (unit) {
    case 'hour':
      return `${dayName(calendar, from)}, ${hour}–${hour + 1} h`;
    case 'quarterDay':
      return `${dayName(calendar, from)}, ${hour}–${hour + 6} h`;
    case 'day':
      return dayName(calendar, from);
    case 'week':
      return date === null
        ? `week ${Math.floor(from / (7 * DAY_MICROSECONDS)) + 1}`
        : `week of ${dayName(calendar, from)}`;
    case 'month':
      return date === null
        ? `days from ${Math.floor(from / DAY_MICROSECONDS) + 1}`
        : `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
    case 'year':
      return date === null
        ? `year ${Math.floor(from / (365 * DAY_MICROSECONDS)) + 1}`
        : `${date.getUTCFullYear()}`;
  }
}

function headingOf(calendar: Calendar, from: number, unit: Unit): string {
  const date = dateAt(calendar, from);
  const day = Math.floor(from / DAY_MICROSECONDS);
  switch (unit) {
    case 'hour':
    case 'quarterDay':
      return date === null ? `day ${day + 1}` : `${date.getUTCDate()} ${monthShort(date)}`;
    case 'day': {
      if (date === null) return `day ${Math.floor(day / 7) * 7 + 1}`;
      const monday = new Date(Math.max(calendar.startsAt ?? 0, mondayOf(date)));
      return `${monday.getUTCDate()} ${monthShort(monday)}`;
    }
    case 'week':
      return date === null ? `wk ${Math.floor(day / 28) * 4 + 1}` : monthShort(date);
    case 'month':
      return date === null ? `day ${Math.floor(day / 360) * 360 + 1}` : `${date.getUTCFullYear()}`;
    case 'year':
      return date === null ? `year ${Math.floor(day / 365) + 1}` : `${date.getUTCFullYear()}`;
  }
}

function mondayOf(date: Date): number {
  return date.getTime() - ((date.getUTCDay() + 6) % 7) * (DAY_MICROSECONDS / 1000);
}

function monthShort(date: Date): string {
  return MONTHS[date.getUTCMonth()]?.slice(0, 3) ?? '';
}
