import { checkRates } from './segmentSource.ts';
import type { Segment, SegmentSource } from './segmentSource.ts';

/** One rate for ever. */
export class ConstantRate implements SegmentSource {
  private segment: Segment | null;

  constructor(ratePerHour: number) {
    checkRates([ratePerHour]);
    this.segment = { end: Infinity, ratePerHour };
  }

  next(): Segment | null {
    const { segment } = this;
    this.segment = null;
    return segment;
  }
}
