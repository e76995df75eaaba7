import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extended, joined } from '#sim/operations';
import type { Operation } from '#sim/operations';
import type { Plan } from '#sim/plan';
import { runPlan } from '#sim/run';
import { Simulation } from '#sim/simulation';
import type { TraceEntry } from '#sim/trace';
import { plans } from '../support/networks.ts';
import { withOperations } from '../support/operations.ts';
import { constant, hours, plainNetwork, SUPPLIED_STOCK } from '../support/smallPlans.ts';

const anyPlan = fc.oneof(plans(), plans({ scarce: true })).chain(withOperations);

describe('Operations', () => {
  it('B04 B09 servers and hub go offline and come back, and fail, alike in both modes and with every PIN accounted for', () => {
    const counts = { drained: 0, returned: 0, changed: 0 };
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const trace: TraceEntry[] = [];
        const onTrace = (entry: TraceEntry) => trace.push(entry);
        const options = { clock: () => 0, check: true };
        const lazy = runPlan(plan, { ...options, mode: 'lazy', onTrace });
        const eachSale = runPlan(plan, { ...options, mode: 'each-sale' });
        const same = { mode: '', seconds: 0, salesPerSecond: 0 };
        expect({ ...lazy, ...same }).toStrictEqual({ ...eachSale, ...same });
        const types = new Set(trace.map(({ message }) => message.type));
        if (types.has('stock.surrendered')) counts.drained += 1;
        if (types.has('stock.resumed')) counts.returned += 1;
        const { operations: _, ...undisturbed } = plan;
        if (runPlan(undisturbed, options).traceHash !== lazy.traceHash) counts.changed += 1;
      }),
      { seed: 14, numRuns: 300 },
    );
    for (const seen of Object.values(counts)) expect(seen).toBeGreaterThan(50);
  });
});

