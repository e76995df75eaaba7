import type { Microseconds } from '#src/domain/time';

/** A rate that is constant from the end of the segment before (the first: from time 0) to `end`. */
export interface Segment {
  /** Whole microseconds, or Infinity. */
  readonly end: Microseconds;
  readonly ratePerHour: number;
}

/** How a rate goes on, one segment after the other; null: there is no more demand. Each question takes a step. */
export interface SegmentSource {
  next(): Segment | null;
}

/** What a rate is multiplied by up to `end`. */
export interface FactorSegment {
  readonly end: Microseconds;
  readonly factor: number;
}

/** How a factor goes on; it never ends. */
export interface FactorSource {
  next(): FactorSegment;
}

export function checkRates(ratesPerHour: readonly number[]): void {
  for (const rate of ratesPerHour) {
    if (!(rate >= 0 && rate < Infinity)) throw new RangeError(`A rate per hour cannot be ${rate}.`);
  }
}

export function checkPeriod(period: Microseconds): void {
  if (!(period > 0)) throw new RangeError(`A period cannot last ${period} microseconds.`);
}
