import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mode } from '#sim/mode';
import type { Plan } from '#sim/plan';
import { runPlan } from '#sim/run';
import type { RunResult } from '#sim/result';
import { plans } from '../support/networks.ts';
import { withOperations } from '../support/operations.ts';

const long = process.env['PINWEIR_LONG'] === '1';
const numRuns = long ? 20_000 : 400;
const seed = long ? Date.now() : 20_261_125;

const anyNetwork = fc.oneof(
  { weight: 4, arbitrary: plans() },
  { weight: 1, arbitrary: plans({ scarce: true }) },
  { weight: 1, arbitrary: plans({ customers: [350, 3000] }) },
);

function run(plan: Plan, mode: Mode): Omit<RunResult, 'mode' | 'seconds' | 'salesPerSecond'> {
  const options = { mode, check: true, clock: () => 0 };
  const { mode: _, seconds: _s, salesPerSecond: _p, ...figures } = runPlan(plan, options);
  return figures;
}

describe('Counts first', () => {
  test(
    'both modes give the same trace and the same figures, time averages included, on random networks',
    () => {
      fc.assert(
        fc.property(anyNetwork, (plan) => {
          const countsFirst = { ...plan, arrivals: 'countsFirst' } as const;
          expect(run(countsFirst, 'each-sale')).toStrictEqual(run(countsFirst, 'lazy'));
        }),
        { seed, numRuns },
      );
    },
    long ? 3_600_000 : 120_000,
  );

  test(
    'and where nodes go offline and fail',
    () => {
      fc.assert(
        fc.property(anyNetwork.chain(withOperations), (plan) => {
          const countsFirst = { ...plan, arrivals: 'countsFirst' } as const;
          expect(run(countsFirst, 'each-sale')).toStrictEqual(run(countsFirst, 'lazy'));
        }),
        { seed, numRuns },
      );
    },
    long ? 3_600_000 : 120_000,
  );
});
