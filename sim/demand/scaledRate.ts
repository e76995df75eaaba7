import type { Microseconds } from '#src/domain/time';
import type { FactorSegment, FactorSource, Segment, SegmentSource } from './segmentSource.ts';

/** A rate times factors, each of which changes at times of its own. */
export class ScaledRate implements SegmentSource {
  private readonly rate: SegmentSource;
  private readonly factors: readonly FactorSource[];
  private base: Segment = { end: 0, ratePerHour: 0 };
  private readonly current: FactorSegment[];
  private at: Microseconds = 0;

  constructor(rate: SegmentSource, factors: readonly FactorSource[]) {
    this.rate = rate;
    this.factors = factors;
    this.current = factors.map(() => ({ end: 0, factor: 1 }));
  }

  next(): Segment | null {
    const { at, factors, current } = this;
    while (this.base.end <= at) {
      const base = this.rate.next();
      if (base === null) return null;
      this.base = base;
    }
    let { end, ratePerHour } = this.base;
    // Nothing times whatever is nothing: factors are caught up with later.
    if (ratePerHour > 0) {
      for (let index = 0; index < factors.length; index++) {
        let own = current[index]!;
        while (own.end <= at) own = factors[index]!.next();
        current[index] = own;
        ratePerHour *= own.factor;
        if (own.end < end) end = own.end;
      }
    }
    this.at = end;
    return { end, ratePerHour };
  }
}
