import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import type { ArrivalStream } from '#sim/demand/arrivalStream';
import { fillExponential } from '#sim/random/exponential';
import type { RandomGenerator } from '#sim/random/generator';
import type { SegmentSource } from './segmentSource.ts';

/** Arrivals are drawn in blocks of this size; a power of two. */
const BLOCK = 64;
/** The search for a time takes steps of this many arrivals, then single ones. */
const STRIDE = 8;

/** No demand is looked for from then on: the last time that whole microseconds can tell exactly, in 285 years. */
const LAST_MOMENT: Microseconds = Number.MAX_SAFE_INTEGER;

/**
 * Poisson arrivals at a rate that is constant within segments: unit exponentials are stretched by the current segment's
 * time per arrival, and what a segment cannot hold is carried into the next. An arrival is told in the whole microsecond
 * in which it falls, so it never leaves its segment.
 *
 * Arrivals released + 1 to filled are kept in a ring of a power of two, which grows with the look-ahead alone.
 */
export class PoissonStream implements ArrivalStream {
  readonly isCountsFirst = false;
  /** Arrival k at index (k - 1) & mask. */
  private ring = new Float64Array(BLOCK);
  private mask = BLOCK - 1;
  private released = 0;
  private filled = 0;
  /** The last answer of `countUntil`, where its next search begins; from released to filled. */
  private cursor = 0;
  /** No arrival follows the last one filled. */
  private ended = false;

  private segmentEnd: Microseconds = 0;
  private timePerArrival = Infinity;
  /**
   * The last arrival is at origin + offset. The whole part moves to the origin after each block: the fraction keeps
   * its precision however long the run.
   */
  private origin: Microseconds = 0;
  private offset = 0;

  private readonly source: SegmentSource;
  private readonly generator: RandomGenerator;

  constructor(source: SegmentSource, generator: RandomGenerator) {
    this.source = source;
    this.generator = generator;
    this.enterNextSegment(0);
  }

  countUntil(time: Microseconds): number {
    let cursor = this.cursor;
    let { ring, mask } = this;
    if (cursor > this.released && ring[(cursor - 1) & mask]! > time) {
      do cursor--;
      while (cursor > this.released && ring[(cursor - 1) & mask]! > time);
    } else {
      let filled = this.filled;
      for (;;) {
        while (cursor + STRIDE <= filled && ring[(cursor + STRIDE - 1) & mask]! <= time) cursor += STRIDE;
        while (cursor < filled && ring[cursor & mask]! <= time) cursor++;
        if (cursor < filled || this.ended) break;
        if (time === Infinity) throw new RangeError('Countless arrivals: this demand has no end.');
        this.fillBlock();
        ({ ring, mask, filled } = this);
      }
    }
    this.cursor = cursor;
    return cursor;
  }

  timeOf(k: number): Microseconds {
    if (k > this.filled && !this.fillUpTo(k)) return Infinity;
    return this.ring[(k - 1) & this.mask]!;
  }

  sumOfTimesSince(first: number, last: number, time: Microseconds): number {
    if (last > this.filled && !this.fillUpTo(last)) return NaN;
    const { ring, mask } = this;
    let sum = 0;
    for (let k = first - 1; k < last; k++) sum += time - ring[k & mask]!;
    return sum;
  }

  release(k: number): void {
    if (k <= this.released) return;
    this.released = k;
    if (k > this.filled && !this.fillUpTo(k)) this.released = this.filled;
    if (this.cursor < this.released) this.cursor = this.released;
  }

  private fillUpTo(k: number): boolean {
    while (this.filled < k && !this.ended) this.fillBlock();
    return k <= this.filled;
  }

  private fillBlock(): void {
    if (this.filled + BLOCK - this.released > this.ring.length) this.grow();
    const ring = this.ring;
    const first = this.filled & this.mask;
    fillExponential(this.generator, ring, first, first + BLOCK);
    let { origin, timePerArrival, offset } = this;
    let length = this.segmentEnd - origin;
    for (let index = first; index < first + BLOCK; index++) {
      offset += ring[index]! * timePerArrival;
      if (offset >= length) {
        this.enterNextSegment((offset - length) / timePerArrival);
        if (this.ended) {
          this.filled += index - first;
          return;
        }
        ({ origin, timePerArrival, offset } = this);
        length = this.segmentEnd - origin;
      }
      ring[index] = origin + Math.floor(offset);
    }
    this.filled += BLOCK;
    const whole = Math.floor(offset);
    this.origin = origin + whole;
    this.offset = offset - whole;
  }

  /** Goes to where `expected` more arrivals are to be expected after the end of the current segment. */
  private enterNextSegment(expected: number): void {
    while (this.segmentEnd < LAST_MOMENT) {
      const segment = this.source.next();
      if (segment === null) break;
      const origin = this.segmentEnd;
      const length = segment.end - origin;
      this.origin = origin;
      this.segmentEnd = segment.end;
      this.timePerArrival = HOUR_MICROSECONDS / segment.ratePerHour;
      // Not a number if nothing more is expected and the rate is 0: that segment is left, too.
      this.offset = expected * this.timePerArrival;
      if (this.offset < length) return;
      expected = Math.max(0, expected - length / this.timePerArrival);
    }
    this.ended = true;
  }

  private grow(): void {
    const old = this.ring;
    const oldMask = this.mask;
    this.ring = new Float64Array(2 * old.length);
    this.mask = this.ring.length - 1;
    for (let index = this.released; index < this.filled; index++) {
      this.ring[index & this.mask] = old[index & oldMask]!;
    }
  }
}
