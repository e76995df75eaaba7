import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mode } from '#sim/mode';
import type { Plan } from '#sim/plan';
import { runPlan } from '#sim/run';
import type { RunResult } from '#sim/result';
import { runReplication } from '#sim/measures/replication';
import type { SavedSimulation } from '#sim/savedSimulation';
import { Simulation } from '#sim/simulation';
import { plans } from '../support/networks.ts';
import { withOperations } from '../support/operations.ts';
import { hours, plainNetwork } from '../support/smallPlans.ts';

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

describe('Counts first, where many sales pass between two events', () => {
  // A shelf of 900 PINs, 600 of them sold between two orders, and customers who come by day.
  const levels = {
    lowWatermark: 300,
    order: { kind: 'upTo', desiredLevel: 900 },
    maxOutstandingOrders: null,
    initialOnHand: 900,
  } as const;
  const one = plainNetwork({ seed: 4, customersPerHour: 40, hours: 200, levels });
  const hub = one.topology.servers[0]!;
  const twins: Plan = {
    ...one,
    arrivals: 'countsFirst',
    topology: {
      ...one.topology,
      servers: [
        hub,
        { ...hub, name: 'other', terminals: hub.terminals.map((till) => ({ ...till, name: 'other:1' })) },
      ],
    },
    demand: one.demand.flatMap((demand) => [
      {
        ...demand,
        rate: {
          kind: 'cycle',
          periodMicroseconds: hours(1),
          ratesPerHour: Array.from({ length: 24 }, (_, hour) => (hour < 8 ? 0 : 5 * (hour % 12))),
          startsAt: 0,
        },
      },
      { ...demand, server: 'other' },
    ]),
  };

  test('both modes expect the same stock, which is that of single sales up to what counts cannot say', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const plan = { ...twins, seed };
      const lazy = run(plan, 'lazy');
      expect(run(plan, 'each-sale')).toStrictEqual(lazy);
      // A recorder looks at every sale and changes nothing.
      const recorded = runPlan(plan, { clock: () => 0, sampleEvery: hours(0.01) });
      expect(recorded.network).toEqual(lazy.network);
      const exact = recorded.recording!.series.reduce(
        (sum, { onHand }) => sum + onHand.reduce((total, pins) => total + pins, 0) / onHand.length,
        0,
      );
      expect(lazy.network.meanOnHand).not.toBe(exact);
      expect(Math.abs(lazy.network.meanOnHand / exact - 1)).toBeLessThan(0.005);
    }
  });

  test('and where the run ends with a sale, whether or not that sale crosses a watermark', () => {
    for (let sales = 1; sales < 3000; sales += 97) {
      const plan = { ...twins, stop: { until: hours(1000), sales } };
      const lazy = run(plan, 'lazy');
      expect(lazy.sales).toBe(sales);
      expect(run(plan, 'each-sale')).toStrictEqual(lazy);
    }
    // The very sale that orders: the 600th. In one of sixteen it is the first of its leaf.
    for (let seed = 1; seed <= 100; seed++) {
      const plan: Plan = { ...one, seed, arrivals: 'countsFirst', stop: { until: null, sales: 600 } };
      const lazy = run(plan, 'lazy');
      expect(lazy.network.orders).toBe(1);
      expect(run(plan, 'each-sale')).toStrictEqual(lazy);
    }
  });

  test('and at every pause', () => {
    const options = {
      cuts: [13.5, 14, 77, 130.01].map(hours),
      clock: () => 0,
      detail: 'inventories',
    } as const;
    const [lazy, eachSale] = (['lazy', 'each-sale'] as const).map((mode) =>
      runReplication(twins, 3, { ...options, mode }),
    );
    expect(eachSale!.totals).toStrictEqual(lazy!.totals);
    expect(eachSale!.traceHash).toBe(lazy!.traceHash);
    const another = runReplication(twins, 4, { ...options, mode: 'lazy' });
    expect(another.traceHash).not.toBe(lazy!.traceHash);
  });

  test('and saved, loaded and never saved leave the same trace and the same counts', () => {
    const whole = new Simulation(twins);
    whole.run();
    for (const pause of [0, 9.3, 77, 160].map(hours)) {
      const saving = new Simulation(twins);
      saving.runUntil(pause);
      const loaded = Simulation.restore(JSON.parse(JSON.stringify(saving.save())) as SavedSimulation);
      for (const simulation of [saving, loaded]) simulation.run();
      expect(loaded.trace.hexadecimal).toBe(whole.trace.hexadecimal);
      expect([saving.sales, loaded.sales]).toEqual([whole.sales, whole.sales]);
      expect(loaded.observation.save()).toEqual(saving.observation.save());
    }
  });
});
