import type { Microseconds } from '#src/domain/time';
import { halfOf, poisson } from '#sim/random/counts';
import { RandomGenerator } from '#sim/random/generator';
import type { GeneratorState } from '#sim/random/generator';
import { seedByCounter } from '#sim/random/keyedWords';
import type { ArrivalStream } from './arrivalStream.ts';
import { CumulativeRate } from './cumulativeRate.ts';
import type { SegmentSource } from './segmentSource.ts';

/** Arrivals to expect in a cell of level 0. A cell of level l is 2^l of them and starts at a multiple of its size. */
const LEAF = 16;

/**
 * Cells remembered on each level. Questions circle around three places: the last control event, now, and the next one
 * planned.
 */
const REMEMBERED = 3;

/** How far a position may be off by rounding, in parts of itself. */
const ROUNDING = 2 ** -40;

/** What is drawn in a cell: the last word of the counter that names its randomness. */
const TOP = 0;
const SPLIT = 1;
const ARRIVALS = 2;

/**
 * Poisson arrivals, counts first and times on demand, on a fixed dyadic grid of the cumulative rate. Top cells are the
 * first leaf and, behind it, cells that double: [16, 32), [32, 64) and so on. The count of a top cell is Poisson; a
 * cell's count is split in two halves binomially, down to leaves, in which arrivals are uniform. What is drawn in a cell
 * depends on stream and cell alone, so no answer depends on the questions before; what is remembered only saves time.
 * Each answer takes a number of steps that grows with the logarithm of how far it is from the start.
 *
 * `timeOf` and `countUntil` are exact. `sumOfTimesSince` is an expectation: see there.
 */
export class CountsFirstStream implements ArrivalStream {
  readonly isCountsFirst = true;
  private readonly rate: CumulativeRate;
  private readonly key: GeneratorState;
  /** Arrivals before top cell j, as far as they have been drawn. */
  private readonly beforeTop: number[] = [0];
  // The remembered splits, level by level: cell and arrivals in its left half, the latest first.
  private readonly cells: number[] = [];
  private readonly lefts: number[] = [];
  private readonly leaves: Leaf[] = [];
  /** Of the leaf found last. */
  private arrivalsBefore = 0;

  /** @param key names the stream: no other may have it */
  constructor(segments: SegmentSource, key: GeneratorState) {
    this.rate = new CumulativeRate(segments);
    this.key = key;
  }

  timeOf(k: number): Microseconds {
    const leaf = this.leafOf(k);
    return leaf === null ? Infinity : this.rate.timeOf(leaf.positions[k - this.arrivalsBefore - 1]!);
  }

  countUntil(time: Microseconds): number {
    // Arrivals are told by the microsecond in which they fall.
    const position = this.rate.at(time + 1);
    if (position === Infinity) throw new RangeError('Countless arrivals: this demand has no end.');
    const margin = ROUNDING * (1 + position);
    const cell = Math.floor(position / LEAF);
    const { positions, inside } = this.leafAt(cell);
    const before = this.arrivalsBefore;
    let count = 0;
    while (count < inside && positions[count]! < position - margin) count++;
    while (count < inside && positions[count]! < position + margin) {
      if (this.rate.timeOf(positions[count]!) > time) return before + count;
      count++;
    }
    let total = before + count;
    if (count === inside && (cell + 1) * LEAF - position < margin) {
      while (this.timeOf(total + 1) <= time) total++;
    }
    if (count === 0 && position - cell * LEAF < margin) {
      while (total > 0 && this.timeOf(total) > time) total--;
    }
    return total;
  }

  /**
   * The expected sum, given when arrivals `first` and `last` come, all arrivals of their leaves, and the counts of all
   * the cells that lie between: there, arrivals are uniform over the cumulative rate. To the half microsecond by which
   * an arrival is told early on average; a whole number. It depends on `first`, `last` and `time` alone, and moves by
   * exactly the number of arrivals when `time` moves by one.
   */
  sumOfTimesSince(first: number, last: number, time: Microseconds): number {
    if (last < first) return 0;
    const count = last - first + 1;
    const end = this.timeOf(last);
    const most = count * (end - this.timeOf(first));
    let sum = 0;
    for (let top = 0; top + 1 < this.beforeTop.length; top++) {
      const before = this.beforeTop[top]!;
      const inside = this.beforeTop[top + 1]! - before;
      const level = Math.max(0, top - 1);
      sum += this.sumWithin(level, top === 0 ? 0 : 1, before, inside, first, last, end);
    }
    return count * (time - end) + Math.max(0, Math.min(most, Math.round(sum)));
  }

  release(k: number): void {
    // Splits are not kept but drawn again; segments of the rate are all that grows.
    if (!this.rate.isLong) return;
    const leaf = this.leafOf(k);
    if (leaf !== null) this.rate.forgetBefore(leaf.cell * LEAF);
  }

  /** Of arrivals `first` to `last`, those in that cell; they are counted back from `end`. */
  private sumWithin(
    level: number,
    cell: number,
    before: number,
    inside: number,
    first: number,
    last: number,
    end: Microseconds,
  ): number {
    if (inside === 0 || before + inside < first || before >= last) return 0;
    if (before + 1 > first && before + inside < last) {
      const from = cell * LEAF * 2 ** level;
      return inside * (this.rate.meanTimeUntil(end, from, from + LEAF * 2 ** level) + 0.5);
    }
    if (level === 0) {
      const { positions } = this.leafWith(cell, before, inside);
      const [from, to] = [Math.max(0, first - before - 1), Math.min(inside, last - before)];
      return this.rate.sumOfTimesUntil(end, positions, from, to);
    }
    const left = this.leftOf(level, cell, inside);
    return (
      this.sumWithin(level - 1, 2 * cell, before, left, first, last, end) +
      this.sumWithin(level - 1, 2 * cell + 1, before + left, inside - left, first, last, end)
    );
  }

