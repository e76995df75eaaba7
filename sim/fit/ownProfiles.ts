import { exposureByHourOfWeek } from './dayTable.ts';
import type { DaySeries, DayTable } from './dayTable.ts';
import type { ProfileSource } from './demandModel.ts';
import { normalised } from './sharedProfile.ts';
import { chiSquare, shrunkFactors } from './shrinkage.ts';
import { chiSquareTail } from './tails.ts';
import { DAY_HOURS, WEEK_HOURS } from './weekHours.ts';

export interface OwnProfile {
  readonly shape: Float64Array;
  readonly profile: ProfileSource;
}

/** Whoever has fewer customers takes over a profile. */
export const FEWEST_CUSTOMERS = 500;
const LEAST_DAYS = 28;
/** How probable it is that a series gets a profile of its own though it has none. */
const OWN_LEVEL = 1e-4;

/**
 * The profile of each series: that of all, unless its server's differs significantly, and that of its server, unless its
 * own does. A profile of one's own is shrunk towards the one that it replaces, the more the fewer customers there are.
 */
export function ownProfiles(
  table: DayTable,
  shared: Float64Array,
  weights: readonly Float64Array[],
): OwnProfile[] {
  const result = table.series.map((): OwnProfile => ({ shape: shared, profile: 'shared' }));
  if (table.days < LEAST_DAYS) return result;
  const cells = table.series.map((one, index) => cellsOf(table, one, weights[index]!));
  const byServer = Array.from({ length: table.servers }, (): number[] => []);
  for (const [index, { server }] of table.series.entries()) byServer[server]!.push(index);
  for (const members of byServer) {
    const common =
      members.length > 1 ? refined(together(members.map((index) => cells[index]!)), shared) : null;
    for (const index of members) {
      if (common !== null) result[index] = { shape: common, profile: 'server' };
      const own = refined(cells[index]!, result[index]!.shape);
      if (own !== null) result[index] = { shape: own, profile: members.length > 1 ? 'own' : 'server' };
    }
  }
  return result;
}

interface Cells {
  readonly customers: Float64Array;
  /** Exposure times level. */
  readonly exposure: Float64Array;
  /** How many times as much as Poisson counts its hours scatter from week to week. */
  readonly dispersion: number;
}

function cellsOf(table: DayTable, one: DaySeries, weights: Float64Array): Cells {
  const customers = one.customersByHourOfWeek;
  const exposure = exposureByHourOfWeek(table, one, weights);
  if (one.customers < FEWEST_CUSTOMERS) return { customers, exposure, dispersion: 1 };
  const { from } = table.range;
  const weeks = table.days / 7;
  let squares = 0;
  for (let day = 0; day < table.days; day++) {
    const start = table.startOfDay[day]!;
    const partial = one.partial.get(day);
    for (let hour = 0; hour < DAY_HOURS; hour++) {
      const seen = partial === undefined ? 1 : partial[hour]!;
      const index = start + hour;
      if (seen === 0 || exposure[index] === 0) continue;
      const mean = (weights[day]! * seen * customers[index]!) / exposure[index]!;
      squares += (one.series.customersAt(from + day * DAY_HOURS + hour) - mean) ** 2;
    }
  }
  const dispersion = Math.max(1, (squares / one.customers) * (weeks / (weeks - 1)));
  return { customers, exposure, dispersion };
}

function together(all: readonly Cells[]): Cells {
  const add = (pick: (cells: Cells) => Float64Array): Float64Array =>
    Float64Array.from({ length: WEEK_HOURS }, (_, index) =>
      all.reduce((sum, cells) => sum + pick(cells)[index]!, 0),
    );
  return {
    customers: add((cells) => cells.customers),
    exposure: add((cells) => cells.exposure),
    dispersion: Math.max(...all.map(({ dispersion }) => dispersion)),
  };
}

/** Null: that profile will do. */
function refined({ customers, exposure, dispersion }: Cells, shape: Float64Array): Float64Array | null {
  const total = customers.reduce((sum, value) => sum + value, 0);
  if (total < FEWEST_CUSTOMERS) return null;
  const scale = total / exposure.reduce((sum, value, index) => sum + value * shape[index]!, 0);
  const expected = exposure.map((value, index) => value * shape[index]! * scale);
  const cells = expected.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
  const p = chiSquareTail(chiSquare(customers, expected) / dispersion, cells - 1);
  if (p >= OWN_LEVEL) return null;
  const factors = shrunkFactors(customers, expected, dispersion);
  return normalised(shape.map((value, index) => value * factors[index]!));
}
