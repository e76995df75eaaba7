import { expect, test } from 'vitest';
import type { Plan } from '#sim/plan';
import { runReplication } from '#sim/measures/replication';
import { objections } from '../support/replications.ts';
import { constant, exponential, hours } from '../support/smallPlans.ts';

// Known answers of theory for servers that help each other's customers, who are lost if nobody can. 40 replications at
// 4.5 standard errors: see oracles.test.ts.

interface Shelf {
  readonly customersPerHour: number;
  readonly desiredLevel: number;
  readonly reserve: number;
}

/** Two servers that order one for one from an unlimited hub, two hours on average, and help each other. */
function pooling(
  shelves: readonly [Shelf, Shelf],
  until: number,
  seed: number,
  emergencyTime = constant(0),
): Plan {
  const instant = constant(0);
  return {
    name: 'pooling',
    topology: {
      varieties: ['ten'],
      suppliers: [],
      hub: { name: 'hub', shipping: 'partial', stock: [{ variety: 'ten', supply: 'unlimited' }] },
      servers: shelves.map(({ desiredLevel, reserve }, index) => ({
        name: `s${index + 1}`,
        leadTime: exponential(hours(2)),
        recallTime: instant,
        messageLatency: instant,
        emergencyTime,
        unmet: 'transfer',
        stock: [
          {
            variety: 'ten',
            lowWatermark: desiredLevel - 1,
            order: { kind: 'upTo', desiredLevel },
            highWatermark: null,
            maxOutstandingOrders: null,
            initialOnHand: desiredLevel,
            reserve,
          },
        ],
        terminals: [{ name: `s${index + 1}:1`, latency: instant }],
      })),
    },
    demand: shelves.map(({ customersPerHour }, index) => ({
      server: `s${index + 1}`,
      variety: 'ten',
      rate: { kind: 'constant', ratePerHour: customersPerHour },
    })),
    seed,
    stop: { until: hours(until), sales: null },
  };
}

/** Figures of 40 runs, each called after its scope. */
function figuresOf(plan: Plan): Record<string, number[]> {
  const samples: Record<string, number[]> = {};
  for (let index = 0; index < 40; index++) {
    const run = runReplication({ ...plan, seed: plan.seed + index }, 0, { clock: () => 0, mode: 'lazy' });
    const [{ numerators, denominators }] = run.totals.slice(-1) as [(typeof run.totals)[number]];
    for (const [place, { scope, server, figure }] of run.names.entries()) {
      const name = `${server ?? scope} ${figure}`;
      (samples[name] ??= []).push(numerators[place]! / denominators[place]!);
    }
  }
  return samples;
}

test('two servers that share all they have lose what one large server would: Erlang B', () => {
  const plan = pooling(
    [
      { customersPerHour: 1, desiredLevel: 3, reserve: 0 },
      { customersPerHour: 2, desiredLevel: 5, reserve: 0 },
    ],
    4_000,
    9_000,
  );
  expect(
    objections(figuresOf(plan), {
      'network lostFraction': 0.12187578366630442,
      'network transfersPerHour': 0.4486449109031128,
      's1 fillRate': 0.6812743598568527,
      's1 transferFraction': 0.1968498564768429,
      's1 lostFraction': 0.12187578366630442,
      's1 meanOnHand': 1.1338611714337548,
      's2 fillRate': 0.7522266891205608,
      's2 transferFraction': 0.12589752721313496,
      's2 lostFraction': 0.12187578366630442,
      's2 meanOnHand': 1.5973935305640723,
    }),
  ).toEqual([]);
});

test('PINs for customers elsewhere are on their way side by side, however long that takes: Erlang B', () => {
  // The first server never has any. The donor orders when it sends, so that it does not matter when the PIN arrives.
  const shelves = [
    { customersPerHour: 1, desiredLevel: 0, reserve: 0 },
    { customersPerHour: 2, desiredLevel: 5, reserve: 0 },
  ] as const;
  const lost = 0.3604004449388209;
  const samples = figuresOf(pooling(shelves, 2_000, 9_200, constant(hours(20))));
  const shares = ['fillRate', 'lostFraction', 'transferFraction', 'waitedFraction'];
  for (let run = 0; run < 40; run++) {
    const parts = shares.map((figure) => samples[`network ${figure}`]![run]!);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 12);
    // At the end, twice twenty hours' customers of the first server wait still.
    expect(parts[3]).toBeGreaterThan(0);
  }
  expect(
    objections(samples, {
      's1 lostFraction': lost,
      's2 fillRate': 1 - lost,
      's2 meanOnHand': 5 - 6 * (1 - lost),
      's2 lostFraction': lost,
    }),
  ).toEqual([]);
});

test('a server keeps its reserve for its own customers: a Markov chain', () => {
  const plan = pooling(
    [
      { customersPerHour: 1, desiredLevel: 4, reserve: 1 },
      { customersPerHour: 2, desiredLevel: 5, reserve: 2 },
    ],
    8_000,
    9_500,
  );
  expect(
    objections(figuresOf(plan), {
      'network lostFraction': 0.105507701665278,
      'network transfersPerHour': 0.22232109390447805,
      's1 fillRate': 0.8676518966719163,
      's1 transferFraction': 0.028200590056944058,
      's1 lostFraction': 0.10414751327113937,
      's1 meanOnHand': 1.876455198961098,
      's2 fillRate': 0.7967519522138857,
      's2 transferFraction': 0.097060251923767,
      's2 lostFraction': 0.1061877958623473,
      's2 meanOnHand': 1.7565910110305696,
    }),
  ).toEqual([]);
});
