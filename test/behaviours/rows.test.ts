import { describe, expect, test } from 'vitest';
import { standardMachines } from '#src/network/machines';
import { behaviours } from './rows.ts';

describe('A small network shows that', () => {
  for (const { id, title, run } of behaviours) {
    test(`${id} ${title}`, () => expect(() => run(standardMachines)).not.toThrow());
  }
});
