import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import { readCsvFile } from '#src/cli/csvRows';
import { formatStamp } from '#sim/scenario/calendar';
import { demand } from '#sim/scenario/demandSchema';
import type { DemandPlan } from '#sim/plan';
import { pinweirHere, temporaryFolder } from '../support/commandLine.ts';
import { atServers, constant, LOG_START, salesOf, weekly } from '../support/salesLogs.ts';

const folder = temporaryFolder();

function csvOf(plans: readonly DemandPlan[], days: number, seed: number, header: string): string {
  const rows = [...salesOf(plans, days, seed)].map(({ time, server, variety, quantity }) => {
    const at = new Date(Math.floor(time / 1000)).toISOString().slice(0, 19).replace('T', ' ');
    return `${at},${server},${variety},${quantity}`;
  });
  return `${[header, ...rows].join('\n')}\n`;
}

const SIZES = [
  { size: 1, probability: 0.8 },
  { size: 3, probability: 0.2 },
];
const sales = csvOf(atServers(3, weekly(constant(2)), SIZES), 91, 21, 'time,server,variety,quantity');

const SCENARIO = `title: Fitted
starts: 2014-04-07
until: 28 d
varieties: [v]
hub: { supply: unlimited }
servers:
  - name: s{1..3}
    leadTime: 24 h
    stock: { v: { lowWatermark: 100, desiredLevel: 300 } }
`;

