import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import type { StockMeter } from './stockMeter.ts';
import type { StockWatcher } from './stockWatcher.ts';

/** Looks closely at one shelf for a short while: samples of its stock, and its customers by the hour. */
export class WindowRecorder implements StockWatcher {
  /** At `from`, one interval later, and so on. */
  readonly onHand: number[] = [];
  /** On hand and on order, less what waiting customers will take: what orders are decided by. */
  readonly position: number[] = [];
  readonly asked: number[];
  /** Of them, those who met an empty shelf. */
  readonly missed: number[];
  private readonly meter: StockMeter;
  private readonly from: Microseconds;
  private readonly interval: Microseconds;
  private readonly most: number;

  constructor(meter: StockMeter, from: Microseconds, until: Microseconds, interval: Microseconds) {
    this.meter = meter;
    this.from = from;
    this.interval = interval;
    this.most = Math.floor((until - from) / interval) + 1;
    const hours = Math.ceil((until - from) / HOUR_MICROSECONDS);
    this.asked = Array.from({ length: hours }, () => 0);
    this.missed = Array.from({ length: hours }, () => 0);
  }

  pass(time: Microseconds, onHand: number): void {
    while (this.onHand.length < this.most && this.due < time) this.sample(onHand);
  }

  count(time: Microseconds, onHandBefore: number): void {
    const hour = Math.floor((time - this.from) / HOUR_MICROSECONDS);
    if (hour < 0 || hour >= this.asked.length) return;
    this.asked[hour]! += 1;
    if (onHandBefore === 0) this.missed[hour]! += 1;
  }

  finish(time: Microseconds, onHand: number): void {
    while (this.onHand.length < this.most && this.due <= time) this.sample(onHand);
  }

  private get due(): Microseconds {
    return this.from + this.onHand.length * this.interval;
  }

  private sample(onHand: number): void {
    this.onHand.push(onHand);
    this.position.push(onHand + this.meter.onOrder - this.meter.owed);
  }
}
