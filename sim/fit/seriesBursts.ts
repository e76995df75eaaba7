import type { BurstShape } from './burstShape.ts';
import { fitBursts, LEAST_BURST_GAIN } from './burstsFit.ts';
import type { DayTable } from './dayTable.ts';
import { LEAST_DAY_Z } from './dayVarianceFit.ts';
import { hourCovariance } from './hourCovariance.ts';
import type { HourCovariance } from './hourCovariance.ts';
import { dayWeights } from './levels.ts';
import type { Levels } from './levels.ts';
import { hourOfWeek, DAY_HOURS } from './weekHours.ts';

export interface SeriesBursts {
  /** Null: none that could be told from chance. */
  readonly bySeries: readonly (BurstShape | null)[];
  /** What the likelihood gained, of those that were looked at. */
  readonly gains: readonly number[];
  /** The share of series that come in bursts. */
  readonly share: number;
}

/** Fewer customers say nothing of bursts. */
const FEWEST_CUSTOMERS = 300;
/** Covariances that chance explains less than once in a thousand times are worth a look at exact times. */
const WORTH_A_LOOK = 13.8;
/** Day factors scatter covariances, too: bursts must stand out from week to week. */
const LEAST_BURST_Z = 2;
/** With more series than that, those that come in bursts share one form of them. */
const MOST_OWN = 12;

/** Looks for bursts in each series that has enough customers. */
export function seriesBursts(table: DayTable, levels: Levels): SeriesBursts {
  const candidates = table.series.flatMap((one, index) => {
    if (one.customers < FEWEST_CUSTOMERS) return [];
    const rateOf = rates(table, levels, index);
    const covariance = hourCovariance(
      table,
      one,
      (day, hour) => rateOf(day, hour) * (one.partial.get(day)?.[hour] ?? 1),
    );
    const isWorthIt =
      covariance.gain > WORTH_A_LOOK && covariance.burstVariance > LEAST_BURST_Z * covariance.burstError;
    return isWorthIt ? [{ index, one, covariance, rateOf }] : [];
  });
  const bySeries: (BurstShape | null)[] = table.series.map(() => null);
  const gains: number[] = [];
  const groups = candidates.length > MOST_OWN ? [candidates] : candidates.map((candidate) => [candidate]);
  for (const group of groups) {
    // Those with most customers say most.
    const chosen = [...group].sort((a, b) => b.one.customers - a.one.customers).slice(0, MOST_OWN);
    const [first] = chosen;
    if (first === undefined) continue;
    const rateOf = new Map(chosen.map((candidate) => [candidate.one.series, candidate.rateOf]));
    const fit = fitBursts(
      chosen.map(({ one: { series }, covariance }) => ({ series, dayVariance: dayVarianceOf(covariance) })),
      table.range,
      (series, hour) => {
        const since = hour - table.range.from;
        if (series.exposure(hour) === 0) return 0;
        return rateOf.get(series)!(Math.floor(since / DAY_HOURS), since % DAY_HOURS);
      },
      startsOf(first.covariance),
    );
    if (fit === null) continue;
    gains.push(fit.gain);
    if (fit.gain > LEAST_BURST_GAIN * chosen.length)
      for (const { index } of group) bySeries[index] = fit.shape;
  }
  const share = bySeries.filter((shape) => shape !== null).length / Math.max(1, table.series.length);
  return { bySeries, gains, share };
}

/** Whatever its days have in common, with others or alone, as far as covariances tell it from bursts. */
function dayVarianceOf({ dayVariance, dayError }: HourCovariance): number {
  return dayVariance < LEAST_DAY_Z * dayError ? 0 : dayVariance;
}

function startsOf({ burstVariance, fading }: HourCovariance): { variance: number; fading: number }[] {
  const variance = Math.max(0.02, burstVariance);
  return [
    { variance, fading },
    { variance, fading: fading * 4 },
  ];
}

/** Mean customers in an hour of the table while there is stock, by day and hour of the day. */
function rates(table: DayTable, levels: Levels, index: number): (day: number, hour: number) => number {
  const weights = dayWeights(levels, index);
  const shape = levels.shapes[index]!;
  const level = levels.perHour[index]!;
  return (day, hour) => {
    const start = hourOfWeek(table.range.from + day * DAY_HOURS);
    return level * weights[day]! * shape[start + hour]!;
  };
}
