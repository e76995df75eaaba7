import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mode } from '#sim/mode';
import type { Plan, RatePlan } from '#sim/plan';
import { runPlan } from '#sim/run';
import type { RunResult } from '#sim/result';
import { plans } from '../support/networks.ts';
import { constant, hours, plainNetwork } from '../support/smallPlans.ts';

function run(plan: Plan, mode: Mode): RunResult {
  // A few samples, whatever the unit of time.
  const sampleEvery = Math.ceil(2e9 / Math.max(...plan.demand.map(({ rate }) => Math.max(1, peakOf(rate)))));
  return runPlan(plan, { mode, check: true, clock: () => 0, sampleEvery });
}

function peakOf(rate: RatePlan): number {
  switch (rate.kind) {
    case 'constant':
      return rate.ratePerHour;
    case 'scaled':
      return peakOf(rate.of);
    case 'listed':
      return 1;
    default:
      return Math.max(...rate.ratesPerHour);
  }
}

/** The figures of the lazy mode, after a look whether the each-sale mode gives the same. */
function runBoth(plan: Plan): RunResult {
  const lazy = run(plan, 'lazy');
  const { mode: _, ...eachSale } = run(plan, 'each-sale');
  expect({ ...lazy }).toMatchObject({ ...eachSale });
  return lazy;
}

function withSales(plan: Plan, sales: number | null, until = plan.stop.until): Plan {
  return { ...plan, stop: { sales, until } };
}

describe('A limit of sales', () => {
  test.each(['lost', 'backorder', 'fetch'] as const)(
    'ends both modes at the N-th served sale, from the first to far beyond the first stock (%s)',
    (unmet) => {
      let last = 0;
      for (let sales = 1; sales <= 60; sales++) {
        const plan = plainNetwork({ seed: 5, customersPerHour: 4, hours: Infinity, sales, unmet });
        const result = runBoth(plan);
        if (unmet === 'lost') expect(result.sales).toBe(sales);
        // A delivery serves all who wait at once.
        else expect(result.sales).toBeGreaterThanOrEqual(sales);
        expect(result.simulatedMicroseconds).toBeGreaterThanOrEqual(last);
        last = result.simulatedMicroseconds;
      }
    },
  );

  test('counts a customer who comes in the very first microsecond', () => {
    let atOnce = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const plan = plainNetwork({ seed, customersPerHour: 3.6e9, hours: 1, sales: 1 });
      if (runBoth(plan).simulatedMicroseconds === 0) atOnce += 1;
    }
    expect(atOnce).toBeGreaterThan(5);
  });

  test('ends the run where it says, whatever else falls on that microsecond', () => {
    // About three customers a microsecond at each of two servers, deliveries without delay or of one microsecond.
    const plan = plainNetwork({ seed: 8, customersPerHour: 1e10, hours: 1, leadTime: constant(1) });
    const [north] = plan.topology.servers;
    const terminals = [{ name: 'south:1', latency: constant(0) }];
    const south = { ...north!, name: 'south', leadTime: constant(0), terminals };
    const twins: Plan = {
      ...plan,
      topology: {
        ...plan.topology,
        servers: [north!, south],
      },
      demand: [...plan.demand, { ...plan.demand[0]!, server: 'south' }],
    };
    const ends = new Set<number>();
    for (let sales = 1; sales <= 150; sales++) {
      const result = runBoth(withSales(twins, sales));
      expect(result.sales).toBe(sales);
      ends.add(result.simulatedMicroseconds);
    }
    expect(ends.size).toBeLessThan(75);
  });

  test('ends random networks at exactly that sale, or a bulk delivery to waiting customers later', () => {
    fc.assert(
      fc.property(
        plans({ customers: [20, 120] }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (plan, share) => {
          const { sales: all, simulatedMicroseconds: end } = runBoth(withSales(plan, null));
          const sales = Math.max(1, Math.ceil(all * share));
          const result = runBoth(withSales(plan, sales));
          const isSure = plan.topology.servers.every(({ unmet }) => unmet === 'lost');
          if (all >= sales) {
            expect(result.sales).toBeGreaterThanOrEqual(sales);
            if (isSure) expect(result.sales).toBe(sales);
            // One sale fewer ends no later, and one that the run never reaches changes nothing.
            const before = run(withSales(plan, Math.max(1, sales - 1)), 'lazy');
            expect(before.simulatedMicroseconds).toBeLessThanOrEqual(result.simulatedMicroseconds);
          }
          const beyond = run(withSales(plan, all + 1), 'lazy');
          expect([beyond.sales, beyond.simulatedMicroseconds]).toEqual([all, end]);
        },
      ),
      { seed: 99, numRuns: 250 },
    );
  });

  test('and an end of time: whichever comes first', () => {
    const plan = plainNetwork({ seed: 3, customersPerHour: 5, hours: 10 });
    const whole = runBoth(plan);
    expect(whole.simulatedMicroseconds).toBe(hours(10));
    const half = runBoth(withSales(plan, Math.floor(whole.sales / 2)));
    expect(half.simulatedMicroseconds).toBeLessThan(hours(10));
    expect(half.sales).toBe(Math.floor(whole.sales / 2));
    expect(runBoth(withSales(plan, whole.sales + 1)).traceHash).toBe(whole.traceHash);
  });
});
