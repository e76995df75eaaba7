import type { Microseconds } from '#src/domain/time';
import { checkPeriod, checkRates } from './segmentSource.ts';
import type { Segment, SegmentSource } from './segmentSource.ts';

/** Periods of equal length, one rate each; no demand after the last. */
export class PeriodRates implements SegmentSource {
  private readonly period: Microseconds;
  private readonly ratesPerHour: readonly number[];
  private index = 0;

  constructor(period: Microseconds, ratesPerHour: readonly number[]) {
    checkPeriod(period);
    checkRates(ratesPerHour);
    this.period = period;
    this.ratesPerHour = ratesPerHour;
  }

  next(): Segment | null {
    const { index, ratesPerHour } = this;
    if (index >= ratesPerHour.length) return null;
    this.index = index + 1;
    return { end: (index + 1) * this.period, ratePerHour: ratesPerHour[index]! };
  }
}
