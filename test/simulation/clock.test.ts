import { expect, test } from 'vitest';
import type { Plan } from '#sim/plan';
import { runPlan } from '#sim/run';
import { plainNetwork } from '../support/smallPlans.ts';

test('the clock counts whole microseconds even where constant durations are not whole', () => {
  const constant = (mean: number) => ({ distribution: 'constant', mean }) as const;
  const { topology, ...rest } = plainNetwork({ seed: 1, customersPerHour: 1, hours: 20 });
  const servers = topology.servers.map((server) => ({
    ...server,
    leadTime: constant(2_000_000_000.7),
    messageLatency: constant(0.6),
  }));
  const plan: Plan = { ...rest, topology: { ...topology, servers } };
  const times = new Set<number>();
  runPlan(plan, { clock: () => 0, onTrace: ({ time }) => times.add(time) });
  expect(times.size).toBeGreaterThan(2);
  expect([...times].filter((time) => !Number.isInteger(time))).toEqual([]);
});
