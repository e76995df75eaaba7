import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '#src/cli/packageRoot';
import type { BenchResult, ContenderFigures, ScalingFigures } from '../bench/bench.ts';
import { describe as describeResult } from '../bench/describe.ts';
import { judge } from '../bench/fillRate.ts';
import { CONTENDERS } from '../bench/job.ts';
import { ensureBuilt } from './support/commandLine.ts';

const MAIN = join(packageRoot(), 'dist', 'bench', 'main.js');

function runBench(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

beforeAll(ensureBuilt);

describe('The bench, quick', () => {
  let result: BenchResult;

  beforeAll(() => {
    const { status, stdout, stderr } = runBench('--quick', '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    result = JSON.parse(stdout) as BenchResult;
  }, 120_000);

  it('measures every contender', () => {
    expect(Object.keys(result.contenders)).toEqual(Object.keys(CONTENDERS));
    for (const { sales, salesPerCpuSecond, peakBytes } of Object.values(result.contenders)) {
      expect(sales).toBeGreaterThanOrEqual(10_000);
      expect(salesPerCpuSecond).toBeGreaterThan(0);
      expect(peakBytes).toBeGreaterThan(2 ** 20);
    }
    for (const ratio of Object.values(result.ratios)) expect(ratio).toBeGreaterThan(0);
  });

  it('finds the right fill rate in each', () => {
    const all: (ContenderFigures | ScalingFigures)[] = [
      ...Object.values(result.contenders),
      ...result.scaling.lengths,
    ];
    for (const { standardErrors, isRight } of all) {
      expect(Math.abs(standardErrors)).toBeLessThanOrEqual(4);
      expect(isRight).toBe(true);
    }
  });

  it('leaves one trace in every mode and executor', () => {
    const { lazy, eachSale, interpreted } = result.common.traceHashes;
    expect(lazy).toMatch(/^[0-9a-f]{16}$/);
    expect([eachSale, interpreted]).toEqual([lazy, lazy]);
    expect(result.common.isSame).toBe(true);
    expect(result.isSound).toBe(true);
  });

  it('delivers the messages of whole sale protocols, with and without checking', () => {
    const { sales, steps, stepsPerCpuSecond } = result.steps;
    expect(sales).toBeGreaterThan(1000);
    // A sale with a dealer's credit takes fourteen.
    expect(steps).toBeGreaterThan(13 * sales);
    expect(stepsPerCpuSecond.unchecked).toBeGreaterThan(0);
    expect(stepsPerCpuSecond.checked).toBeGreaterThan(0);
  });

  it('runs replications on one worker thread and on two, with the same interval', () => {
    const { experiment } = result;
    expect(experiment).toMatchObject({ replications: 4, isSame: true });
    expect(Math.min(...experiment.wallSeconds, experiment.speedUp)).toBeGreaterThan(0);
  });

  it('runs a national network at a cost that grows with its messages, not with its sales', () => {
    const { runs, costRatio } = result.national;
    expect(runs.map(({ arrivals, times }) => [arrivals, times])).toEqual([
      ['each', 1],
      ['countsFirst', 1],
      ['countsFirst', 10],
      ['countsFirst', 100],
    ]);
    const [each, ...countsFirst] = runs;
    for (const { times, sales, events, heapBytes, setUpSeconds } of countsFirst) {
      expect(sales / each!.sales / times).toBeGreaterThan(0.98);
      expect(sales / each!.sales / times).toBeLessThan(1.02);
      expect(events / each!.events).toBeLessThan(1.05);
      expect(heapBytes).toBeGreaterThan(0);
      expect(setUpSeconds).toBeGreaterThan(0);
    }
    expect(costRatio).toBeGreaterThan(0);
  });

  it('feeds both executors the same messages', () => {
    for (const { recorded, ratio, isSame } of Object.values(result.messages)) {
      expect(recorded).toBeGreaterThan(1000);
      expect(ratio).toBeGreaterThan(0);
      expect(isSame).toBe(true);
    }
  });

  it('is shown as a table, with what is wrong in capitals', () => {
    const text = describeResult(result);
    for (const { label } of Object.values(CONTENDERS)) expect(text).toContain(label);
    expect(text).toContain('Everything that must be equal is.');
    expect(text.split('\n').filter((line) => line.length > 110 || /\s$/.test(line))).toEqual([]);
    expect(describeResult({ ...result, isSound: false })).toContain('SOMETHING IS BROKEN');
  });
});

describe('The bench', () => {
  it('compares a fill rate with the exact one, or with that of short runs', () => {
    expect(judge(0.962319 + 0.0015, 1e6, null)).toMatchObject({ expected: 0.962319, isRight: true });
    expect(judge(0.962319 + 0.0017, 1e6, null).isRight).toBe(false);
    expect(judge(0.962319 - 0.0009, 4e6, null).isRight).toBe(false);
    const short = { mean: 0.98, standardDeviation: 0.001 };
    expect(judge(0.983, 1e4, short)).toMatchObject({ expected: 0.98, isRight: true });
    expect(judge(0.962319, 1e4, short).isRight).toBe(false);
  });

  it('refuses an unknown option', () => {
    const { status, stderr } = runBench('--fast');
    expect(status).toBe(2);
    expect(stderr).toContain('--quick');
  });
});
