import { DAY_MICROSECONDS } from '#src/domain/time';
import type { FactorSegment, FactorSource } from './segmentSource.ts';

const DAYS_PER_YEAR = 365;

/** Compound growth: one step a day, the first day being the measure. */
export class Growth implements FactorSource {
  private readonly perYear: number;
  private day = 0;

  /** @param perYear 0.05 for 5 % in 365 days */
  constructor(perYear: number) {
    if (!(perYear > -1 && perYear < Infinity)) throw new RangeError(`Growth cannot be ${perYear} a year.`);
    this.perYear = perYear;
  }

  next(): FactorSegment {
    const day = this.day++;
    return { end: (day + 1) * DAY_MICROSECONDS, factor: (1 + this.perYear) ** (day / DAYS_PER_YEAR) };
  }
}
