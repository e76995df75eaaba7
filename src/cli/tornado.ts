import { parse } from 'yaml';
import { loadAt, placesIn } from '#src/cli/candidates';
import type { LoadedCandidate } from '#src/cli/candidates';
import type { ExperimentFlags } from '#src/cli/experimentFlags';
import type { Axis } from '#sim/experiment/axis';
import { valuesOf } from '#sim/experiment/axis';
import type { ExperimentResult } from '#sim/experiment/experimentResult';
import { USUAL_CHANGES } from '#sim/experiment/planChanges';
import { sensitivityOf } from '#sim/experiment/sensitivity';
import type { Sensitivity } from '#sim/experiment/sensitivity';
import type { Path } from '#sim/scenario/finding';
import { parseDuration } from '#sim/scenario/duration';
import type { ReadFile } from '#sim/scenario/load';
import { applySettings } from '#sim/scenario/setting';
import type { Setting, SettingValue } from '#sim/scenario/setting';

/** What `--tornado` asks for: the usual changes, or a path with a low and a high value. */
export type TornadoWish = Axis | 'usual';

/** One thing that is changed around a base, and the two candidates that do it. */
export interface TornadoPair {
  readonly what: string;
  readonly base: string | null;
  readonly values: readonly [low: string, high: string];
  readonly candidates: readonly [low: LoadedCandidate, high: LoadedCandidate];
}

/** The candidates that a tornado needs besides its base; or why there are none, as text for standard error. */
export function tornadoPairs(
  base: LoadedCandidate,
  wishes: readonly TornadoWish[],
  flags: ExperimentFlags,
  read: ReadFile,
): TornadoPair[] | string {
  const pairs: TornadoPair[] = [];
  for (const wish of wishes) {
    const own = wish === 'usual' ? usualPairs(base) : axisPair(base, wish, flags, read);
    if (typeof own === 'string') return own;
    pairs.push(...(Array.isArray(own) ? own : [own]));
  }
  if (pairs.length > 0) return pairs;
  return `error: ${base.source.file}: none of the usual changes changes anything; name one with --tornado path=low,high\n`;
}

/** Each of them, where it makes a difference to the plan. */
function usualPairs(base: LoadedCandidate): TornadoPair[] {
  const written = JSON.stringify(base.plan);
  return USUAL_CHANGES.flatMap(({ name, share, apply }): TornadoPair[] => {
    const values = [`−${100 * share} %`, `+${100 * share} %`] as const;
    const candidateOf = (factor: number, value: string): LoadedCandidate => ({
      ...base,
      // A plan was changed, not the file: there is no place in it.
      settings: [...base.settings, { path: name, value, places: [] }],
      plan: apply(base.plan, factor),
    });
    const candidates = [candidateOf(1 - share, values[0]), candidateOf(1 + share, values[1])] as const;
    if (candidates.every(({ plan }) => JSON.stringify(plan) === written)) return [];
    return [{ what: name, base: null, values, candidates }];
  });
}

function axisPair(
  base: LoadedCandidate,
  axis: Axis,
  flags: ExperimentFlags,
  read: ReadFile,
): TornadoPair | string {
  const { file } = base.source;
  const written = parse(String(read(file))) as object;
  const places = placesIn(written, axis.path, '--tornado');
  if (typeof places === 'string') return `error: ${file}: ${places}\n`;
  // A share is one of what the base has there, which a sweep or a search may have put there.
  const document = applySettings(written, base.settings);
  const values = valuesOf(axis)!.map(String) as [string, string];
  const candidates: LoadedCandidate[] = [];
  for (const value of valuesOf(axis)!) {
    const settings = settingsAt(document, axis.path, places, value);
    if (settings === null) {
      return `error: ${file}: --tornado ${axis.path} is not a number everywhere; write values instead of percentages\n`;
    }
    const source = loadAt(file, [...base.settings, ...settings], base.source, read, flags);
    if (typeof source === 'string') return source;
    const plan = source.plans.find(({ name }) => name === base.plan.name);
    if (plan === undefined) {
      return `error: ${file}: with ${axis.path}=${String(value)} there is no alternative ${base.plan.name}\n`;
    }
    candidates.push({ ...base, settings: [...base.settings, ...settings], source, plan });
  }
  return {
    what: axis.path,
    base: commonValue(document, places),
    values,
    candidates: [candidates[0]!, candidates[1]!],
  };
}

const RELATIVE = /^[+\-−](\d+(?:\.\d+)?) ?%$/;

/** A value at all places, or "+20 %" of what stands at each of them. */
function settingsAt(
  document: unknown,
  path: string,
  places: readonly Path[],
  value: SettingValue,
): Setting[] | null {
  const sign = typeof value === 'string' ? /^[+\-−]/.exec(value)?.[0] : undefined;
  const match = sign === undefined ? null : RELATIVE.exec(String(value));
  if (match === null) return [{ path, value, places }];
  const factor = 1 + (sign === '+' ? 1 : -1) * (Number(match[1]) / 100);
  const settings: Setting[] = [];
  for (const place of places) {
    const own = scaledValue(valueAt(document, place), factor);
    if (own === null) return null;
    settings.push({ path, value: own, places: [place] });
  }
  return settings;
}

/** Whole numbers stay whole; what has a unit keeps it. */
function scaledValue(value: unknown, factor: number): SettingValue | null {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? Math.round(factor * value) : Number((factor * value).toPrecision(12));
  }
  const match = typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*(\S.*)$/.exec(value) : null;
  if (match === null) return null;
  const [, number = '', unit = ''] = match;
  const text = `${Number((factor * Number(number)).toPrecision(9))} ${unit}`;
  return unit === '%' || 'microseconds' in parseDuration(text) ? text : null;
}

function commonValue(document: unknown, places: readonly Path[]): string | null {
  const values = new Set(places.map((place) => valueAt(document, place)));
  const [value] = values;
  return values.size === 1 && ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null;
}

function valueAt(document: unknown, place: Path): unknown {
  return place.reduce<unknown>(
    (node, step) =>
      typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[step] : undefined,
    document,
  );
}

/** Takes the tornado's candidates, which come last, out of a result again. */
export function splitTornado(
  result: ExperimentResult,
  pairs: readonly TornadoPair[],
  figure: string,
): { readonly result: ExperimentResult; readonly sensitivity: Sensitivity | null } {
  if (pairs.length === 0) return { result, sensitivity: null };
  const own = result.candidates.length - 2 * pairs.length;
  const candidates = result.candidates.slice(0, own);
  const changed = pairs.map(({ what, base, values }, index) => ({
    what,
    base,
    values,
    results: [result.candidates[own + 2 * index]!, result.candidates[own + 2 * index + 1]!] as const,
  }));
  const sensitivity = sensitivityOf(candidates[0]!, changed, figure, result.confidence);
  return { result: { ...result, candidates }, sensitivity };
}
