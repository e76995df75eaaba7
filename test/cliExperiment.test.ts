import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedScenario } from '#src/cli/packageRoot';
import { standardMachines } from '#src/network/machines';
import { change, COUNTED, COUNTS, SOUND } from './scenarioFixtures.ts';
import { pinweirHere, temporaryFolder } from './support/commandLine.ts';

const folder = temporaryFolder();
const sound = folder.write('sound.yaml', SOUND);
const same = folder.write('same.yaml', change(SOUND, 'title: Test', 'title: Test again'));
const slower = folder.write('slower.yaml', SOUND.replaceAll('leadTime: 24 h', 'leadTime: 48 h'));
const counted = folder.write('counted.yaml', COUNTED);
folder.write('counts.csv', COUNTS);

// One worker: this thread, so that nothing waits for threads to start.
const here = (...args: string[]) => pinweirHere([...args, '--workers', '1']);

describe('run --replications', () => {
  it('prints every figure with its interval, and what the intervals cover', async () => {
    const { code, stdout, stderr } = await here('run', sound, '--replications', '20');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.replaceAll(/\d/g, '0').replaceAll(/ {2,}/g, '  ')).toMatchInlineSnapshot(`
      "Test

      All servers
        fill rate  00.00 %  ± 0.00 %
        customers who got all at once  00.00 %  ± 0.00 %
        lost  00.00 %  ± 0.00 %
        asked, an hour  0.000  ± 0.000
        lost, an hour  0.000  ± 0.000
        on hand  00.00  ± 0.00
        on order  00.00  ± 0.00
        in transit  00.00  ± 0.00
        time without stock  00.00 %  ± 0.00 %
        stock-outs, an hour  0.0000  ± 0.0000
        orders, an hour  0.0000  ± 0.0000
        received, an hour  0.0000  ± 0.0000
        on hand at the end  0.0  ± 0.0
        hours to stock-out or the end  00.0  ± 0.0
        exposed at all nodes together  000.00  ± 0.00
      Hub
        on hand  0.00  ± 0.00
        on order  00.00  ± 0.00
        owed to servers  0.00  ± 0.00
        time without stock  00.0 %  ± 0.0 %
        orders in line  0.000  ± 0.000
        orders shipped whole at once  0.000  ± 0.000
        purchases, an hour  0.00  ± 0
        shipped, an hour  0.000  ± 0.000
        on hand at the end  0.0  ± 0.0
        hours to stock-out or the end  00.0  ± 0.0
        in doubt if the node died  000.00  ± 0.00

      The server with the lowest fill rate is south: 00.0 % ± 0.0 %. --report, --csv and --json tell every
      server and variety.

      ± is half a 00 % confidence interval over 00 replications. The intervals cover the randomness of
      arrivals and lead times, not the uncertainty of the forecast: they say how the scenario would fare
      as it is written, however sure the demand in it is. The first 00.00 days of each run are left out as
      warm-up: MSER-0, on the average of the first replications.

      00 replications, up to 00 days, 00,000 sales in 00.0 s, seed 0, lazy mode
      "
    `);
  });

  it('names the server with the lowest fill rate', async () => {
    const [first, args] = [shippedScenario('first.yaml'), ['--replications', '3']];
    const { stdout } = await here('run', first, ...args, '--until', '20 d');
    expect(stdout.replaceAll('\n', ' ')).toMatch(
      /The server with the lowest fill rate is harbour: \d\d\.\d+ % ± \d+\.\d+ %\. --report, --csv and --json/,
    );
    const one = await here('run', first, ...args, '--until', '20 d', '--detail', 'network');
    expect(one.stdout).not.toContain('lowest fill rate');
  });

  it('says that one replication has no interval', async () => {
    const { stdout } = await here('run', sound, '--replications', '1');
    expect(stdout).toContain('One replication has no interval; ask for more with --replications.');
    expect(stdout).not.toContain('±');
  });

  it('deletes nothing where the demand is that of certain days, and says why', async () => {
    const { stdout } = await here('run', counted);
    expect(stdout.replaceAll('\n', ' ')).toContain(
      'No warm-up is left out: the demand is that of certain days: such a run has a beginning and an end of its own.',
    );
  });

  it('stops at a half-width, or notes that it is not reached', async () => {
    const wide = await here('run', sound, '--half-width', 'meanOnHand=50%');
    expect(wide).toMatchObject({ code: 0, stderr: '' });
    expect(wide.stdout).toMatch(/^20 replications, /m);
    const narrow = await here('run', sound, '--half-width', 'fillRate=0.000001', '--replications', '21');
    expect(narrow.code).toBe(0);
    expect(narrow.stderr).toContain('note: the half-width that was asked for is not reached; allow more');
  });

  it('writes one row a replication and one with the interval', async () => {
    const csv = join(folder.path, 'figures.csv');
    const { stdout } = await here(
      'run',
      sound,
      '--replications',
      '2',
      '--vary',
      'until=10 d,20 d',
      '--csv',
      csv,
    );
    expect(stdout).toContain(`figures written to ${csv}\n`);
    const [head, ...rows] = readFileSync(csv, 'utf8').trimEnd().split('\n');
    expect(head).toBe(
      'scenario,point,alternative,until,replication,scope,server,variety,figure,value,low,high',
    );
    const fillRates = rows.filter((row) => row.includes(',network,,,fillRate,'));
    expect(fillRates.map((row) => row.replaceAll(/0\.\d+/g, '#'))).toEqual([
      'sound,1,as written,10 d,0,network,,,fillRate,#,,',
      'sound,1,as written,10 d,1,network,,,fillRate,#,,',
      expect.stringMatching(/^sound,1,as written,10 d,,network,,,fillRate,#,#,(#|1\.\d+)$/),
      'sound,2,as written,20 d,0,network,,,fillRate,#,,',
      'sound,2,as written,20 d,1,network,,,fillRate,#,,',
      expect.stringMatching(/^sound,2,as written,20 d,,network,,,fillRate,#,#,(#|1\.\d+)$/),
    ]);
    expect(rows.some((row) => row.includes(',server,north,,meanOnHand,'))).toBe(true);
    expect(rows.some((row) => row.includes(',inventory,'))).toBe(false);
  });

  it('gives the same rows as JSON, with what ran', async () => {
    const { stdout } = await here('run', sound, '--replications', '3', '--detail', 'inventories', '--json');
    const output = JSON.parse(stdout) as Record<string, unknown>;
    expect(output).toMatchObject({ seed: 1, replications: 3, confidence: 0.95, warmUp: { rule: 'mser-5' } });
    expect(output['coverage']).toContain('not the uncertainty of the forecast');
    const rows = output['rows'] as Record<string, unknown>[];
    expect(rows).toContainEqual({
      scenario: 'sound',
      point: 1,
      alternative: 'as written',
      replication: null,
      scope: 'inventory',
      server: 'north',
      variety: 'red',
      figure: 'fillRate',
      value: expect.any(Number),
      low: expect.any(Number),
      high: expect.any(Number),
    });
    const [candidate] = output['candidates'] as Record<string, unknown>[];
    expect(candidate).toMatchObject({ scenario: 'sound', mode: 'lazy', settings: {} });
    expect(candidate!['runs']).toHaveLength(3);
  });

  it('shows one bar over all replications', async () => {
    const shares: number[] = [];
    let stops = 0;
    const startProgress = () => ({
      show: (share: number) => void shares.push(share),
      stop: () => void stops++,
    });
    await pinweirHere(['run', sound, '--replications', '4', '--workers', '1'], { startProgress });
    expect(shares.at(-1)).toBe(1);
    expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
    expect(stops).toBeGreaterThan(0);
  });
});

describe('run --vary', () => {
  it('varies the seed, too', async () => {
    const seeded = folder.write('seeded.yaml', change(SOUND, 'until: 30 d', 'until: 30 d\nseed: 3'));
    const { stdout } = await here('run', seeded, '--vary', 'seed=3..5:1', '--replications', '1', '--json');
    const { candidates } = JSON.parse(stdout) as { candidates: { runs: { traceHash: string }[] }[] };
    expect(new Set(candidates.map(({ runs }) => runs[0]!.traceHash)).size).toBe(3);
  });

  it('runs as many points of a Latin hypercube as asked', async () => {
    const vary = ['--vary', 'servers.*.lowWatermark=5..15', '--vary', 'printer.leadTime=1 d..4 d'];
    const { code, stdout } = await here(
      'run',
      sound,
      ...vary,
      '--latin-hypercube',
      '4',
      '--replications',
      '1',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ +lowWatermark +leadTime +fill rate/m);
    expect(stdout.match(/^ +\d+ +\d+(\.\d+)? d +\d/gm)).toHaveLength(4);
  });
});

describe('compare', () => {
  it('prints paired differences, and says where two cannot be told apart', async () => {
    const { code, stdout, stderr } = await here(
      'compare',
      sound,
      slower,
      '--replications',
      '20',
      '--warm-up',
      '3 d',
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('slower less sound\n');
    expect(stdout).toMatch(/^fill rate +−\d+\.\d+ pp +± \d+\.\d+ pp {2}lower with slower$/m);
    expect(stdout).toMatch(/^asked, an hour +0 +± 0 {2}the same in every replication$/m);
    expect(stdout).toMatch(/cannot tell sound from slower$/m);
    expect(stdout).toContain('The first 3 days of each run are left out as warm-up: so it was asked for.');
  });

  it('gives the second scenario the seed of the first, so that both meet the same customers', async () => {
    const other = folder.write('other.yaml', change(SOUND, 'until: 30 d', 'until: 30 d\nseed: 77'));
    const { stdout } = await here('compare', sound, same, other, '--replications', '2', '--json');
    const { differences, candidates } = JSON.parse(stdout) as Record<string, Record<string, unknown>[]>;
    expect(candidates).toHaveLength(3);
    expect(new Set(differences!.map(({ verdict }) => verdict))).toEqual(new Set(['same']));
    expect(differences![0]).toMatchObject({
      baseline: { scenario: 'sound', point: 1, alternative: 'as written' },
      other: { scenario: 'same', point: 1, alternative: 'as written' },
      difference: 0,
      low: 0,
      high: 0,
    });
  });

  it('compares points of one scenario, but not one thing with nothing', async () => {
    const vary = ['--vary', 'servers.*.leadTime=24 h,2 d', '--replications', '2'];
    const { stdout } = await here('compare', sound, ...vary);
    expect(stdout).toMatch(/^leadTime 24 h +\d+\.\d+ % +± /m);
    expect(stdout).toContain('leadTime 2 d less leadTime 24 h\n');
    const one = await here('compare', sound);
    expect(one).toMatchObject({ code: 2, stdout: '' });
    expect(one.stderr).toBe(
      `error: ${sound}: there is nothing to compare; name a second scenario, or use --vary\n`,
    );
  });
});

describe('An experiment that cannot run says so before anything runs', () => {
  it.each([
    [
      ['--vary', 'servers.*.lowWatermrk=1'],
      'there is no "lowWatermrk" under servers.*; write lowWatermark instead',
    ],
    [
      ['--vary', 'servers.*.lowWatermark=1..5'],
      '--vary has a range without a step; write one, such as 10..50:5',
    ],
    [['--vary', 'servers.*.lowWatermark'], 'Expected a path and values; write path=values'],
    [['--vary', 'seed=1..20000:1'], '--vary makes 20,000 points, and at most 10,000 are run'],
    [
      ['--vary', 'seed=1', '--vary', 'seed=2'],
      'Expected each path once; write all values of seed with commas.',
    ],
    [['--vary', 'servers.*.lowWatermark=25,35'], 'with servers.*.lowWatermark=25 in '],
    [['--latin-hypercube', '5'], '--latin-hypercube needs ranges'],
    [['--vary', 'until=1 d,2 d', '--until', '3 d'], '--vary until and --until contradict each other'],
    [['--replications', '0'], 'Expected a whole number, 1 or more; write --replications 40.'],
    [['--confidence', '0'], 'write --confidence 0.95 or 95%'],
    [['--half-width', 'fillRate'], 'write --half-width fillRate=0.001'],
    [['--half-width', 'filRate=0.1'], 'the network has no figure "filRate"; write fillRate'],
    [
      ['--half-width', 'fillRate=0.1', '--replications', '5'],
      '--half-width is looked at from 20 replications on',
    ],
    [['--warm-up', 'long'], 'write it like 24 h, 90 min or 1.5 d'],
    [['--warm-up', '30 d'], 'was over before its warm-up was; leave out less, or let it run longer'],
    [['--executor', 'interpreted', '--replications', '2'], '--executor interpreted runs once'],
    [['--csv', 'no/such/folder/x.csv'], '--csv no/such/folder/x.csv: there is no directory no/such/folder'],
    [['--csv', sound], 'would overwrite the scenario; name another file, such as figures.csv'],
  ])('%j', async (args, complaint) => {
    const { code, stdout, stderr } = await here('run', sound, ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(complaint);
  });

  it('in the words of a single run where a replication breaks off', async () => {
    const endless = folder.write(
      'endless.yaml',
      change(
        change(SOUND, 'until: 30 d', 'sales: 5000'),
        'demandPerHour: 0.5',
        'demandPerHour: 0',
      ).replaceAll('demandPerHour: 1', 'demandPerHour: 0'),
    );
    const lazy = folder.write(
      'lazy.yaml',
      change(
        SOUND,
        'leadTime: 24 h\n    stock',
        'leadTime: 24 h\n    terminals: { count: 2, latency: 1 s }\n    stock',
      ),
    );
    const refused = await here('run', lazy, '--replications', '2', '--mode', 'lazy');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('error: --mode lazy would not be exact here');
    expect((await here('run', endless, '--replications', '2', '--warm-up', 'none')).code).toBe(2);
  });

  it('runs statecharts of a caller’s own in this thread', async () => {
    const { code } = await pinweirHere(
      ['run', shippedScenario('first.yaml'), '--replications', '2', '--workers', '2'],
      {
        machines: { ...standardMachines },
      },
    );
    expect(code).toBe(0);
  });
});
