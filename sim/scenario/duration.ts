import {
  DAY_MICROSECONDS,
  HOUR_MICROSECONDS,
  SECOND_MICROSECONDS,
  type Microseconds,
} from '#src/domain/time';

const MICROSECONDS_PER_UNIT: Readonly<Record<string, number>> = {
  ms: 1_000,
  s: SECOND_MICROSECONDS,
  min: 60 * SECOND_MICROSECONDS,
  h: HOUR_MICROSECONDS,
  d: DAY_MICROSECONDS,
  w: 7 * DAY_MICROSECONDS,
};

/** What a duration is written like, for editors; the parser below gives the better message. */
export const DURATION_PATTERN = '^(\\d+(\\.\\d+)?|\\.\\d+) ?(ms|s|min|h|d|w)$';

export const DURATION_EXPECTED = 'a number and a unit: ms, s, min, h, d or w';

const UNIT_NAMES: Readonly<Record<string, string>> = {
  millisecond: 'ms',
  msec: 'ms',
  sec: 's',
  second: 's',
  m: 'min',
  minute: 'min',
  hr: 'h',
  hour: 'h',
  day: 'd',
  wk: 'w',
  week: 'w',
};

export type ParsedDuration =
  { readonly microseconds: Microseconds } | { readonly expected: string; readonly advice: string };

/** Reads "24 h", "1.5 d" or "250 ms" as whole microseconds, or says what a duration looks like. */
export function parseDuration(text: string): ParsedDuration {
  const match = /^\s*([+-]?)(\d+(?:\.\d+)?|\.\d+)\s*(\S*)\s*$/.exec(text);
  if (match === null) {
    return { expected: DURATION_EXPECTED, advice: 'write it like 24 h, 90 min or 1.5 d' };
  }
  const [, sign, digits, unit = ''] = match;
  const factor = Object.hasOwn(MICROSECONDS_PER_UNIT, unit) ? MICROSECONDS_PER_UNIT[unit] : undefined;
  if (factor === undefined) {
    const meant = UNIT_NAMES[unit.toLowerCase().replace(/s$/, '')];
    const better = meant ?? (unit === '' ? 'h' : null);
    return {
      expected: DURATION_EXPECTED,
      advice: better === null ? 'write it like 24 h, 90 min or 1.5 d' : `write ${digits} ${better}`,
    };
  }
  if (sign !== '') {
    return {
      expected: 'a duration that is not negative, without a sign',
      advice: `write ${digits} ${unit}`,
    };
  }
  const microseconds = Math.round(Number(digits) * factor);
  if (!Number.isSafeInteger(microseconds)) {
    return { expected: 'at most 285 years', advice: 'write a shorter duration' };
  }
  return { microseconds };
}

/** The value of a duration that the schema has already accepted. */
export function durationMicroseconds(text: string): Microseconds {
  const parsed = parseDuration(text);
  if ('microseconds' in parsed) return parsed.microseconds;
  throw new Error(`not a duration: ${text}`);
}

/** Writes microseconds in the largest unit that leaves a whole number, such as "36 h". */
export function formatDuration(microseconds: Microseconds): string {
  for (const unit of ['d', 'h', 'min', 's', 'ms'] as const) {
    const factor = MICROSECONDS_PER_UNIT[unit] ?? 1;
    if (microseconds !== 0 && microseconds % factor === 0) return `${microseconds / factor} ${unit}`;
  }
  return `${microseconds / SECOND_MICROSECONDS} s`;
}
