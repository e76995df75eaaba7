import { InvalidArgumentError } from 'commander';
import { DAY_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import type { Executor } from '#src/executor/actor';
import type { Mode } from '#sim/mode';
import type { DayFlag } from '#src/cli/dayFlag';
import type { ArrivalDrawing } from '#sim/plan';
import { parseStamp } from '#sim/scenario/calendar';
import { formatDuration, parseDuration } from '#sim/scenario/duration';

/** The options of `pinweir run`, parsed. */
export interface RunFlags {
  readonly seed?: number;
  readonly sales?: number;
  readonly until?: Microseconds;
  readonly mode?: Mode;
  readonly executor?: Executor['name'];
  readonly arrivals?: ArrivalDrawing;
  readonly check?: boolean;
  readonly json?: boolean;
  readonly report?: string;
  /** What a report looks at closely. */
  readonly day?: DayFlag;
}

/** How the command line writes it. */
const ARRIVALS: Readonly<Record<ArrivalDrawing, string>> = {
  each: 'one-by-one',
  countsFirst: 'counts-first',
};

export function parseArrivals(text: string): ArrivalDrawing {
  if (text === ARRIVALS.each) return 'each';
  if (text === ARRIVALS.countsFirst) return 'countsFirst';
  throw new InvalidArgumentError(`Allowed choices are ${Object.values(ARRIVALS).join(', ')}.`);
}

export function parseSeed(text: string): number {
  return wholeNumber(text, 0, 'a whole number, 0 or more', '--seed 7');
}

export function parseSales(text: string): number {
  return wholeNumber(text, 1, 'a whole number, 1 or more', '--sales 100000 or --sales 1e5');
}

export function parseRuns(text: string): number {
  return wholeNumber(text, 1, 'a whole number, 1 or more', '--runs 2000');
}

export function parseCount(text: string, example: string): number {
  return wholeNumber(text, 1, 'a whole number, 1 or more', example);
}

export function parseEffort(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= 1)) {
    throw new InvalidArgumentError('Expected a number above 0 and at most 1; write --effort 0.1.');
  }
  return value;
}

export function parseUntil(text: string): Microseconds {
  return parseSpan(text, '--until "30 d"');
}

/** A duration above zero. */
export function parseSpan(text: string, example: string): Microseconds {
  const parsed = parseDuration(text);
  if (!('microseconds' in parsed)) {
    throw new InvalidArgumentError(`Expected ${parsed.expected}; ${parsed.advice}.`);
  }
  if (parsed.microseconds === 0) throw new InvalidArgumentError(`Expected some time; write ${example}.`);
  return parsed.microseconds;
}

/** Whole days, or none. */
export function parseHoldOut(text: string): Microseconds {
  const parsed = parseDuration(text);
  if (!('microseconds' in parsed)) {
    throw new InvalidArgumentError(`Expected ${parsed.expected}; ${parsed.advice}.`);
  }
  if (parsed.microseconds % DAY_MICROSECONDS !== 0) {
    throw new InvalidArgumentError('Expected whole days; write --holdout "4 w", or "0 d" for none.');
  }
  return parsed.microseconds;
}

/** Microseconds from 1970 to a calendar day. */
export function parseDay(text: string): Microseconds {
  const stamp = parseStamp(text);
  if (stamp === null || stamp % DAY_MICROSECONDS !== 0) {
    throw new InvalidArgumentError('Expected a calendar day; write --starts 2015-01-31.');
  }
  return stamp;
}

function wholeNumber(text: string, least: number, expected: string, example: string): number {
  const value = /^\d+(\.\d+)?(e\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < least) {
    throw new InvalidArgumentError(`Expected ${expected}; write ${example}.`);
  }
  return value;
}

/** The command that runs the same again, as one types it into a shell; npx finds pinweir however it is installed. */
export function commandLine(
  file: string | readonly string[],
  flags: RunFlags,
  more: readonly string[] = [],
  command: 'run' | 'compare' = 'run',
): string {
  const words = ['npx', 'pinweir', command, ...[file].flat()];
  if (flags.seed !== undefined) words.push('--seed', String(flags.seed));
  if (flags.sales !== undefined) words.push('--sales', String(flags.sales));
  if (flags.until !== undefined) words.push('--until', formatDuration(flags.until));
  if (flags.mode !== undefined) words.push('--mode', flags.mode);
  if (flags.arrivals !== undefined) words.push('--arrivals', ARRIVALS[flags.arrivals]);
  if (flags.executor !== undefined) words.push('--executor', flags.executor);
  if (flags.check === true) words.push('--check');
  if (flags.json === true) words.push('--json');
  if (flags.report !== undefined) words.push('--report', flags.report);
  if (flags.day !== undefined) words.push('--day', flags.day.text);
  return [...words, ...more].map(quote).join(' ');
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
