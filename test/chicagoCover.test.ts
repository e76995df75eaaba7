import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shippedScenario } from '#src/cli/packageRoot';
import { readFile } from '#src/cli/readFile';
import { DAY_MICROSECONDS } from '#src/domain/time';
import { parseStamp } from '#sim/scenario/calendar';
import { loadScenario } from '#sim/scenario/load';

describe('chicago-cover.yaml', () => {
  const { scenario, findings } = loadScenario(shippedScenario('chicago-cover.yaml'), readFile);

  it('is sound, and asks for 99.5 % at every station for sure', () => {
    expect(findings).toEqual([]);
    expect(scenario!.goal).toMatchObject({
      figure: 'fillRate',
      of: 'every server',
      atLeast: 0.995,
      confidence: 0.95,
    });
  });

  it('takes the hub down on the busiest day of the year at these stations', () => {
    const [up, down] = scenario!.plans;
    expect(up!.operations).toBeUndefined();
    const [outage] = down!.operations!;
    expect(outage!.until - outage!.from).toBe(DAY_MICROSECONDS);
    const csv = readFileSync(shippedScenario('chicago-L-entries-thousands.csv'), 'utf8');
    const [head, ...rows] = csv
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    const columns = down!.topology.servers.map(({ name }) => head!.indexOf(name));
    const days = rows
      .filter(([day]) => day!.startsWith('2015-'))
      .map((row) => ({ day: row[0]!, sum: columns.reduce((sum, at) => sum + Number(row[at]), 0) }))
      .sort((one, other) => other.sum - one.sum);
    expect(days).toHaveLength(365);
    expect(parseStamp(days[0]!.day)! - parseStamp('2015-01-01')!).toBe(outage!.from);
  });
});
