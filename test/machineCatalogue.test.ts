import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '#src/cli/packageRoot';
import { machineCatalogue } from '#src/report/machineCatalogue';

const FOLDER = join(packageRoot(), 'machines');

describe('The catalogue of machines', () => {
  it('has every file of machines/ that sets up a machine', () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts'));
    const withMachine = files.filter((file) => /\bsetup\(/.test(readFileSync(join(FOLDER, file), 'utf8')));
    expect(machineCatalogue.map(({ name }) => `${name}.ts`).toSorted()).toEqual(withMachine.toSorted());
  });

  it.each(machineCatalogue)('has $name from the file of that name', async ({ name, machine }) => {
    const exported = (await import(join(FOLDER, `${name}.ts`))) as object;
    expect(Object.values(exported)).toContain(machine);
  });
});
