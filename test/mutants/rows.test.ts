import { describe, expect, test } from 'vitest';
import type { NetworkMachines } from '#src/network/machines';
import { standardMachines } from '#src/network/machines';
import { behaviours } from '../behaviours/rows.ts';
import { rowMutants } from './rowMutants.ts';

const ids = (letter: string, first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => `${letter}${first + index}`);

const ROWS = [...ids('B', 1, 23), ...ids('B', 30, 39)].map((id) => id.replace(/^B(\d)$/, 'B0$1'));
const VARIANTS = ids('P', 1, 8);

/** What the checks of one behaviour expected otherwise of those machines; nothing if all is well. */
function complaints(id: string, machines: NetworkMachines): readonly string[] {
  const found: string[] = [];
  for (const behaviour of behaviours.filter((one) => one.id === id)) {
    try {
      behaviour.run(machines);
    } catch (error) {
      // Vitest puts what an expectation is about before a colon.
      found.push((error as Error).message.split(': ', 1)[0]!);
    }
  }
  return found;
}

describe('Each behaviour and each wrong variant of the sale protocol', () => {
  test('has a check', () => {
    expect(new Set(behaviours.map(({ id }) => id))).toEqual(new Set([...ROWS, ...VARIANTS]));
  });

  test('has a mutant', () => {
    expect(new Set(rowMutants.map(({ id }) => id))).toEqual(new Set([...ROWS, ...VARIANTS]));
  });

  test('is there with the standard machines', () => {
    expect([...ROWS, ...VARIANTS].filter((id) => complaints(id, standardMachines).length > 0)).toEqual([]);
  });
});

describe('The check of its behaviour finds that', () => {
  for (const { id, name, machines, says } of rowMutants) {
    test(`${id} ${name}`, () => expect(complaints(id, machines)).toContain(says));
  }
});
