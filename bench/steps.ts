import { Simulation } from '#sim/simulation';
import { WARM_UPS } from './job.ts';
import type { Steps, StepsJob } from './job.ts';
import { cpuSince, peakBytes } from './meter.ts';
import { smallPlan } from './smallNetwork.ts';

/** Messages delivered in a run of the small network with the whole sale protocol, every PIN checked at every step or not. */
export function measureSteps({ hours, warmUp, isChecking: check }: StepsJob): Steps {
  const run = (length: number) => {
    const simulation = new Simulation(smallPlan(length), { mode: 'each-sale', check });
    simulation.run();
    return simulation;
  };
  for (let index = 0; index < WARM_UPS; index++) run(warmUp);
  const start = process.cpuUsage();
  const { delivered, network } = run(hours);
  const cpuSeconds = cpuSince(start);
  let sales = 0;
  for (const { entry } of network.cells) if (entry.kind === 'terminal') sales += entry.actor.context.granted;
  return { steps: delivered, sales, cpuSeconds, peakBytes: peakBytes() };
}
