import { countTail } from './tails.ts';

/** Days of every month that are busier or calmer than others, such as paydays. */
export interface MonthDay {
  /** 1 to 31, or "last". */
  readonly day: number | 'last';
  readonly factor: number;
  /** How probable it is that chance alone makes any day of the month stand out so. */
  readonly p: number;
  readonly times: number;
}

/** One day far off what is expected. */
export interface FarDay {
  /** Days since 1970. */
  readonly day: number;
  readonly customers: number;
  readonly expected: number;
  readonly p: number;
}

export interface EventsFit {
  readonly monthDays: readonly MonthDay[];
  readonly farDays: readonly FarDay[];
}

/** How probable it is that a log without events shows one, for days of the month and for single days each. */
export const EVENT_LEVEL = 0.01;
const MOST_MONTH_DAYS = 4;
const LEAST_MONTHS = 4;
const LEAST_EFFECT = 0.05;

/**
 * @param firstDay of the counts, since 1970
 * @param variance of the day factor that all have in common; robust, or events hide each other
 */
export function findEvents(
  firstDay: number,
  counts: Float64Array,
  expected: Float64Array,
  variance: number,
): EventsFit {
  const dates = Array.from(counts, (_, index) => new Date((firstDay + index) * 86_400_000));
  const means = expected.slice();
  const monthDays: MonthDay[] = [];
  while (monthDays.length < MOST_MONTH_DAYS) {
    const best = mostStriking(dates, counts, means, variance);
    if (best === null || monthDays.some(({ day }) => day === best.day)) break;
    monthDays.push(best);
    for (const [index, date] of dates.entries()) if (fallsOn(date, best.day)) means[index]! *= best.factor;
  }
  const farDays: FarDay[] = [];
  for (let index = 0; index < counts.length; index++) {
    const mean = means[index]!;
    if (mean <= 0) continue;
    const p = 2 * counts.length * countTail(counts[index]!, mean, variance);
    if (p < EVENT_LEVEL) {
      farDays.push({ day: firstDay + index, customers: counts[index]!, expected: mean, p: Math.min(1, p) });
    }
  }
  return { monthDays, farDays };
}

export function fallsOn(date: Date, day: MonthDay['day']): boolean {
  if (day !== 'last') return date.getUTCDate() === day;
  return new Date(date.getTime() + 86_400_000).getUTCDate() === 1;
}

/** A variance of day factors that single days out of the ordinary do not inflate: from the median residual. */
export function robustVariance(counts: Float64Array, expected: Float64Array): number {
  const residuals: [squared: number, mean: number][] = [];
  for (let index = 0; index < counts.length; index++) {
    const mean = expected[index]!;
    if (mean > 0) residuals.push([(counts[index]! - mean) ** 2, mean]);
  }
  if (residuals.length < 8) return 0;
  const median = (variance: number): number => {
    const scaled = residuals.map(([squared, mean]) => squared / (mean + variance * mean * mean));
    return scaled.sort((a, b) => a - b)[scaled.length >> 1]!;
  };
  // The median of a chi-square variate of one degree of freedom.
  const target = 0.4549;
  if (median(0) <= target) return 0;
  let [low, high] = [0, 100];
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2;
    if (median(middle) > target) low = middle;
    else high = middle;
  }
  return high;
}

function mostStriking(
  dates: readonly Date[],
  counts: Float64Array,
  means: Float64Array,
  variance: number,
): MonthDay | null {
  const candidates: MonthDay['day'][] = [...Array.from({ length: 31 }, (_, index) => index + 1), 'last'];
  let best: MonthDay | null = null;
  for (const day of candidates) {
    let [total, mean, scatter, times] = [0, 0, 0, 0];
    let worst = { count: 0, mean: 0, scatter: 0, z: 0 };
    for (const [index, date] of dates.entries()) {
      const own = means[index]!;
      if (own <= 0 || !fallsOn(date, day)) continue;
      total += counts[index]!;
      mean += own;
      const beyond = variance * own * own;
      scatter += beyond;
      times += 1;
      const z = (counts[index]! - own) / Math.sqrt(own + beyond);
      if (Math.abs(z) > Math.abs(worst.z)) worst = { count: counts[index]!, mean: own, scatter: beyond, z };
    }
    if (times < LEAST_MONTHS) continue;
    // One day far off does not make a day of the month: the others must say the same.
    const others = mean - worst.mean;
    const p =
      2 *
      candidates.length *
      Math.max(
        countTail(total, mean, scatter / mean ** 2),
        countTail(total - worst.count, others, (scatter - worst.scatter) / others ** 2),
      );
    const factor = total / mean;
    if (p >= EVENT_LEVEL || Math.abs(factor - 1) < LEAST_EFFECT) continue;
    if (best === null || p < best.p) best = { day, factor, p: Math.min(1, p), times };
  }
  return best;
}
