import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { remembering } from '#src/cli/candidates';
import type { KnownFiles } from '#src/cli/candidates';
import { readFile } from '#src/cli/readFile';
import { COUNTED, COUNTS } from './scenarioFixtures.ts';
import { pinweirHere, temporaryFolder } from './support/commandLine.ts';

const folder = temporaryFolder();

describe('An experiment', () => {
  it('reads data in pieces, as a single run does, and remembers that it has', () => {
    const text = folder.write('text.csv', COUNTS);
    const known: KnownFiles = new Map();
    const read = remembering(readFile, known);
    const pieces = read.pieces!(text);
    expect([...(pieces as Iterable<string>)].join('')).toBe(COUNTS);
    expect([...known]).toEqual([[text, null]]);
    expect(read(text)).toBe(COUNTS);
    expect([...known]).toEqual([[text, COUNTS]]);
  });

  it.each(['--csv', '--report'])('does not write with %s over data that a scenario names', async (flag) => {
    const counts = folder.write('counts.csv', COUNTS);
    const counted = folder.write('counted.yaml', COUNTED);
    const { code, stdout, stderr } = await pinweirHere(['run', counted, '--replications', '2', flag, counts]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${flag} ${counts} would overwrite data of the scenario; name another file`);
    expect(readFileSync(counts, 'utf8')).toBe(COUNTS);
  });
});

describe('A single run', () => {
  it.each([
    ['run', '--report'],
    ['save', '--to'],
  ])('does not write with %s %s over data that its scenario names', async (command, flag) => {
    const counts = folder.write('counts.csv', COUNTS);
    const counted = folder.write('counted.yaml', COUNTED);
    const when = command === 'save' ? ['--at', '1 d'] : [];
    const { code, stdout, stderr } = await pinweirHere([command, counted, ...when, flag, counts]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${flag} ${counts} would overwrite data of the scenario; name another file`);
    expect(readFileSync(counts, 'utf8')).toBe(COUNTS);
  });
});
