import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { workerCrew } from '#src/cli/workerCrew';
import { runExperiment } from '#sim/experiment/experiment';
import { change, resolved, SOUND } from '../scenarioFixtures.ts';
import { ensureBuilt, pinweir, pinweirHere, temporaryFolder } from '../support/commandLine.ts';

const folder = temporaryFolder();
const scenario = folder.write('sound.yaml', SOUND);
const poorer = folder.write('poorer.yaml', change(SOUND, 'desiredLevel: 90', 'desiredLevel: 60'));

/** What a command prints as JSON, but for wall times. */
function withoutTimes(stdout: string): unknown {
  return JSON.parse(stdout, (key, value: unknown) => (key === 'seconds' ? 0 : value)) as unknown;
}

async function output(args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await pinweirHere([...args, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return withoutTimes(stdout);
}

const commands = [
  ['run', scenario, '--replications', '25', '--half-width', 'fillRate=0.02', '--until', '60 d'],
  ['compare', scenario, poorer, '--replications', '6', '--warm-up', '2 d'],
  ['run', scenario, '--replications', '3', '--vary', 'servers.*.lowWatermark=8..12:2', '--warm-up', 'none'],
];

describe('The results of an experiment', () => {
  it('are the same with 1, 2 and 3 workers, to the last digit', async () => {
    const alone = new Map<number, Promise<unknown>>();
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 2 }), fc.constantFrom(2, 3), async (index, workers) => {
        const command = commands[index]!;
        const expected = alone.get(index) ?? output([...command, '--workers', '1']);
        alone.set(index, expected);
        expect(await output([...command, '--workers', String(workers)])).toEqual(await expected);
      }),
      { numRuns: 4 },
    );
  });

  it('are the same in a table, to the last byte', async () => {
    const table = async (workers: string): Promise<string> => {
      const csv = join(folder.path, `${workers}.csv`);
      const { code } = await pinweirHere([...commands[2]!, '--workers', workers, '--csv', csv]);
      expect(code).toBe(0);
      return readFileSync(csv, 'utf8');
    };
    expect(await table('2')).toBe(await table('1'));
  });
});

describe('Worker threads', () => {
  beforeAll(ensureBuilt);

  it('run from the built package as they do from the sources', async () => {
    const { code, stdout, stderr } = pinweir([...commands[1]!, '--workers', '2', '--json']);
    expect([code, stderr]).toEqual([0, '']);
    expect(withoutTimes(stdout)).toEqual(await output([...commands[1]!, '--workers', '1']));
  });

  it('say what to do where their memory does not suffice', async () => {
    const crew = workerCrew(1, { maxOldGenerationSizeMb: 2 });
    const candidate = { scenario: 'sound', point: 1, settings: [], plan: resolved(SOUND).plans[0]! };
    const options = { replications: 2, confidence: 0.95, warmUp: 'none' } as const;
    try {
      await expect(runExperiment([candidate], options, crew)).rejects.toThrow(
        /^a replication takes more memory than its thread has; ask for fewer figures/,
      );
    } finally {
      await crew.close();
    }
  });
});
