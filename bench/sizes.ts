import type { ContenderName } from './job.ts';

/** How much the bench does. */
export interface Sizes {
  /** Every contender runs once a round, in turn, so that what disturbs the machine disturbs all alike. */
  readonly rounds: number;
  readonly race: Readonly<Record<ContenderName, { readonly sales: number; readonly warmUp: number }>>;
  /** A run of so many sales by every mode and executor must leave the same trace. */
  readonly commonSales: number;
  readonly messages: {
    readonly rounds: number;
    readonly cpuSeconds: number;
    /** By mode: one lazy event stands for many sales. */
    readonly sales: { readonly 'each-sale': number; readonly lazy: number };
  };
  readonly scaling: {
    readonly warmUp: number;
    /** In the order in which they run; of a length that comes several times the median counts. */
    readonly sales: readonly number[];
  };
  /** The small network with the whole sale protocol, in simulated hours. */
  readonly steps: { readonly rounds: number; readonly hours: number; readonly warmUp: number };
  /** Replications on one thread and on two. */
  readonly experiment: {
    readonly rounds: number;
    readonly replications: number;
    readonly sales: number;
    readonly warmUp: number;
  };
  /** The national scenario, with as many times the sales; the first of them also with customers one by one. */
  readonly national: {
    readonly times: readonly number[];
    /** Of each sort at most. */
    readonly servers: number;
    readonly hours: number;
  };
}

const baseline = { sales: 10e6, warmUp: 1e6 };

/** Each run takes a second or more; minutes in all. */
export const FULL: Sizes = {
  rounds: 5,
  race: {
    lazy: { sales: 20e6, warmUp: 1e6 },
    eachSale: { sales: 1e6, warmUp: 100e3 },
    interpreted: { sales: 20e3, warmUp: 2e3 },
    flatqueuePlain: baseline,
    flatqueueTyped: baseline,
    flatqueueZiggurat: baseline,
    heap: baseline,
    heapZiggurat: baseline,
  },
  commonSales: 5e3,
  messages: { rounds: 3, cpuSeconds: 1, sales: { 'each-sale': 5e3, lazy: 200e3 } },
  scaling: { warmUp: 1e6, sales: [1e6, 1e7, 1e8, 1e7, 1e6, 1e8, 1e7, 1e6] },
  steps: { rounds: 5, hours: 2000, warmUp: 200 },
  experiment: { rounds: 3, replications: 16, sales: 2e6, warmUp: 1e6 },
  national: { times: [1, 10, 100], servers: 1000, hours: 720 },
};

const quickBaseline = { sales: 200e3, warmUp: 50e3 };

/** Half a minute at most: that everything works, not how fast it is. */
export const QUICK: Sizes = {
  rounds: 1,
  race: {
    lazy: { sales: 200e3, warmUp: 50e3 },
    eachSale: { sales: 50e3, warmUp: 5e3 },
    interpreted: { sales: 10e3, warmUp: 500 },
    flatqueuePlain: quickBaseline,
    flatqueueTyped: quickBaseline,
    flatqueueZiggurat: quickBaseline,
    heap: quickBaseline,
    heapZiggurat: quickBaseline,
  },
  commonSales: 2e3,
  messages: { rounds: 1, cpuSeconds: 0.2, sales: { 'each-sale': 500, lazy: 20e3 } },
  scaling: { warmUp: 50e3, sales: [50e3, 200e3, 500e3] },
  steps: { rounds: 1, hours: 100, warmUp: 20 },
  experiment: { rounds: 1, replications: 4, sales: 100e3, warmUp: 50e3 },
  national: { times: [1, 10, 100], servers: 2, hours: 240 },
};
