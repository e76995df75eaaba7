import type { Microseconds } from '#src/domain/time';
import type { StockWatcher } from './stockWatcher.ts';

/**
 * Samples one inventory for pictures: on hand at the end of each interval, and who asked and who was lost in it.
 * A sample at an interval's very end counts all that happened at that instant, in every mode.
 */
export class StockRecorder implements StockWatcher {
  readonly onHand: number[];
  readonly asked: number[] = [0];
  readonly lost: number[] = [0];
  private readonly interval: Microseconds;
  private readonly losesUnmet: boolean;

  /** `losesUnmet`: whoever meets an empty shelf is lost at once. */
  constructor(interval: Microseconds, onHandAtStart: number, losesUnmet: boolean) {
    this.interval = interval;
    this.losesUnmet = losesUnmet;
    this.onHand = [onHandAtStart];
  }

  /** The stock stood still until `time`. */
  pass(time: Microseconds, onHand: number): void {
    // Sample k is due at k intervals; it is taken when time has gone past it.
    while (this.onHand.length * this.interval < time) this.onHand.push(onHand);
  }

  /** One customer at `time`. */
  count(time: Microseconds, onHandBefore: number): void {
    const index = this.sampleAt(time);
    this.asked[index]! += 1;
    if (onHandBefore === 0 && this.losesUnmet) this.lost[index]! += 1;
  }

  /** Customers for whom help was sought in vain: nobody knew at their coming that they would be lost. */
  lose(time: Microseconds, count: number): void {
    if (!this.losesUnmet) this.lost[this.sampleAt(time)]! += count;
  }

  private sampleAt(time: Microseconds): number {
    const index = Math.ceil(time / this.interval);
    while (this.asked.length <= index) {
      this.asked.push(0);
      this.lost.push(0);
    }
    return index;
  }

  /** Takes the samples that are due by `time`, the end of the run, inclusive. */
  finish(time: Microseconds, onHand: number): void {
    while (this.onHand.length * this.interval <= time) this.onHand.push(onHand);
    for (const series of [this.asked, this.lost]) {
      while (series.length < this.onHand.length) series.push(0);
      series.length = this.onHand.length;
    }
  }
}
