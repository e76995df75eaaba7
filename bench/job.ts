import type { Mode } from '#sim/mode';
import type { ArrivalDrawing } from '#sim/plan';

/** Who races, in the order of the table; `kind` says what is timed. */
export const CONTENDERS = {
  lazy: { label: 'pinweir, lazy', kind: 'pinweir', mode: 'lazy', executor: 'compiled' },
  eachSale: {
    label: 'pinweir, each sale, compiled',
    kind: 'pinweir',
    mode: 'each-sale',
    executor: 'compiled',
  },
  interpreted: {
    label: 'pinweir, each sale, interpreted',
    kind: 'pinweir',
    mode: 'each-sale',
    executor: 'interpreted',
  },
  flatqueuePlain: {
    label: 'flatqueue on plain arrays',
    kind: 'flatqueue',
    storage: 'plain',
    exponentials: 'logarithm',
  },
  flatqueueTyped: {
    label: 'flatqueue on typed arrays',
    kind: 'flatqueue',
    storage: 'typed',
    exponentials: 'logarithm',
  },
  flatqueueZiggurat: {
    label: '  with pinweir’s variates',
    kind: 'flatqueue',
    storage: 'typed',
    exponentials: 'ziggurat',
  },
  heap: { label: 'typed-array heap', kind: 'heap', exponentials: 'logarithm' },
  heapZiggurat: { label: '  with pinweir’s variates', kind: 'heap', exponentials: 'ziggurat' },
} as const;

export type ContenderName = keyof typeof CONTENDERS;
export type Contender = (typeof CONTENDERS)[ContenderName];
export type PinweirContender = Extract<Contender, { kind: 'pinweir' }>;
export type BaselineContender = Exclude<Contender, PinweirContender>;
export type ExecutorName = PinweirContender['executor'];

/**
 * How many runs are made before the one that counts. Not one, however long: V8 builds its code on the objects of the
 * first run and throws much of it away in the second.
 */
export const WARM_UPS = 3;

/** One contender over the reference model; `warmUp` is the number of sales in each run before the one that counts. */
export interface RaceJob {
  readonly kind: 'race';
  readonly contender: ContenderName;
  readonly sales: number;
  readonly warmUp: number;
  /** Sales of a run that every mode and executor makes, to compare their traces. */
  readonly common: number;
}

/** The messages of a reference run, recorded and fed to fresh actors again and again. */
export interface MessagesJob {
  readonly kind: 'messages';
  readonly mode: Mode;
  readonly executor: ExecutorName;
  /** Sales of the recorded run. */
  readonly sales: number;
  /** The CPU time to spend at least. */
  readonly cpuSeconds: number;
}

/** The lazy mode at one of several lengths. */
export interface ScalingJob {
  readonly kind: 'scaling';
  readonly sales: number;
  readonly warmUp: number;
}

/** The small network with the whole sale protocol, each sale by each sale. */
export interface StepsJob {
  readonly kind: 'steps';
  /** Simulated. */
  readonly hours: number;
  readonly warmUp: number;
  /** Whether every PIN is looked for at every step. */
  readonly isChecking: boolean;
}

/** The national scenario in the lazy mode, with `times` the sales and watermarks. */
export interface NationalJob {
  readonly kind: 'national';
  readonly times: number;
  readonly arrivals: ArrivalDrawing;
  /** Of each sort of server at most so many. */
  readonly servers: number;
  /** Simulated. */
  readonly hours: number;
}

/** Replications of the reference model on several threads. */
export interface ExperimentJob {
  readonly kind: 'experiment';
  readonly workers: number;
  readonly replications: number;
  /** Of each replication. */
  readonly sales: number;
  readonly warmUp: number;
}

/** Many runs of a baseline of this length, for the fill rate that so short a run should have. */
export interface ExpectationJob {
  readonly kind: 'expectation';
  readonly sales: number;
}

/** What one child process does. */
export type Job =
  RaceJob | MessagesJob | ScalingJob | StepsJob | NationalJob | ExperimentJob | ExpectationJob;

interface Measured {
  readonly cpuSeconds: number;
  /** Peak resident memory of the child process. */
  readonly peakBytes: number;
}

export interface Experimented extends Measured {
  readonly wallSeconds: number;
  /** The fill rate, with half its interval: the same for any number of workers. */
  readonly estimate: number;
  readonly halfWidth: number | null;
}

export interface Race extends Measured {
  readonly sales: number;
  readonly fillRate: number;
  /** Of the run of `common` sales; null for baselines. */
  readonly commonTraceHash: string | null;
}

export interface Messages extends Measured {
  /** Transitions fed in that CPU time. */
  readonly transitions: number;
  /** Messages of the recorded run, and what all actors together answered to them. */
  readonly recorded: number;
  readonly answers: number;
}

export interface Scaling extends Measured {
  readonly sales: number;
  readonly fillRate: number;
  /** What the finished run still holds, after a garbage collection. */
  readonly heapBytes: number;
}

export interface Steps extends Measured {
  /** Messages delivered. */
  readonly steps: number;
  readonly sales: number;
}

/** CPU seconds are those of the run; setting up comes before. */
export interface National extends Measured {
  readonly inventories: number;
  readonly sales: number;
  /** Messages that actors took in, sales handed over in bulk among them. */
  readonly events: number;
  /** Messages among inventories, hub and supplier. */
  readonly traced: number;
  readonly setUpSeconds: number;
  readonly wallSeconds: number;
  /** Alive after setting up, and at the end, above what the plan takes. */
  readonly setUpBytes: number;
  readonly heapBytes: number;
}

export interface Expectation {
  readonly mean: number;
  readonly standardDeviation: number;
}

export type ResultOf<Kind extends Job> = Kind extends RaceJob
  ? Race
  : Kind extends MessagesJob
    ? Messages
    : Kind extends ScalingJob
      ? Scaling
      : Kind extends StepsJob
        ? Steps
        : Kind extends NationalJob
          ? National
          : Kind extends ExperimentJob
            ? Experimented
            : Expectation;
