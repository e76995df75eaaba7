import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TotalsReader } from '#sim/measures/totals';
import type { Plan } from '#sim/plan';
import { SavedMismatch } from '#sim/savedSimulation';
import type { SavedSimulation } from '#sim/savedSimulation';
import { Simulation } from '#sim/simulation';
import type { SimulationOptions } from '#sim/simulation';
import { interpreted } from '#src/executor/interpreted';
import { plans } from '../support/networks.ts';
import { withOperations } from '../support/operations.ts';
import { constant, hours, plainNetwork } from '../support/smallPlans.ts';

const throughJson = (saved: SavedSimulation): SavedSimulation => JSON.parse(JSON.stringify(saved));
const share = fc.double({ min: 0, max: 1, noNaN: true });
const anyPlan = fc.oneof(plans(), plans({ scarce: true }));

function end(simulation: Simulation) {
  simulation.run();
  const { now, delivered } = simulation;
  const totals = new TotalsReader(simulation, 'inventories').read(true);
  return {
    now,
    delivered,
    hash: simulation.trace.hexadecimal,
    totals,
    saved: throughJson(simulation.save()),
  };
}

function savedAt(plan: Plan, time: number, options: SimulationOptions): SavedSimulation {
  const simulation = new Simulation(plan, options);
  simulation.runUntil(time);
  return throughJson(simulation.save());
}

/** The plan with low watermarks and desired levels raised by so many PINs. */
function withLevels(plan: Plan, more: number): Plan {
  const servers = plan.topology.servers.map((server) => ({
    ...server,
    stock: server.stock.map((levels) => {
      const lowWatermark = Math.max(0, levels.lowWatermark + more);
      if (levels.order.kind !== 'upTo') return { ...levels, lowWatermark };
      const desiredLevel = Math.max(lowWatermark + 1, levels.order.desiredLevel + more);
      return { ...levels, lowWatermark, order: { kind: 'upTo', desiredLevel } as const };
    }),
  }));
  return { ...plan, topology: { ...plan.topology, servers } };
}

describe('A simulation that was saved, loaded and run on', () => {
  it('ends as one that was never saved: the same trace, figures and books', () => {
    let kept = 0;
    fc.assert(
      fc.property(
        fc.oneof(anyPlan, anyPlan.chain(withOperations)),
        share,
        fc.boolean(),
        (plan, part, check) => {
          const time = Math.floor(part * plan.stop.until!);
          for (const mode of ['lazy', 'each-sale'] as const) {
            const whole = new Simulation(plan, { mode, check });
            if (whole.runUntil(time)) return;
            const saved = throughJson(whole.save());
            kept += saved.underWay.length > 0 ? 1 : 0;
            expect(end(Simulation.restore(saved))).toStrictEqual(end(whole));
          }
        },
      ),
      { seed: 16, numRuns: 200 },
    );
    expect(kept).toBeGreaterThan(100);
  });

  it('may be saved as often as one likes, and run on by the other executor', () => {
    fc.assert(
      fc.property(anyPlan, fc.array(share, { minLength: 2, maxLength: 4 }), (plan, parts) => {
        let simulation = new Simulation(plan, { check: true });
        for (const part of parts.toSorted((a, b) => a - b)) {
          simulation.runUntil(Math.floor(part * plan.stop.until!));
          const options = simulation.network.cells.length % 2 === 0 ? { executor: interpreted } : {};
          const saved = throughJson(simulation.save());
          if (saved.isOver) break;
          simulation = Simulation.restore(saved, options);
        }
        expect(end(simulation).hash).toBe(end(new Simulation(plan, { check: true })).hash);
      }),
      { seed: 17, numRuns: 60 },
    );
  });

  it('of slow terminals, too', () => {
    fc.assert(
      fc.property(plans({ slowTerminals: true }), share, (plan, part) => {
        const time = Math.floor(part * plan.stop.until!);
        const saved = savedAt(plan, time, { check: true });
        if (saved.isOver) return;
        expect(end(Simulation.restore(saved)).hash).toBe(end(new Simulation(plan, { check: true })).hash);
      }),
      { seed: 18, numRuns: 60 },
    );
  });
});

