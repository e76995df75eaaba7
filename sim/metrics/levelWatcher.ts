import type { Microseconds } from '#src/domain/time';
import type { StockWatcher } from './stockWatcher.ts';

/** For how long each number of PINs lay on a shelf. */
export class LevelWatcher implements StockWatcher {
  private since: Microseconds = 0;
  private time = new Float64Array(64);

  pass(time: Microseconds, onHand: number): void {
    if (onHand >= this.time.length) this.grow(onHand);
    this.time[onHand]! += time - this.since;
    this.since = time;
  }

  count(): void {}

  finish(time: Microseconds, onHand: number): void {
    this.pass(time, onHand);
  }

  /** By number of PINs. */
  get times(): Float64Array {
    return this.time;
  }

  private grow(level: number): void {
    const larger = new Float64Array(2 ** Math.ceil(Math.log2(level + 1)));
    larger.set(this.time);
    this.time = larger;
  }
}

/** For how long each number of PINs lay on any of the shelves. */
export function levelTimes(shelves: readonly LevelWatcher[]): Float64Array {
  const sums = new Float64Array(Math.max(0, ...shelves.map(({ times }) => times.length)));
  for (const { times } of shelves) {
    for (let level = 0; level < times.length; level++) sums[level]! += times[level]!;
  }
  return sums;
}

/**
 * The least level at or under which shelves stood for at least `share` (0 to 1) of their time, by the time at each
 * level, less what had passed before; null if no time has passed since.
 */
export function levelQuantile(
  times: Float64Array,
  share: number,
  before: ArrayLike<number> = [],
): number | null {
  const since = times.map((time, level) => time - (before[level] ?? 0));
  const total = since.reduce((sum, time) => sum + time, 0);
  if (total === 0) return null;
  let sum = 0;
  let last = 0;
  for (let level = 0; level < since.length; level++) {
    if (since[level] === 0) continue;
    sum += since[level]!;
    last = level;
    if (sum >= share * total) return level;
  }
  // Rounding left the sum of the parts a hair under the whole.
  return last;
}
