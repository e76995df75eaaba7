import { fail } from './assertion.ts';

/** PINs with consecutive serials of one lot: `first`, `first + 1`, … `first + count - 1`. `count` is at least 1. */
export interface PinRange {
  /** Unique among all lots of the network. */
  readonly lot: string;
  readonly first: number;
  readonly count: number;
  /** From this time on its PINs are worth nothing, in the clock of whoever drives the nodes; absent: they never expire. */
  readonly expiresAt?: number;
}

/** A split of ranges in two, both in the order in which they were. */
export interface Split {
  readonly taken: readonly PinRange[];
  readonly rest: readonly PinRange[];
}

const NONE: readonly PinRange[] = [];

/** `count` PINs of `range` from serial `first`. */
export function pieceOf(range: PinRange, first: number, count: number): PinRange {
  const { lot, expiresAt } = range;
  return expiresAt === undefined ? { lot, first, count } : { lot, first, count, expiresAt };
}

/** Takes the first `count` PINs off `ranges`; there must be as many. */
export function takePins(ranges: readonly PinRange[], count: number): Split {
  if (count === 0) return { taken: NONE, rest: ranges };
  const head = ranges[0];
  if (head === undefined) fail(`cannot take ${count} PINs from no ranges`);
  // The usual case by far, kept free of copying.
  if (head.count > count) {
    const taken = [pieceOf(head, head.first, count)];
    const remainder = pieceOf(head, head.first + count, head.count - count);
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
      taken.push(pieceOf(range, range.first, missing));
      const remainder = pieceOf(range, range.first + missing, range.count - missing);
      return { taken, rest: [remainder, ...ranges.slice(index + 1)] };
    }
    taken.push(range);
    missing -= range.count;
    index += 1;
  }
  return { taken, rest: index === ranges.length ? NONE : ranges.slice(index) };
}

/**
 * Puts `added` among `ranges`, which stay in the order in which they will be issued: what expires first comes first,
 * what never expires last, and of equal expiry what came first. What continues the range before it is melted into it.
 */
export function addPins(ranges: readonly PinRange[], added: readonly PinRange[]): readonly PinRange[] {
  if (ranges.length === 0 && isInOrder(added)) return added;
  const result = ranges.slice();
  for (const range of added) {
    const place = range.expiresAt === undefined ? result.length : placeFor(result, range.expiresAt);
    const before = result[place - 1];
    if (before !== undefined && continues(before, range)) {
      result[place - 1] = pieceOf(before, before.first, before.count + range.count);
    } else if (place === result.length) {
      result.push(range);
    } else {
      result.splice(place, 0, range);
    }
  }
  return result;
}

function isInOrder(ranges: readonly PinRange[]): boolean {
  for (let index = 1; index < ranges.length; index++) {
    const { expiresAt } = ranges[index]!;
    if (expiresAt !== undefined && expiresAt < (ranges[index - 1]!.expiresAt ?? Infinity)) return false;
  }
  return true;
}

/** Behind everything that expires no later. */
function placeFor(ranges: readonly PinRange[], expiresAt: number): number {
  let place = ranges.length;
  while (place > 0 && (ranges[place - 1]!.expiresAt ?? Infinity) > expiresAt) place -= 1;
  return place;
}

function continues(before: PinRange, range: PinRange): boolean {
  return (
    before.lot === range.lot &&
    before.first + before.count === range.first &&
    before.expiresAt === range.expiresAt
  );
}

export function countPins(ranges: readonly PinRange[]): number {
  let count = 0;
  for (const range of ranges) count += range.count;
  return count;
}

/** Takes what expires at `at` or has expired before off `ranges`, which are in the order of `addPins`. */
export function takeExpired(ranges: readonly PinRange[], at: number): Split {
  let expired = 0;
  while (expired < ranges.length && (ranges[expired]!.expiresAt ?? Infinity) <= at) expired += 1;
  if (expired === 0) return { taken: NONE, rest: ranges };
  return { taken: ranges.slice(0, expired), rest: ranges.slice(expired) };
}

/** Takes all PINs of one lot. */
export function takeLot(ranges: readonly PinRange[], lot: string): Split {
  if (!ranges.some((range) => range.lot === lot)) return { taken: NONE, rest: ranges };
  return {
    taken: ranges.filter((range) => range.lot === lot),
    rest: ranges.filter((range) => range.lot !== lot),
  };
}
