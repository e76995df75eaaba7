import { runPlan } from '#sim/run';
import type { Plan } from '#sim/plan';
import { loadScenario } from '#sim/scenario/load';
import { Simulation } from '#sim/simulation';
import { shippedScenario } from '#src/cli/packageRoot';
import { readFile } from '#src/cli/readFile';
import { fail } from '#src/domain/assertion';
import type { Executor } from '#src/executor/actor';
import { compiled } from '#src/executor/compiled';
import { interpreted } from '#src/executor/interpreted';
import { inventoryContext } from '#src/network/network';
import { WARM_UPS } from './job.ts';
import type { ExecutorName, PinweirContender, Race, RaceJob, Scaling, ScalingJob } from './job.ts';
import { cpuSince, liveBytes, peakBytes } from './meter.ts';

/** The reference model, to be run to this many served sales. */
export function referencePlan(sales: number): Plan {
  const { scenario } = loadScenario(shippedScenario('reference.yaml'), readFile, { sales });
  return scenario?.plans[0] ?? fail('the reference scenario has an error');
}

export function executorNamed(name: ExecutorName): Executor {
  return name === 'compiled' ? compiled : interpreted;
}

/** From the plan to the last KPI; reading the scenario is not counted. */
export function racePinweir({ mode, executor: name }: PinweirContender, job: RaceJob): Race {
  const options = { mode, executor: executorNamed(name), clock: () => 0 };
  const { traceHash } = runPlan(referencePlan(job.common), options);
  const warmUp = referencePlan(job.warmUp);
  for (let index = 0; index < WARM_UPS; index++) runPlan(warmUp, options);
  const plan = referencePlan(job.sales);
  const start = process.cpuUsage();
  const { sales, network } = runPlan(plan, options);
  return {
    sales,
    fillRate: network.fillRate ?? NaN,
    commonTraceHash: traceHash,
    cpuSeconds: cpuSince(start),
    peakBytes: peakBytes(),
  };
}

/** The same in the lazy mode, with a look at what the run holds in memory at its end. */
export function measureScaling(job: ScalingJob): Scaling {
  const warmUp = referencePlan(job.warmUp);
  for (let index = 0; index < WARM_UPS; index++) new Simulation(warmUp, { mode: 'lazy' }).run();
  const plan = referencePlan(job.sales);
  const start = process.cpuUsage();
  const simulation = new Simulation(plan, { mode: 'lazy' });
  simulation.run();
  const cpuSeconds = cpuSince(start);
  const heapBytes = liveBytes();
  const { sold, lost } = soldAndLost(simulation);
  return { sales: sold, fillRate: sold / (sold + lost), cpuSeconds, peakBytes: peakBytes(), heapBytes };
}

function soldAndLost({ points }: Simulation): { sold: number; lost: number } {
  let sold = 0;
  let lost = 0;
  for (const point of points) {
    if (point === null) continue;
    const { stock } = inventoryContext(point.cell);
    sold += stock.sold;
    lost += stock.lost;
  }
  return { sold, lost };
}
