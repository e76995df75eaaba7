import type { Microseconds } from '#src/domain/time';
import type { Mode } from '#sim/mode';
import type { Plan } from '#sim/plan';
import { Simulation } from '#sim/simulation';
import type { SimulationOptions } from '#sim/simulation';
import type { MeasureName, Totals } from './measure.ts';
import { TotalsReader } from './totals.ts';
import type { Detail } from './totals.ts';
import type { Watching } from './watched.ts';

export interface ReplicationOptions extends Omit<SimulationOptions, 'executor'>, Watching {
  /** Where totals are taken besides the end: ascending; those behind the end are left out. */
  readonly cuts?: readonly Microseconds[];
  /** Where a warm-up ends, or where it may: a cut is made there, from which on quantiles can be told, too. */
  readonly warmUp?: Microseconds | readonly Microseconds[];
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

/** Throws `LazyModeRefused`, `EachSaleModeRefused`, `EndlessRun` and `InvariantViolation`. */
export function runReplication(plan: Plan, replication: number, options: ReplicationOptions): Replication {
  const { detail = 'nodes', clock, byHour = false, quantiles = false, ...simulationOptions } = options;
  const start = clock();
  const simulation = new Simulation({ ...plan, replication }, simulationOptions);
  const reader = new TotalsReader(simulation, detail, { byHour, quantiles });
  const totals: Totals[] = [];
  const warmUps = new Set([options.warmUp ?? []].flat());
  for (const cut of cutsOf(options)) {
    if (simulation.runUntil(cut)) break;
    totals.push(warmUps.has(cut) ? reader.readAfterWarmUp() : reader.read(false));
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

function cutsOf({ cuts = [], warmUp = [] }: ReplicationOptions): readonly Microseconds[] {
  const known = new Set(cuts);
  const more = [warmUp].flat().filter((time) => !known.has(time));
  return more.length === 0 ? cuts : [...cuts, ...more].sort((a, b) => a - b);
}
