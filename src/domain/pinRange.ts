import { fail } from './assertion.ts';

/** PINs with consecutive serials of one lot: `first`, `first + 1`, … `first + count - 1`. `count` is at least 1. */
export interface PinRange {
  /** Unique among all lots of the network. */
  readonly lot: string;
  readonly first: number;
  readonly count: number;
}

/** A split of ranges in two, both in the order in which they were. */
export interface Split {
  readonly taken: readonly PinRange[];
  readonly rest: readonly PinRange[];
}

const NONE: readonly PinRange[] = [];

/** Takes the first `count` PINs off `ranges`; there must be as many. */
export function takePins(ranges: readonly PinRange[], count: number): Split {
  if (count === 0) return { taken: NONE, rest: ranges };
  const head = ranges[0];
  if (head === undefined) fail(`cannot take ${count} PINs from no ranges`);
  // The usual case by far, kept free of copying.
  if (head.count > count) {
    const taken = [{ lot: head.lot, first: head.first, count }];
    const remainder = { lot: head.lot, first: head.first + count, count: head.count - count };
    if (ranges.length === 1) return { taken, rest: [remainder] };
    const rest = ranges.slice();
    rest[0] = remainder;
    return { taken, rest };
  }
  return takeSeveral(ranges, count);
}

function takeSeveral(ranges: readonly PinRange[], count: number): Split {
  const taken: PinRange[] = [];
  let missing = count;
  let index = 0;
  while (missing > 0) {
    const range = ranges[index];
    if (range === undefined) fail(`cannot take ${count} PINs from ${countPins(ranges)}`);
    if (range.count > missing) {
      taken.push({ lot: range.lot, first: range.first, count: missing });
      const remainder = { lot: range.lot, first: range.first + missing, count: range.count - missing };
      return { taken, rest: [remainder, ...ranges.slice(index + 1)] };
    }
    taken.push(range);
    missing -= range.count;
    index += 1;
  }
  return { taken, rest: index === ranges.length ? NONE : ranges.slice(index) };
}

/** Puts `added` behind `ranges`, melting what continues the last range into it. */
export function addPins(ranges: readonly PinRange[], added: readonly PinRange[]): readonly PinRange[] {
  if (ranges.length === 0) return added;
  const result = ranges.slice();
  for (const range of added) {
    const last = result[result.length - 1];
    if (last !== undefined && last.lot === range.lot && last.first + last.count === range.first) {
      result[result.length - 1] = { lot: last.lot, first: last.first, count: last.count + range.count };
    } else {
      result.push(range);
    }
  }
  return result;
}

export function countPins(ranges: readonly PinRange[]): number {
  let count = 0;
  for (const range of ranges) count += range.count;
  return count;
}