  /** The leaf of arrival k, null if there is no such arrival. */
  private leafOf(k: number): Leaf | null {
    const { beforeTop } = this;
    while (beforeTop[beforeTop.length - 1]! < k) if (k === Infinity || !this.drawTop(false)) return null;
    let top = beforeTop.length - 2;
    while (top > 0 && beforeTop[top]! >= k) top--;
    if (top < 0) return null;
    let before = beforeTop[top]!;
    let inside = beforeTop[top + 1]! - before;
    let cell = top === 0 ? 0 : 1;
    for (let level = top - 1; level > 0; level--) {
      const left = this.leftOf(level, cell, inside);
      if (k <= before + left) {
        cell *= 2;
        inside = left;
      } else {
        cell = 2 * cell + 1;
        before += left;
        inside -= left;
      }
    }
    return this.leafWith(cell, before, inside);
  }

  /** The leaf with that number. */
  private leafAt(number: number): Leaf {
    const top = number === 0 ? 0 : bitsOf(number);
    while (this.beforeTop.length < top + 2) this.drawTop(true);
    let before = this.beforeTop[top]!;
    let inside = this.beforeTop[top + 1]! - before;
    let cell = top === 0 ? 0 : 1;
    for (let level = top - 1; level > 0; level--) {
      const left = this.leftOf(level, cell, inside);
      cell *= 2;
      if (halved(number, level - 1) === cell) inside = left;
      else {
        cell += 1;
        before += left;
        inside -= left;
      }
    }
    return this.leafWith(cell, before, inside);
  }

  /** Draws the count of the next top cell; false if there is no demand in it and it is not needed nonetheless. */
  private drawTop(isNeeded: boolean): boolean {
    const { beforeTop } = this;
    const top = beforeTop.length - 1;
    const level = Math.max(0, top - 1);
    const [cell, size] = [top === 0 ? 0 : 1, LEAF * 2 ** level];
    if (!isNeeded && !this.rate.goesBeyond(cell * size)) return false;
    this.seed(TOP, level, cell);
    beforeTop.push(beforeTop[top]! + poisson(size, drawing));
    return true;
  }

  /** How many of the arrivals in a cell fall into its left half. */
  private leftOf(level: number, cell: number, inside: number): number {
    const { cells, lefts } = this;
    const start = REMEMBERED * (level - 1);
    while (cells.length < start + REMEMBERED) {
      cells.push(-1);
      lefts.push(0);
    }
    if (cells[start] === cell) return lefts[start]!;
    let place = start + 1;
    while (place < start + REMEMBERED - 1 && cells[place] !== cell) place++;
    let left = lefts[place]!;
    if (cells[place] !== cell) {
      this.seed(SPLIT, level, cell);
      left = halfOf(inside, drawing);
    }
    for (; place > start; place--) {
      cells[place] = cells[place - 1]!;
      lefts[place] = lefts[place - 1]!;
    }
    cells[start] = cell;
    lefts[start] = left;
    return left;
  }

  private leafWith(cell: number, before: number, inside: number): Leaf {
    this.arrivalsBefore = before;
    const { leaves } = this;
    if (leaves.length > 0 && leaves[0]!.cell === cell) return leaves[0]!;
    let place = 1;
    while (place < leaves.length && leaves[place]!.cell !== cell) place++;
    let leaf: Leaf;
    if (place < leaves.length) leaf = leaves[place]!;
    else {
      if (leaves.length < REMEMBERED) leaves.push({ cell: -1, inside: 0, positions: [] });
      place = leaves.length - 1;
      leaf = leaves[place]!;
      this.fill(leaf, cell, inside);
    }
    for (; place > 0; place--) leaves[place] = leaves[place - 1]!;
    leaves[0] = leaf;
    return leaf;
  }

  private fill(leaf: Leaf, cell: number, inside: number): void {
    leaf.cell = cell;
    leaf.inside = inside;
    const { positions } = leaf;
    this.seed(ARRIVALS, 0, cell);
    for (let count = 0; count < inside; count++) {
      const position = LEAF * (cell + drawing.nextUniform());
      let place = count;
      for (; place > 0 && positions[place - 1]! > position; place--) positions[place] = positions[place - 1]!;
      positions[place] = position;
    }
  }

  private seed(purpose: number, level: number, cell: number): void {
    seedByCounter(drawing, this.key, cell | 0, Math.floor(cell / 2 ** 32), level, purpose);
  }
}

/** The arrivals of a leaf, where they fall. */
interface Leaf {
  cell: number;
  inside: number;
  /** The first `inside` of them, ascending; what lies behind is left over. */
  readonly positions: number[];
}

/** Set anew for each cell, so one serves all streams. */
const drawing = new RandomGenerator([1, 0, 0, 0]);

/** That many times, rounded down. */
function halved(number: number, times: number): number {
  return number < 2 ** 31 ? number >>> times : Math.floor(number / 2 ** times);
}

/** How many binary digits a number of 1 or more has. */
function bitsOf(number: number): number {
  let bits = 0;
  let rest = number;
  for (; rest >= 2 ** 31; rest = Math.floor(rest / 2 ** 31)) bits += 31;
  return bits + 32 - Math.clz32(rest);
}
