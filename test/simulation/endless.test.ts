import { describe, expect, it } from 'vitest';
import { EndlessRun } from '#sim/endlessRun';
import type { Plan, RatePlan } from '#sim/plan';
import { runPlan } from '#sim/run';
import { HOUR_MICROSECONDS } from '#src/domain/time';

const INSTANT = { distribution: 'constant', mean: 0 } as const;

/** One server with `initialOnHand` PINs that never orders. */
function lonelyServer(initialOnHand: number, rate: RatePlan, stop: Plan['stop']): Plan {
  return {
    name: 'lonely',
    topology: {
      varieties: ['day'],
      suppliers: [],
      hub: { name: 'hub', shipping: 'partial', stock: [{ variety: 'day', supply: 'unlimited' }] },
      servers: [
        {
          name: 'north',
          leadTime: INSTANT,
          recallTime: INSTANT,
          messageLatency: INSTANT,
          unmet: 'lost',
          stock: [
            {
              variety: 'day',
              lowWatermark: -1,
              order: { kind: 'upTo', desiredLevel: 10 },
              highWatermark: null,
              maxOutstandingOrders: null,
              initialOnHand,
            },
          ],
          terminals: [{ name: 'north:1', latency: INSTANT }],
        },
      ],
    },
    demand: [{ server: 'north', variety: 'day', rate }],
    seed: 1,
    stop,
  };
}

const clock = () => 0;
const anHour = { kind: 'periods', periodMicroseconds: HOUR_MICROSECONDS, ratesPerHour: [50] } as const;
const always = { kind: 'constant', ratePerHour: 50 } as const;

describe.each(['lazy', 'each-sale'] as const)('a %s run', (mode) => {
  it('that is asked for more sales than it has customers says so', () => {
    const plan = lonelyServer(1000, anHour, { until: null, sales: 500 });
    expect(() => runPlan(plan, { clock, mode })).toThrow(EndlessRun);
    expect(() => runPlan(plan, { clock, mode })).toThrow(/500 served sales, but no further customer comes/);
  });

  it('ends at a sale that comes after the last event, when nothing but sales is left', () => {
    const { sales, network } = runPlan(lonelyServer(1000, always, { until: null, sales: 900 }), {
      clock,
      mode,
    });
    expect([sales, network.asked]).toEqual([900, 900]);
  });

  it('ends at the N-th sale although fewer customers than one event may hold remain', () => {
    const { sales } = runPlan(lonelyServer(1000, anHour, { until: null, sales: 20 }), { clock, mode });
    expect(sales).toBe(20);
  });

  it('does not go past the 285 years that whole microseconds can count', () => {
    const seldom = { kind: 'constant', ratePerHour: 1e-6 } as const;
    expect(() => runPlan(lonelyServer(1000, seldom, { until: null, sales: 500 }), { clock, mode })).toThrow(
      /simulated time ends after 285 years/,
    );
  });
});

it('counts every customer of a long time in which all are lost', () => {
  const plan = lonelyServer(
    0,
    { kind: 'constant', ratePerHour: 1e6 },
    { until: HOUR_MICROSECONDS, sales: null },
  );
  const { network } = runPlan(plan, { clock, mode: 'lazy' });
  // Poisson with mean 10^6: outside of five standard deviations with probability 6e-7.
  expect(Math.abs(network.lost - 1e6)).toBeLessThan(5000);
});
