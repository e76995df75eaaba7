import type { Microseconds } from '#src/domain/time';
import { checkPeriod } from './segmentSource.ts';
import type { FactorSegment, FactorSource } from './segmentSource.ts';

/** Periods of equal length, one factor each, over and over: the hours of a day or of a week. */
export class Cycle implements FactorSource {
  private readonly period: Microseconds;
  private readonly factors: readonly number[];
  private index: number;
  private end: Microseconds = 0;

  /** @param startsAt how far the cycle has got at time 0, in whole periods */
  constructor(period: Microseconds, factors: readonly number[], startsAt: Microseconds) {
    checkPeriod(period);
    if (factors.length === 0) throw new RangeError('A cycle has at least one period.');
    if (startsAt % period !== 0) throw new RangeError('A cycle starts with a whole period.');
    this.period = period;
    this.factors = factors;
    this.index = (startsAt / period) % factors.length;
  }

  next(): FactorSegment {
    const { index, factors } = this;
    this.end += this.period;
    this.index = index + 1 === factors.length ? 0 : index + 1;
    return { end: this.end, factor: factors[index]! };
  }
}
