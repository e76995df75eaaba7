import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import type { BurstShape } from './burstShape.ts';
import { expectedInHour } from './demandModel.ts';
import type { DemandModel } from './demandModel.ts';
import type { FitData } from './fitData.ts';
import { DAY_HOURS } from './weekHours.ts';

/** Whole hours without a customer, though so many were expected that chance hardly explains it. */
export interface SilentGap {
  readonly server: string;
  readonly variety: string;
  readonly from: Microseconds;
  readonly until: Microseconds;
  readonly expected: number;
}

export interface SilentGaps {
  /** The most improbable first. */
  readonly gaps: readonly SilentGap[];
  readonly total: number;
  readonly hours: number;
}

/** How probable it is that a log without stock-outs shows one such gap. */
export const SILENCE_LEVEL = 0.01;
const MOST_TOLD = 20;

/** A phase in which that share of the mean rate comes, or less, is no quiet phase: it looks like an empty shelf. */
export const SILENT_PHASE = 0.05;

/** In the quiet phase of bursts few may come for long; that nobody comes is what is looked for. */
function quietFactor(bursts: BurstShape | null): number {
  const quiet = bursts === null ? 1 : Math.min(...bursts.factors);
  return quiet <= SILENT_PHASE ? 1 : quiet;
}

/** Looks for times that look as if there had been no stock, and are not known to be so. */
export function silentGaps(data: FitData, model: DemandModel): SilentGaps {
  const customers = data.series.reduce((sum, series) => sum + series.customers, 0);
  const least = Math.log(SILENCE_LEVEL / Math.max(1, customers));
  const found: (SilentGap & { readonly logP: number })[] = [];
  for (const [index, series] of data.series.entries()) {
    const own = model.series[index]!;
    const { network, server, series: alone } = model.dayVariance;
    const variance = (1 + network) * (1 + server) * (1 + alone) - 1;
    const quiet = quietFactor(own.bursts);
    let start = data.range.from;
    let [expected, ofDay, logP] = [0, 0, 0];
    const closeDay = (): void => {
      const mean = ofDay * quiet;
      logP -= variance > 0 ? Math.log1p(variance * mean) / variance : mean;
      expected += ofDay;
      ofDay = 0;
    };
    for (let hour = data.range.from; hour <= data.range.until; hour++) {
      const isOver = hour === data.range.until || series.customersAt(hour) > 0;
      if (isOver || hour % DAY_HOURS === 0) closeDay();
      if (isOver) {
        if (logP < least) {
          const { server: at, variety } = series;
          found.push({
            server: at,
            variety,
            from: start * HOUR_MICROSECONDS,
            until: hour * HOUR_MICROSECONDS,
            expected,
            logP,
          });
        }
        start = hour + 1;
        [expected, logP] = [0, 0];
      } else ofDay += series.exposure(hour) * expectedInHour(model, own, hour);
    }
  }
  found.sort((a, b) => a.logP - b.logP);
  return {
    gaps: found.slice(0, MOST_TOLD).map(({ logP: _, ...gap }) => gap),
    total: found.length,
    hours: found.reduce((sum, { from, until }) => sum + (until - from) / HOUR_MICROSECONDS, 0),
  };
}
