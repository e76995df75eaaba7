import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import type { StockWatcher } from './stockWatcher.ts';

/** Hours of a day; a run begins with hour 0. */
export const HOURS = 24;

/** Who asked, and who was met at once, by hour of the day. */
export class HourWatcher implements StockWatcher {
  readonly asked = new Float64Array(HOURS);
  readonly met = new Float64Array(HOURS);

  pass(): void {}

  count(time: Microseconds, onHandBefore: number): void {
    const hour = Math.floor(time / HOUR_MICROSECONDS) % HOURS;
    this.asked[hour]! += 1;
    if (onHandBefore > 0) this.met[hour]! += 1;
  }

  finish(): void {}
}
