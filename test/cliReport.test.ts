import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '#src/cli/packageRoot';
import { pinweirHere } from './support/commandLine.js';

const FIRST = join(packageRoot(), 'sim', 'scenarios', 'first.yaml');
const SHORT = ['--until', '8 d', '--replications', '3', '--workers', '1'];
const folder = mkdtempSync(join(tmpdir(), 'pinweir-'));
const target = join(folder, 'report.html');

afterAll(() => rmSync(folder, { recursive: true }));

/** What a report says is to be typed to make it again. */
function commandIn(file: string): string {
  const page = readFileSync(file, 'utf8');
  return /<pre class="command"[^>]*><code>([^<]*)</.exec(page)![1]!.replaceAll('&#39;', "'");
}

describe('run --replications --report', () => {
  it('writes the report of an experiment, with the command that makes it again', async () => {
    const { code, stdout, stderr } = await pinweirHere([
      'run',
      FIRST,
      ...SHORT,
      '--report',
      target,
      '--day',
      'town@3',
    ]);
    expect(code).toBe(0);
    // A week of three kiosks is too short for a steady state, and that is said.
    expect(stderr).toMatch(/^note: MSER-5 found no end of the warm-up.*\n$/);
    expect(stdout).toContain(`report written to ${target}`);
    const page = readFileSync(target, 'utf8');
    expect(page).toContain('Key figures with their intervals');
    expect(page).toContain('A day in the life of town');
    expect(page).toContain('Stock against its watermarks');
    expect(commandIn(target)).toBe(
      `npx pinweir run ${FIRST} --until '8 d' --report ${target} --day town@3 --replications 3 --workers 1`,
    );
  });

  it('tells the same answer as standard output', async () => {
    const { stdout } = await pinweirHere(['run', FIRST, ...SHORT, '--report', target]);
    const [, value, half] = /fill rate +([\d.]+ %) +(± [\d.]+ %)/.exec(stdout)!;
    const text = readFileSync(target, 'utf8').replaceAll('\u00a0', ' ');
    expect(text).toContain(`<strong>${value!} ${half!}</strong> of its customers`);
  });

  it.each([
    ['a server that is not there', 'twon', /no server "twon".*write town/],
    ['a day that the run does not reach', 'town@9', /does not reach that day/],
    ['a date without a calendar', 'town@2015-06-18', /has no calendar; write the day of the run/],
    ['no day', 'town@soon', /Expected a day of the run or a date/],
  ])('refuses to look closely at %s before anything runs', async (_, day, complaint) => {
    const file = join(folder, 'none.html');
    const { code, stdout, stderr } = await pinweirHere([
      'run',
      FIRST,
      ...SHORT,
      '--report',
      file,
      '--day',
      day,
    ]);
    expect(stderr).toMatch(complaint);
    expect([code, stdout, existsSync(file)]).toEqual([2, '', false]);
  });

  it('does not write over the scenario', async () => {
    const { code, stderr } = await pinweirHere(['run', FIRST, ...SHORT, '--report', FIRST]);
    expect(stderr).toContain('would overwrite the scenario');
    expect(code).toBe(2);
  });
});

describe('run --report', () => {
  it('shows a day in the life of the worst server', async () => {
    await pinweirHere(['run', FIRST, '--until', '8 d', '--report', target]);
    expect(readFileSync(target, 'utf8')).toContain('A day in the life of harbour');
  });
});

describe('compare --report', () => {
  it('writes what differs, and the command with all files', async () => {
    const level = 'servers.harbour.phone-10.lowWatermark=60,100';
    const args = ['compare', FIRST, '--vary', level, ...SHORT, '--report', target];
    const { code, stdout } = await pinweirHere(args);
    expect(code).toBe(0);
    const page = readFileSync(target, 'utf8');
    expect(page).toContain('Compared with lowWatermark 60');
    for (const [verdict] of stdout.matchAll(/(?:higher|lower) with lowWatermark 100/g))
      expect(page).toContain(verdict);
    expect(commandIn(target)).toMatch(/^npx pinweir compare .*first\.yaml .*--vary servers\.harbour/);
  });
});

interface Tornado {
  readonly sensitivity: {
    readonly figure: string;
    readonly base: { readonly value: number };
    readonly swings: readonly {
      readonly what: string;
      readonly base: string | null;
      readonly lower: { readonly value: string; readonly change: number };
      readonly higher: { readonly value: string; readonly change: number };
    }[];
  };
  readonly candidates: readonly object[];
  readonly rows: readonly {
    readonly figure: string;
    readonly scope: string;
    readonly replication: number | null;
    readonly value: number;
  }[];
}

