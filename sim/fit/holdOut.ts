import type { DemandModel, SeriesModel } from './demandModel.ts';
import { expectedInHour } from './demandModel.ts';
import { fitDemand } from './fitDemand.ts';
import type { DemandFit } from './fitDemand.ts';
import type { FitData, HourRange } from './fitData.ts';
import { judge } from './judge.ts';
import type { Judgement } from './judge.ts';
import { compareJudgements } from './verdict.ts';
import type { Comparison } from './verdict.ts';
import { DAY_HOURS, WEEK_HOURS } from './weekHours.ts';

/** Models from the plainest to the whole one. */
export type RungName = 'constant' | 'profile' | 'trend' | 'all';

export interface Rung {
  readonly name: RungName;
  readonly judgement: Judgement;
  /** Against a constant rate, and against the rung before; null for the constant rate itself. */
  readonly overConstant: Comparison | null;
  readonly overBefore: Comparison | null;
}

/** What a fit to the first part of a log foretells of the rest. */
export interface HoldOut {
  readonly fitted: HourRange;
  readonly held: HourRange;
  readonly fit: DemandFit;
  readonly rungs: readonly Rung[];
}

/** Less than that cannot be fitted, or not be judged by. */
const LEAST_FITTED_DAYS = 14;

/** The days that are held out if nobody says how many: four weeks, or of a short log a quarter, in whole weeks. */
export function usualHoldOutDays(days: number): number {
  return Math.min(28, 7 * Math.floor(days / 28));
}

/** Null: the log is too short to leave days out. */
export function holdOut(data: FitData, days: number): HoldOut | null {
  const { from, until } = data.range;
  const cut = until - days * DAY_HOURS;
  if (days < 1 || cut - from < LEAST_FITTED_DAYS * DAY_HOURS) return null;
  const fitted = { from, until: cut };
  const held = { from: cut, until };
  const fit = fitDemand(data, fitted);
  const models: [RungName, DemandModel][] = [
    ['constant', constant(data, fitted, fit.model)],
    ['profile', withoutTrend(data, fitted, fit.model)],
    ['trend', { ...fit.model, dayVariance: NO_VARIANCE, series: fit.model.series.map(calm) }],
    ['all', fit.model],
  ];
  const rungs: Rung[] = [];
  for (const [name, model] of models) {
    const judgement = judge(data, model, held);
    const first = rungs[0];
    const before = rungs.at(-1);
    rungs.push({
      name,
      judgement,
      overConstant: first === undefined ? null : compareJudgements(judgement, first.judgement),
      overBefore: before === undefined ? null : compareJudgements(judgement, before.judgement),
    });
  }
  return { fitted, held, fit, rungs };
}

const NO_VARIANCE = { network: 0, server: 0, series: 0 };

function calm(series: SeriesModel): SeriesModel {
  return { ...series, bursts: null };
}

/** One rate for each series, whatever the hour. */
function constant(data: FitData, range: HourRange, model: DemandModel): DemandModel {
  const flat = new Float64Array(WEEK_HOURS).fill(1);
  const plain = {
    ...model,
    events: new Map<number, number>(),
    dayVariance: NO_VARIANCE,
    series: model.series.map((series) => ({ ...calm(series), shape: flat, growthPerYear: 0, perHour: 1 })),
  };
  return levelled(data, range, plain);
}

/** The profile at the mean level of the range, without growth or events. */
function withoutTrend(data: FitData, range: HourRange, model: DemandModel): DemandModel {
  const plain = {
    ...model,
    events: new Map<number, number>(),
    dayVariance: NO_VARIANCE,
    series: model.series.map((series) => ({ ...calm(series), growthPerYear: 0 })),
  };
  return levelled(data, range, plain);
}

/** The same model at levels that meet the total of each series. */
function levelled(data: FitData, range: HourRange, model: DemandModel): DemandModel {
  const series = model.series.map((own, index) => {
    let [customers, expected] = [0, 0];
    const one = data.series[index]!;
    for (let hour = range.from; hour < range.until; hour++) {
      const exposure = one.exposure(hour);
      if (exposure === 0) continue;
      customers += one.customersAt(hour);
      expected += exposure * expectedInHour(model, own, hour);
    }
    return { ...own, perHour: expected > 0 ? (own.perHour * customers) / expected : 0 };
  });
  return { ...model, series };
}