describe('One server', () => {
  // A customer an hour, one PIN on the shelf for each of ten, an order at each sale, an hour on the way.
  const levels = {
    lowWatermark: 9,
    order: { kind: 'upTo', desiredLevel: 10 },
    maxOutstandingOrders: null,
    initialOnHand: 10,
  } as const;
  const quiet = { seed: 3, customersPerHour: 1, hours: 100, unmet: 'lost' as const, levels };
  const plan = plainNetwork({ ...quiet, leadTime: constant(hours(1)) });
  const during = (kind: Operation['kind'], node: string, from: number, until: number): Plan => ({
    ...plan,
    operations: [{ kind, node, from: hours(from), until: hours(until) }],
  });

  function arrivals(disturbed: Plan): number[] {
    const times: number[] = [];
    const onTrace = ({ time, message }: TraceEntry) => {
      if (message.type === 'transfer.shipped') times.push(time / hours(1));
    };
    runPlan(disturbed, { clock: () => 0, onTrace, check: true });
    return times;
  }

  it('gets nothing that a hub was asked for in an outage before its end, and then all at once', () => {
    const times = arrivals(during('outage', plan.topology.hub.name, 20, 30));
    expect(times.filter((time) => time > 21 && time < 31)).toEqual([]);
    // About ten orders wait for the end.
    expect(times.filter((time) => time === 31).length).toBeGreaterThan(3);
    expect(arrivals(plan).filter((time) => time > 21 && time < 31).length).toBeGreaterThan(3);
  });

  it('of a hub that is out from the beginning: it buys nothing, either, before the end', () => {
    const mint = { name: 'mint', leadTime: constant(hours(1)), messageLatency: constant(0) };
    const stock = [{ ...SUPPLIED_STOCK, lowWatermark: 5 }];
    const topology = { ...plan.topology, suppliers: [mint], hub: { ...plan.topology.hub, stock } };
    const bought: number[] = [];
    const onTrace = ({ time, message }: TraceEntry) => {
      if (message.type === 'stock.requested' && message.to === 'mint') bought.push(time / hours(1));
    };
    const { operations } = during('outage', plan.topology.hub.name, 0, 30);
    runPlan({ ...plan, topology, operations: operations! }, { clock: () => 0, onTrace, check: true });
    expect(bought[0]).toBe(30);
  });

  it('B09 gets nothing from an unlimited hub that is offline, which keeps its endless stock to itself', () => {
    const times = arrivals(during('offline', plan.topology.hub.name, 20, 30));
    expect(times.filter((time) => time > 21 && time < 31)).toEqual([]);
    expect(times.filter((time) => time === 31).length).toBeGreaterThan(3);
  });

  it('B04 loses every customer who comes while it is offline, and sells from a full shelf soon after', () => {
    const { name } = plan.topology.servers[0]!;
    const offline = runPlan(during('offline', name, 20, 30), { clock: () => 0, check: true });
    const online = runPlan(plan, { clock: () => 0, check: true });
    expect(online.network.lost).toBe(0);
    expect(offline.network.asked).toBe(online.network.asked);
    expect(offline.network.lost).toBeGreaterThan(3);
    expect(offline.network.lost).toBeLessThan(20);
    expect(offline.network.finalOnHand).toBeGreaterThan(5);
  });

  it('is out for as long as outages that overlap or touch last together', () => {
    const { name } = plan.topology.hub;
    const outage = (from: number, until: number): Operation => ({
      kind: 'outage',
      node: name,
      from: hours(from),
      until: hours(until),
    });
    const operations = [outage(25, 30), outage(20, 26), outage(30, 33)];
    const times = arrivals({ ...plan, operations });
    expect(times.filter((time) => time > 21 && time < 34)).toEqual([]);
    expect(times.filter((time) => time === 34).length).toBeGreaterThan(3);
  });

  const offline = (from: number, until: number, node = plan.topology.hub.name): Operation => ({
    kind: 'offline',
    node,
    from: hours(from),
    until: hours(until),
  });

  it.each([
    ['that overlap', [offline(20, 30), offline(25, 50)]],
    ['that overlap, the later one first', [offline(25, 50), offline(20, 30)]],
    ['that touch, the later one first', [offline(30, 50), offline(20, 30)]],
    ['of which one is within the other', [offline(20, 50), offline(25, 30)]],
    ['of which the last one fills a gap', [offline(40, 50), offline(20, 30), offline(30, 40)]],
  ])('B09 is offline for as long as times offline %s last together', (_, operations) => {
    expect(joined(operations)).toEqual([offline(20, 50)]);
    const times = arrivals({ ...plan, operations: joined(operations) });
    expect(times.filter((time) => time > 21 && time < 51)).toEqual([]);
  });

  it('has outages, times offline with a gap between them, and those of other nodes apart', () => {
    const outage = { ...offline(20, 30), kind: 'outage' } as const;
    const apart = [
      outage,
      { ...outage, from: hours(25) },
      offline(20, 30),
      offline(31, 40),
      offline(30, 31, 'north'),
    ];
    expect(joined(apart)).toEqual(apart);
  });

  it('B09 that is offline when it is told to stay so longer, comes back once, at the later end', () => {
    const planned = [offline(20, 40)];
    const whole = new Simulation({ ...plan, operations: planned }, { check: true });
    whole.runUntil(hours(25));
    const saved = structuredClone(whole.save());
    const endOf = (operations: readonly Operation[]) => {
      const simulation = Simulation.restore(saved, {}, { ...plan, operations });
      simulation.run();
      return simulation.trace.hexadecimal;
    };
    const direct = (until: number) => {
      const simulation = new Simulation({ ...plan, operations: [offline(20, until)] }, { check: true });
      simulation.run();
      return simulation.trace.hexadecimal;
    };
    const longer = extended(planned, [offline(25, 60)], hours(25));
    expect(longer).toEqual([offline(25, 60)]);
    expect(endOf(extended(planned, [offline(25, 30)], hours(25)))).toBe(direct(40));
    expect(extended([offline(10, 25), offline(50, 70)], [offline(25, 60)], hours(25))).toEqual([
      offline(10, 25),
      offline(25, 70),
    ]);
    const times: number[] = [];
    const onTrace = ({ time, message }: TraceEntry) => {
      if (message.type === 'transfer.shipped') times.push(time / hours(1));
    };
    Simulation.restore(saved, { onTrace }, { ...plan, operations: longer }).run();
    expect(times.filter((time) => time > 21 && time < 61)).toEqual([]);
    expect(times.filter((time) => time === 61).length).toBeGreaterThan(3);
  });
});
