import type { Cell } from '#src/network/network';
import { HOURS, HourWatcher } from '#sim/metrics/hourWatcher';
import { levelQuantile, levelTimes, LevelWatcher } from '#sim/metrics/levelWatcher';
import { watchTogether } from '#sim/metrics/stockWatcher';
import type { Simulation } from '#sim/simulation';

/** Figures for which every single sale is looked at: they cost time, and are told only if asked for. */
export interface Watching {
  /** Fill rate by hour of the day, for runs that begin at midnight. */
  readonly byHour?: boolean;
  /** How many PINs lay on shelves, as quantiles of shelf-time. */
  readonly quantiles?: boolean;
}

type Put = (numerator: number, denominator: number) => void;

const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];

/** The watchers of all servers' shelves, and the figures that they give. */
export class Watched {
  readonly figures: readonly string[];
  private readonly watching: Watching;
  private readonly quantiles: readonly number[];
  private readonly hours = new Map<Cell, HourWatcher>();
  private readonly levels = new Map<Cell, LevelWatcher>();

  constructor(simulation: Simulation, watching: Watching) {
    this.watching = watching;
    this.quantiles = watching.quantiles === true ? QUANTILES : [];
    this.figures = [
      ...(watching.byHour === true
        ? Array.from({ length: HOURS }, (_, hour) => `fillRateByHour.${hour}`)
        : []),
      ...this.quantiles.map((share) => `onHandOnShelf.p${100 * share}`),
    ];
    if (this.figures.length === 0) return;
    for (const cell of simulation.network.cells) {
      const meter = simulation.meters[cell.rank];
      if (meter === null || meter === undefined || cell.node === simulation.plan.topology.hub.name) continue;
      const watchers = [];
      if (watching.byHour === true) watchers.push(add(this.hours, cell, new HourWatcher()));
      if (watching.quantiles === true) watchers.push(add(this.levels, cell, new LevelWatcher()));
      meter.watcher = watchers.length === 1 ? watchers[0]! : watchTogether(watchers);
    }
  }

  /** For how long each number of PINs lay on those shelves so far; null where quantiles were not asked for. */
  levelTimes(cells: readonly Cell[]): Float64Array | null {
    return this.watching.quantiles === true ? levelTimes(cells.map((cell) => this.levels.get(cell)!)) : null;
  }

  read(cells: readonly Cell[], isAtEnd: boolean, put: Put): void {
    if (this.watching.byHour === true) this.readHours(cells, put);
    const times = isAtEnd ? this.levelTimes(cells) : null;
    const levels = times === null ? this.quantiles.map(() => null) : quantilesOf(times);
    for (const level of levels) put(level ?? 0, level === null ? 0 : 1);
  }

  private readHours(cells: readonly Cell[], put: Put): void {
    for (let hour = 0; hour < HOURS; hour++) {
      let [met, asked] = [0, 0];
      for (const cell of cells) {
        const watcher = this.hours.get(cell)!;
        met += watcher.met[hour]!;
        asked += watcher.asked[hour]!;
      }
      put(met, asked);
    }
  }
}

/** Of the time after `before`, in the order of the figures, which are the last ones. */
export function quantilesOf(times: Float64Array, before?: Float64Array): (number | null)[] {
  return QUANTILES.map((share) => levelQuantile(times, share, before));
}

function add<Watcher>(watchers: Map<Cell, Watcher>, cell: Cell, watcher: Watcher): Watcher {
  watchers.set(cell, watcher);
  return watcher;
}
