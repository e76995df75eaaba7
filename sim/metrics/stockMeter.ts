import type { Microseconds } from '#src/domain/time';
import type { Stock } from '#src/domain/stock';
import type { ArrivalStream } from '#sim/demand/arrivalStream';
import { ExactSum } from './exactSum.ts';
import { watchSales } from './stockWatcher.ts';
import type { StockWatcher } from './stockWatcher.ts';

/** Time integrals of one inventory's stock, in whole PIN-microseconds: exact, so alike in every mode. */
export class StockMeter {
  readonly onHandTime = new ExactSum();
  readonly onOrderTime = new ExactSum();
  readonly owedTime = new ExactSum();
  /** Microseconds with nothing on hand. */
  readonly emptyTime = new ExactSum();
  /** When the shelf was empty for the first time. */
  firstEmptyAt: Microseconds = Infinity;
  /** Customers who asked for several PINs at once, and those of them who got all of them at once. */
  bulkRequests = 0;
  bulkRequestsMet = 0;
  /** Told of every single change, where someone wants to know. */
  watcher: StockWatcher | null = null;
  // The stock as it is since `since`.
  since: Microseconds = 0;
  onHand: number;
  /** On hand before the sales that are to be measured together, later; null: there are none. */
  onHandHeld: number | null = null;
  onOrder: number;
  owed: number;
  sold: number;
  lost: number;
  retired: number;

  constructor(stock: Stock) {
    this.onHand = stock.onHand;
    this.onOrder = stock.onOrder;
    this.owed = stock.owed;
    this.sold = stock.sold;
    this.lost = stock.lost;
    this.retired = stock.retired;
    if (stock.onHand === 0) this.firstEmptyAt = 0;
  }

  /** The stock stood still until `time`. */
  advance(time: Microseconds): void {
    const elapsed = time - this.since;
    if (elapsed === 0) return;
    if (this.watcher !== null) this.watcher.pass(time, this.onHand);
    if (this.onHand > 0) this.onHandTime.addProduct(this.onHand, elapsed);
    else this.emptyTime.add(elapsed);
    this.advanceDebts(time, elapsed);
  }

  /** A sale at `time` found that PINs had expired by then: so many are retired in all. */
  expire(time: Microseconds, retired: number): void {
    if (retired === this.retired) return;
    this.advance(time);
    this.onHand -= retired - this.retired;
    this.retired = retired;
  }

  /**
   * Arrivals `first` to `last` of `stream`, the last of them at or before `time`, each took one PIN as long as there
   * was any.
   */
  advanceWithSales(time: Microseconds, stream: ArrivalStream, first: number, last: number): void {
    const onHand = this.onHandHeld ?? this.onHand;
    this.onHandHeld = null;
    if (this.watcher !== null) watchSales(this.watcher, time, onHand, stream, first, last);
    const elapsed = time - this.since;
    if (onHand === 0) this.emptyTime.add(elapsed);
    else {
      const lastServed = Math.min(last, first + onHand - 1);
      if (lastServed - first + 1 === onHand) {
        const emptyAt = stream.timeOf(lastServed);
        this.emptyTime.add(time - emptyAt);
        if (emptyAt < this.firstEmptyAt) this.firstEmptyAt = emptyAt;
      }
      this.addTimeOnHand(onHand, elapsed, time, stream, first, lastServed);
    }
    this.advanceDebts(time, elapsed);
  }

  /** One customer asked for `count` PINs at `time` and got `met` of them at once. */
  advanceWithBulk(time: Microseconds, count: number, met: number): void {
    this.advance(time);
    this.bulkRequests += 1;
    if (met === count) this.bulkRequestsMet += 1;
    if (this.watcher !== null) {
      for (let index = 0; index < count; index++) this.watcher.count(time, met - index > 0 ? met - index : 0);
    }
  }

  /** Sales will be measured later, by `advanceWithSales`: until then only what is on hand is read. */
  hold(onHand: number): void {
    this.onHandHeld ??= onHand;
  }

  /** Arrivals `first` to `last`, measured as one group at `time`, had to be two: up to `middle`, and from then on. */
  regroup(time: Microseconds, stream: ArrivalStream, first: number, middle: number, last: number): void {
    if (middle < first || middle >= last) return;
    const together = stream.sumOfTimesSince(first, last, time);
    const apart =
      stream.sumOfTimesSince(first, middle, time) + stream.sumOfTimesSince(middle + 1, last, time);
    this.onHandTime.add(together - apart);
  }

  private addTimeOnHand(
    onHand: number,
    elapsed: Microseconds,
    time: Microseconds,
    stream: ArrivalStream,
    first: number,
    last: number,
  ): void {
    if (onHand * elapsed < 2 ** 52) {
      this.onHandTime.add(onHand * elapsed - stream.sumOfTimesSince(first, last, time));
    } else if (stream.isCountsFirst) {
      // What does not round, and the sum until the last sale, which may: it is the same however much time follows.
      const end = stream.timeOf(last);
      const sold = last - first + 1;
      this.onHandTime.addProduct(onHand - sold, elapsed);
      this.onHandTime.addProduct(sold, elapsed - (time - end));
      this.onHandTime.addLarge(-stream.sumOfTimesSince(first, last, end));
    } else {
      this.onHandTime.addProduct(onHand, elapsed);
      for (let k = first; k <= last; k++) this.onHandTime.add(stream.timeOf(k) - time);
    }
  }

  private advanceDebts(time: Microseconds, elapsed: Microseconds): void {
    if (this.onOrder > 0) this.onOrderTime.addProduct(this.onOrder, elapsed);
    if (this.owed > 0) this.owedTime.addProduct(this.owed, elapsed);
    this.since = time;
  }

  save() {
    return {
      onHandTime: this.onHandTime.save(),
      onOrderTime: this.onOrderTime.save(),
      owedTime: this.owedTime.save(),
      emptyTime: this.emptyTime.save(),
      since: this.since,
      /** null: never. */
      firstEmptyAt: this.firstEmptyAt === Infinity ? null : this.firstEmptyAt,
      bulkRequests: this.bulkRequests,
      bulkRequestsMet: this.bulkRequestsMet,
    };
  }

  /** Goes on from what was saved, with the stock as it was then. */
  restore(saved: ReturnType<StockMeter['save']>, stock: Stock): void {
    this.onHandTime.restore(saved.onHandTime);
    this.onOrderTime.restore(saved.onOrderTime);
    this.owedTime.restore(saved.owedTime);
    this.emptyTime.restore(saved.emptyTime);
    this.since = saved.since;
    this.read(stock);
    this.firstEmptyAt = saved.firstEmptyAt ?? Infinity;
    this.bulkRequests = saved.bulkRequests;
    this.bulkRequestsMet = saved.bulkRequestsMet;
  }

  /** What the stock is from now on. */
  read(stock: Stock): void {
    if (stock.lost > this.lost) this.watcher?.lose?.(this.since, stock.lost - this.lost);
    this.lost = stock.lost;
    this.onHand = stock.onHand;
    this.onOrder = stock.onOrder;
    this.owed = stock.owed;
    this.sold = stock.sold;
    this.retired = stock.retired;
    if (this.onHandHeld !== null) return;
    if (stock.onHand === 0 && this.since < this.firstEmptyAt) this.firstEmptyAt = this.since;
  }
}