describe('run --tornado', () => {
  it('changes demand, lead times and low watermarks one at a time, the longest bar first', async () => {
    const { code, stdout } = await pinweirHere(['run', FIRST, ...SHORT, '--tornado', '--json']);
    expect(code).toBe(0);
    const { sensitivity, candidates } = JSON.parse(stdout) as Tornado;
    expect(candidates).toHaveLength(1);
    expect(sensitivity.figure).toBe('fillRate');
    expect(sensitivity.swings.map(({ what }) => what).sort()).toEqual([
      'demand',
      'lead time to servers',
      'lead time to the hub',
      'low watermark of servers',
      'low watermark of the hub',
    ]);
    const lengths = sensitivity.swings.map(({ lower, higher }) => {
      const ends = [0, lower.change, higher.change];
      return Math.max(...ends) - Math.min(...ends);
    });
    expect([...lengths].sort((a, b) => b - a)).toEqual(lengths);
    const demand = sensitivity.swings.find(({ what }) => what === 'demand')!;
    expect(demand.lower.change).toBeGreaterThan(0);
    expect(demand.higher.change).toBeLessThan(0);
  });

  it('takes values of the scenario, given or in percent, and tells what a sweep over them tells', async () => {
    const path = 'servers.harbour.phone-10.lowWatermark';
    const given = ['--tornado', `${path}=45,75`, '--tornado-figure', 'meanOnHand', '--json'];
    const inPercent = ['--tornado', `${path}=-25%,+25%`, '--tornado-figure', 'meanOnHand', '--json'];
    const [one, other] = await Promise.all(
      [given, inPercent].map(async (args) => {
        const { stdout } = await pinweirHere(['run', FIRST, ...SHORT, '--warm-up', 'none', ...args]);
        return JSON.parse(stdout) as Tornado;
      }),
    );
    const [swing] = one!.sensitivity.swings;
    expect(swing).toMatchObject({ what: path, base: '60', lower: { value: '45' }, higher: { value: '75' } });
    const [same] = other!.sensitivity.swings;
    expect([same!.lower.value, same!.higher.value]).toEqual(['-25%', '+25%']);
    expect([same!.lower.change, same!.higher.change]).toEqual([swing!.lower.change, swing!.higher.change]);
    const { stdout } = await pinweirHere([
      'run',
      FIRST,
      ...SHORT,
      '--warm-up',
      'none',
      '--vary',
      `${path}=45,75`,
      '--json',
    ]);
    const { rows } = JSON.parse(stdout) as Tornado;
    const means = rows
      .filter(
        ({ figure, scope, replication }) =>
          figure === 'meanOnHand' && scope === 'network' && replication === null,
      )
      .map(({ value }) => value);
    const { base } = one!.sensitivity;
    expect(base.value + swing!.lower.change).toBeCloseTo(means[0]!, 9);
    expect(base.value + swing!.higher.change).toBeCloseTo(means[1]!, 9);
  });

  it('prints a table and stands in the report', async () => {
    const { stdout } = await pinweirHere(['run', FIRST, ...SHORT, '--tornado', '--report', target]);
    expect(stdout).toMatch(/Change of fill rate, one thing at a time, from the scenario as written/);
    expect(stdout).toMatch(/lead time to servers +−25 % +[+−0]/);
    expect(readFileSync(target, 'utf8')).toContain('What the answer hangs on');
    expect(commandIn(target)).toMatch(/ --tornado$/);
  });

  it.each([
    ['a path without two values', ['--tornado', 'hub.shipping=partial'], /Expected a low and a high value/],
    [
      'a path that leads nowhere',
      ['--tornado', 'servers.*.lowMark=1,2'],
      /--tornado servers\.\*\.lowMark: there is no "lowMark"/,
    ],
    ['percent of a word', ['--tornado', 'hub.shipping=-10%,+10%'], /not a number everywhere/],
    [
      'a figure that is not there, with the one that may be meant',
      ['--tornado', '--tornado-figure', 'fillrate'],
      /no figure "fillrate"; write fillRate/,
    ],
  ])('refuses %s', async (_, args, complaint) => {
    const { code, stdout, stderr } = await pinweirHere(['run', FIRST, ...SHORT, ...args]);
    expect(stderr).toMatch(complaint);
    expect([code, stdout]).toEqual([2, '']);
  });
});

describe('a scenario with a goal', () => {
  const file = join(folder, 'goal.yaml');
  const goal = `goal:
  smallest:
    servers.harbour.phone-10.lowWatermark: 60..130:10
  figure: fillRate
  atLeast: 97 %
  replications: 4
`;

  it('is searched with a tornado around what is found, and its report puts the answer first', async () => {
    writeFileSync(file, readFileSync(FIRST, 'utf8').replace(/^seed: 1$/m, `seed: 1\n${goal}`));
    const args = ['run', file, '--until', '10 d', '--workers', '1', '--tornado', '--report', target];
    const { code, stdout, stderr } = await pinweirHere(args);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Change of fill rate, one thing at a time');
    const page = readFileSync(target, 'utf8').replaceAll('\u00a0', ' ');
    const [sentence] = /^(?:LowWatermark|Not even|Low).*/m.exec(stdout) ?? [''];
    expect(page).toContain(sentence.trim().split(' ').slice(0, 6).join(' '));
    for (const id of ['answer', 'tried', 'bounds', 'intervals', 'sensitivity', 'demand', 'day', 'again']) {
      expect(page).toContain(`<section id="${id}"`);
    }
  }, 60_000);
});
