import type { Path } from '#sim/scenario/finding';
import { listWords } from '#sim/scenario/finding';
import { nearest } from '#sim/scenario/nearest';

/** Why a path leads to no value. */
export interface NoPlace {
  readonly found: string;
  readonly advice: string;
}

const MOST_NAMES = 12;

/**
 * All places in a document that a path such as "servers.*.lowWatermark" means. A step is a key of a map, the name or
 * the number (from 0) of an entry of a list, or * for all of them; a key that is not there is looked for further below,
 * so that what lies between need not be written.
 */
export function placesOf(document: unknown, path: string): readonly Path[] | NoPlace {
  const steps = path.replaceAll(/\[(\w+|\*)\]/g, '.$1').split('.');
  const places = match(document, steps, []);
  if (places.length === 0) return whyNone(document, steps);
  const parent = places.find((place) => isParent(valueAt(document, place)));
  if (parent === undefined) return places;
  const names = namesIn(valueAt(document, parent));
  return {
    found: `${path} is not a single value`,
    advice: `name what is in it: ${path}.* or ${listWords(firstFew(names.map((name) => `${path}.${name}`)), 'or')}`,
  };
}

/** Names may have dots in them, so that several steps may be one name. */
function match(node: unknown, steps: readonly string[], before: Path): Path[] {
  if (steps.length === 0) return [before];
  if (!isParent(node)) return [];
  const [first] = steps;
  if (first === '*') {
    return childrenOf(node).flatMap(([key, child]) => match(child, steps.slice(1), [...before, key]));
  }
  for (let length = 1; length <= steps.length; length++) {
    const key = keyOf(node, steps.slice(0, length).join('.'));
    if (key === null) continue;
    const places = match(childAt(node, key), steps.slice(length), [...before, key]);
    if (places.length > 0) return places;
  }
  if (keyOf(node, first!) !== null) return [];
  return childrenOf(node).flatMap(([key, child]) => match(child, steps, [...before, key]));
}

function whyNone(document: unknown, steps: readonly string[]): NoPlace {
  let good = 0;
  while (good < steps.length && match(document, steps.slice(0, good + 1), []).length > 0) good += 1;
  const step = steps[good]!;
  const before = steps.slice(0, good).join('.');
  const nodes =
    good === 0 ? [document] : match(document, steps.slice(0, good), []).map((at) => valueAt(document, at));
  const here = [...new Set(nodes.flatMap(namesIn))];
  const below = [...new Set(nodes.flatMap(namesBelow))];
  const meant = nearest(step, here) ?? nearest(step, below);
  const names = here.length > 0 ? here : below;
  const found = `there is no "${step}" ${before === '' ? 'in the scenario' : `under ${before}`}`;
  if (meant !== null) return { found, advice: `write ${meant} instead of ${step}` };
  if (names.length === 0) return { found, advice: `${before} is a value itself: end the path there` };
  return { found, advice: `write one of ${listWords(firstFew(names), 'or')}, or put it into the file first` };
}

function firstFew(names: readonly string[]): string[] {
  const few = names.slice(0, MOST_NAMES);
  return names.length > few.length ? [...few, '…'] : few;
}

function isParent(node: unknown): node is object {
  return typeof node === 'object' && node !== null;
}

function childrenOf(node: object): [key: string | number, child: unknown][] {
  return Array.isArray(node) ? node.map((child, index) => [index, child]) : Object.entries(node);
}

function childAt(node: object, key: string | number): unknown {
  return (node as Record<string | number, unknown>)[key];
}

/** The key of a map, or the index in a list, that a step means. */
function keyOf(node: object, step: string): string | number | null {
  if (!Array.isArray(node)) return Object.hasOwn(node, step) ? step : null;
  const named = node.findIndex((entry) => isParent(entry) && String(childAt(entry, 'name')) === step);
  if (named >= 0) return named;
  return /^\d+$/.test(step) && Number(step) < node.length ? Number(step) : null;
}

/** What a step from here may be called. */
function namesIn(node: unknown): string[] {
  if (!isParent(node)) return [];
  return childrenOf(node).map(([key, child]) =>
    typeof key === 'number' && isParent(child) && 'name' in child ? String(child.name) : String(key),
  );
}

function namesBelow(node: unknown): string[] {
  if (!isParent(node)) return [];
  return [...namesIn(node), ...childrenOf(node).flatMap(([, child]) => namesBelow(child))];
}

function valueAt(document: unknown, place: Path): unknown {
  return place.reduce<unknown>((node, step) => (isParent(node) ? childAt(node, step) : undefined), document);
}
