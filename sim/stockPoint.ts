import { countPins, takeExpired } from '#src/domain/pinRange';
import type { Microseconds } from '#src/domain/time';
import { inventoryContext } from '#src/network/network';
import type { NetworkMachines } from '#src/network/machines';
import type { Cell } from '#src/network/network';
import type { ArrivalStream } from '#sim/demand/arrivalStream';
import { StockMeter } from './metrics/stockMeter.ts';

/** At most so many sales make up one event, so that memory does not grow with a long time in which nothing decides. */
const MOST_SALES_AT_ONCE = 1024;

/** An inventory with customers of its own: its arrivals, how many have been handled, and its meter. */
export class StockPoint {
  /** Numbers the points of a simulation from 0, in the order of their ranks. */
  index = 0;
  readonly cell: Cell;
  readonly server: string;
  readonly variety: string;
  readonly stream: ArrivalStream;
  /** Whether a customer may ask for several PINs at once. */
  readonly isBulk: boolean;
  readonly meter: StockMeter;
  private readonly salesUntilDecision: NetworkMachines['salesUntilDecision'];
  /** Arrivals handed to the actors. */
  handled = 0;
  /** Arrivals, from the next on, that make up the next event. */
  due = 0;
  /** When the last of them comes; Infinity: nothing will happen by itself. */
  nextTime: Microseconds = Infinity;
  /**
   * Where sums of times are expectations, the each-sale mode measures sales in the groups in which the lazy mode hands
   * them over. Sales of a group that has begun, and of the whole group unless another event ends it sooner:
   */
  unmeasured = 0;
  groupSize = 0;
  /** The last group measured. */
  groupFirst = 0;
  groupLast = 0;

  constructor(
    cell: Cell,
    variety: string,
    stream: ArrivalStream,
    salesUntilDecision: NetworkMachines['salesUntilDecision'],
  ) {
    this.cell = cell;
    this.server = cell.node;
    this.variety = variety;
    this.stream = stream;
    this.isBulk = stream.sizeOf !== undefined;
    this.salesUntilDecision = salesUntilDecision;
    this.meter = new StockMeter(inventoryContext(cell).stock);
  }

  /** PINs that customers ask for after those who were handled, up to `time`. */
  askedUntil(time: Microseconds): number {
    const { stream, handled } = this;
    const customers = stream.countUntil(time);
    if (stream.sizeOf === undefined) return customers - handled;
    let asked = 0;
    for (let k = handled + 1; k <= customers; k++) asked += stream.sizeOf(k);
    return asked;
  }

  /**
   * Plans the next event at the sale that makes something happen, or at the next customer if that may be several sales
   * at once; true if its time has changed.
   */
  planDecision(): boolean {
    if (this.isBulk) return this.plan(1);
    const context = inventoryContext(this.cell);
    const untilDecision = this.salesUntilDecision(context);
    if (this.stream.isCountsFirst) return this.plan(untilDecision);
    const sales = Math.min(MOST_SALES_AT_ONCE, untilDecision);
    const expiry = context.stock.kept.expiryWatched;
    return this.plan(expiry === null ? sales : this.salesUntilExpiry(expiry, sales));
  }

  /** As many as `sales`, but no more than up to one that comes at `expiry` itself: it decides what expires then. */
  private salesUntilExpiry(expiry: Microseconds, sales: number): number {
    const { stream, handled } = this;
    if (stream.timeOf(handled + sales) <= expiry) return sales;
    const due = stream.countUntil(expiry) - handled;
    return due > 0 && stream.timeOf(handled + due) === expiry ? due : sales;
  }

  /** Before a single sale of the each-sale mode. */
  beginGroup(): void {
    if (this.unmeasured === 0) this.groupSize = this.salesUntilDecision(inventoryContext(this.cell));
  }

  /** Plans the next event at the very next sale; true if its time has changed. */
  planSale(): boolean {
    return this.plan(1);
  }

  /** How many of the next sales come before the first moment, up to `time`, at which something on the shelf expires. */
  salesBeforeExpiry(time: Microseconds): number {
    const expiry = inventoryContext(this.cell).stock.kept.expiryWatched;
    if (expiry === null || expiry > time) return Infinity;
    return Math.max(0, this.stream.countUntil(expiry - 1) - this.handled);
  }

  /** How many PINs are asked for and found by `time`, which is not after the next expiry, beyond those handed over. */
  servedBy(time: Microseconds): number {
    const { onHand, ranges, kept } = inventoryContext(this.cell).stock;
    const asked = this.askedUntil(time);
    const expiry = kept.expiryWatched;
    if (expiry === null || expiry > time) return Math.min(onHand, asked);
    const before = Math.max(0, this.askedUntil(expiry - 1));
    const fresh = onHand - countPins(takeExpired(ranges, time).taken);
    const served = Math.min(onHand, before);
    return served + Math.min(onHand - served, fresh, asked - before);
  }

  private plan(sales: number): boolean {
    this.due = sales;
    const time = this.stream.timeOf(this.handled + sales);
    if (time === this.nextTime) return false;
    this.nextTime = time;
    return true;
  }
}
