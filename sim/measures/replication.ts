import type { Microseconds } from '#src/domain/time';
import type { Mode } from '#sim/mode';
import type { Plan } from '#sim/plan';
import { Simulation } from '#sim/simulation';
import type { SimulationOptions } from '#sim/simulation';
import type { MeasureName, Totals } from './measure.ts';
import { TotalsReader } from './totals.ts';
import type { Detail } from './totals.ts';

export interface ReplicationOptions extends Omit<SimulationOptions, 'executor'> {
  /** Where totals are taken besides the end: ascending; those behind the end are left out. */
  readonly cuts?: readonly Microseconds[];
  /** Default: `nodes`. */
  readonly detail?: Detail;
  /** Wall time in seconds from any origin. */
  readonly clock: () => number;
}

/** One run of a plan among several that differ in their random numbers alone. Plain data. */
export interface Replication {
  readonly replication: number;
  readonly names: readonly MeasureName[];
  /** One at each cut, and one at the end. */
  readonly totals: readonly Totals[];
  readonly traceHash: string;
  /** Served sales. */
  readonly sales: number;
  readonly simulatedMicroseconds: Microseconds;
  readonly mode: Mode;
  /** Wall time. */
  readonly seconds: number;
}

/** Throws `LazyModeRefused`, `EndlessRun` and `InvariantViolation`. */
export function runReplication(plan: Plan, replication: number, options: ReplicationOptions): Replication {
  const { cuts = [], detail = 'nodes', clock, ...simulationOptions } = options;
  const start = clock();
  const simulation = new Simulation({ ...plan, replication }, simulationOptions);
  const reader = new TotalsReader(simulation, detail);
  const totals: Totals[] = [];
  for (const cut of cuts) {
    if (simulation.runUntil(cut)) break;
    totals.push(reader.read(false));
  }
  simulation.run();
  totals.push(reader.read(true));
  return {
    replication,
    names: reader.names,
    totals,
    traceHash: simulation.trace.hexadecimal,
    sales: simulation.sales,
    simulatedMicroseconds: simulation.now,
    mode: simulation.mode,
    seconds: clock() - start,
  };
}