describe('pinweir demand fit', () => {
  it('writes a demand section that a scenario takes', async () => {
    const file = folder.write('sales.csv', sales);
    const out = join(folder.path, 'demand.yaml');
    const { code, stdout, stderr } = await pinweirHere(['demand', 'fit', file, '--out', out]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('rounded to the second');
    expect(stdout).toContain('No bad rows.');
    expect(stdout).toContain('Stock-outs are unknown');
    expect(stdout).toContain('The profile pays');
    expect(stdout).toMatch(/Mon fit {3}[ ▁▂▃▄▅▆▇█]{48}/);
    const scenario = folder.write('fitted.yaml', SCENARIO + readFileSync(out, 'utf8'));
    const validated = await pinweirHere(['validate', scenario]);
    expect(validated).toMatchObject({ code: 0, stderr: '' });
    const run = await pinweirHere(['run', scenario, '--json']);
    const { network } = JSON.parse(run.stdout) as { network: { asked: number } };
    // PINs of four weeks: 3 servers, 2 customers an hour, 1.4 PINs each; standard error below 100.
    expect(Math.abs(network.asked - 28 * 24 * 3 * 2 * 1.4)).toBeLessThan(600);
  });

  it('puts the section on standard output, and what is said of it on standard error', async () => {
    const file = folder.write('sales.csv', sales);
    const { code, stdout, stderr } = await pinweirHere(['demand', 'fit', file]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# Demand fitted to /);
    expect(stdout).toMatch(/^demand:$/m);
    expect(stderr).toContain('Judged by the last 21 days');
  });

  it('tells all as JSON, with a section of the scenario language', async () => {
    const file = folder.write('sales.csv', sales);
    const { code, stdout } = await pinweirHere(['demand', 'fit', file, '--json', '--holdout', '2 w']);
    expect(code).toBe(0);
    const told = JSON.parse(stdout) as { demand: unknown; holdOut: { from: string; models: object[] } };
    expect(demand.safeParse(told.demand).success).toBe(true);
    expect(told.holdOut.from).toBe('2014-03-24');
    expect(told.holdOut.models).toHaveLength(4);
  });

  it('maps columns, reads other separators, formats, quotes and compressed files', async () => {
    const [, ...rows] = sales.trim().split('\n');
    const turned = rows.map((row) => {
      const [at = '', server = '', variety = '', quantity = ''] = row.split(',');
      const [year, month, day] = at.slice(0, 10).split('-');
      return `"${variety}; new";${quantity};${day}.${month}.${year} ${at.slice(11, 16)};"Till ""${server}"""`;
    });
    const text = `\uFEFFArtikel;Stück;Wann;Kasse\r\n${turned.join('\r\n')}\r\n`;
    const file = join(folder.path, 'turned.csv.gz');
    writeFileSync(file, gzipSync(text));
    const flags = ['--sku', 'Artikel', '--quantity', 'Stück', '--time', 'Wann', '--terminal', 'Kasse'];
    const { code, stdout } = await pinweirHere(['demand', 'fit', file, ...flags, '--json']);
    expect(code).toBe(0);
    const told = JSON.parse(stdout) as {
      customers: number;
      timeFormat: string;
      renamed: Record<string, string>;
      roundedToSeconds: number;
    };
    expect(told.customers).toBe(rows.length);
    expect(told).toMatchObject({ timeFormat: 'DD.MM.YYYY HH:mm', roundedToSeconds: 60 });
    expect(told.renamed).toMatchObject({ 'v; new': 'v-new', 'Till "s1"': 'Till-s1' });
  });

  it('reads a file that begins with a byte order mark and a quote', async () => {
    const [, ...rows] = sales.trim().split('\n');
    const file = folder.write(
      'marked.csv',
      `\uFEFF"Sold at","server","variety","quantity"\n${rows.join('\n')}\n`,
    );
    const { code, stdout } = await pinweirHere(['demand', 'fit', file, '--time', 'Sold at', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ customers: rows.length, badRows: { total: 0 } });
  });

  it('tells bad rows with their lines, and counts them all', async () => {
    const lines = sales.trim().split('\n');
    lines.splice(5, 0, 'never,s1,v,1', '2014-02-01 10:00:00,s1,v');
    lines.push(...Array.from({ length: 12 }, () => '2014-02-01 10:00:00,s1,v,-2'));
    const file = folder.write('bad.csv', lines.join('\n'));
    const { code, stdout } = await pinweirHere(['demand', 'fit', file, '--json']);
    expect(code).toBe(0);
    const { badRows } = JSON.parse(stdout) as { badRows: object };
    expect(badRows).toMatchObject({
      total: 14,
      kinds: [
        {
          rows: 12,
          reason: 'a quantity below 0: a refund is no sale',
          examples: [{ line: lines.length - 11 }, {}, {}, {}, {}],
        },
        { rows: 1, examples: [{ line: 6, found: 'never' }] },
        { rows: 1, examples: [{ line: 7 }] },
      ],
    });
    const { stderr } = await pinweirHere(['demand', 'fit', file]);
    expect(stderr).toContain('14 bad rows left out');
  });

  it('counts every line that a quote takes with it', async () => {
    const lines = sales.trim().split('\n');
    lines.splice(5, 0, '2014-02-01 10:00:00,"s1,v,1');
    lines.splice(9, 0, '2014-02-01 10:00:00,s1",v,1');
    lines.splice(20, 0, '2014-02-01 10:00:00,"s1,v,1');
    lines.splice(24, 0, '2014-02-01 10:00:00,s1,v,1"');
    const file = folder.write('quotes.csv', lines.join('\n'));
    const { stdout } = await pinweirHere(['demand', 'fit', file, '--json']);
    const { badRows, customers } = JSON.parse(stdout) as { badRows: { total: number }; customers: number };
    expect(badRows).toMatchObject({ total: 10 });
    expect(customers + badRows.total).toBe(lines.length - 1);
  });

  it('says how to run it again, with the day on which the scenario starts', async () => {
    const file = folder.write('sales.csv', sales);
    const { stdout } = await pinweirHere(['demand', 'fit', file, '--starts', '2015-02-01']);
    expect(stdout).toContain('--starts 2015-02-01');
    expect(stdout).toContain('starts: 2015-02-01, at whose');
  });

  it('reads times of a stock file in the format of the sales', async () => {
    const [header = '', ...rows] = sales.trim().split('\n');
    const turned = rows.map(
      (row) => `${row.slice(5, 7)}/${row.slice(8, 10)}/${row.slice(0, 4)}${row.slice(10)}`,
    );
    const file = folder.write('american.csv', [header, ...turned].join('\n'));
    const stock = folder.write(
      'american-stock.csv',
      'from,until,server,variety\n02/03/2014 10:00:00,02/03/2014 12:30:00,s1,v\n01/01/2013 0:00:00,01/02/2013 0:00:00,s1,v',
    );
    const format = ['--time-format', 'MM/DD/YYYY HH:mm:ss'];
    const { stdout } = await pinweirHere(['demand', 'fit', file, '--stock', stock, ...format, '--json']);
    // Of the day before the log nothing is left out of it.
    expect(JSON.parse(stdout)).toMatchObject({
      stock: { hoursWithoutStock: 2.5, badRows: { total: 0 } },
    });
  });

  it.each(['intervals', 'levels'])(
    'leaves times without stock out of the rates, as %s tell them',
    async (kind) => {
      const isOut = (time: number): boolean => {
        const since = time - LOG_START;
        return (
          Math.floor(since / DAY_MICROSECONDS) % 4 === 1 && since % DAY_MICROSECONDS >= 10 * HOUR_MICROSECONDS
        );
      };
      const rows = [...salesOf(atServers(1, constant(6)), 91, 22)].filter(({ time }) => !isOut(time));
      const at = (time: number): string => new Date(time / 1000).toISOString().slice(0, 19);
      const file = folder.write(
        'out.csv',
        ['time,server,sku', ...rows.map(({ time }) => `${at(time)},s1,v`)].join('\n'),
      );
      const days = Array.from({ length: 23 }, (_, index) => LOG_START + (4 * index + 1) * DAY_MICROSECONDS);
      const intervals = days.map(
        (day) => `${formatStamp(day + 10 * HOUR_MICROSECONDS)},${formatStamp(day + DAY_MICROSECONDS)},s1,v`,
      );
      const levels = days.flatMap((day) => [
        `${formatStamp(day + 10 * HOUR_MICROSECONDS)},s1,v,0`,
        `${formatStamp(day + DAY_MICROSECONDS)},s1,v,40`,
      ]);
      const stock =
        kind === 'intervals'
          ? folder.write('intervals.csv', ['from,until,server,variety', ...intervals].join('\n'))
          : folder.write('levels.csv', ['time,server,variety,onHand', ...levels].join('\n'));
      const { stdout } = await pinweirHere(['demand', 'fit', file, '--stock', stock, '--json']);
      const told = JSON.parse(stdout) as {
        stock: object;
        demand: { servers: { s1: { v: { perHour: number } } } };
      };
      expect(told.stock).toMatchObject({ hoursWithoutStock: 23 * 14, salesWithoutStock: 0, strangers: 0 });
      // About 11,200 customers: standard error 0.06.
      expect(Math.abs(told.demand.servers.s1.v.perHour - 6)).toBeLessThan(0.3);
    },
  );

  it('says so where the fit is worse than a constant rate', async () => {
    const turned = 70 * DAY_MICROSECONDS;
    const rows = [...salesOf(atServers(2, weekly(constant(4))), 91, 23)].map(({ time, server }) => {
      const moved = time - LOG_START < turned ? time : time + DAY_MICROSECONDS / 2;
      return `${new Date(moved / 1000).toISOString()},${server},v`;
    });
    const file = folder.write('turned.csv', ['time,server,sku', ...rows].join('\n'));
    const { code, stderr } = await pinweirHere(['demand', 'fit', file]);
    expect(code).toBe(0);
    expect(stderr).toContain('WORSE THAN A CONSTANT RATE');
  });

  it('writes a report as one page that shows profile and data', async () => {
    const file = folder.write('sales.csv', sales);
    const report = join(folder.path, 'fit.html');
    const { code, stderr } = await pinweirHere(['demand', 'fit', file, '--report', report]);
    expect(code).toBe(0);
    expect(stderr).toContain(`report written to ${report}`);
    const page = readFileSync(report, 'utf8');
    expect(page.match(/<svg /g)!.length).toBeGreaterThanOrEqual(4);
    expect(page).toContain('Judged by 21 days that the fit did not see');
    expect(page).not.toMatch(/(src|href)="http|<script/);
  });

  it.each([
    [['nowhere.csv'], /nowhere\.csv: found no such file$/m],
    [['header.csv'], /no column for the time among a, b/],
    [['sales.csv', '--time', 'tim'], /write --time "time"/],
    [['sales.csv', '--time-format', 'HH:mm'], /is no format; expected iso/],
    [['sales.csv', '--out', 'sales.csv'], /would overwrite what is read/],
    [['days.csv'], /days without a time of day/],
    [['empty.csv'], /an empty file/],
    [
      ['bad.csv'],
      /no row that could be used; most bad rows: a time that cannot be read.*, such as line 2 \(x\)/,
    ],
    [['sales.csv', '--stock', 'header.csv'], /expected time, server, variety, onHand/],
    [['sales.csv', '--holdout', '30 h'], /whole days/],
  ])('refuses %j', async (args, complaint) => {
    folder.write('sales.csv', sales);
    folder.write('header.csv', 'a,b\n1,2\n');
    folder.write('empty.csv', '');
    folder.write('bad.csv', 'time,server,sku\nx,s,v\n');
    const days = Array.from(
      { length: 40 },
      (_, day) => `${formatStamp(LOG_START + day * DAY_MICROSECONDS)},s,v`,
    );
    folder.write('days.csv', ['time,server,sku', ...days].join('\n'));
    const paths = args.map((arg) => (arg.endsWith('.csv') ? join(folder.path, arg) : arg));
    const { code, stdout, stderr } = await pinweirHere(['demand', 'fit', ...paths]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(complaint);
    expect(existsSync(join(folder.path, 'sales.csv'))).toBe(true);
  });
});

describe('A CSV file', () => {
  const read = async (text: string) => {
    const rows: [number, string[]][] = [];
    const malformed: [number, number][] = [];
    let header: readonly string[] = [];
    const problem = await readCsvFile(folder.write('any.csv', text), {
      header: (cells) => {
        header = [...cells];
        return null;
      },
      row: (cells, line) => rows.push([line, [...cells]]),
      malformed: (line, _reason, count) => malformed.push([line, count]),
      progress: () => {},
    });
    return { problem, header, rows, malformed };
  };

  it('counts lines as an editor does, over quoted line breaks and blank lines', async () => {
    const { problem, rows } = await read('a,b\n1,2\n\n"x\ny",3\n4,5');
    expect(problem).toBeNull();
    expect(rows).toEqual([
      [2, ['1', '2']],
      [4, ['x\ny', '3']],
      [6, ['4', '5']],
    ]);
  });

  it.each([
    ['a header of one system and rows of another', 'a,b\r\n1,2\n3,4\n', [2, 3]],
    ['rows of one system and a header of another', 'a,b\n"1",2\r\n3,"4"\r\n', [2, 3]],
    ['carriage returns alone', 'a,b\r1,2\r\r3,4', [2, 4]],
    ['a byte order mark before a quote', '\uFEFF"a",b\r\n1,2\r\n3,4', [2, 3]],
    ['a quoted line break of two characters', 'a,b\r\n"1\r\n",2\r\n3,4', [2, 4]],
  ])('may have %s', async (_, text, lines) => {
    const { problem, header, rows, malformed } = await read(text);
    expect([problem, header, malformed]).toEqual([null, ['a', 'b'], []]);
    expect(rows.map(([line]) => line)).toEqual(lines);
    const cells = rows.map(([, row]) => row.map((cell) => cell.trim()));
    expect(cells).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])(
    'is read alike wherever its pieces part: %i',
    async (shift) => {
      const padding = 'x'.repeat(2 ** 20 - 20 - shift);
      const { rows } = await read(`a,b\r\n${padding},1\r\n"x""y","p\r\nq"\r\n5,6\r\n`);
      expect(rows.slice(1)).toEqual([
        [3, ['x"y', 'p\nq']],
        [5, ['5', '6']],
      ]);
    },
  );

  it('tells the row whose quote is never closed, and how many lines it takes', async () => {
    const { rows, malformed } = await read('a,b\n1,2\n3,"4\n5,6\n7,8');
    expect(rows).toEqual([[2, ['1', '2']]]);
    expect(malformed).toEqual([[3, 3]]);
  });

  it('ends with an error where a quote would take the rest of a large file', async () => {
    const { problem } = await read(`a,b\n1,"2\n${'3,4\n'.repeat(6_000_000)}`);
    expect(problem).toMatch(/line 2 .*quote that is never closed/);
  });
});
