import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COUNTED, COUNTS } from './scenarioFixtures.ts';
import { pinweirHere, temporaryFolder } from './support/commandLine.ts';

const folder = temporaryFolder();

describe('An experiment', () => {
  it.each(['--csv', '--report'])('does not write with %s over data that a scenario names', async (flag) => {
    const counts = folder.write('counts.csv', COUNTS);
    const counted = folder.write('counted.yaml', COUNTED);
    const { code, stdout, stderr } = await pinweirHere(['run', counted, '--replications', '2', flag, counts]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${flag} ${counts} would overwrite data of the scenario; name another file`);
    expect(readFileSync(counts, 'utf8')).toBe(COUNTS);
  });
});
