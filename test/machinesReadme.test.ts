import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '#src/cli/packageRoot';
import { machineCatalogue } from '#src/report/machineCatalogue';
import { machineText } from '#src/report/machineText';

/*
 * What is between `<!-- machine hub -->` and `<!-- end -->` in machines/README.md is generated; the rest is written by
 * hand. `npm run charts` writes the generated parts anew, adds those of new machines at the end and takes away those
 * of machines that are no more.
 */

const README = join(packageRoot(), 'machines', 'README.md');
const PART = /<!-- machine (\w+) -->\n[^]*?<!-- end -->\n/g;

function generated(name: string): string {
  const entry = machineCatalogue.find((one) => one.name === name);
  return entry === undefined ? '' : `<!-- machine ${name} -->\n\n${machineText(entry)}\n<!-- end -->\n`;
}

function filled(text: string): string {
  const there = new Set([...text.matchAll(PART)].map(([, name]) => name));
  const missing = machineCatalogue.filter(({ name }) => !there.has(name));
  return [
    text.replaceAll(PART, (_, name: string) => generated(name)),
    ...missing.map(({ name }) => `\n${generated(name)}`),
  ].join('');
}

describe('machines/README.md', () => {
  it('shows the chart of every machine as it is', async () => {
    await expect(filled(readFileSync(README, 'utf8'))).toMatchFileSnapshot(README);
  });

  it('gets new machines at its end and loses those that are gone', () => {
    const written = 'By hand.\n\n<!-- machine gone -->\nold\n<!-- end -->\nMore by hand.\n';
    const text = filled(written);
    expect(text).toMatch(/^By hand\.\n\nMore by hand\.\n\n<!-- machine \w+ -->/);
    for (const { name } of machineCatalogue) expect(text).toContain(`\n## ${name}\n`);
    expect(filled(text)).toBe(text);
  });
});
