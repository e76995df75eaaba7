import type { Microseconds } from '#src/domain/time';
import { inventoryContext } from '#src/network/network';
import type { NetworkMachines } from '#src/network/machines';
import type { Cell } from '#src/network/network';
import type { ArrivalStream } from '#sim/demand/arrivalStream';
import { StockMeter } from './metrics/stockMeter.ts';

/** An inventory with customers of its own: its arrivals, how many have been handled, and its meter. */
/** At most so many sales make up one event, so that memory does not grow with a long time in which nothing decides. */
const MOST_SALES_AT_ONCE = 1024;

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
    return this.plan(Math.min(MOST_SALES_AT_ONCE, this.salesUntilDecision(inventoryContext(this.cell))));
  }

  /** Plans the next event at the very next sale; true if its time has changed. */
  planSale(): boolean {
    return this.plan(1);
  }

  private plan(sales: number): boolean {
    this.due = sales;
    const time = this.stream.timeOf(this.handled + sales);
    if (time === this.nextTime) return false;
    this.nextTime = time;
    return true;
  }
}
