/** Names of nodes and varieties. A `/` joins server and variety in addresses, a `:` server and terminal. */
export const NAME_PATTERN = '^[A-Za-z0-9][A-Za-z0-9_.-]*$';

/** A name, or one that stands for several, such as "s{01..20}". */
export const NAME_OR_RANGE_PATTERN = '^[A-Za-z0-9_.-]*(\\{\\d+\\.\\.\\d+\\}[A-Za-z0-9_.-]*)?$';

const MOST_NAMES = 10_000;

/** Every name that written names stand for, ranges written out; what is no name is left out. */
export function expandNames(written: readonly string[]): readonly string[] {
  return written.flatMap((one) => expandName(one) ?? []);
}

/** What a map says under names and ranges of names: every name with its value. */
export function expandKeys<Value>(
  map: Readonly<Record<string, Value>>,
): readonly (readonly [name: string, value: Value])[] {
  return Object.entries(map).flatMap(([written, value]) =>
    expandNames([written]).map((name) => [name, value] as const),
  );
}

/** The names that one written name stands for, or null when it is not a name. "s{08..10}" is s08, s09 and s10. */
export function expandName(written: string): readonly string[] | null {
  const range = /^([A-Za-z0-9_.-]*)\{(\d+)\.\.(\d+)\}([A-Za-z0-9_.-]*)$/.exec(written);
  if (range === null) return new RegExp(NAME_PATTERN).test(written) ? [written] : null;
  const [, before = '', from = '', to = '', after = ''] = range;
  const [first, last] = [Number(from), Number(to)];
  if (last < first || last - first >= MOST_NAMES) return null;
  const names = Array.from(
    { length: last - first + 1 },
    (_, index) => before + String(first + index).padStart(from.length, '0') + after,
  );
  return names.every((name) => new RegExp(NAME_PATTERN).test(name)) ? names : null;
}
