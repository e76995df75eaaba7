import { pieceOf } from './pinRange.ts';
import type { PinRange, Split } from './pinRange.ts';

/** Ranges of PINs as sets. Expiry does not tell PINs apart: a PIN is its lot and its serial. */

/** The same PINs in as few ranges as possible, sorted by lot and serial, each PIN once. */
export function unite(ranges: readonly PinRange[]): readonly PinRange[] {
  const sorted = ranges.toSorted((a, b) => (a.lot === b.lot ? a.first - b.first : a.lot < b.lot ? -1 : 1));
  const result: PinRange[] = [];
  for (const range of sorted) {
    const last = result.at(-1);
    if (last === undefined || last.lot !== range.lot || last.first + last.count < range.first) {
      result.push(pieceOf(range, range.first, range.count));
      continue;
    }
    const end = Math.max(last.first + last.count, range.first + range.count);
    result[result.length - 1] = pieceOf(last, last.first, end - last.first);
  }
  return result;
}

/** Parts `ranges` into the PINs that are among `others` too and those that are not, both in the order in which they were. */
export function partBy(ranges: readonly PinRange[], others: readonly PinRange[]): Split {
  const taken: PinRange[] = [];
  const rest: PinRange[] = [];
  const borders = byLot(others);
  for (const range of ranges) {
    const end = range.first + range.count;
    let next = range.first;
    const sameLot = borders.get(range.lot) ?? [];
    for (let index = firstBehind(sameLot, next); index < sameLot.length; index++) {
      const other = sameLot[index]!;
      if (other.first >= end) break;
      const from = Math.max(next, other.first);
      const to = Math.min(end, other.first + other.count);
      if (from > next) rest.push(pieceOf(range, next, from - next));
      taken.push(pieceOf(range, from, to - from));
      next = to;
    }
    if (next === range.first) rest.push(range);
    else if (next < end) rest.push(pieceOf(range, next, end - next));
  }
  return { taken, rest };
}

/** The PINs of `ranges` that are among `others` too. */
export function intersect(ranges: readonly PinRange[], others: readonly PinRange[]): readonly PinRange[] {
  return partBy(ranges, others).taken;
}

/** The PINs of `ranges` that are not among `others`. */
export function subtract(ranges: readonly PinRange[], others: readonly PinRange[]): readonly PinRange[] {
  return partBy(ranges, others).rest;
}

function byLot(ranges: readonly PinRange[]): ReadonlyMap<string, readonly PinRange[]> {
  const result = new Map<string, PinRange[]>();
  for (const range of unite(ranges)) {
    const list = result.get(range.lot);
    if (list === undefined) result.set(range.lot, [range]);
    else list.push(range);
  }
  return result;
}

/** The place of the first of `ranges`, which are of one lot, disjoint and ascending, that ends behind `serial`. */
function firstBehind(ranges: readonly PinRange[], serial: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { first, count } = ranges[middle]!;
    if (first + count > serial) high = middle;
    else low = middle + 1;
  }
  return low;
}
