import { formatDuration, parseDuration } from '#sim/scenario/duration';
import type { SettingValue } from '#sim/scenario/setting';

/** One thing that an experiment varies: a path into the scenario, and the values that it takes there. */
export interface Axis {
  readonly path: string;
  /** As it was written. */
  readonly text: string;
  readonly choices: readonly Choice[];
}

/** A single value, or a range of them. */
export type Choice = SettingValue | Range;

/** Numbers with what is written behind each of them: a unit, or nothing. */
export interface Range {
  readonly from: number;
  readonly to: number;
  /** Null: every number between. */
  readonly step: number | null;
  readonly decimals: number;
  /** "duration" where `from`, `to` and `step` are microseconds because their units differ. */
  readonly unit: string;
}

export interface NoAxis {
  readonly expected: string;
  readonly advice: string;
}

const EXAMPLE =
  'write path=values, such as servers.*.lowWatermark=10..50:5 or hub.shipping=partial,whole orders';
const MIXED = 'duration';
const MOST_VALUES = 100_000;
/** What a range without a step adds to the decimals that its ends have. */
const MORE_DECIMALS = 3;

/** Reads "servers.*.lowWatermark=10..50:5", "leadTime=12 h,1 d..3 d:0.5 d" and the like. */
export function parseAxis(text: string): Axis | NoAxis {
  const at = text.indexOf('=');
  const path = text.slice(0, at).trim();
  if (at < 0 || path === '') return { expected: 'a path and values', advice: EXAMPLE };
  const choices: Choice[] = [];
  for (const part of text.slice(at + 1).split(',')) {
    const choice = parseChoice(part.trim());
    if (typeof choice === 'object' && 'expected' in choice) return choice;
    choices.push(choice);
  }
  return { path, text, choices };
}

function parseChoice(text: string): Choice | NoAxis {
  if (text === '') return { expected: 'a value between commas', advice: EXAMPLE };
  const range = /^(.*?[^.])\.\.([^.:][^:]*|\.\d[^:]*)(?::(.*))?$/.exec(text);
  if (range === null) return scalar(text);
  const [, from = '', to = '', step] = range;
  return parseRange(text, quantity(from), quantity(to), step === undefined ? null : quantity(step));
}

function scalar(text: string): SettingValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

interface Quantity {
  readonly number: number;
  readonly unit: string;
  readonly decimals: number;
}

function quantity(text: string): Quantity | undefined {
  const match = /^\s*([+-]?(?:\d+(?:\.(\d*))?|\.(\d+)))\s*([^\d\s.][^\d]*)?$/.exec(text);
  if (match === null) return undefined;
  const [, digits = '', fraction, only, unit = ''] = match;
  return { number: Number(digits), unit: unit.trim(), decimals: (fraction ?? only ?? '').length };
}

function parseRange(
  text: string,
  from: Quantity | undefined,
  to: Quantity | undefined,
  step: Quantity | null | undefined,
): Range | NoAxis {
  const expected = 'a range of numbers, such as 10..50:5 or 1 d..3 d:0.5 d';
  if (from === undefined || to === undefined || step === undefined) {
    return { expected, advice: `write numbers, with the same unit if any, instead of ${text}` };
  }
  const range = withOneUnit([from, to, ...(step === null ? [] : [step])]);
  if (range === null) return { expected, advice: `write all of ${text} in the same unit` };
  if (range.from > range.to) return { expected, advice: `write the lower end of ${text} first` };
  if (range.step !== null && !(range.step > 0)) {
    return { expected: 'a step above 0', advice: `write how far apart the values of ${text} are` };
  }
  if (range.step !== null && sizeOf(range) > MOST_VALUES) {
    return { expected: `at most ${MOST_VALUES} values`, advice: `take a longer step in ${text}` };
  }
  return range;
}

function withOneUnit(parts: readonly Quantity[]): Range | null {
  const units = new Set(parts.map(({ unit }) => unit).filter((unit) => unit !== ''));
  if (units.size <= 1) {
    const [from, to, step] = parts.map(({ number }) => number);
    const decimals = Math.max(...parts.map((part) => part.decimals));
    return { from: from!, to: to!, step: step ?? null, decimals, unit: [...units][0] ?? '' };
  }
  const durations = parts.map(({ number, unit }) => parseDuration(`${number} ${unit}`));
  const microseconds = durations.map((one) => ('microseconds' in one ? one.microseconds : null));
  if (microseconds.includes(null)) return null;
  const [from, to, step] = microseconds;
  return { from: from!, to: to!, step: step ?? null, decimals: 0, unit: MIXED };
}

/** All values of an axis; null where a range has no step and so has no end of values. */
export function valuesOf({ choices }: Axis): SettingValue[] | null {
  const values: SettingValue[] = [];
  for (const choice of choices) {
    if (typeof choice !== 'object') values.push(choice);
    else if (choice.step === null) return null;
    else
      for (let index = 0; index < sizeOf(choice); index++) values.push(stepped(choice, choice.step, index));
  }
  return values;
}

/** The value that stands at a share of the axis, from 0 to just below 1. */
export function valueAt({ choices }: Axis, share: number): SettingValue {
  const sizes = choices.map((choice) =>
    typeof choice === 'object' && choice.step !== null ? sizeOf(choice) : 1,
  );
  let place = share * sizes.reduce((sum, size) => sum + size, 0);
  let index = 0;
  while (index < sizes.length - 1 && place >= sizes[index]!) place -= sizes[index++]!;
  const choice = choices[index]!;
  if (typeof choice !== 'object') return choice;
  if (choice.step !== null) return stepped(choice, choice.step, Math.floor(place));
  const { from, to, decimals, unit } = choice;
  // Whole ends mean whole numbers: each of them, the ends too, is as likely as any other.
  if (decimals === 0 && unit === '') return from + Math.floor(place * (to - from + 1));
  return written(choice, from + place * (to - from), decimals + (unit === MIXED ? 0 : MORE_DECIMALS));
}

function sizeOf({ from, to, step }: Range): number {
  return Math.floor((to - from) / step! + 1e-9) + 1;
}

function stepped(range: Range, step: number, index: number): SettingValue {
  return written(range, range.from + index * step, range.decimals);
}

function written({ unit }: Range, number: number, decimals: number): SettingValue {
  const rounded = Number(number.toFixed(decimals));
  if (unit === MIXED) return formatDuration(rounded);
  return unit === '' ? rounded : `${rounded} ${unit}`;
}
