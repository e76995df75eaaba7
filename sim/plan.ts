import type { Microseconds } from '#src/domain/time';
import type { Topology } from '#src/network/topology';
import type { CostRates } from '#sim/measures/costs';
import type { Operation } from './operations.ts';

/** All that one simulation run needs, as plain data: nothing in it refers to a file or a clock. */
export interface Plan {
  /** What distinguishes this run among those of its scenario, such as "2 days of cover". */
  readonly name: string;
  readonly topology: Topology;
  /** One entry for each (server, variety) in the topology that has customers. */
  readonly demand: readonly DemandPlan[];
  readonly seed: number;
  /** Which of several runs that differ in their random numbers alone; 0 if left out. */
  readonly replication?: number;
  readonly stop: StopRule;
  /** How customers are drawn; `each` if left out. */
  readonly arrivals?: ArrivalDrawing;
  /** Absent: nothing costs anything. */
  readonly costs?: CostRates;
  /** Absent: no node goes offline, and none fails. */
  readonly operations?: readonly Operation[];
}

/**
 * `each`: one after another. `countsFirst`: counts of cells of time first and times on demand, so that a run costs as
 * much as what happens besides sales; time averages are then expectations given the counts.
 */
export type ArrivalDrawing = 'each' | 'countsFirst';

/** The run ends at `until` or, if `sales` is given, at the sale that makes it so many; at least one is not null. */
export interface StopRule {
  readonly until: Microseconds | null;
  readonly sales: number | null;
}

export interface DemandPlan {
  readonly server: string;
  readonly variety: string;
  readonly rate: RatePlan;
  /** How many PINs a customer asks for at once; one each if left out. Not for listed sales, which say it themselves. */
  readonly sizes?: SizesPlan;
}

/** Independent of each other and of all else; the probabilities are above 0 and add to 1. */
export type SizesPlan = readonly { readonly size: number; readonly probability: number }[];

/** When customers come: by chance at a rate that may vary (Poisson, given the rate), or exactly as listed. */
export type RatePlan =
  | { readonly kind: 'constant'; readonly ratePerHour: number }
  /**
   * A rate that is constant within each of several periods of equal length, the first starting at time 0.
   * After the last period there is no demand.
   */
  | {
      readonly kind: 'periods';
      readonly periodMicroseconds: Microseconds;
      readonly ratesPerHour: readonly number[];
    }
  /** As with periods, but they begin again after the last one, for ever. */
  | {
      readonly kind: 'cycle';
      readonly periodMicroseconds: Microseconds;
      readonly ratesPerHour: readonly number[];
      /** How far the cycle has got at time 0; whole periods. */
      readonly startsAt: Microseconds;
    }
  /** Two phases of exponential lengths, one after the other (Markov-modulated); the first one is drawn from their law. */
  | {
      readonly kind: 'bursts';
      readonly ratesPerHour: readonly [number, number];
      /** How often an hour each phase is left. */
      readonly switchesPerHour: readonly [number, number];
    }
  /** A rate times factors. */
  | { readonly kind: 'scaled'; readonly of: RatePlan; readonly by: readonly FactorPlan[] }
  /** No chance at all: ascending times, and how many PINs each customer asks for; null: one each. */
  | {
      readonly kind: 'listed';
      readonly times: readonly Microseconds[];
      readonly sizes: readonly number[] | null;
    };

/** What multiplies a rate, from time 0 on for ever. */
export type FactorPlan =
  | {
      readonly kind: 'cycle';
      readonly periodMicroseconds: Microseconds;
      readonly factors: readonly number[];
      /** How far the cycle has got at time 0; whole periods. */
      readonly startsAt: Microseconds;
    }
  /** Each day of the run is busier than the one before: by `perYear` in 365 of them, 0.05 for 5 %. */
  | { readonly kind: 'growth'; readonly perYear: number }
  /** Overlapping events multiply; their order counts for nothing but rounding. */
  | { readonly kind: 'events'; readonly events: readonly EventPlan[] }
  /**
   * A random factor a day, gamma distributed with mean 1. It depends on seed, replication, group and day alone, so all
   * demand of one group has good days and bad days in common.
   */
  | { readonly kind: 'dayFactor'; readonly group: string; readonly coefficientOfVariation: number };

export interface EventPlan {
  readonly from: Microseconds;
  readonly until: Microseconds;
  readonly factor: number;
}
