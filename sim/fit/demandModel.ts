import type { BurstShape } from './burstShape.ts';
import { DAY_HOURS, hourOfWeek } from './weekHours.ts';

/** From where a series has its profile. */
export type ProfileSource = 'shared' | 'server' | 'own';

export interface SeriesModel {
  readonly server: string;
  readonly variety: string;
  /** Mean customers per hour of an average week, on the model's origin day. */
  readonly perHour: number;
  /** Factors of the hours of the week, of mean 1. */
  readonly shape: Float64Array;
  readonly profile: ProfileSource;
  readonly growthPerYear: number;
  readonly bursts: BurstShape | null;
}

/** Squared coefficients of variation of random day factors: one for all, one for each server, one for each series. */
export interface DayVariance {
  readonly network: number;
  readonly server: number;
  readonly series: number;
}

/** What a fit says of the rate of customers. */
export interface DemandModel {
  /** The day, since 1970, at whose level rates are told; growth counts from it. */
  readonly originDay: number;
  readonly series: readonly SeriesModel[];
  /** Factors of single days, since 1970, that are not 1. */
  readonly events: ReadonlyMap<number, number>;
  readonly dayVariance: DayVariance;
}

const DAYS_PER_YEAR = 365;

/** Mean customers in that hour of a series that is in stock. */
export function expectedInHour(model: DemandModel, series: SeriesModel, hour: number): number {
  const day = Math.floor(hour / DAY_HOURS);
  return series.shape[hourOfWeek(hour)]! * expectedLevel(model, series, day);
}

/** Mean customers per hour on that day, before the profile. */
export function expectedLevel(model: DemandModel, series: SeriesModel, day: number): number {
  return (
    series.perHour * growthFactor(series.growthPerYear, day - model.originDay) * (model.events.get(day) ?? 1)
  );
}

export function growthFactor(perYear: number, days: number): number {
  return perYear === 0 ? 1 : (1 + perYear) ** (days / DAYS_PER_YEAR);
}
