import type { DaySeries, DayTable } from './dayTable.ts';
import { jackknifeError } from './jackknife.ts';
import { DAY_HOURS } from './weekHours.ts';

/** What the covariances of a series' hours say of it: a factor that a day has in common, and bursts that fade by the hour. */
export interface HourCovariance {
  /** Squared coefficient of variation of the day factor. */
  readonly dayVariance: number;
  readonly dayError: number;
  /** Squared coefficient of variation of the bursts' rate. */
  readonly burstVariance: number;
  readonly burstError: number;
  /** How fast bursts fade, per hour. */
  readonly fading: number;
  /** How much better bursts explain the covariances: chi-square distributed, of 2 degrees, where there are none. */
  readonly gain: number;
}

const DAYS_OF_WEEK = 7;
const LAGS = 24;
const FADINGS = Array.from({ length: 28 }, (_, index) => 0.04 * 1.3 ** index);

interface Moments {
  /** Residuals times residuals at a lag, of hours of one day and of two; and expected times expected. */
  readonly sameDay: { readonly products: Float64Array; readonly means: Float64Array };
  readonly otherDay: { readonly products: Float64Array; readonly means: Float64Array };
  total: number;
}

/** @param expected customers of that hour of the range, without any day factor */
export function hourCovariance(
  table: DayTable,
  one: DaySeries,
  expected: (day: number, hour: number) => number,
): HourCovariance {
  const weeks = moments(table, one, expected);
  const all = added(weeks);
  const found = explain(pointsOf(all));
  const without = weeks.map((week) => pointsOf(added([all, week], -1)));
  // Bursts scatter more than independent counts do, and so do their covariances: the error over weeks.
  const dayError = jackknifeError(without.map((points) => explain(points).dayVariance));
  const burstError = jackknifeError(without.map((points) => solve(points, found.fading).burst));
  return { ...found, dayError: Math.max(found.dayError, dayError), burstError };
}

function emptyMoments(): Moments {
  const empty = () => ({ products: new Float64Array(LAGS), means: new Float64Array(LAGS) });
  return { sameDay: empty(), otherDay: empty(), total: 0 };
}

/** @param sign of all but the first */
function added(all: readonly Moments[], sign = 1): Moments {
  const result = emptyMoments();
  for (const [index, one] of all.entries()) {
    const factor = index === 0 ? 1 : sign;
    for (const days of ['sameDay', 'otherDay'] as const) {
      for (let lag = 0; lag < LAGS; lag++) {
        result[days].products[lag]! += factor * one[days].products[lag]!;
        result[days].means[lag]! += factor * one[days].means[lag]!;
      }
    }
    result.total += factor * one.total;
  }
  return result;
}

/** By week. */
function moments(
  table: DayTable,
  one: DaySeries,
  expected: (day: number, hour: number) => number,
): Moments[] {
  const weeks = Array.from({ length: Math.ceil(table.days / DAYS_OF_WEEK) }, emptyMoments);
  const { from } = table.range;
  let before = { off: new Float64Array(DAY_HOURS), mean: new Float64Array(DAY_HOURS) };
  for (let day = 0; day < table.days; day++) {
    const result = weeks[Math.floor(day / DAYS_OF_WEEK)]!;
    const off = new Float64Array(DAY_HOURS);
    const mean = new Float64Array(DAY_HOURS);
    for (let hour = 0; hour < DAY_HOURS; hour++) {
      mean[hour] = expected(day, hour);
      if (mean[hour]! > 0) off[hour] = one.series.customersAt(from + day * DAY_HOURS + hour) - mean[hour]!;
      result.total += mean[hour]!;
    }
    for (let hour = 0; hour < DAY_HOURS; hour++) {
      for (let lag = 0; lag < LAGS; lag++) {
        const earlier = hour - lag;
        const sums = earlier >= 0 ? result.sameDay : result.otherDay;
        const other = earlier >= 0 ? { off, mean } : before;
        const index = earlier >= 0 ? earlier : earlier + DAY_HOURS;
        // An hour's own scatter by chance is its mean.
        sums.products[lag]! += off[hour]! * other.off[index]! - (lag === 0 ? mean[hour]! : 0);
        sums.means[lag]! += mean[hour]! * other.mean[index]!;
      }
    }
    before = { off, mean };
  }
  return weeks;
}

interface Point {
  readonly covariance: number;
  readonly weight: number;
  readonly isSameDay: boolean;
  readonly lag: number;
}

function pointsOf({ sameDay, otherDay, total }: Moments): Point[] {
  const points: Point[] = [];
  for (let lag = 0; lag < LAGS; lag++) {
    for (const [sums, isSameDay] of [
      [sameDay, true],
      [otherDay, false],
    ] as const) {
      const mean = sums.means[lag]!;
      if (mean <= 0) continue;
      // Of independent Poisson counts; the variance of a count has a variance of its own.
      const variance = lag === 0 ? (2 * mean + total) / mean ** 2 : 1 / mean;
      points.push({ covariance: sums.products[lag]! / mean, weight: 1 / variance, isSameDay, lag });
    }
  }
  return points;
}

function explain(points: readonly Point[]): Omit<HourCovariance, 'burstError'> {
  const without = solve(points, 0);
  let best = { ...without, fading: 0 };
  for (const fading of FADINGS) {
    const fit = solve(points, fading);
    if (fit.burst > 0 && fit.misfit < best.misfit) best = { ...fit, fading };
  }
  return {
    dayVariance: Math.max(0, best.day),
    dayError: best.dayError,
    burstVariance: best.burst,
    fading: best.fading,
    gain: without.misfit - best.misfit,
  };
}

/** The covariance of the rates of two hours that far apart, relative to the variance at one moment. */
export function fadingShare(fading: number, lag: number): number {
  if (lag === 0) return (2 * (fading + Math.expm1(-fading))) / fading ** 2;
  return Math.exp(-fading * (lag - 1)) * (Math.expm1(-fading) / fading) ** 2;
}

/** Weighted least squares for both variances; a fading of 0 leaves bursts out. */
function solve(
  points: readonly Point[],
  fading: number,
): { day: number; dayError: number; burst: number; misfit: number } {
  let [dd, db, bb, dy, by, yy] = [0, 0, 0, 0, 0, 0];
  for (const { covariance, weight, isSameDay, lag } of points) {
    const day = isSameDay ? 1 : 0;
    const burst = fading > 0 ? fadingShare(fading, lag) : 0;
    dd += weight * day * day;
    db += weight * day * burst;
    bb += weight * burst * burst;
    dy += weight * day * covariance;
    by += weight * burst * covariance;
    yy += weight * covariance ** 2;
  }
  const determinant = dd * bb - db * db;
  const isJoint = fading > 0 && determinant > 1e-12 * dd * bb;
  let day = isJoint ? (bb * dy - db * by) / determinant : dy / dd;
  let burst = isJoint ? (dd * by - db * dy) / determinant : 0;
  if (day < 0) {
    day = 0;
    burst = isJoint ? by / bb : 0;
  }
  const misfit =
    yy - 2 * (day * dy + burst * by) + day * day * dd + 2 * day * burst * db + burst * burst * bb;
  return { day, dayError: Math.sqrt(isJoint ? bb / determinant : 1 / dd), burst, misfit };
}
