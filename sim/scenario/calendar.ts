import { DAY_MICROSECONDS, SECOND_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import { durationMicroseconds } from '#sim/scenario/duration';

const MINUTE_MICROSECONDS = DAY_MICROSECONDS / 1440;
const MICROSECONDS_PER_MILLISECOND = 1_000;

export const DAY_PATTERN = '^\\d{4}-\\d{2}-\\d{2}$';

/**
 * Microseconds from 1970-01-01 to a stamp such as "2015-01-01" or "2015-01-01 06:30", or null when there is no such day.
 * Calendars here know no time zone and no summer time: every day has 24 hours.
 */
export function parseStamp(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?$/.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (hour > 23 || minute > 59) return null;
  const midnight = Date.UTC(year, month - 1, day) * MICROSECONDS_PER_MILLISECOND;
  return midnight + (hour * 60 + minute) * MINUTE_MICROSECONDS;
}

/** As {@link parseStamp}, but seconds may follow, and fractions of them down to a microsecond: "2015-01-01T06:30:05.25". */
export function parseMoment(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2})?)(?::(\d{2})(?:\.(\d{1,6}))?)?$/.exec(text);
  if (match === null) return null;
  const [, stamp = '', seconds = '0', fraction = ''] = match;
  const minute = parseStamp(stamp);
  if (minute === null || Number(seconds) > 59 || (match[2] !== undefined && stamp.length === 10)) return null;
  return minute + Number(seconds) * SECOND_MICROSECONDS + Number(fraction.padEnd(6, '0'));
}

/** When that is, from the start of the run: a duration, or a calendar day, which needs a start; null without one. */
export function beginningOf(written: string, starts: string | null): Microseconds | null {
  const stamp = parseStamp(written);
  if (stamp === null) return durationMicroseconds(written);
  const start = starts === null ? null : parseStamp(starts);
  return start === null ? null : stamp - start;
}

/** The inverse of {@link parseStamp}; the time of day is left out at midnight. */
export function formatStamp(stamp: number): string {
  let days = Math.floor(stamp / DAY_MICROSECONDS);
  const minutes = Math.floor((stamp - days * DAY_MICROSECONDS) / MINUTE_MICROSECONDS);
  let year = 1970;
  for (; days >= daysInYear(year); year += 1) days -= daysInYear(year);
  for (; days < 0; days += daysInYear(year)) year -= 1;
  let month = 1;
  for (; days >= daysInMonth(year, month); month += 1) days -= daysInMonth(year, month);
  const day = `${year}-${two(month)}-${two(days + 1)}`;
  return minutes === 0 ? day : `${day} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function daysInYear(year: number): number {
  return isLeap(year) ? 366 : 365;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
