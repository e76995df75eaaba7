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
  readonly meter: StockMeter;
  private readonly salesUntilDecision: NetworkMachines['salesUntilDecision'];
  /** Arrivals handed to the actors. */
  handled = 0;
  /** Arrivals, from the next on, that make up the next event. */
  due = 0;
  /** When the last of them comes; Infinity: nothing will happen by itself. */
  nextTime: Microseconds = Infinity;

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
    this.salesUntilDecision = salesUntilDecision;
    this.meter = new StockMeter(inventoryContext(cell).stock);
  }

  /** Plans the next event at the sale that makes something happen; true if its time has changed. */
  planDecision(): boolean {
    const context = inventoryContext(this.cell);
    const sales = Math.min(MOST_SALES_AT_ONCE, this.salesUntilDecision(context));
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

  /** How many of the sales that have not been handed over find a PIN by `time`, which is not after the next expiry. */
  servedBy(time: Microseconds): number {
    const arrivals = this.stream.countUntil(time) - this.handled;
    const before = Math.min(arrivals, this.salesBeforeExpiry(time));
    const { onHand, ranges } = inventoryContext(this.cell).stock;
    if (before === arrivals) return Math.min(onHand, arrivals);
    const fresh = onHand - countPins(takeExpired(ranges, time).taken);
    const served = Math.min(onHand, before);
    return served + Math.min(onHand - served, fresh, arrivals - before);
  }

  private plan(sales: number): boolean {
    this.due = sales;
    const time = this.stream.timeOf(this.handled + sales);
    if (time === this.nextTime) return false;
    this.nextTime = time;
    return true;
  }
}
