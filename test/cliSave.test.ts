import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { shippedScenario } from '#src/cli/packageRoot';
import { pinweirHere, temporaryFolder } from './support/commandLine.ts';

const folder = temporaryFolder();
const FIRST = shippedScenario('first.yaml');
const CHICAGO = shippedScenario('chicago.yaml');

interface Figure {
  readonly scope: string;
  readonly figure: string;
  readonly value: number | null;
}

interface Resumed {
  readonly savedAtHours: number;
  readonly futures: readonly {
    readonly name: string;
    readonly traceHash: string;
    readonly endsAtHours: number;
    readonly figures: readonly Figure[];
  }[];
}

async function resumed(...args: string[]): Promise<Resumed> {
  const { code, stdout, stderr } = await pinweirHere(['resume', ...args, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Resumed;
}

const ofNetwork = (figures: readonly Figure[], name: string) =>
  figures.find(({ scope, figure }) => scope === 'network' && figure === name)!.value!;

describe('save and resume', () => {
  let state = '';
  beforeAll(async () => {
    state = join(folder.path, 'state.json');
    const { code, stdout, stderr } = await pinweirHere(['save', FIRST, '--at', '10 d', '--to', state]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('saved 10 days after the start');
    expect(stdout).toContain(`npx pinweir resume ${state} --outage "hub 4 h"`);
  });

  it('end with the trace of a run that was never saved', async () => {
    const whole = await pinweirHere(['run', FIRST, '--json']);
    const { traceHash } = JSON.parse(whole.stdout) as { traceHash: string };
    const { savedAtHours, futures } = await resumed(state);
    expect(savedAtHours).toBe(240);
    expect(futures.map((future) => [future.name, future.traceHash, future.endsAtHours])).toEqual([
      ['as it is', traceHash, 720],
    ]);
  });

  it('tell what an outage from now on would change, beside how things go on without it', async () => {
    const { futures } = await resumed(state, '--outage', 'hub 2 d', '--offline', 'town 1 d');
    expect(futures.map(({ name }) => name)).toEqual(['as it is', 'hub outage 2 days, town offline 1 day']);
    const [plain, outage] = futures.map(({ figures }) => ofNetwork(figures, 'fillRate'));
    expect(outage!).toBeLessThan(plain!);
    const { stdout } = await pinweirHere(['resume', state, '--outage', 'hub 2 d']);
    expect(stdout).toContain('from 10 days after the start to 30 days');
    expect(stdout).toMatch(/fill rate\s+\d+\.\d\d %\s+\d+\.\d\d %/);
    expect(stdout).toContain('both futures have the same customers');
  });

  it('may run on beyond the end of the scenario', async () => {
    const { futures } = await resumed(state, '--until', '50 d');
    expect(futures[0]!.endsAtHours).toBe(1200);
  });

  it.each([
    'counts: { file: counts.csv, varieties: { ten: 100 % } }\n  dayFactor: { coefficientOfVariation: 0.1 }',
    'replay: { file: sales.csv }',
  ])('refuse to run on beyond the data that the state holds: %s', async (source) => {
    const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);
    write('counts.csv', 'date,north\n2026-03-09,54\n2026-03-10,50\n2026-03-11,57\n2026-03-12,40\n');
    write('sales.csv', 'time,server,variety\n2026-03-09 10:00,north,ten\n2026-03-12 10:00,north,ten\n');
    const [scenario, own] = [join(folder.path, 'data.yaml'), join(folder.path, 'data.json')];
    write(
      'data.yaml',
      `title: Data\nstarts: 2026-03-09\nuntil: 3 d\nvarieties: [ten]\ndemand:\n  ${source}\nhub: { supply: unlimited }
servers:\n  - name: north\n    leadTime: 24 h\n    stock: { ten: { lowWatermark: 60, desiredLevel: 150 } }\n`,
    );
    expect((await pinweirHere(['save', scenario, '--at', '1 d', '--to', own])).code).toBe(0);
    const { code, stdout, stderr } = await pinweirHere(['resume', own, '--until', '4 d']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('until 3 days after the start, and the run is to end at 4 days');
    expect((await pinweirHere(['resume', own, '--until', '2 d'])).code).toBe(0);
  });

  it.each([
    [['--outage', 'hbu 2 d'], 'expected the hub or a supplier; write hub instead of hbu'],
    [['--outage', 'hub'], 'write --outage "hub 4 h"'],
    [['--offline', 'hub soon'], 'write --offline "hub 4 h"'],
    [['--until', '5 d'], 'write a later --until'],
  ])('resume %j is refused', async (args, message) => {
    const { code, stdout, stderr } = await pinweirHere(['resume', state, ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('refuse files that are no saved states, and states of another format', async () => {
    const other = join(folder.path, 'other.json');
    const refusal = async (content: string): Promise<string> => {
      writeFileSync(other, content);
      const { code, stderr } = await pinweirHere(['resume', other]);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await refusal('{')).toContain('found what is not JSON');
    expect(await refusal('{}')).toContain('found other JSON');
    const older = readFileSync(state, 'utf8').replace('pinweir state 1', 'pinweir state 0');
    expect(await refusal(older)).toContain('save it anew');
    const { code, stderr } = await pinweirHere(['resume', join(folder.path, 'none.json')]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('no such file')]);
  });

  it('refuse a state that was damaged or changed, whatever is missing', async () => {
    const other = join(folder.path, 'damaged.json');
    const text = readFileSync(state, 'utf8');
    const refusal = async (content: unknown): Promise<string> => {
      writeFileSync(other, JSON.stringify(content));
      const { code, stderr } = await pinweirHere(['resume', other]);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await refusal({ format: 'pinweir state 1' })).toContain('save it anew with this version');
    const { simulation } = JSON.parse(text) as { simulation: object };
    for (const part of Object.keys(simulation).filter((key) => key !== 'format')) {
      // All damage goes to one file.
      // oxlint-disable-next-line no-await-in-loop
      const told = await refusal(
        JSON.parse(text, (key, value: unknown) => (key === part ? undefined : value)) as object,
      );
      expect(told).toContain('found a state that is not as it was saved');
    }
    const changed = JSON.parse(text, (key, value: unknown) => (key === 'sold' ? 1 : value)) as object;
    expect(await refusal(changed)).toContain('found a state that is not as it was saved');
  });

  it('save would not overwrite the scenario, nor run for what cannot be written', async () => {
    const scenario = folder.write('own.yaml', readFileSync(FIRST, 'utf8'));
    const ownFile = await pinweirHere(['save', scenario, '--at', '1 d', '--to', scenario]);
    expect(ownFile).toMatchObject({ code: 2, stdout: '' });
    expect(ownFile.stderr).toContain(`--to ${scenario} would overwrite the scenario`);
    expect(readFileSync(scenario, 'utf8')).toBe(readFileSync(FIRST, 'utf8'));
    const nowhere = await pinweirHere(['save', scenario, '--at', '1 d', '--to', 'no/such/folder/x.json']);
    expect(nowhere.stderr).toContain('there is no directory no/such/folder that can be written to');
  });

  it.each([
    [[FIRST, '--at', '40 d'], 'is not before the end of the run, which is after 30 days'],
    [[CHICAGO, '--at', '40 d'], 'choose one with --alternative'],
    [[CHICAGO, '--at', '40 d', '--alternative', '4 days of covr'], 'did you mean 4 days of cover?'],
    [['none.yaml', '--at', '40 d'], 'nothing was run'],
  ])('save %j is refused', async (args, message) => {
    const to = join(folder.path, 'not-written.json');
    const { code, stderr } = await pinweirHere(['save', ...args, '--to', to]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(() => readFileSync(to)).toThrow('no such file');
  });
});
