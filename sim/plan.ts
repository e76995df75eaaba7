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
  /** Absent: nothing costs anything. */
  readonly costs?: CostRates;
  /** Absent: no node goes offline, and none fails. */
  readonly operations?: readonly Operation[];
}

/** The run ends at `until` or, if `sales` is given, at the sale that makes it so many; at least one is not null. */
export interface StopRule {
  readonly until: Microseconds | null;
  readonly sales: number | null;
}

export interface DemandPlan {
  readonly server: string;
  readonly variety: string;
  readonly rate: RatePlan;
}

/** Poisson demand, one PIN a customer. */
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
    };
