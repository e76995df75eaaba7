import type { DayTable } from './dayTable.ts';
import { FEWEST_CUSTOMERS } from './ownProfiles.ts';
import { fitSlope } from './slope.ts';
import type { Slope } from './slope.ts';
import { chiSquareTail } from './tails.ts';

export interface GrowthFit {
  /** By series, 0.05 for 5 % in 365 days; 0: none that could be told from chance. */
  readonly perYear: readonly number[];
  /** Of all together; null: the log is too short to tell it from a season. */
  readonly network: { readonly perYear: number; readonly low: number; readonly high: number } | null;
  readonly isSignificant: boolean;
  /** Series grow differently, significantly so. */
  readonly isOwn: boolean;
}

/** In a shorter log a season would pass for growth. */
export const LEAST_GROWTH_DAYS = 26 * 7;
/** |z| that chance exceeds once in a thousand times. */
const LEAST_Z = 3.29;
const OWN_LEVEL = 1e-4;
/** What the scenario language can say. */
const [LOWEST, HIGHEST] = [-0.99, 10];
const DAYS_PER_YEAR = 365;

/**
 * @param expected by series and day, without growth
 * @param variance of the day factor that all have in common
 */
export function fitGrowth(table: DayTable, expected: readonly Float64Array[], variance: number): GrowthFit {
  const none = { perYear: table.series.map(() => 0), network: null, isSignificant: false, isOwn: false };
  if (table.days < LEAST_GROWTH_DAYS) return none;
  const x = Float64Array.from({ length: table.days }, (_, day) => (day - table.days / 2) / DAYS_PER_YEAR);
  const counts = new Float64Array(table.days);
  const means = new Float64Array(table.days);
  for (const [index, { customersByDay }] of table.series.entries()) {
    for (let day = 0; day < table.days; day++) {
      counts[day]! += customersByDay[day]!;
      means[day]! += expected[index]![day]!;
    }
  }
  const common = fitSlope(counts, means, x, variance);
  if (common === null) return none;
  const isSignificant = Math.abs(common.slope) > LEAST_Z * common.standardError;
  const trend = isSignificant ? common.slope : 0;
  // What all of them did on a day is nobody's own.
  const own = ownSlopes(table, expected, x, (day) => (means[day]! > 0 ? counts[day]! / means[day]! : 1));
  const band = 1.96 * common.standardError;
  return {
    perYear: own.map((slope) => yearly(trend + slope)),
    network: {
      perYear: yearly(common.slope),
      low: yearly(common.slope - band),
      high: yearly(common.slope + band),
    },
    isSignificant,
    isOwn: own.some((slope) => slope !== 0),
  };
}

/** What each series gains beyond all, shrunk towards nothing; nothing if all of them may well be equal. */
function ownSlopes(
  table: DayTable,
  expected: readonly Float64Array[],
  x: Float64Array,
  common: (day: number) => number,
): number[] {
  const none = table.series.map(() => 0);
  if (table.series.length < 2) return none;
  const slopes = table.series.map((one, index): Slope | null => {
    if (one.customers < FEWEST_CUSTOMERS) return null;
    const means = expected[index]!.map((mean, day) => mean * common(day));
    return fitSlope(one.customersByDay, means, x, 0);
  });
  const known = slopes.filter((slope) => slope !== null && slope.standardError > 0) as Slope[];
  const statistic = known.reduce((sum, { slope, standardError }) => sum + (slope / standardError) ** 2, 0);
  if (known.length === 0 || chiSquareTail(statistic, known.length) >= OWN_LEVEL) return none;
  const precision = known.reduce((sum, { standardError }) => sum + standardError ** -2, 0);
  const between = Math.max(0, (statistic - known.length) / precision);
  return slopes.map((own) =>
    own === null || own.standardError === 0 ? 0 : (own.slope * between) / (between + own.standardError ** 2),
  );
}

function yearly(slope: number): number {
  return Math.max(LOWEST, Math.min(HIGHEST, Math.expm1(slope)));
}
