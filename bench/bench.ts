import os from 'node:os';
import { FEWEST_SALES_FOR_EXACT, judge } from './fillRate.ts';
import type { FillRate } from './fillRate.ts';
import { CONTENDERS } from './job.ts';
import type { ContenderName, Expectation, Messages, National, Race, Scaling, Steps } from './job.ts';
import { ProgressLine, launch } from './launch.ts';
import { median } from './meter.ts';
import type { Sizes } from './sizes.ts';

export interface ContenderFigures extends FillRate {
  readonly sales: number;
  /** By round. */
  readonly cpuSeconds: readonly number[];
  /** Of the median round. */
  readonly salesPerCpuSecond: number;
  readonly peakBytes: number;
}

/** Transitions alone, over the recorded messages of a run in one mode. */
export interface MessageFigures {
  readonly sales: number;
  readonly recorded: number;
  /** By executor. */
  readonly transitionsPerCpuSecond: { readonly compiled: number; readonly interpreted: number };
  readonly ratio: number;
  /** Both executors answered with as many messages, every time. */
  readonly isSame: boolean;
}

/** The small network with the whole sale protocol: a step is one message delivered. */
export interface StepFigures {
  readonly sales: number;
  readonly steps: number;
  readonly stepsPerCpuSecond: { readonly unchecked: number; readonly checked: number };
}

export interface ScalingFigures extends FillRate {
  readonly sales: number;
  readonly nanosecondsPerSale: number;
  readonly peakBytes: number;
  readonly heapBytes: number;
}

/** The national scenario with `times` the sales and watermarks. */
export interface NationalFigures extends National {
  readonly times: number;
  readonly arrivals: 'each' | 'countsFirst';
}

export interface BenchResult {
  readonly machine: string;
  readonly node: string;
  readonly rounds: number;
  readonly contenders: Readonly<Record<ContenderName, ContenderFigures>>;
  readonly ratios: {
    /** Against the faster of flatqueue's two forms. */
    readonly lazyToFlatqueue: number;
    readonly lazyToFlatqueueWithZiggurat: number;
    readonly lazyToFastestBaseline: number;
    readonly lazyToEachSale: number;
    readonly eachSaleToInterpreted: number;
  };
  readonly messages: { readonly 'each-sale': MessageFigures; readonly lazy: MessageFigures };
  readonly steps: StepFigures;
  readonly scaling: {
    readonly lengths: readonly ScalingFigures[];
    /** The longest run against the cheapest of the shorter ones. */
    readonly costRatio: number;
    readonly peakRatio: number;
    readonly heapRatio: number;
  };
  readonly experiment: {
    readonly replications: number;
    readonly sales: number;
    /** Wall time of the median round, on one worker thread and on two. */
    readonly wallSeconds: readonly [one: number, two: number];
    /** How many times as fast two are. */
    readonly speedUp: number;
    /** Both gave the same estimate and interval, to the last bit. */
    readonly isSame: boolean;
  };
  readonly national: {
    readonly runs: readonly NationalFigures[];
    /** CPU time for each message, with the most sales against the fewest, counts first. */
    readonly costRatio: number;
  };
  /** Traces of a run of as many sales in every mode and executor. */
  readonly common: {
    readonly sales: number;
    readonly traceHashes: Readonly<Record<'lazy' | 'eachSale' | 'interpreted', string>>;
    readonly isSame: boolean;
  };
  /** No fill rate is off and nothing differs that must be equal. Speed has no say in it. */
  readonly isSound: boolean;
}

const NAMES = Object.keys(CONTENDERS) as ContenderName[];

