import type { FitSeries } from './fitData.ts';
import { FEWEST_CUSTOMERS } from './ownProfiles.ts';
import { chiSquareTail } from './tails.ts';

/** Customers by the PINs that they take at once, ascending. */
export type SizeCounts = readonly (readonly [size: number, customers: number])[];

export interface SizesFit {
  /** By series, in their order: of all that share a variety, or its own where it differs significantly. */
  readonly bySeries: readonly SizeCounts[];
  /** Which of them are their own. */
  readonly isOwn: readonly boolean[];
}

const OWN_LEVEL = 1e-4;
/** A scenario lists no more sizes than that; those that are missed least go to their neighbours. */
const MOST_SIZES = 40;

/** The distribution of bulk sizes: of a variety, unless that of one server differs significantly from it. */
export function fitSizes(series: readonly FitSeries[]): SizesFit {
  const common = new Map<string, Map<number, number>>();
  for (const { variety, sizes } of series) {
    const all = common.get(variety) ?? new Map<number, number>();
    common.set(variety, all);
    for (const [size, customers] of sizes) all.set(size, (all.get(size) ?? 0) + customers);
  }
  const shared = new Map([...common].map(([variety, sizes]) => [variety, listed(sizes)]));
  const isOwn = series.map(({ variety, sizes }) => differs(sizes, common.get(variety)!));
  const bySeries = series.map(({ variety, sizes }, index) =>
    isOwn[index]! ? listed(sizes) : shared.get(variety)!,
  );
  return { bySeries, isOwn };
}

/** PINs that a customer takes on average. */
export function meanSize(sizes: SizeCounts): number {
  const customers = sizes.reduce((sum, [, count]) => sum + count, 0);
  return sizes.reduce((sum, [size, count]) => sum + size * count, 0) / Math.max(1, customers);
}

function differs(own: ReadonlyMap<number, number>, all: ReadonlyMap<number, number>): boolean {
  const total = sum(all);
  const customers = sum(own);
  if (customers < FEWEST_CUSTOMERS || total === customers) return false;
  // Two samples: those of this series, and all others. Rare sizes are lumped together.
  let [statistic, cells, restOwn, restAll] = [0, 0, 0, 0];
  const add = (count: number, of: number): void => {
    const expected = (customers * of) / total;
    const elsewhere = of - expected;
    if (elsewhere <= 0) return;
    statistic += (count - expected) ** 2 * (1 / expected + 1 / elsewhere);
    cells += 1;
  };
  for (const [size, of] of all) {
    if ((customers * of) / total >= 5) add(own.get(size) ?? 0, of);
    else {
      restOwn += own.get(size) ?? 0;
      restAll += of;
    }
  }
  if (restAll > 0) add(restOwn, restAll);
  return chiSquareTail(statistic, cells - 1) < OWN_LEVEL;
}

function sum(sizes: ReadonlyMap<number, number>): number {
  let total = 0;
  for (const count of sizes.values()) total += count;
  return total;
}

function listed(sizes: ReadonlyMap<number, number>): SizeCounts {
  const list = [...sizes].sort(([a], [b]) => a - b).map(([size, count]): [number, number] => [size, count]);
  while (list.length > MOST_SIZES) dropOne(list);
  return list;
}

/**
 * Takes out the size that is missed least. Its customers go to both neighbours so that all of them together take as many
 * PINs as before; the squares grow by a little.
 */
function dropOne(list: [size: number, customers: number][]): void {
  let [least, cost] = [1, Infinity];
  for (let index = 1; index < list.length - 1; index++) {
    const [size, count] = list[index]!;
    const own = count * (size - list[index - 1]![0]) * (list[index + 1]![0] - size);
    if (own < cost) [least, cost] = [index, own];
  }
  const [before, [size, count], after] = list.splice(least - 1, 3) as [
    [number, number],
    [number, number],
    [number, number],
  ];
  const upwards = (count * (size - before[0])) / (after[0] - before[0]);
  list.splice(least - 1, 0, [before[0], before[1] + count - upwards], [after[0], after[1] + upwards]);
}
