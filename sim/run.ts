import type { StockSeries, RunResult, Recording, InventoryKpis, Kpis } from '#sim/result';
import type { Microseconds } from '#src/domain/time';
import { inventoryAddress } from '#src/network/actors';
import { inventoryContext } from '#src/network/network';
import { runCosts } from './measures/runCosts.ts';
import { exposureFigures } from './metrics/exposureFigures.ts';
import { flowsOf, hubKpis, inventoryKpis, sumKpis } from './metrics/kpis.ts';
import { StockRecorder } from './metrics/stockRecorder.ts';
import type { Plan } from './plan.ts';
import { Simulation } from './simulation.ts';
import type { SimulationOptions } from './simulation.ts';

export interface RunOptions extends SimulationOptions {
  /** Wall time in seconds from any origin: the simulator itself reads no clock. */
  readonly clock: () => number;
  /** Sample stock and losses at this interval, for pictures. */
  readonly sampleEvery?: Microseconds | undefined;
  /** PINs that a shelf will not sell within this time are stranded; default: 30 days. */
  readonly strandingHorizon?: Microseconds | undefined;
}

/**
 * Runs a plan and gives its figures. The same plan gives the same result, all but `seconds` and `salesPerSecond`,
 * with every executor and in every mode. Throws `LazyModeRefused`, `EachSaleModeRefused`,
 * `EndlessRun` and `InvariantViolation`.
 */
export function runPlan(plan: Plan, options: RunOptions): RunResult {
  const simulation = new Simulation(plan, options);
  const recorders = record(simulation, options.sampleEvery);
  const start = options.clock();
  simulation.run();
  const figures = figuresOf(simulation, options.strandingHorizon);
  const seconds = options.clock() - start;
  const sales = figures.network.sold;
  return {
    planName: plan.name,
    seed: plan.seed,
    mode: simulation.mode,
    executor: options.executor?.name ?? 'compiled',
    sales,
    simulatedMicroseconds: simulation.now,
    seconds,
    salesPerSecond: sales / seconds,
    tracedMessages: simulation.trace.count,
    traceHash: simulation.trace.hexadecimal,
    ...figures,
    recording: recordingOf(simulation, recorders, options.sampleEvery),
  };
}

type Figures = Pick<
  RunResult,
  'network' | 'servers' | 'varieties' | 'hub' | 'inventories' | 'flows' | 'exposure' | 'costs'
>;

function figuresOf(simulation: Simulation, horizon: Microseconds | undefined): Figures {
  const { topology } = simulation.plan;
  const inventories: InventoryKpis[] = [];
  for (const { name, stock } of topology.servers) {
    for (const { variety } of stock) {
      const cell = simulation.network.find(inventoryAddress(name, variety))!;
      inventories.push(inventoryKpis(cell, variety, simulation.meters[cell.rank]!, simulation.now));
    }
  }
  const by = (key: 'server' | 'variety', names: readonly string[]): Record<string, Kpis> =>
    Object.fromEntries(names.map((name) => [name, sumKpis(inventories.filter((own) => own[key] === name))]));
  return {
    network: sumKpis(inventories),
    servers: by(
      'server',
      topology.servers.map(({ name }) => name),
    ),
    varieties: by('variety', topology.varieties),
    hub: hubKpis(simulation),
    inventories,
    flows: flowsOf(simulation, topology),
    exposure: exposureFigures(simulation, horizon),
    costs: runCosts(simulation),
  };
}

type Recorders = ReadonlyMap<string, StockRecorder>;

function record(simulation: Simulation, interval: Microseconds | undefined): Recorders {
  const recorders = new Map<string, StockRecorder>();
  if (interval === undefined) return recorders;
  for (const cell of simulation.network.cells) {
    const meter = simulation.meters[cell.rank]!;
    if (meter === null || cell.node === simulation.plan.topology.hub.name) continue;
    const { plan, stock } = inventoryContext(cell);
    const recorder = new StockRecorder(interval, stock.onHand, plan.unmet === 'lost');
    meter.watcher = recorder;
    recorders.set(cell.address, recorder);
  }
  return recorders;
}

function recordingOf(
  { plan }: Simulation,
  recorders: Recorders,
  interval: Microseconds | undefined,
): Recording | null {
  if (interval === undefined) return null;
  const series: StockSeries[] = [];
  for (const { name, stock } of plan.topology.servers) {
    for (const { variety, lowWatermark, highWatermark, order } of stock) {
      const { onHand, asked, lost } = recorders.get(inventoryAddress(name, variety))!;
      const desiredLevel = order.kind === 'upTo' ? order.desiredLevel : null;
      series.push({
        server: name,
        variety,
        lowWatermark,
        desiredLevel,
        highWatermark,
        onHand,
        lost,
        asked,
      });
    }
  }
  return { sampleMicroseconds: interval, series };
}
