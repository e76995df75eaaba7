import { loadScenario } from '#sim/scenario/load';
import type { ArrivalDrawing, DemandPlan, Plan, RatePlan } from '#sim/plan';
import { Simulation } from '#sim/simulation';
import { shippedScenario } from '#src/cli/packageRoot';
import { readFile } from '#src/cli/readFile';
import { fail } from '#src/domain/assertion';
import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { StockLevels } from '#src/network/topology';
import type { National, NationalJob } from './job.ts';
import { cpuSince, liveBytes, peakBytes } from './meter.ts';

/**
 * The national scenario with every rate and every level `times` as high: as many orders as before, of `times` the PINs.
 * @param servers of each of its sorts, at most
 */
export function nationalPlan({ times, arrivals, servers, hours }: Omit<NationalJob, 'kind'>): Plan {
  const plan = shippedPlan(arrivals);
  const kept = new Set(keptServers(plan, servers));
  // An infinite number does not survive the way to a child process.
  if (kept.size === 0) fail(`a national network of ${servers} servers of each sort has none`);
  const share = kept.size / plan.topology.servers.length;
  const { hub } = plan.topology;
  return {
    ...plan,
    topology: {
      ...plan.topology,
      hub: {
        ...hub,
        stock: hub.stock.map((stock) =>
          stock.supply === 'unlimited' ? stock : { ...stock, ...raised(stock, times * share) },
        ),
      },
      servers: plan.topology.servers
        .filter(({ name }) => kept.has(name))
        .map((server) => ({
          ...server,
          stock: server.stock.map((stock) => ({ ...stock, ...raised(stock, times) })),
        })),
    },
    demand: plan.demand.filter(({ server }) => kept.has(server)).map((demand) => busier(demand, times)),
    stop: { until: hours * HOUR_MICROSECONDS, sales: null },
  };
}

function shippedPlan(arrivals: ArrivalDrawing): Plan {
  const { scenario } = loadScenario(shippedScenario('national.yaml'), readFile, { arrivals });
  return scenario?.plans[0] ?? fail('the national scenario has an error');
}

/** The first servers of each sort: those that stock alike. */
function keptServers({ topology }: Plan, most: number): string[] {
  const sorts = new Map<number, string[]>();
  for (const { name, stock } of topology.servers) {
    const sort = stock[0]!.lowWatermark;
    sorts.set(sort, [...(sorts.get(sort) ?? []), name]);
  }
  return [...sorts.values()].flatMap((names) => names.slice(0, most));
}

function raised({ lowWatermark, order, initialOnHand }: StockLevels, times: number): Partial<StockLevels> {
  const raise = (level: number): number => Math.ceil(level * times);
  return {
    lowWatermark: raise(lowWatermark),
    order:
      order.kind === 'upTo'
        ? { kind: 'upTo', desiredLevel: raise(order.desiredLevel) }
        : { kind: 'fixedQuantity', quantity: raise(order.quantity) },
    initialOnHand: raise(initialOnHand),
  };
}

function busier(demand: DemandPlan, times: number): DemandPlan {
  const raise = (rate: RatePlan): RatePlan => {
    if (rate.kind === 'scaled') return { ...rate, of: raise(rate.of) };
    if (rate.kind === 'constant') return { kind: 'constant', ratePerHour: rate.ratePerHour * times };
    return fail('the national scenario knows rates by profile only');
  };
  return { ...demand, rate: raise(demand.rate) };
}

/** One run, lazy, and no warm-up: what a planner waits for, but for the reading of the scenario. */
export function measureNational(job: NationalJob): National {
  const plan = nationalPlan(job);
  const before = liveBytes();
  const start = process.cpuUsage();
  const simulation = new Simulation(plan, { mode: 'lazy' });
  simulation.runUntil(0);
  const setUpSeconds = cpuSince(start);
  const setUpBytes = liveBytes() - before;
  const running = process.cpuUsage();
  const clock = process.hrtime.bigint();
  simulation.run();
  const wallSeconds = Number(process.hrtime.bigint() - clock) / 1e9;
  const runSeconds = cpuSince(running);
  const peak = peakBytes();
  return {
    inventories: simulation.points.filter((point) => point !== null).length,
    sales: simulation.sales,
    events: simulation.delivered,
    traced: simulation.trace.count,
    setUpSeconds,
    cpuSeconds: runSeconds,
    wallSeconds,
    setUpBytes,
    heapBytes: liveBytes() - before,
    peakBytes: peak,
  };
}
