import { describe, expect, it } from 'vitest';
import { shippedScenario } from '#src/cli/packageRoot';
import { wantsColour } from '#src/cli/processSurroundings';
import { commandLine } from '#src/cli/runFlags';
import { sampleInterval } from '#src/cli/sampleInterval';
import { textTable, wrap } from '#src/cli/textTable';
import { painter } from '#src/cli/paint';
import { readFile } from '#src/cli/readFile';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS, SECOND_MICROSECONDS } from '#src/domain/time';
import type { Overrides } from '#sim/scenario/load';
import { loadScenario } from '#sim/scenario/load';
import { pinweirHere } from './support/commandLine.ts';

const FIRST = shippedScenario('first.yaml');

describe('A command line that makes no sense', () => {
  it.each([
    [
      ['run', FIRST, '--seed', '-1'],
      /'--seed <S>' argument '-1' is invalid\. Expected a whole number, 0 or more; write --seed 7\./,
    ],
    [['run', FIRST, '--seed', '1.5'], /Expected a whole number, 0 or more/],
    [['run', FIRST, '--seed', '1e99'], /Expected a whole number, 0 or more/],
    [['run', FIRST, '--seed', ''], /Expected a whole number, 0 or more/],
    [
      ['run', FIRST, '--sales', '0'],
      /'--sales <N>' argument '0' is invalid\. Expected a whole number, 1 or more; write --sales 100000 or --sales 1e5\./,
    ],
    [['run', FIRST, '--sales', 'many'], /Expected a whole number, 1 or more/],
    [['run', FIRST, '--sales', '0x10'], /Expected a whole number, 1 or more/],
    [
      ['run', FIRST, '--until', '30'],
      /'--until <T>' argument '30' is invalid\. Expected a number and a unit: ms, s, min, h, d or w; write 30 h\./,
    ],
    [['run', FIRST, '--until', '3 days'], /write 3 d\./],
    [['run', FIRST, '--until', '-3 d'], /not negative/],
    [['run', FIRST, '--until', '0 d'], /Expected some time; write --until "30 d"\./],
    [
      ['run', FIRST, '--until', '3 d', '--sales', '5'],
      /'--sales <N>' cannot be used with option '--until <T>'/,
    ],
    [
      ['run', FIRST, '--mode', 'eager'],
      /'--mode <mode>' argument 'eager' is invalid\. Allowed choices are lazy, each-sale\./,
    ],
    [['run', FIRST, '--executor', 'mine'], /Allowed choices are compiled, interpreted\./],
    [['run', FIRST, '--sales'], /'--sales <N>' argument missing/],
    [['run', FIRST, '--repor', 'x.html'], /unknown option '--repor'\n\(Did you mean --report\?\)/],
    [['run', FIRST, FIRST], /too many arguments for 'run'/],
    [['run'], /missing required argument 'scenario'\n\(pinweir run --help lists what there is\)/],
    [['validate'], /missing required argument 'scenario'/],
    [['rum', FIRST], /unknown command 'rum'\n\(Did you mean run\?\)\n\(pinweir --help lists what there is\)/],
    [[], /^Usage: pinweir/],
  ])('%j gets a helpful error and exits with 2', async (args, complaint) => {
    const { code, stdout, stderr } = await pinweirHere(args);
    expect(stderr).toMatch(complaint);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('points at the scenario when an option asks for more than its data has', async () => {
    const { code, stdout, stderr } = await pinweirHere([
      'run',
      shippedScenario('chicago.yaml'),
      '--until',
      '30 w',
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('210 days');
    const tooLong = await pinweirHere(['run', shippedScenario('chicago.yaml'), '--until', '9000 d']);
    expect(tooLong.stderr).toContain('longer than the counts');
    expect(tooLong.code).toBe(2);
  });
});

describe('Help', () => {
  it.each([[['--help']], [['run', '--help']], [['validate', '--help']], [['init', '--help']]])(
    'of %j stands on standard output and documents every exit code',
    async (args) => {
      const { code, stdout, stderr } = await pinweirHere(args);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(
        /Exit codes:\n {2}0 .*\n {2}1 .*crash.*\n {2}2 .*bad input.*\n {2}4 .*PIN was lost.*\n/,
      );
      expect(stdout).toContain('NO_COLOR');
    },
  );

  it('of run names every option', async () => {
    const { stdout } = await pinweirHere(['run', '--help']);
    for (const option of [
      '--seed',
      '--sales',
      '--until',
      '--mode',
      '--executor',
      '--check',
      '--json',
      '--report',
    ]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${option}\\b`, 'm'));
    }
  });

  it('names every command', async () => {
    const { stdout } = await pinweirHere(['--help']);
    for (const command of ['run', 'validate', 'init'])
      expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  });
});

describe('The command to run it again', () => {
  it('repeats every option, quoted for a shell', () => {
    const until = 90 * 60 * SECOND_MICROSECONDS;
    expect(
      commandLine("it's.yaml", {
        seed: 0,
        until,
        mode: 'each-sale',
        executor: 'interpreted',
        check: true,
        report: 'a b.html',
      }),
    ).toBe(
      String.raw`npx pinweir run 'it'\''s.yaml' --seed 0 --until '90 min' --mode each-sale --executor interpreted --check --report 'a b.html'`,
    );
    expect(commandLine('first.yaml', { sales: 1000, json: true })).toBe(
      'npx pinweir run first.yaml --sales 1000 --json',
    );
  });
});

describe('Colour', () => {
  it('is for terminals, unless NO_COLOR says no or the terminal is dumb', () => {
    expect(wantsColour({ isTTY: true }, {})).toBe(true);
    expect(wantsColour({ isTTY: true }, { NO_COLOR: '' })).toBe(true);
    expect(wantsColour({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
    expect(wantsColour({ isTTY: true }, { NO_COLOR: '0' })).toBe(false);
    expect(wantsColour({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
    expect(wantsColour({}, {})).toBe(false);
  });
});

describe('A recording takes a sample', () => {
  it.each<[string, Overrides, number]>([
    ['first.yaml', {}, HOUR_MICROSECONDS],
    ['first.yaml', { until: 100 * DAY_MICROSECONDS }, 2 * HOUR_MICROSECONDS],
    ['first.yaml', { until: HOUR_MICROSECONDS }, 5 * SECOND_MICROSECONDS],
    ['chicago.yaml', {}, 6 * HOUR_MICROSECONDS],
    ['chicago.yaml', { until: 119 * DAY_MICROSECONDS }, 2 * HOUR_MICROSECONDS],
    ['chicago.yaml', { sales: 1e5 }, 2 * HOUR_MICROSECONDS],
    // 100 customers an hour: a million take 417 days.
    ['reference.yaml', {}, 8 * HOUR_MICROSECONDS],
    ['reference.yaml', { sales: 1e4 }, 5 * 60 * SECOND_MICROSECONDS],
    ['reference.yaml', { sales: 2e8 }, 91 * DAY_MICROSECONDS],
  ])('of %s with %j as often as a picture needs', (name, overrides, interval) => {
    const { scenario } = loadScenario(shippedScenario(name), readFile, overrides);
    expect(sampleInterval(scenario!.plans[0]!, scenario!.startsOn)).toBe(interval);
  });
});

describe('A table in text', () => {
  it('aligns names on the left and figures on the right, whatever script they are in', () => {
    const columns = [
      { heading: 'Sold', unit: 'PINs', cell: (row: number) => String(row) },
      { heading: 'Share', unit: '', cell: (row: number) => `${row} %` },
    ];
    const groups = [
      { heading: '', rows: [['All', 100] as const] },
      {
        heading: 'Servers',
        rows: [['Zürich', 7] as const, ['a-name-that-goes-on-and-on-for-ever', 93] as const],
      },
    ];
    expect(textTable(columns, groups, painter(false)).join('\n')).toMatchInlineSnapshot(`
      "                                    Sold  Share
                                          PINs
      All                                  100  100 %
      Servers
        Zürich                               7    7 %
        a-name-that-goes-on-and-on-for-…    93   93 %"
    `);
  });

  it('wraps text between words, and leaves a long word whole', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('a extraordinarily b', 5)).toEqual(['a', 'extraordinarily', 'b']);
    expect(wrap('', 5)).toEqual([]);
  });
});
