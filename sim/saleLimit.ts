import type { Stock } from '#src/domain/stock';
import type { Microseconds } from '#src/domain/time';
import type { StockMeter } from './metrics/stockMeter.ts';
import type { StockPoint } from './stockPoint.ts';

/**
 * Finds the moment of the N-th served sale. The lazy mode hands over sales late, so what was handed over is not
 * what was served: while the sum of sold and on hand is below N, nothing needs to be looked at; above it, the
 * arrival streams are asked.
 */
export class SaleLimit {
  private readonly limit: number;
  private readonly points: readonly StockPoint[];
  private sold = 0;
  /** Sold + on hand: no more can be served before PINs arrive somewhere. */
  private reachable = 0;
  /** The limit cannot be reached before. */
  private safeUntil: Microseconds = 0;
  private hasServedLate = false;

  constructor(points: readonly StockPoint[], limit: number) {
    this.points = points;
    this.limit = limit;
    for (const { meter } of points) this.reachable += meter.onHand;
  }

  get served(): number {
    return this.sold;
  }

  /** Takes note of a step of a server's inventory, before its meter reads the new stock. */
  note(meter: StockMeter, stock: Stock, isSale: boolean): void {
    const sold = stock.sold - meter.sold;
    this.sold += sold;
    this.reachable += sold + stock.onHand - meter.onHand;
    if (sold > 0 && !isSale) this.hasServedLate = true;
  }

  /** Whether N sales are served by `time`, itself included, if nothing but sales happens until then. */
  isReachedBy(time: Microseconds, now: Microseconds): boolean {
    if (this.reachable < this.limit || time < this.safeUntil) return false;
    if (this.servedBy(time) >= this.limit) return true;
    this.lookAhead(time, now);
    return false;
  }

  /** Whether that step reached the limit: by a sale that was handed over at once, or by a delivery to those who wait. */
  isReachedAfterStep(now: Microseconds, isEachSale: boolean): boolean {
    if (this.reachable < this.limit) return false;
    if (isEachSale) return this.sold >= this.limit;
    if (!this.hasServedLate) return false;
    this.hasServedLate = false;
    return this.servedBy(now) >= this.limit;
  }

  /** The time of the N-th served sale, known to come after `after` and not after `by`. */
  findTime(after: Microseconds, by: Microseconds): Microseconds {
    let low = after;
    let high = by;
    while (high - low > 1) {
      const middle = low + Math.floor((high - low) / 2);
      if (this.servedBy(middle) >= this.limit) high = middle;
      else low = middle;
    }
    return high;
  }

  /** How many more sales may be served. */
  get left(): number {
    return this.limit - this.sold;
  }

  save() {
    return {
      sold: this.sold,
      reachable: this.reachable,
      hasServedLate: this.hasServedLate,
    };
  }

  restore(saved: ReturnType<SaleLimit['save']>): void {
    this.sold = saved.sold;
    this.reachable = saved.reachable;
    this.hasServedLate = saved.hasServedLate;
  }

  private servedBy(time: Microseconds): number {
    let served = this.sold;
    for (const point of this.points) if (point.meter.onHand > 0) served += point.servedBy(time);
    return served;
  }

  /** Pushes `safeUntil` as far as the arrivals alone, were all of them served, allow. */
  private lookAhead(time: Microseconds, now: Microseconds): void {
    // As far ahead as the last look went back: far enough to pay, near enough to keep few arrivals in memory.
    const horizon = time + Math.max(1, time - Math.max(now, this.safeUntil));
    let mostServed = this.sold;
    for (const point of this.points) mostServed += point.meter.owed + point.askedUntil(horizon);
    this.safeUntil = mostServed < this.limit ? horizon : time;
  }
}