/** Runs the whole bench: child after child, never two at a time. */
export function bench(sizes: Sizes): BenchResult {
  const perMessageRound = 4;
  const children =
    sizes.rounds * NAMES.length +
    sizes.messages.rounds * perMessageRound +
    sizes.scaling.sales.length +
    2 * sizes.steps.rounds +
    2 * sizes.experiment.rounds +
    sizes.national.times.length +
    1;
  const progress = new ProgressLine(children);
  const races = runRaces(sizes, progress);
  const messages = {
    'each-sale': runMessages(sizes, 'each-sale', progress),
    lazy: runMessages(sizes, 'lazy', progress),
  };
  const steps = runSteps(sizes, progress);
  const lengths = runScaling(sizes, progress);
  const experiment = runExperiments(sizes, progress);
  const national = runNational(sizes, progress);
  progress.stop();

  const contenders = mapNames((name) => contenderFigures(races[name]));
  const hashes = {
    lazy: hashOf(races.lazy),
    eachSale: hashOf(races.eachSale),
    interpreted: hashOf(races.interpreted),
  };
  const isSame = new Set(Object.values(hashes)).size === 1;
  const areRight = [...Object.values(contenders), ...lengths].every(({ isRight }) => isRight);
  return {
    machine: os.cpus()[0]?.model ?? 'unknown',
    node: process.version,
    rounds: sizes.rounds,
    contenders,
    ratios: ratiosOf(contenders),
    messages,
    steps,
    scaling: {
      lengths,
      costRatio: growth(lengths.map(({ nanosecondsPerSale }) => nanosecondsPerSale)),
      peakRatio: growth(lengths.map(({ peakBytes }) => peakBytes)),
      heapRatio: growth(lengths.map(({ heapBytes }) => heapBytes)),
    },
    experiment,
    national,
    common: { sales: sizes.commonSales, traceHashes: hashes, isSame },
    isSound: areRight && isSame && experiment.isSame && messages['each-sale'].isSame && messages.lazy.isSame,
  };
}

type Races = Readonly<Record<ContenderName, readonly Race[]>>;

function runRaces({ rounds, race, commonSales: common }: Sizes, progress: ProgressLine): Races {
  const races = mapNames((): Race[] => []);
  for (let round = 1; round <= rounds; round++) {
    for (const contender of NAMES) {
      progress.next(`round ${round} of ${rounds}: ${CONTENDERS[contender].label.trim()}`);
      races[contender].push(launch({ kind: 'race', contender, common, ...race[contender] }));
    }
  }
  return races;
}

function contenderFigures(races: readonly Race[]): ContenderFigures {
  const { sales, fillRate } = races[0]!;
  const cpuSeconds = races.map((race) => race.cpuSeconds);
  return {
    sales,
    cpuSeconds,
    salesPerCpuSecond: sales / median(cpuSeconds),
    peakBytes: median(races.map(({ peakBytes }) => peakBytes)),
    ...judged(fillRate, sales),
  };
}

function runMessages(
  { messages: { rounds, cpuSeconds, sales } }: Sizes,
  mode: 'each-sale' | 'lazy',
  progress: ProgressLine,
): MessageFigures {
  const runs = { compiled: [] as Messages[], interpreted: [] as Messages[] };
  for (let round = 1; round <= rounds; round++) {
    for (const executor of ['compiled', 'interpreted'] as const) {
      progress.next(`messages of the ${mode} mode, ${executor}`);
      runs[executor].push(launch({ kind: 'messages', mode, executor, cpuSeconds, sales: sales[mode] }));
    }
  }
  const speed = (all: readonly Messages[]) =>
    median(all.map(({ transitions, cpuSeconds: spent }) => transitions / spent));
  const compiled = speed(runs.compiled);
  const interpreted = speed(runs.interpreted);
  const all = [...runs.compiled, ...runs.interpreted];
  const { recorded, answers } = all[0]!;
  return {
    sales: sales[mode],
    recorded,
    transitionsPerCpuSecond: { compiled, interpreted },
    ratio: compiled / interpreted,
    isSame: all.every((one) => one.recorded === recorded && one.answers === answers),
  };
}

function runSteps({ steps: { rounds, hours, warmUp } }: Sizes, progress: ProgressLine): StepFigures {
  const runs = { unchecked: [] as Steps[], checked: [] as Steps[] };
  for (let round = 1; round <= rounds; round++) {
    for (const kind of ['unchecked', 'checked'] as const) {
      progress.next(`the whole sale protocol, ${kind}`);
      runs[kind].push(launch({ kind: 'steps', hours, warmUp, isChecking: kind === 'checked' }));
    }
  }
  const speed = (all: readonly Steps[]) => median(all.map(({ steps, cpuSeconds }) => steps / cpuSeconds));
  const { sales, steps } = runs.checked[0]!;
  return {
    sales,
    steps,
    stepsPerCpuSecond: { unchecked: speed(runs.unchecked), checked: speed(runs.checked) },
  };
}

