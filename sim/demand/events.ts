import type { Microseconds } from '#src/domain/time';
import type { EventPlan } from '#sim/plan';
import { checkRates } from './segmentSource.ts';
import type { FactorSegment, FactorSource } from './segmentSource.ts';

/** Paydays, promotions, holidays: what falls on one time multiplies; 1 where nothing does. */
export class Events implements FactorSource {
  private readonly events: readonly EventPlan[];
  /** Where the factor may change, ascending; the last one is Infinity. */
  private readonly ends: readonly Microseconds[];
  private index = 0;

  constructor(events: readonly EventPlan[]) {
    checkRates(events.map(({ factor }) => factor));
    this.events = events;
    const ends = new Set(events.flatMap(({ from, until }) => [from, until]).filter((time) => time > 0));
    this.ends = [...ends.add(Infinity)].sort((a, b) => a - b);
  }

  next(): FactorSegment {
    const { index, ends, events } = this;
    const start = index === 0 ? 0 : ends[index - 1]!;
    if (index < ends.length - 1) this.index = index + 1;
    let factor = 1;
    for (const event of events) if (event.from <= start && start < event.until) factor *= event.factor;
    return { end: ends[index]!, factor };
  }
}
