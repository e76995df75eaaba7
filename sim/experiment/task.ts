import type { Microseconds } from '#src/domain/time';
import { EndlessRun } from '#sim/endlessRun';
import { InvariantViolation } from '#sim/invariantViolation';
import type { MeasureName, Totals } from '#sim/measures/measure';
import { runReplication } from '#sim/measures/replication';
import type { Replication } from '#sim/measures/replication';
import type { Detail } from '#sim/measures/totals';
import type { Watching } from '#sim/measures/watched';
import { EachSaleModeRefused, LazyModeRefused } from '#sim/mode';
import type { Mode } from '#sim/mode';
import type { Plan } from '#sim/plan';
import type { SimulationOptions } from '#sim/simulation';
import type { WindowSums } from './warmUp.ts';
import { truncationPlaces } from './windows.ts';
import type { Windows } from './windows.ts';

/** One replication to run, as plain data: it may be run in another thread. */
export interface Task {
  readonly plan: Plan;
  readonly replication: number;
  readonly mode: Mode | undefined;
  readonly check: boolean;
  readonly detail: Detail;
  readonly watching: Watching;
  /** What is left out at the beginning; or the windows in which to look for it. */
  readonly warmUp: Microseconds | Windows;
  /** Where totals are taken besides, if the warm-up is known. */
  readonly cuts?: readonly Microseconds[];
}

export interface Counted extends Omit<Replication, 'totals'> {
  /** Where the run might be cut, ascending, each with the totals up to there. The last one is the end. */
  readonly totals: readonly Totals[];
  /** By series and window, where windows were asked for. */
  readonly series: readonly WindowSums[];
}

/** The run broke off. Whoever runs the same again sees why; an error would lose its class on the way between threads. */
export interface BrokenOff {
  readonly brokenOff: true;
}

export type TaskResult = Counted | BrokenOff;

export interface TaskSurroundings extends Pick<SimulationOptions, 'machines' | 'onProgress'> {
  /** Wall time in seconds from any origin. */
  readonly clock: () => number;
}

// Stock is what a network must settle: all its other figures follow from it.
const SERIES: readonly Pick<MeasureName, 'scope' | 'figure'>[] = [
  { scope: 'network', figure: 'meanOnHand' },
  { scope: 'hub', figure: 'meanOnHand' },
];

export function runTask(task: Task, surroundings: TaskSurroundings): TaskResult {
  try {
    return count(task, surroundings);
  } catch (error) {
    if (isExpected(error)) return { brokenOff: true };
    throw error;
  }
}

/** Errors that a planner's input, or a broken machine, can cause. */
function isExpected(error: unknown): boolean {
  return (
    error instanceof InvariantViolation ||
    error instanceof EndlessRun ||
    error instanceof LazyModeRefused ||
    error instanceof EachSaleModeRefused
  );
}

function count(task: Task, surroundings: TaskSurroundings): Counted {
  const { plan, replication, mode, check, detail, watching, warmUp } = task;
  const options = { ...surroundings, mode, check, detail, ...watching };
  if (typeof warmUp === 'number') {
    const cuts = task.cuts ?? [];
    const whole = warmUp === 0 ? { ...options, cuts } : { ...options, cuts, warmUp };
    return { ...runReplication(plan, replication, whole), series: [] };
  }
  const cuts = Array.from({ length: warmUp.count }, (_, index) => (index + 1) * warmUp.length);
  const ends = truncationPlaces(warmUp).map((windows) => windows * warmUp.length);
  const { totals, ...run } = runReplication(plan, replication, { ...options, cuts, warmUp: ends });
  const places = new Set(ends);
  const last = totals.length - 1;
  return {
    ...run,
    totals: totals.filter(({ time }, index) => index === last || places.has(time)),
    series: seriesOf(
      run.names,
      totals.filter(({ time }) => time % warmUp.length === 0),
    ),
  };
}

function seriesOf(names: readonly MeasureName[], totals: readonly Totals[]): WindowSums[] {
  return SERIES.flatMap(({ scope, figure }) => {
    const index = names.findIndex((name) => isOfAll(name) && name.scope === scope && name.figure === figure);
    if (index < 0) return [];
    const numerators = increments(totals.map((one) => one.numerators[index]!));
    const denominators = increments(totals.map((one) => one.denominators[index]!));
    return [{ numerators, denominators }];
  });
}

function isOfAll({ server, variety }: MeasureName): boolean {
  return server === null && variety === null;
}

function increments(sums: readonly number[]): Float64Array {
  return Float64Array.from(sums, (sum, index) => sum - (index === 0 ? 0 : sums[index - 1]!));
}
