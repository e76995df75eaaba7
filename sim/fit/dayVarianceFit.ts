import type { DayTable } from './dayTable.ts';
import type { DayVariance } from './demandModel.ts';
import { jackknifeError } from './jackknife.ts';

export interface DayVarianceFit extends DayVariance {
  /** 95 % band of the common part, of its square root. */
  readonly networkBand: readonly [number, number];
  /** z of each part: how many standard errors it is above nothing. */
  readonly z: DayVariance;
}

/** z that chance exceeds once in a thousand times. */
export const LEAST_DAY_Z = 3.1;
const DAYS_OF_CLUSTER = 7;

/** Sums over days, by what pairs of counts have in common: nothing but the day, the server, or all. */
interface Sums {
  readonly products: Float64Array;
  readonly means: Float64Array;
}

/**
 * Estimates what day totals scatter beyond Poisson counts from products of their residuals: those of two servers have the
 * factor of all in common, those of two varieties of one server also the server's, those of one series also its own.
 * @param expected by series and day
 * @param skipped days that are known to be out of the ordinary
 * @param explained by series: what bursts contribute to the variance of day totals, relative to the squared mean
 */
export function fitDayVariance(
  table: DayTable,
  expected: readonly Float64Array[],
  skipped: ReadonlySet<number>,
  explained: readonly number[],
): DayVarianceFit {
  const clusters = Math.ceil(table.days / DAYS_OF_CLUSTER);
  const sums = Array.from({ length: clusters }, (): Sums => ({
    products: new Float64Array(3),
    means: new Float64Array(3),
  }));
  let ownScatter = 0;
  for (let day = 0; day < table.days; day++) {
    if (skipped.has(day)) continue;
    const scatter = addDay(table, expected, explained, day, sums[Math.floor(day / DAYS_OF_CLUSTER)]!);
    ownScatter += scatter;
  }
  const total = combine(sums);
  // A profile that was fitted to the same weeks takes some of the scatter with it.
  const correction = clusters > 2 ? clusters / (clusters - 1) : 1;
  const raw = levels(total).map((value) => value * correction);
  const errors = jackknife(sums, (rest) => levels(rest).map((value) => value * correction));
  // By chance alone: products of residuals of independent Poisson counts.
  const chance = [
    Math.sqrt(2 * total.means[0]!) / total.means[0]!,
    Math.sqrt(2 * total.means[1]!) / total.means[1]!,
    Math.sqrt(ownScatter) / total.means[2]!,
  ];
  return parts(raw, errors, chance);
}

function addDay(
  table: DayTable,
  expected: readonly Float64Array[],
  explained: readonly number[],
  day: number,
  { products, means }: Sums,
): number {
  const byServer = new Float64Array(table.servers);
  const meanByServer = new Float64Array(table.servers);
  let [residual, mean, squares, meanSquares, excess, scatter] = [0, 0, 0, 0, 0, 0];
  for (const [index, one] of table.series.entries()) {
    const own = expected[index]![day]!;
    const off = one.customersByDay[day]! - own;
    byServer[one.server]! += off;
    meanByServer[one.server]! += own;
    residual += off;
    mean += own;
    squares += off * off;
    meanSquares += own * own;
    excess += off * off - one.customersByDay[day]! - explained[index]! * own * own;
    scatter += 2 * own * own + own;
  }
  const serverSquares = byServer.reduce((sum, value) => sum + value * value, 0);
  const serverMeans = meanByServer.reduce((sum, value) => sum + value * value, 0);
  products[0]! += residual * residual - serverSquares;
  means[0]! += mean * mean - serverMeans;
  products[1]! += serverSquares - squares;
  means[1]! += serverMeans - meanSquares;
  products[2]! += excess;
  means[2]! += meanSquares;
  return scatter;
}

function combine(sums: readonly Sums[], without = -1): Sums {
  const total: Sums = { products: new Float64Array(3), means: new Float64Array(3) };
  for (const [index, { products, means }] of sums.entries()) {
    if (index === without) continue;
    for (let level = 0; level < 3; level++) {
      total.products[level]! += products[level]!;
      total.means[level]! += means[level]!;
    }
  }
  return total;
}

/** Covariance of two servers, of two varieties of a server, and variance of one series; NaN where there are no such pairs. */
function levels({ products, means }: Sums): number[] {
  return [0, 1, 2].map((level) => (means[level]! > 1e-9 ? products[level]! / means[level]! : Number.NaN));
}

function jackknife(
  sums: readonly Sums[],
  estimate: (sums: Sums) => number[],
): (a: number, b: number) => number {
  const values = sums.map((_, index) => estimate(combine(sums, index)));
  return (a, b) => jackknifeError(values.map((value) => value[a]! - (b < 0 ? 0 : value[b]!)));
}

function parts(
  raw: readonly number[],
  error: (a: number, b: number) => number,
  chance: readonly number[],
): DayVarianceFit {
  let below = -1;
  const found: number[] = [0, 0, 0];
  const z: number[] = [0, 0, 0];
  let lowest = -1;
  for (let level = 0; level < 3; level++) {
    const value = raw[level]!;
    if (Number.isNaN(value)) continue;
    // What the level below already explains does not count again: factors multiply.
    const excess = below < 0 ? value : (1 + value) / (1 + raw[below]!) - 1;
    const standardError = Math.max(error(level, below), chance[level]!);
    // A single week has no error over weeks, and proves nothing.
    z[level] = standardError > 0 ? excess / standardError : 0;
    // The lowest level there is stands for all that is in common: one server's factor is the network's.
    const place = lowest < 0 ? 0 : level;
    if (lowest < 0) {
      lowest = level;
      z[0] = z[level]!;
      if (level > 0) z[level] = 0;
    }
    if (excess > 0 && (below < 0 ? z[0]! : z[level]!) > LEAST_DAY_Z) found[place] = excess;
    below = level;
  }
  const [network = 0, server = 0, series = 0] = found;
  const band = lowest < 0 ? 0 : 1.96 * error(lowest, -1);
  return {
    network,
    server,
    series,
    networkBand: [Math.sqrt(Math.max(0, network - band)), Math.sqrt(network + band)],
    z: { network: z[0]!, server: z[1]!, series: z[2]! },
  };
}
