import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import type { SegmentSource } from './segmentSource.ts';

/** Segments are dropped in lots of at least so many: to drop one shifts all others. */
const FEWEST_DROPPED = 64;

/**
 * The expected number of arrivals from time 0 on, as a function of time, and its inverse. In it every Poisson stream has
 * rate 1; a number of expected arrivals is called a position here. Segments are asked for as far as questions go, and
 * forgotten behind `forgetBefore`.
 */
export class CumulativeRate {
  private readonly segments: SegmentSource;
  // Segment i goes from starts[i] to starts[i + 1] and from positions[i] to positions[i + 1], at rates[i].
  private readonly starts: Microseconds[] = [0];
  private readonly positions: number[] = [0];
  private readonly rates: number[] = [];
  private isComplete = false;

  constructor(segments: SegmentSource) {
    this.segments = segments;
  }

  /** The position of `time`; at the end of all demand the last one. */
  at(time: Microseconds): number {
    const { starts, positions } = this;
    while (starts[starts.length - 1]! <= time && this.extend());
    const index = placeOf(starts, time);
    if (index === this.rates.length) return positions[index]!;
    return positions[index]! + (time - starts[index]!) * this.rates[index]!;
  }

  /** Whether there is demand behind `position`. */
  goesBeyond(position: number): boolean {
    const { positions } = this;
    while (positions[positions.length - 1]! <= position && this.extend());
    return positions[positions.length - 1]! > position;
  }

  /** The whole microsecond in which `position` is reached, Infinity if it never is; never falls as positions grow. */
  timeOf(position: number): Microseconds {
    if (!this.goesBeyond(position)) return Infinity;
    const { starts } = this;
    const index = placeOf(this.positions, position);
    const time = starts[index]! + Math.floor((position - this.positions[index]!) / this.rates[index]!);
    const end = starts[index + 1]!;
    return time < end ? time : end - 1;
  }

  /** The sum of the times from positions `from` to `to - 1` of an ascending list, told as by `timeOf`, until `reference`. */
  sumOfTimesUntil(reference: Microseconds, list: readonly number[], from: number, to: number): number {
    if (from >= to) return 0;
    this.goesBeyond(list[to - 1]!);
    const { starts, positions, rates } = this;
    let segment = placeOf(positions, list[from]!);
    let sum = 0;
    for (let index = from; index < to; index++) {
      const position = list[index]!;
      while (positions[segment + 1]! <= position) segment++;
      const time = starts[segment]! + Math.floor((position - positions[segment]!) / rates[segment]!);
      const end = starts[segment + 1]!;
      sum += reference - (time < end ? time : end - 1);
    }
    return sum;
  }

  /** The mean time that passes from an arrival, uniform over positions `from` to `to`, until `reference`. */
  meanTimeUntil(reference: Microseconds, from: number, to: number): number {
    this.goesBeyond(to);
    const { starts, positions, rates } = this;
    let sum = 0;
    for (let index = placeOf(positions, from), low = from; low < to && index < rates.length; index++) {
      const high = Math.min(to, positions[index + 1]!);
      const middle = ((low + high) / 2 - positions[index]!) / rates[index]!;
      // A segment without demand is as long as it likes: no position lies in it.
      if (high > low) sum += (high - low) * (reference - starts[index]! - middle);
      low = high;
    }
    return sum / (to - from);
  }

  /** It pays to forget what lies behind. */
  get isLong(): boolean {
    return this.rates.length >= 2 * FEWEST_DROPPED;
  }

  /** Nothing before `position` will be asked about again. */
  forgetBefore(position: number): void {
    const count = placeOf(this.positions, position);
    if (count < FEWEST_DROPPED) return;
    this.starts.splice(0, count);
    this.positions.splice(0, count);
    this.rates.splice(0, count);
  }

  private extend(): boolean {
    // The clock ends somewhere; demand that comes round and round does not.
    const start = this.starts[this.starts.length - 1]!;
    if (this.isComplete || start >= Number.MAX_SAFE_INTEGER) return false;
    const segment = this.segments.next();
    if (segment === null) {
      this.isComplete = true;
      return false;
    }
    const { end, ratePerHour } = segment;
    const rate = ratePerHour / HOUR_MICROSECONDS;
    this.rates.push(rate);
    this.starts.push(end);
    this.positions.push(this.positions[this.positions.length - 1]! + (rate === 0 ? 0 : (end - start) * rate));
    return true;
  }
}

/** The last index whose value is not above `value`; 0 if there is none. */
function placeOf(values: readonly number[], value: number): number {
  let low = 0;
  let high = values.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}
