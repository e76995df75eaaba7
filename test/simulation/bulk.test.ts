import { describe, expect, test } from 'vitest';
import { EachSaleModeRefused } from '#sim/mode';
import type { Plan } from '#sim/plan';
import { runPlan } from '#sim/run';
import { Simulation } from '#sim/simulation';
import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { TraceEntry } from '#sim/trace';
import { inventoryAddress } from '#src/network/names';
import { inventoryContext } from '#src/network/network';
import { constant, hours, plainNetwork, SUPPLIED_STOCK } from '../support/smallPlans.ts';

// Exact answers for customers who take several PINs; those in the long run are in test/oracles.test.ts.

const upTo = (desiredLevel: number) => ({ kind: 'upTo', desiredLevel }) as const;

const BULK = [
  { size: 1, probability: 0.6 },
  { size: 2, probability: 0.2 },
  { size: 5, probability: 0.15 },
  { size: 10, probability: 0.05 },
];

/** One server with five PINs and the given sales, in hours and PINs. */
function withSales(
  sales: readonly (readonly [hour: number, pins: number])[],
  more: Partial<Plan> = {},
): Plan {
  const plan = plainNetwork({
    seed: 1,
    customersPerHour: 0,
    hours: 10,
    levels: { lowWatermark: 2, order: upTo(6), initialOnHand: 5 },
    leadTime: constant(hours(3)),
  });
  const rate = {
    kind: 'listed',
    times: sales.map(([hour]) => hours(hour)),
    sizes: sales.map(([, pins]) => pins),
  } as const;
  return { ...plan, demand: [{ ...plan.demand[0]!, rate }], ...more };
}

describe('Customers who take several PINs', () => {
  const sales = [
    [1, 2],
    [2, 4],
    [2.5, 1],
    [6, 3],
  ] as const;

  test('take what is there, and the trigger is looked at after each of them', () => {
    const trace: TraceEntry[] = [];
    const { network } = runPlan(withSales(sales), {
      clock: () => 0,
      check: true,
      onTrace: (entry) => trace.push(entry),
    });
    const orders = trace.flatMap(({ time, message }) =>
      message.type === 'stock.requested' ? [[time / HOUR_MICROSECONDS, message.quantity]] : [],
    );
    // 5, then 3 left; of 4 asked one is lost and 6 are ordered; a fourth is lost; 6 come at 5 h; 3 are left at 6 h.
    expect(orders).toEqual([[2, 6]]);
    expect(network).toMatchObject({ asked: 10, sold: 8, lost: 2, stockouts: 1, finalOnHand: 3 });
    // Hours: 1 × 5, 1 × 3, 3 × 0, 1 × 6, 4 × 3.
    expect(network.meanOnHand).toBe((5 + 3 + 6 + 12) / 10);
    expect(network.stockoutTimeFraction).toBe(0.3);
  });

  test('end a run with the customer who makes it so many sales', () => {
    for (const [limit, expected, hour] of [
      [1, 2, 1],
      [2, 2, 1],
      [3, 5, 2],
      [5, 5, 2],
      [6, 8, 6],
    ] as const) {
      const plan = withSales(sales, { stop: { until: hours(10), sales: limit } });
      const { sales: sold, simulatedMicroseconds } = runPlan(plan, { clock: () => 0, check: true });
      expect([sold, simulatedMicroseconds / HOUR_MICROSECONDS]).toEqual([expected, hour]);
    }
  });

  test('are the same in a run that is saved and gone on with', () => {
    const plan: Plan = {
      ...withSales(sales),
      demand: [
        {
          server: 'north',
          variety: 'ten',
          rate: { kind: 'bursts', ratesPerHour: [1, 20], switchesPerHour: [1, 1] },
          sizes: BULK,
        },
      ],
    };
    const whole = new Simulation(plan);
    whole.run();
    const first = new Simulation(plan);
    first.runUntil(hours(4.3));
    const second = Simulation.restore(JSON.parse(JSON.stringify(first.save())));
    second.run();
    expect(second.trace.hexadecimal).toBe(whole.trace.hexadecimal);
    expect(second.save()).toEqual(whole.save());
  });

  test.each(['an unlimited hub', 'an empty hub'])(
    'are given what several other servers can spare, and not a PIN more, through %s',
    (hub) => {
      const plan = withSales([[1, 5]]);
      const [north] = plan.topology.servers;
      const servers = [1, 2, 1].map((initialOnHand, index) => {
        const name = ['north', 'east', 'west'][index]!;
        // Nothing is ordered.
        const levels = { ...north!.stock[0]!, initialOnHand, lowWatermark: -100, order: upTo(9), reserve: 0 };
        const terminals = [{ name: `${name}:1`, latency: constant(0) }];
        return { ...north!, name, terminals, stock: [levels], unmet: 'transfer' as const };
      });
      const suppliers = [{ name: 'mint', leadTime: constant(hours(1)), messageLatency: constant(0) }];
      const supplied = { name: 'hub', shipping: 'partial', stock: [SUPPLIED_STOCK] } as const;
      const topology =
        hub === 'an empty hub'
          ? { ...plan.topology, servers, suppliers, hub: supplied }
          : { ...plan.topology, servers };
      const simulation = new Simulation({ ...plan, topology }, { check: true });
      simulation.run();
      const stockOf = (name: string) =>
        inventoryContext(simulation.network.find(inventoryAddress(name, 'ten'))!).stock;
      expect(stockOf('north')).toMatchObject({ sold: 4, lost: 1, owed: 0, onOrder: 0, openOrders: [] });
      expect([stockOf('east').onHand, stockOf('west').onHand]).toEqual([0, 0]);
    },
  );

  test('cannot be sold to one by one', () => {
    expect(() => runPlan(withSales(sales), { mode: 'each-sale', clock: () => 0 })).toThrow(
      EachSaleModeRefused,
    );
    const plan = withSales(sales);
    const [north] = plan.topology.servers;
    const slow = { ...north!, terminals: [{ name: 'north:1', latency: constant(5) }] };
    const far = { ...plan, topology: { ...plan.topology, servers: [slow] } };
    expect(() => runPlan(far, { clock: () => 0 })).toThrow(/terminal sells one at a time; but the link/);
  });
});
