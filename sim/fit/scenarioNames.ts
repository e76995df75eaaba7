import { NAME_PATTERN } from '#sim/scenario/names';

/** Names as a scenario may write them; those that it may not are changed, and stay different from each other. */
export function scenarioNames(names: readonly string[]): ReadonlyMap<string, string> {
  const pattern = new RegExp(NAME_PATTERN);
  const taken = new Set(names.filter((name) => pattern.test(name)));
  return new Map(
    names.map((name) => {
      if (pattern.test(name)) return [name, name];
      const plain = name
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .replace(/[^A-Za-z0-9_.-]+/g, '-')
        .replace(/^[^A-Za-z0-9]+|-+$/g, '');
      const base = plain === '' ? 'unnamed' : plain;
      let candidate = base;
      for (let number = 2; taken.has(candidate); number++) candidate = `${base}-${number}`;
      taken.add(candidate);
      return [name, candidate];
    }),
  );
}
