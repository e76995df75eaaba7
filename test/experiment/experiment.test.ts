import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import type { Candidate } from '#sim/experiment/candidate';
import { compareWithFirst } from '#sim/experiment/comparison';
import { soloCrew } from '#sim/experiment/crew';
import type { Crew } from '#sim/experiment/crew';
import { runExperiment } from '#sim/experiment/experiment';
import { ReplicationBrokeOff } from '#sim/experiment/experimentResult';
import type { ExperimentOptions } from '#sim/experiment/experimentResult';
import { studentInterval } from '#sim/experiment/studentT';
import { runTask } from '#sim/experiment/task';
import type { Counted, Task } from '#sim/experiment/task';
import { runPlan } from '#sim/run';
import { randomGenerator } from '#sim/random/generator';
import { change, COUNTED, resolved, SOUND } from '../scenarioFixtures.ts';

const clock = (): number => 0;
const solo = soloCrew({ clock });

function candidate(yaml: string, point = 1): Candidate {
  return { scenario: 'test', point, settings: [], plan: resolved(yaml).plans[0]! };
}

const asWritten = candidate(SOUND);
const fuller = candidate(
  change(SOUND, 'lowWatermark: 10, desiredLevel: 30', 'lowWatermark: 20, desiredLevel: 30'),
  2,
);
const plain: ExperimentOptions = { replications: 3, confidence: 0.95, warmUp: 'none' };

describe('An experiment', () => {
  it('gives the same whatever is finished first, also where half-widths and the warm-up decide', async () => {
    const options: ExperimentOptions = {
      ...plain,
      replications: 60,
      halfWidths: [{ figure: 'fillRate', most: 0.0055, isRelative: false }],
      warmUp: 'auto',
      detail: 'network',
    };
    const expected = await runExperiment([asWritten, fuller], options, solo);
    expect(expected.replications).toBeGreaterThan(20);
    expect(expected.replications).toBeLessThan(60);
    expect(expected).toMatchObject({ isNarrowEnough: true, warmUp: { rule: 'mser-5' } });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 9 }), async (scheduler, capacity) => {
        const crew: Crew = {
          capacity,
          run: (task, onProgress) =>
            scheduler.schedule(Promise.resolve(runTask(task, { clock, onProgress }))),
        };
        expect(await scheduler.waitFor(runExperiment([asWritten, fuller], options, crew))).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });

  it('has for its first replication the run without replications, and other random numbers for each', async () => {
    const { candidates } = await runExperiment([asWritten], plain, solo);
    const hashes = candidates[0]!.runs.map(({ traceHash }) => traceHash);
    expect(hashes[0]).toBe(runPlan(asWritten.plan, { clock }).traceHash);
    expect(new Set(hashes).size).toBe(3);
  });

  it('lets every candidate meet the same customers, so that differences show what levels do', async () => {
    const result = await runExperiment([asWritten, fuller], { ...plain, replications: 20 }, solo);
    const [{ figures }] = compareWithFirst(result) as [ReturnType<typeof compareWithFirst>[number]];
    const network = new Map(
      figures.filter(({ name }) => name.scope === 'network').map((figure) => [figure.name.figure, figure]),
    );
    expect(network.get('askedPerHour')!.difference).toEqual({ estimate: 0, halfWidth: 0, verdict: 'same' });
    const { difference, before } = network.get('fillRate')!;
    expect(difference.verdict).toBe('higher');
    expect(difference.halfWidth!).toBeLessThan(before.halfWidth!);
  });

  it('tells how much is done, up to all', async () => {
    const shares: number[] = [];
    await runExperiment([asWritten], { ...plain, onProgress: (share) => shares.push(share) }, solo);
    expect(shares.at(-1)).toBe(1);
    expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
  });

  it('tells how much of a long replication is done, also while it looks for a warm-up', async () => {
    const shares: number[] = [];
    const long = candidate(change(SOUND, 'until: 30 d', 'until: 6000 d'));
    const options: ExperimentOptions = { ...plain, replications: 2, warmUp: 'auto', detail: 'network' };
    await runExperiment([long], { ...options, onProgress: (share) => shares.push(share) }, solo);
    expect(shares.filter((share) => share > 0 && share < 0.5).length).toBeGreaterThan(2);
  });

  it('names the first replication that broke off, not the first that is known to have', async () => {
    const late: (() => void)[] = [];
    const crew: Crew = {
      capacity: 6,
      run: ({ replication }) =>
        new Promise((resolve) => {
          if (replication === 1) late.push(() => resolve({ brokenOff: true }));
          else resolve(replication === 0 ? fake(0) : { brokenOff: true });
          if (replication === 4) setTimeout(() => late.forEach((finish) => finish()), 1);
        }),
    };
    await expect(runExperiment([asWritten], { ...plain, replications: 9 }, crew)).rejects.toEqual(
      new ReplicationBrokeOff(asWritten, 1),
    );
  });

  it.each([
    [
      { halfWidths: [{ figure: 'filRate', most: 1, isRelative: false }] },
      'no figure "filRate"; write fillRate',
    ],
    [
      { halfWidths: [{ figure: 'luck', most: 1, isRelative: false }] },
      'no figure "luck"; name one of fillRate, ',
    ],
    [{ warmUp: 30 * DAY_MICROSECONDS }, 'was over before its warm-up was; leave out less'],
  ])('cannot be made of %j', async (options, complaint) => {
    await expect(runExperiment([asWritten], { ...plain, ...options }, solo)).rejects.toThrow(complaint);
  });
});

