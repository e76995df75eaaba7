import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { apply, type Outcome } from '#machines/apply';
import type { InventoryContext } from '#machines/inventory';
import type { Message } from '#machines/protocol';
import { packageRoot, shippedScenario } from '#src/cli/packageRoot';
import { standardMachines } from '#src/network/machines';
import { change, SOUND } from './scenarioFixtures.ts';
import { pinweirHere, temporaryFolder } from './support/commandLine.ts';

const folder = temporaryFolder();
const FIRST = shippedScenario('first.yaml');
const CHICAGO = shippedScenario('chicago.yaml');

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await pinweirHere(['run', ...args, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('run --json', () => {
  let first: Record<string, unknown>;
  beforeAll(async () => {
    first = await json(FIRST);
  });

  it('says what ran and how fast', () => {
    expect(first).toMatchObject({
      scenario: 'first',
      name: 'as written',
      seed: 1,
      mode: 'lazy',
      executor: 'compiled',
      simulatedHours: 720,
      seconds: 0.5,
      traceHash: expect.stringMatching(/^[0-9a-f]{16}$/),
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(first['sales']).toBeGreaterThan(4000);
    expect(first['salesPerSecond']).toBe(2 * Number(first['sales']));
  });

  it('gives the key figures of the network, of each server and of each variety', () => {
    const { network, servers, varieties } = first as Record<string, Record<string, Record<string, number>>>;
    expect(Object.keys(servers!)).toEqual(['town', 'harbour', 'airport']);
    expect(Object.keys(varieties!)).toEqual(['phone-10', 'phone-25']);
    for (const kpis of [network!, ...Object.values(servers!), ...Object.values(varieties!)]) {
      expect(kpis).toMatchObject({
        fillRate: expect.any(Number),
        sold: expect.any(Number),
        lost: expect.any(Number),
        meanOnHand: expect.any(Number),
        stockoutTimeFraction: expect.any(Number),
        orders: expect.any(Number),
      });
    }
    for (const parts of [servers!, varieties!]) {
      const sold = Object.values(parts).reduce((sum, kpis) => sum + Number(kpis['sold']), 0);
      expect(sold).toBe(network!['sold']);
    }
    expect(network!['sold']).toBe(first['sales']);
  });

  it('gives the hub, every shelf and every flow, but no recording', () => {
    expect(Object.keys(first['hub'] as object)).toEqual(['phone-10', 'phone-25']);
    expect(first['inventories']).toHaveLength(6);
    expect(first['flows']).toContainEqual(expect.objectContaining({ from: 'hub', to: 'harbour' }));
    expect(first).not.toHaveProperty('recording');
    expect(first).not.toHaveProperty('alternatives');
  });

  it('gives the same figures to the last digit in every mode and with every executor', async () => {
    const { mode: _mode, executor: _executor, salesPerSecond: _speed, seconds: _seconds, ...figures } = first;
    const others = [
      { flags: ['--mode', 'each-sale'], mode: 'each-sale', executor: 'compiled' },
      { flags: ['--executor', 'interpreted'], mode: 'lazy', executor: 'interpreted' },
      {
        flags: ['--mode', 'each-sale', '--executor', 'interpreted'],
        mode: 'each-sale',
        executor: 'interpreted',
      },
      { flags: ['--check'], mode: 'lazy', executor: 'compiled' },
    ];
    const outputs = await Promise.all(others.map(({ flags }) => json(FIRST, ...flags)));
    for (const [index, { mode, executor }] of others.entries()) {
      expect(outputs[index]).toMatchObject({ ...figures, mode, executor });
    }
  });

  it('lists every alternative by its name, the first one at the top, too', async () => {
    const output = await json(CHICAGO);
    const alternatives = output['alternatives'] as Record<string, unknown>[];
    const names = ['4 days of cover', '4.5 days of cover', '5 days of cover', '6 days of cover'];
    expect(alternatives.map(({ name }) => name)).toEqual(names);
    expect(output).toMatchObject(alternatives[0]!);
    for (const alternative of alternatives) {
      expect(Object.keys(alternative['servers'] as object)).toHaveLength(20);
      expect(alternative['simulatedHours']).toBe(365 * 24);
    }
  });

  it('gives other figures for another seed, and the same again for the same', async () => {
    const seven = await json(FIRST, '--seed', '7');
    expect(seven['seed']).toBe(7);
    expect(seven['traceHash']).not.toBe(first['traceHash']);
    expect(await json(FIRST, '--seed', '7')).toEqual(seven);
  });

  it('ends with the sale or at the time that was asked for', async () => {
    expect((await json(FIRST, '--sales', '1e3'))['sales']).toBe(1000);
    expect((await json(FIRST, '--until', '36 h'))['simulatedHours']).toBe(36);
  });
});

describe('run', () => {
  it('prints question, answer, figures, losses and how it ran', async () => {
    const { code, stdout, stderr } = await pinweirHere(['run', FIRST], { width: 80 });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.replaceAll(/\b[0-9a-f]{16}\b/g, '(hash)').replaceAll(/\d/g, '0')).toMatchInlineSnapshot(`
      "Three kiosks and a hub
      Do the kiosks have a PIN for every customer, and where do they run out?

      The network served 00.0 % of 0,000 customers at once; 000 sales (0.0 %) were
      lost. That took 000 PINs on the servers’ shelves on average.
      The server where most sales were lost is harbour: 000, 00 % of the total, ahead
      of town (0). By variety, phone-00 lost most: 000, or 0.0 % of its customers.

                   Fill rate   Lost   Sold  On hand    Empty  Stock-outs  Orders
                     at once  sales   PINs     mean  of time       times  to hub
      All servers    00.00 %    000  0,000      000   0.00 %          00      00
      Servers
        town         00.00 %      0  0,000     00.0   0.00 %           0      00
        harbour      00.00 %    000  0,000     00.0   0.00 %          00      00
        airport     000.00 %      0    000      000   0.00 %           0       0
      Varieties
        phone-00     00.00 %    000  0,000      000   0.00 %          00      00
        phone-00     00.00 %      0    000     00.0   0.00 %           0      00

      Sales lost, by shelf
        harbour phone-00  000   00.0 %  ████████████████████████
        harbour phone-00    0    0.0 %  █
        town phone-00       0    0.0 %  █

      00 days, 0,000 sales in 000 ms
      seed 0, lazy mode, compiled executor
      trace (hash)
      "
    `);
  });

  it('compares alternatives in one table, and shows where the telling one loses', async () => {
    const { stdout } = await pinweirHere(['run', CHICAGO]);
    expect(stdout).toMatch(/^4 days of cover +9\d\.\d\d %/m);
    expect(stdout).toMatch(/^6 days of cover +>?99\.\d\d %/m);
    expect(stdout).toMatch(
      /^Sales lost, by server, with [\d.]+ days of cover\n {2}\w+ +[\d,]+ +\d+\.\d % {2}█{24}\n/m,
    );
    expect(stdout).toMatch(/^ {2}12 others /m);
    expect(stdout).not.toContain('Recalled');
  });

  it('leaves out columns, least telling first, that a narrow terminal would wrap', async () => {
    const { stdout } = await pinweirHere(['run', FIRST], { width: 60 });
    expect(stdout).toMatch(/Fill rate +Lost +Sold +On hand +Empty/);
    expect(stdout).not.toMatch(/Orders/);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it('paints only where colour is wanted', async () => {
    const painted = await pinweirHere(['run', FIRST], { hasColour: true });
    const plain = await pinweirHere(['run', FIRST], { hasColour: false });
    expect(painted.stdout).toContain('\u001b[1mThree kiosks and a hub\u001b[22m');
    // oxlint-disable-next-line no-control-regex
    expect(painted.stdout.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain.stdout);
  });

  it('leaves the best servers of a large network to --json', async () => {
    const text = change(
      change(SOUND, 'name: north', 'name: n{01..30}'),
      'demandPerHour: 1 }',
      'demandPerHour: 2 }',
    );
    const { stdout } = await pinweirHere(['run', folder.write('large.yaml', text)]);
    expect(stdout.match(/^ {2}n\d\d /gm)?.length).toBeLessThanOrEqual(24);
    expect(stdout).toContain('7 servers that fared better not shown; --json has all');
  });

  it('says when no customer came', async () => {
    const { code, stdout } = await pinweirHere(['run', FIRST, '--until', '1 ms']);
    expect(stdout).toContain('No customer came');
    expect(code).toBe(0);
  });

  it('says who waited where customers wait', async () => {
    const text = SOUND.replaceAll(
      'leadTime: 24 h\n    stock',
      'leadTime: 24 h\n    unmet: backorder\n    stock',
    );
    const { stdout } = await pinweirHere(['run', folder.write('waiting.yaml', text)]);
    expect(stdout).toMatch(/Waited/);
    expect(stdout).not.toMatch(/^ +Fill rate +Lost/m);
  });

  it('notes a run that ended before the number of sales asked for', async () => {
    const { code, stderr } = await pinweirHere(['run', CHICAGO, '--sales', '10000000', '--until', '2 d']);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("'--sales <N>' cannot be used with option '--until"),
    ]);
    const short = await pinweirHere(['run', CHICAGO, '--sales', '1e7']);
    expect(short.stderr).toMatch(
      /^note: the run ended after 365 days with [\d,]+ sales, before the number asked for/,
    );
    expect(short.code).toBe(0);
  });

  it('picks the each-sale mode where terminals take time, and refuses to be lazy there', async () => {
    const text = change(SOUND, 'name: south', 'name: south\n    terminals: { count: 2, latency: 2 s }');
    const slow = folder.write('slow.yaml', text);
    expect((await json(slow))['mode']).toBe('each-sale');
    const { code, stdout, stderr } = await pinweirHere(['run', slow, '--mode', 'lazy']);
    expect(stderr).toBe(
      'error: --mode lazy would not be exact here: the link between terminal south:1 and server south takes time, so single sales matter; run it with --mode each-sale\n',
    );
    expect([code, stdout]).toEqual([2, '']);
  });

  it('shows its progress from nothing to all, and takes the bar away', async () => {
    const shares: number[] = [];
    const said: string[] = [];
    const startProgress = () => ({
      show: (share: number, what: string) => {
        shares.push(share);
        said.push(what);
      },
      stop: () => void said.push('stopped'),
    });
    await pinweirHere(['run', CHICAGO, '--mode', 'each-sale', '--until', '60 d'], { startProgress });
    expect(shares.length).toBeGreaterThan(20);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    expect(shares[0]).toBeLessThan(0.1);
    expect(shares.at(-1)).toBeGreaterThan(0.9);
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
    expect(new Set(said)).toEqual(
      new Set(['4 days of cover', '4.5 days of cover', '5 days of cover', '6 days of cover', 'stopped']),
    );
    expect(said.at(-1)).toBe('stopped');
  });

  it('crashes with 1, a trace and its version when a machine throws', async () => {
    const takeIn = apply((): Outcome<InventoryContext, Message> => {
      throw new Error('no such shelf');
    });
    const inventory = standardMachines.inventory.provide({ actions: { takeIn } });
    let isStopped = false;
    const { code, stdout, stderr } = await pinweirHere(['run', FIRST], {
      machines: { ...standardMachines, inventory },
      startProgress: () => ({ show: () => {}, stop: () => (isStopped = true) }),
    });
    expect(stderr).toMatch(
      /^pinweir 1\.2\.3 crashed; this is a bug in it, not in your input:\nError: no such shelf\n {4}at /,
    );
    expect([code, stdout, isStopped]).toEqual([1, '', true]);
  });
});

describe('run --report', () => {
  it('writes one page with the command that makes it again, the version and the day', async () => {
    const file = join(folder.path, 'the report.html');
    const { code, stdout } = await pinweirHere([
      'run',
      FIRST,
      '--seed',
      '3',
      '--until',
      '1.5 d',
      '--report',
      file,
    ]);
    expect(stdout).toMatch(new RegExp(`\\nreport written to ${file}\\n$`));
    const page = readFileSync(file, 'utf8');
    expect(page).toContain(
      `npx pinweir run ${FIRST} --seed 3 --until &#39;36 h&#39; --report &#39;${file}&#39;</code>`,
    );
    expect(page).toContain('1.2.3');
    expect(page).toContain('2026-03-01');
    expect(page).toContain('Stock against its watermarks');
    expect(code).toBe(0);
  });

  it('says when things went wrong, once the run is recorded', async () => {
    const { stdout } = await pinweirHere(['run', CHICAGO, '--report', join(folder.path, 'chicago.html')]);
    expect(stdout).toMatch(/The worst\s+week\s+was\s+the\s+week\s+of\s+Monday/);
  });

  it.each([
    ['a directory', packageRoot(), /is a directory; name a file in it, such as report\.html/],
    [
      'in no directory',
      join(packageRoot(), 'nowhere', 'r.html'),
      /there is no directory .*nowhere that can be written to/,
    ],
    ['the scenario itself', FIRST, /would overwrite the scenario; name another file/],
    ['nothing', '', /is a directory; name a file/],
  ])('refuses to write to %s before anything runs', async (_, target, complaint) => {
    const { code, stdout, stderr } = await pinweirHere(['run', FIRST, '--report', target]);
    expect(stderr).toMatch(complaint);
    expect([code, stdout]).toEqual([2, '']);
    expect(existsSync(FIRST)).toBe(true);
  });
});