describe('A branch', () => {
  // A customer an hour, one PIN on the shelf for each of ten, an order at each sale, an hour on the way.
  const levels = {
    lowWatermark: 9,
    order: { kind: 'upTo', desiredLevel: 10 },
    maxOutstandingOrders: null,
    initialOnHand: 10,
  } as const;
  const quiet = { seed: 3, customersPerHour: 2, hours: 400, unmet: 'lost' as const, levels };
  const plan = plainNetwork({ ...quiet, leadTime: constant(hours(1)) });
  const saved = savedAt(plan, hours(200), { check: true });
  const outage = (from: number, until: number) =>
    ({ kind: 'outage', node: plan.topology.hub.name, from: hours(from), until: hours(until) }) as const;

  /** An order that is far from due is due at once. */
  const higher = withLevels(plan, 20);

  it('with an outage from now on is the run that had it planned from the beginning', () => {
    const operations = [outage(200, 220)];
    const branch = Simulation.restore(saved, {}, { ...plan, operations });
    const planned = new Simulation({ ...plan, operations }, { check: true });
    expect(end(branch).hash).toBe(end(planned).hash);
    expect(branch.sales).toBeLessThan(end(Simulation.restore(saved)).totals.numerators[0]! + 1);
    expect(end(new Simulation(plan)).hash).not.toBe(branch.trace.hexadecimal);
  });

  it('without an operation that was planned is the run that never had it', () => {
    const offline = { ...outage(250, 300), kind: 'offline' } as const;
    const doomed = savedAt({ ...plan, operations: [offline] }, hours(200), { check: true });
    const spared = Simulation.restore(doomed, {}, plan);
    // The operator's two orders had taken numbers, which order ties alone: the trace does not show them.
    expect(end(spared).hash).toBe(end(new Simulation(plan, { check: true })).hash);
  });

  it('may have other levels from now on, and meets the same customers', () => {
    const branch = Simulation.restore(saved, {}, higher);
    const same = Simulation.restore(saved);
    const [more, less] = [end(branch), end(same)];
    const onHand = ({ network }: Simulation) =>
      network.cells
        .map(({ entry }) => (entry.kind === 'inventory' ? entry.actor.context.stock.onHand : 0))
        .at(-1)!;
    expect(onHand(branch)).toBeGreaterThan(onHand(same) + 15);
    const asked = (totals: typeof more.totals) => totals.denominators[0];
    expect(asked(more.totals)).toBe(asked(less.totals));
  });

  it('with other levels is the same in both modes, though an order may be due at once on an empty shelf', () => {
    let changed = 0;
    fc.assert(
      fc.property(
        anyPlan,
        share,
        fc.integer({ min: -5, max: 20 }),
        fc.boolean(),
        (old, part, more, first) => {
          const given: Plan = first ? { ...old, arrivals: 'countsFirst' } : old;
          const [lazy, eachSale] = (['lazy', 'each-sale'] as const).map((mode) => {
            const simulation = new Simulation(given, { mode, check: true });
            if (simulation.runUntil(Math.floor(part * given.stop.until!))) return null;
            const { hash, totals } = end(
              Simulation.restore(throughJson(simulation.save()), {}, withLevels(given, more)),
            );
            if (hash !== end(simulation).hash) changed += 1;
            return { hash, totals };
          });
          expect(lazy).toStrictEqual(eachSale);
        },
      ),
      { seed: 3, numRuns: 150 },
    );
    expect(changed).toBeGreaterThan(50);
  });

  it('in which an outage under way ends sooner or later lets what waits for its end go then', () => {
    const planned = savedAt({ ...plan, operations: [outage(190, 230)] }, hours(210), { check: true });
    expect(planned.underWay.some(({ isHeld }) => isHeld)).toBe(true);
    const same = Simulation.restore(planned);
    expect(end(same).hash).toBe(
      end(new Simulation({ ...plan, operations: [outage(190, 230)] }, { check: true })).hash,
    );
    // Between 190 and 210 the hub did nothing in any of them; so these are runs that had the other end from the start.
    for (const until of [215, 260]) {
      const operations = [outage(190, until)];
      const branch = Simulation.restore(planned, {}, { ...plan, operations });
      const whole = new Simulation({ ...plan, operations }, { check: true });
      expect(end(branch).hash).toBe(end(whole).hash);
    }
  });

  it('with an operation that should have begun before begins it now, and time never goes back', () => {
    const operations = [{ ...outage(150, 250), kind: 'offline' } as const];
    const times: number[] = [];
    const onTrace = ({ time }: { readonly time: number }) => void times.push(time);
    const late = Simulation.restore(saved, { onTrace }, { ...plan, operations });
    const now = [{ ...outage(200, 250), kind: 'offline' } as const];
    expect(end(late).hash).toBe(end(Simulation.restore(saved, {}, { ...plan, operations: now })).hash);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(hours(200));
  });

  it('without the operation that is under way has the node back at once', () => {
    const offline = { ...outage(190, 390), kind: 'offline' } as const;
    const doomed = savedAt({ ...plan, operations: [offline] }, hours(200), { check: true });
    const spared = Simulation.restore(doomed, {}, plan);
    spared.runUntil(hours(210));
    const kept = Simulation.restore(doomed);
    kept.runUntil(hours(210));
    const stateOfHub = ({ network }: Simulation) =>
      network.find(plan.topology.hub.name)!.entry.actor.snapshot().state;
    expect(stateOfHub(kept)).not.toBe(stateOfHub(spared));
    expect(end(spared).totals.numerators[0]).toBeGreaterThan(end(kept).totals.numerators[0]!);
  });

  it('with other levels orders at once where they ask for it, not with the next customer', () => {
    const orders: number[] = [];
    const onTrace = ({
      time,
      message,
    }: {
      readonly time: number;
      readonly message: { readonly type: string };
    }) => (message.type === 'stock.requested' ? void orders.push(time) : undefined);
    end(Simulation.restore(saved, { onTrace }, higher));
    expect(orders[0]).toBe(hours(200));
  });

  it('with other customers, another seed or an end in the past is refused', () => {
    const other = (change: Partial<Plan>) => () => Simulation.restore(saved, {}, { ...plan, ...change });
    expect(other({ seed: 4 })).toThrow('the seed of the plan is not that of the saved simulation');
    expect(other({ demand: [] })).toThrow(SavedMismatch);
    expect(other({ replication: 2 })).toThrow('the replication');
    expect(other({ stop: { until: hours(100), sales: null } })).toThrow('let it end later');
  });

  it('of a network with other nodes is refused by name', () => {
    const [server] = plan.topology.servers;
    const topology = { ...plan.topology, servers: [server!, { ...server!, name: 'zeta', terminals: [] }] };
    expect(() => Simulation.restore(saved, {}, { ...plan, topology })).toThrow(SavedMismatch);
    expect(() => Simulation.restore(saved, {}, { ...plan, topology })).toThrow('the plan has zeta');
  });
});