const names = [{ scope: 'network', server: null, variety: null, figure: 'fillRate' }] as const;

/** A replication of which only one figure is known. */
function fake(value: number): Counted {
  const [numerators, denominators] = [Float64Array.of(value), Float64Array.of(1)];
  const totals = [{ time: HOUR_MICROSECONDS, numerators, denominators }];
  const ran = {
    replication: 0,
    traceHash: '',
    sales: 1,
    simulatedMicroseconds: HOUR_MICROSECONDS,
    mode: 'lazy',
    seconds: 0,
  } as const;
  return { ...ran, names, totals, series: [] };
}

describe('A half-width that was asked for', () => {
  it('is reached by as few replications as possible, but 20, or not at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.double({ min: 0.05, max: 0.6, noNaN: true }), async (seed, most) => {
        const values = Array.from({ length: 60 }, (_, replication) =>
          randomGenerator({ seed: [seed, replication], purpose: 'faults', who: 'value' }).nextUniform(),
        );
        const narrow = (count: number): boolean =>
          studentInterval(values.slice(0, count), 0.95).halfWidth! <= most / 3;
        let expected = 20;
        while (expected < 60 && !narrow(expected)) expected += 1;
        const crew: Crew = {
          capacity: 4,
          run: ({ replication }: Task) => Promise.resolve(fake(values[replication]!)),
        };
        const halfWidths = [{ figure: 'fillRate', most: most / 3, isRelative: false }];
        const result = await runExperiment([asWritten], { ...plain, replications: 60, halfWidths }, crew);
        expect([result.replications, result.isNarrowEnough]).toEqual([expected, narrow(expected)]);
        expect(result.candidates[0]!.runs).toHaveLength(expected);
      }),
      { numRuns: 40 },
    );
  });
});

describe('The warm-up', () => {
  const experiment = async (yaml: string, options: Partial<ExperimentOptions> = {}) => {
    const all = { ...plain, replications: 20, warmUp: 'auto', detail: 'network', ...options } as const;
    return runExperiment([candidate(yaml)], all, solo);
  };

  it('is what MSER-5 finds on the average of the replications, and left out of every figure', async () => {
    // So full at first that it takes days until anything is ordered.
    const full = change(
      SOUND,
      'red: { lowWatermark: 10, desiredLevel: 30, highWatermark: 40, ',
      'red: { lowWatermark: 10, desiredLevel: 30, initial: 200, ',
    );
    const long = change(full, 'until: 30 d', 'until: 100 d');
    const { warmUp, candidates } = await experiment(long);
    expect(warmUp).toMatchObject({ rule: 'mser-5', isDoubtful: false });
    expect(warmUp.microseconds).toBeGreaterThan(5 * DAY_MICROSECONDS);
    expect(warmUp.microseconds).toBeLessThanOrEqual(25 * DAY_MICROSECONDS);
    const index = candidates[0]!.names.findIndex(({ figure }) => figure === 'meanOnHand');
    const hours = candidates[0]!.runs[0]!.denominators[index]!;
    expect(hours).toBeCloseTo((100 * DAY_MICROSECONDS - warmUp.microseconds) / HOUR_MICROSECONDS, 6);
    const { candidates: given } = await experiment(long, { warmUp: warmUp.microseconds });
    expect(given[0]!.estimates).toEqual(candidates[0]!.estimates);
  });

  it('is left out of quantiles, too, of the replications in which it was looked for as of those after', async () => {
    const full = change(SOUND, 'desiredLevel: 30, highWatermark: 40, ', 'desiredLevel: 30, initial: 200, ');
    const long = change(full, 'until: 30 d', 'until: 100 d');
    const options = { replications: 22, watching: { quantiles: true, byHour: true } } as const;
    const { warmUp, candidates } = await experiment(long, options);
    const { microseconds } = warmUp;
    expect(microseconds).toBeGreaterThan(0);
    const given = await experiment(long, { ...options, warmUp: microseconds });
    expect(candidates[0]!.runs).toEqual(given.candidates[0]!.runs);
    const index = candidates[0]!.names.findIndex(({ figure }) => figure === 'onHandOnShelf.p95');
    const whole = await experiment(long, { ...options, warmUp: 'none' });
    const [after, all] = [candidates, whole.candidates].map((own) => own[0]!.estimates[index]!.estimate);
    expect(after!).toBeLessThan(all!);
  });

  it('is none where a run ends by itself, and says why', async () => {
    const outage = `${SOUND}operations:\n  - { outage: hub, from: 3 d, lasts: 4 h }\n`;
    expect((await experiment(outage)).warmUp).toMatchObject({
      microseconds: 0,
      rule: 'none',
      reason: expect.stringContaining('fails at a certain time'),
    });
    expect((await experiment(COUNTED)).warmUp).toMatchObject({
      microseconds: 0,
      rule: 'none',
      reason: expect.stringContaining('the demand is that of certain days'),
    });
  });

  it('is looked for where the run ends with a number of sales', async () => {
    const { warmUp } = await experiment(change(SOUND, 'until: 30 d', 'sales: 5000'));
    expect(warmUp.rule).toBe('mser-5');
  });

  it('is none where runs hold too few windows', async () => {
    const { warmUp } = await experiment(change(SOUND, 'until: 30 d', 'until: 19 min'));
    expect(warmUp).toMatchObject({
      rule: 'none',
      isDoubtful: true,
      reason: expect.stringContaining('at least 20'),
    });
  });
});