function runScaling({ scaling }: Sizes, progress: ProgressLine): ScalingFigures[] {
  const runs = new Map<number, Scaling[]>();
  for (const sales of scaling.sales) {
    progress.next(`lazy, ${sales.toLocaleString('en')} sales`);
    const result = launch({ kind: 'scaling', sales, warmUp: scaling.warmUp });
    runs.set(sales, [...(runs.get(sales) ?? []), result]);
  }
  const medianOf = (all: readonly Scaling[], key: 'cpuSeconds' | 'peakBytes' | 'heapBytes') =>
    median(all.map((run) => run[key]));
  return [...runs].map(([sales, all]) => ({
    sales,
    nanosecondsPerSale: (medianOf(all, 'cpuSeconds') / sales) * 1e9,
    peakBytes: medianOf(all, 'peakBytes'),
    heapBytes: medianOf(all, 'heapBytes'),
    ...judged(all[0]!.fillRate, sales),
  }));
}

function runExperiments(
  { experiment: { rounds, replications, sales, warmUp } }: Sizes,
  progress: ProgressLine,
): BenchResult['experiment'] {
  const run = (workers: number) => {
    progress.next(`${replications} replications on ${workers} threads`);
    return launch({ kind: 'experiment', workers, replications, sales, warmUp });
  };
  const all = Array.from({ length: rounds }, () => [run(1), run(2)] as const);
  const wallSeconds = [
    median(all.map(([one]) => one.wallSeconds)),
    median(all.map(([, two]) => two.wallSeconds)),
  ] as const;
  const answers = new Set(all.flat().map(({ estimate, halfWidth }) => `${estimate} ${halfWidth}`));
  return {
    replications,
    sales,
    wallSeconds,
    speedUp: wallSeconds[0] / wallSeconds[1],
    isSame: answers.size === 1,
  };
}

function runNational(
  { national: { times, servers, hours } }: Sizes,
  progress: ProgressLine,
): BenchResult['national'] {
  const run = (factor: number, arrivals: 'each' | 'countsFirst'): NationalFigures => {
    progress.next(`national network, ${factor} times the sales`);
    const measured = launch({ kind: 'national', times: factor, arrivals, servers, hours });
    return { times: factor, arrivals, ...measured };
  };
  const runs = times.map((factor) => run(factor, 'countsFirst'));
  const perEvent = runs.map(({ cpuSeconds, events }) => cpuSeconds / events);
  return { runs: [run(times[0]!, 'each'), ...runs], costRatio: perEvent.at(-1)! / perEvent[0]! };
}

const expectations = new Map<number, Expectation>();

function judged(fillRate: number, sales: number): FillRate {
  if (sales >= FEWEST_SALES_FOR_EXACT) return judge(fillRate, sales, null);
  const known = expectations.get(sales) ?? launch({ kind: 'expectation', sales });
  expectations.set(sales, known);
  return judge(fillRate, sales, known);
}

function ratiosOf(contenders: BenchResult['contenders']): BenchResult['ratios'] {
  const speed = (name: ContenderName) => contenders[name].salesPerCpuSecond;
  const flatqueue = Math.max(speed('flatqueuePlain'), speed('flatqueueTyped'));
  const baselines = NAMES.filter((name) => CONTENDERS[name].kind !== 'pinweir').map(speed);
  return {
    lazyToFlatqueue: speed('lazy') / flatqueue,
    lazyToFlatqueueWithZiggurat: speed('lazy') / Math.max(flatqueue, speed('flatqueueZiggurat')),
    lazyToFastestBaseline: speed('lazy') / Math.max(...baselines),
    lazyToEachSale: speed('lazy') / speed('eachSale'),
    eachSaleToInterpreted: speed('eachSale') / speed('interpreted'),
  };
}

function growth(byLength: readonly number[]): number {
  return byLength.at(-1)! / Math.min(...byLength.slice(0, -1));
}

/** Of the first round; the seed is the same in all. */
function hashOf(races: readonly Race[]): string {
  return races[0]!.commonTraceHash ?? 'none';
}

function mapNames<Value>(make: (name: ContenderName) => Value): Record<ContenderName, Value> {
  return Object.fromEntries(NAMES.map((name) => [name, make(name)])) as Record<ContenderName, Value>;
}
