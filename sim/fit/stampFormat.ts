import { HOUR_MICROSECONDS, SECOND_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';

/** Reads a time of a sales log as microseconds from 1970-01-01 on the clock that wrote it; null: that is no time. */
export type ReadStamp = (text: string) => Microseconds | null;

/** What may be written for a format, for messages. */
export const FORMATS_EXPECTED =
  'iso, seconds, milliseconds, or a pattern of YYYY, MM, DD, HH, hh, mm, ss, SSS and A such as DD.MM.YYYY HH:mm';

const PARTS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{1,2})',
  hh: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{1,2})',
  ss: '(?<second>\\d{1,2})',
  SSS: '(?<fraction>\\d{1,6})',
  A: '(?<half>[AaPp])\\.?[Mm]\\.?',
};

const ISO =
  /^\s*(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[ T](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?\s*$/;

/**
 * The reader of a format; null: there is no such format. A zone at the end of a stamp is left out: what counts for a
 * profile is what the clock on the wall said.
 */
export function stampReader(format: string): ReadStamp | null {
  if (format === 'iso') return readIso;
  if (format === 'seconds') return (text) => readNumber(text, SECOND_MICROSECONDS);
  if (format === 'milliseconds') return (text) => readNumber(text, 1_000);
  const used: string[] = [];
  const pattern = format.replace(/YYYY|SSS|MM|DD|HH|hh|mm|ss|A|[^A-Za-z0-9]|.+?/g, (part) => {
    const known = PARTS[part];
    if (known !== undefined) used.push(part.toUpperCase() === 'HH' ? 'HH' : part);
    return known ?? part.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  });
  const isComplete = ['YYYY', 'MM', 'DD'].every((part) => used.includes(part));
  if (!isComplete || new Set(used).size < used.length) return null;
  const expression = new RegExp(`^\\s*${pattern}\\s*$`);
  return (text) => {
    const groups = expression.exec(text)?.groups;
    return groups === undefined ? null : stampOf(groups);
  };
}

/** The format that a stamp is written in, as far as that can be told; null: none that is known. */
export function guessFormat(text: string): string | null {
  if (readIso(text) !== null) return 'iso';
  if (/^\s*\d{9,10}(\.\d+)?\s*$/.test(text)) return 'seconds';
  // Of 12 digits: before September 2001, or rather a date and a time without anything between them.
  if (/^\s*\d{13}\s*$/.test(text)) return 'milliseconds';
  // Day and month cannot be told apart where slashes part them, but with points the day is first everywhere.
  const german = /^\s*\d{1,2}\.\d{1,2}\.\d{4}( \d{1,2}:\d{2}(:\d{2})?)?\s*$/.exec(text);
  if (german === null) return null;
  return `DD.MM.YYYY${german[1] === undefined ? '' : german[2] === undefined ? ' HH:mm' : ' HH:mm:ss'}`;
}

/** The most frequent form is read without a regular expression: a log of a gigabyte has many. */
function readIso(text: string): Microseconds | null {
  if (text.length === 19 && text.charCodeAt(4) === 45 && text.charCodeAt(13) === 58) {
    const separator = text.charCodeAt(10);
    const isPlain = text.charCodeAt(7) === 45 && text.charCodeAt(16) === 58;
    const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
    const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
    if (isPlain && (separator === 32 || separator === 84)) {
      return stamp(year, month, day, hour, minute, second, 0);
    }
  }
  const groups = ISO.exec(text)?.groups;
  return groups === undefined ? null : stampOf(groups);
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = 10 * value + digit;
  }
  return value;
}

/** Milliseconds that are read as seconds are no times of this era. */
const EARLIEST = Date.UTC(1900, 0, 1) * 1_000;
const LATEST = Date.UTC(10_000, 0, 1) * 1_000;

function readNumber(text: string, unit: number): Microseconds | null {
  const time = /^\s*-?\d+(\.\d+)?\s*$/.test(text) ? Math.round(Number(text) * unit) : Number.NaN;
  return time >= EARLIEST && time < LATEST ? time : null;
}

function stampOf(groups: Record<string, string | undefined>): Microseconds | null {
  const { half, fraction = '' } = groups;
  const part = (name: string): number => Number(groups[name] ?? 0);
  let hour = part('hour');
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  const microseconds = Math.floor(Number(`0.${fraction || '0'}`) * 1e6 + 1e-6);
  return stamp(part('year'), part('month'), part('day'), hour, part('minute'), part('second'), microseconds);
}

let knownMonth = '';
let knownMidnight = 0;
let knownDays = 0;

function stamp(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  microseconds: number,
): Microseconds | null {
  if (!(hour <= 23 && minute <= 59 && second <= 59 && year >= 1900 && month >= 1 && month <= 12)) return null;
  const key = `${year}-${month}`;
  if (key !== knownMonth) {
    knownMonth = key;
    knownMidnight = Date.UTC(year, month - 1, 1) * 1_000;
    knownDays = (Date.UTC(year, month, 1) - Date.UTC(year, month - 1, 1)) / 86_400_000;
  }
  if (!(day >= 1 && day <= knownDays)) return null;
  const hours = (day - 1) * 24 + hour;
  return (
    knownMidnight + hours * HOUR_MICROSECONDS + (minute * 60 + second) * SECOND_MICROSECONDS + microseconds
  );
}
