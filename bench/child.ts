import type { BaselineContender, Expectation, Job, Race, RaceJob } from './job.ts';
import { CONTENDERS, WARM_UPS } from './job.ts';
import { cpuSince, peakBytes } from './meter.ts';

/**
 * Does one job in this process and prints its result as JSON. Only the modules of that job are loaded: code that has
 * also run for another contender is compiled for both and slower for each.
 */
export async function runChild(job: Job): Promise<void> {
  process.stdout.write(JSON.stringify(await resultOf(job)));
}

async function resultOf(job: Job): Promise<object> {
  switch (job.kind) {
    case 'race':
      return race(job);
    case 'messages':
      return (await import('./messages.ts')).measureMessages(job);
    case 'scaling':
      return (await import('./pinweir.ts')).measureScaling(job);
    case 'steps':
      return (await import('./steps.ts')).measureSteps(job);
    case 'national':
      return (await import('./national.ts')).measureNational(job);
    case 'experiment':
      return (await import('./experiment.ts')).measureExperiment(job);
    case 'expectation':
      return expectation(job.sales);
  }
}

async function race(job: RaceJob): Promise<Race> {
  const contender = CONTENDERS[job.contender];
  if (contender.kind === 'pinweir') return (await import('./pinweir.ts')).racePinweir(contender, job);
  const run = await baseline(contender);
  for (let index = 0; index < WARM_UPS; index++) run(job.warmUp);
  const start = process.cpuUsage();
  const fillRate = run(job.sales);
  return {
    sales: job.sales,
    fillRate,
    commonTraceHash: null,
    cpuSeconds: cpuSince(start),
    peakBytes: peakBytes(),
  };
}

type Baseline = (sales: number, seed?: number) => number;

async function baseline(contender: BaselineContender): Promise<Baseline> {
  const { exponentials } = contender;
  if (contender.kind === 'heap') {
    const { run } = await import('./baselines/typedArrayHeap.ts');
    return (sales, seed = 1) => run(sales, seed, exponentials).fillRate;
  }
  const { run } = await import('./baselines/flatqueue.ts');
  return (sales, seed = 1) => run(sales, seed, exponentials, contender.storage).fillRate;
}

// Enough runs to know a standard deviation to a tenth, and as many as cost little.
const FEWEST_RUNS = 40;
const SALES_IN_ALL = 8e6;

/** Seeds other than the contenders'. */
async function expectation(sales: number): Promise<Expectation> {
  const run = await baseline(CONTENDERS.heapZiggurat);
  const runs = Math.max(FEWEST_RUNS, Math.ceil(SALES_IN_ALL / sales));
  const rates = Array.from({ length: runs }, (_, index) => run(sales, 1000 + index));
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / runs;
  const squares = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0);
  return { mean, standardDeviation: Math.sqrt(squares / (runs - 1)) };
}
