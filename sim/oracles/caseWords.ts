import { z } from 'zod';
import { errorsOf, listWords } from '#sim/scenario/finding';
import type { Finding } from '#sim/scenario/scenario';
import { nearest } from '#sim/scenario/nearest';

/** A map with known keys: an unknown one is named, and so is what it may have been meant to be. */
export function known<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      const keys = Object.keys(shape);
      return issue.keys.map((key) => unknownKey(key, keys)).join('; ');
    },
  });
}

function unknownKey(key: string, keys: readonly string[]): string {
  const meant = nearest(key, keys);
  return (
    `found the unknown key ${JSON.stringify(key)}, expected ${listWords(keys, 'or')}; ` +
    `${meant === null ? 'remove it' : `write ${meant}`}`
  );
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What the schema does not know, where it stands, below `top`. */
export function issuesOf(issues: readonly Issue[], top = 'parameters'): string {
  return issues.map(({ path, message }) => `${[top, ...path.map(String)].join('.')}: ${message}`).join('; ');
}

/** What speaks against the scenario of a case: no line numbers, since nobody has that file. */
export function findingsOf(findings: readonly Finding[]): string {
  return errorsOf(findings)
    .map(({ path, found, expected, advice }) =>
      [`as a scenario${path === '' ? '' : `, ${path}`}: found ${found}`, `expected ${expected}`, advice].join(
        '; ',
      ),
    )
    .join('\n');
}

/** Digits without an exponent, as the scenario language reads them. */
export function decimal(value: number): string {
  const plain = String(value);
  return /e/.test(plain) ? value.toFixed(20).replace(/\.?0+$/, '') : plain;
}

export function hours(value: number): string {
  return `${decimal(value)} h`;
}
