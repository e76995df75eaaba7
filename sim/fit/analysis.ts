import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import { demandSection } from './demandSection.ts';
import type { WrittenDemand } from './demandSection.ts';
import { fitData } from './fitData.ts';
import type { FitData, FitDataOptions } from './fitData.ts';
import { fitDemand } from './fitDemand.ts';
import type { DemandFit } from './fitDemand.ts';
import { holdOut, usualHoldOutDays } from './holdOut.ts';
import type { HoldOut } from './holdOut.ts';
import type { SalesLog } from './salesLog.ts';
import { silentGaps } from './silentGaps.ts';
import type { SilentGaps } from './silentGaps.ts';
import { fitSizes } from './sizesFit.ts';
import type { SizesFit } from './sizesFit.ts';
import { DAY_HOURS } from './weekHours.ts';

/** All that was found out from a sales log. */
export interface Analysis {
  readonly data: FitData;
  /** The fit to all of the log, which is what is written. */
  readonly fit: DemandFit;
  readonly sizes: SizesFit;
  /** A fit to the log without its end, judged by its end; null: the log is too short. */
  readonly holdOut: HoldOut | null;
  readonly silence: SilentGaps;
  /** Hours without stock that are known, of all series together, and sales that are said to have been made in them. */
  readonly censoredHours: number;
  readonly salesWithoutStock: number;
  /** The day, since 1970, on which a scenario with this demand starts. */
  readonly startDay: number;
  readonly written: WrittenDemand;
}

export interface AnalysisOptions extends FitDataOptions {
  /** Days at the end that the fit is judged by; null: as is usual. */
  readonly holdOutDays: number | null;
  /** Null: the day after the log. */
  readonly startDay: number | null;
  readonly onProgress?: (share: number, what: string) => void;
}

const LEAST_DAYS = 2;

/** Fits demand to a sales log and judges the fit, or says why that cannot be. */
export function analyse(log: SalesLog, options: AnalysisOptions): Analysis | string {
  const { onProgress = () => {} } = options;
  const data = fitData(log, options);
  if (data === null) return 'no row that could be used';
  if (data.step === DAY_MICROSECONDS) {
    return 'days without a time of day; a fit needs times of day. Demand by the day can be written as demand: with counts';
  }
  const days = (data.range.until - data.range.from) / DAY_HOURS;
  if (days < LEAST_DAYS)
    return `sales of ${days} day; a fit needs ${LEAST_DAYS} days at least, and better some weeks`;
  const held = options.holdOutDays ?? usualHoldOutDays(days);
  onProgress(0, 'fitting without the last weeks');
  const judged = held === 0 ? null : holdOut(data, held);
  onProgress(0.5, 'fitting');
  const fit = fitDemand(data, data.range);
  onProgress(0.95, 'looking for gaps');
  const startDay = options.startDay ?? data.range.until / DAY_HOURS;
  const sizes = fitSizes(data.series);
  return {
    data,
    fit,
    sizes,
    holdOut: judged,
    silence: silentGaps(data, fit.model),
    ...censored(data),
    startDay,
    written: demandSection(fit, sizes, startDay),
  };
}

function censored(data: FitData): { censoredHours: number; salesWithoutStock: number } {
  let [censoredHours, salesWithoutStock] = [0, 0];
  const [start, end] = [data.range.from * HOUR_MICROSECONDS, data.range.until * HOUR_MICROSECONDS];
  for (const { stockOuts, stamps } of data.series) {
    censoredHours += stockOuts.hours(start, end);
    for (const { from, until } of stockOuts.within(start, end)) {
      // The sale that takes the last PIN may bear the very stamp at which the stock is empty.
      const after = Math.min(until, from + Math.max(data.step, HOUR_MICROSECONDS / 60));
      for (let index = firstAfter(stamps, after); index < stamps.length && stamps[index]! < until; index++) {
        salesWithoutStock += 1;
      }
    }
  }
  return { censoredHours, salesWithoutStock };
}

function firstAfter(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
