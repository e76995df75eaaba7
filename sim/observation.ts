import type { Message, StockDemanded } from '#machines/protocol';
import type { Stock } from '#src/domain/stock';
import type { Microseconds } from '#src/domain/time';
import { hubContext, inventoryContext } from '#src/network/network';
import type { Cell, Network, StepObserver } from '#src/network/network';
import type { Ledger } from './ledger.ts';
import { ExposureMeters } from './metrics/exposureMeters.ts';
import { LineMeter } from './metrics/lineMeter.ts';
import { StockMeter } from './metrics/stockMeter.ts';
import type { Mode } from './mode.ts';
import type { SaleLimit } from './saleLimit.ts';
import type { StockPoint } from './stockPoint.ts';
import { isSaleMessage, TraceHash } from './trace.ts';
import type { TraceEntry } from './trace.ts';

/** What is observed, as far as an observer needs to know it. */
export interface Observed {
  readonly now: Microseconds;
  readonly mode: Mode;
  readonly network: Network;
  readonly points: readonly (StockPoint | null)[];
  readonly isGrouping: boolean;
}

/**
 * Sees every message of a run and keeps what is told of it: the trace, a meter for each inventory, the books of all
 * PINs, and how many sales were served. It changes nothing.
 */
export class Observation implements StepObserver {
  readonly trace = new TraceHash();
  /** By the rank of the inventory's actor; null for every other actor, and for unlimited inventories. */
  readonly meters: readonly (StockMeter | null)[];
  /** Messages that actors have taken in. */
  messages = 0;
  readonly exposure: ExposureMeters;
  /** Of orders that wait at the hub. */
  readonly line: LineMeter;
  private readonly run: Observed;
  private readonly isLazy: boolean;
  private readonly ledger: Ledger;
  private readonly limit: SaleLimit;
  private readonly onTrace: ((entry: TraceEntry) => void) | undefined;

  constructor(
    run: Observed,
    ledger: Ledger,
    limit: SaleLimit,
    onTrace: ((entry: TraceEntry) => void) | undefined,
  ) {
    this.run = run;
    this.isLazy = run.mode === 'lazy';
    this.meters = run.network.cells.map((cell) => run.points[cell.rank]?.meter ?? meterOf(cell));
    this.exposure = new ExposureMeters(run.network, this.meters);
    this.line = new LineMeter(hubContext(run.network));
    this.ledger = ledger;
    this.limit = limit;
    this.onTrace = onTrace;
  }

  /** The actor has changed already; its meter still shows the stock as it was. */
  delivered(from: Cell | null, cell: Cell, message: Message, answers: readonly Message[]): void {
    this.messages += 1;
    const { entry } = cell;
    switch (entry.kind) {
      case 'inventory':
        this.deliveredToInventory(from, cell, message, entry.actor.context.stock);
        if (message.type === 'pins.delivered') this.ledger.noteNew(message);
        this.ledger.note(cell, answers);
        this.exposure.noteInventory(cell, message, answers, this.run.now);
        return;
      case 'supplier':
        this.addToTrace(from, cell, message, 0, 0);
        this.ledger.note(cell, answers);
        this.exposure.noteShipments(cell, answers, this.run.now);
        return;
      case 'hub':
        this.addToTrace(from, cell, message, 0, 0);
        this.line.note(entry.actor.context, message, this.run.now);
        return;
      case 'terminal':
        this.noteShown(answers);
        return;
      // Servers only take part in single sales, which the trace leaves out.
      default:
    }
  }

  private noteShown(answers: readonly Message[]): void {
    for (let index = 0; index < answers.length; index++) {
      const answer = answers[index]!;
      if (answer.type === 'print.requested' && !answer.isCopy) this.ledger.show(answer);
    }
  }

  save() {
    const { cells } = this.run.network;
    return {
      trace: this.trace.save(),
      messages: this.messages,
      exposure: this.exposure.save(),
      line: this.line.save(),
      meters: cells.flatMap(({ address, rank }) => {
        const meter = this.meters[rank]!;
        return meter === null ? [] : [[address, meter.save()] as const];
      }),
    };
  }

  /** After the actors have been restored. */
  restore(saved: ReturnType<Observation['save']>): void {
    const { network } = this.run;
    this.trace.restore(saved.trace);
    this.messages = saved.messages;
    this.exposure.restore(saved.exposure);
    this.line.restore(saved.line, hubContext(network), this.run.now);
    for (const [address, meter] of saved.meters) {
      const cell = network.find(address)!;
      this.meters[cell.rank]!.restore(meter, inventoryContext(cell).stock);
    }
  }

  /** Brings every meter up to now. */
  settle(): void {
    const { now } = this.run;
    this.exposure.settle(now);
    this.line.settle(now);
    for (const point of this.run.points) if (point !== null) this.measureGroup(point);
    for (const meter of this.meters) if (meter !== null) meter.advance(now);
  }

  /** The run ends now. */
  finish(): void {
    this.settle();
    for (const meter of this.meters) {
      if (meter !== null && meter.watcher !== null) meter.watcher.finish(this.run.now, meter.onHand);
    }
  }

  private deliveredToInventory(from: Cell | null, cell: Cell, message: Message, stock: Stock): void {
    const meter = this.meters[cell.rank]!;
    const isSale = message.type === 'stock.demanded';
    if (meter !== null) {
      const point = this.run.points[cell.rank]!;
      if (point !== null) this.limit.note(meter, stock, isSale);
      if (isSale) {
        if (message.at !== undefined) meter.expire(this.run.now, stock.retired);
        this.measureSales(meter, point, message, stock.sold);
      } else if (point === null || point.unmeasured === 0) meter.advance(this.run.now);
      else if (!isSaleMessage(message)) this.measureGroup(point);
      meter.read(stock);
    }
    if (!isSale && !isSaleMessage(message)) {
      // In the lazy mode a PIN is sold when it leaves the shelf.
      this.addToTrace(from, cell, message, stock.sold + stock.kept.reservations.length, stock.lost);
    }
  }

  private measureSales(
    meter: StockMeter,
    point: StockPoint | null,
    { count, isOneCustomer }: StockDemanded,
    soldAfter: number,
  ): void {
    const { now } = this.run;
    if (isOneCustomer === true) meter.advanceWithBulk(now, count, soldAfter - meter.sold);
    else if (this.isLazy && point !== null) {
      const { stream, handled } = point;
      meter.advanceWithSales(now, stream, handled - count + 1, handled);
    } else if (this.run.isGrouping && point !== null && point.stream.isCountsFirst) {
      meter.hold(meter.onHand);
      point.unmeasured += 1;
      if (point.unmeasured === point.groupSize) this.measureGroup(point);
    } else {
      meter.advance(now);
      if (meter.watcher !== null) meter.watcher.count(now, meter.onHand);
    }
  }

  /** Measures single sales that have not been measured, up to arrival `last`, as the lazy mode would now. */
  measureGroup(point: StockPoint, last = point.handled): void {
    const first = point.handled - point.unmeasured + 1;
    if (last < first) return;
    const { meter } = point;
    const onHand = meter.onHandHeld ?? meter.onHand;
    meter.advanceWithSales(this.run.now, point.stream, first, last);
    point.unmeasured = point.handled - last;
    if (point.unmeasured > 0) meter.hold(Math.max(0, onHand - (last - first + 1)));
    point.groupFirst = first;
    point.groupLast = last;
  }

  /**
   * A sale has ended the run. The lazy mode, which looks ahead for that moment, hands over what came before it as one
   * group, and the rest one by one.
   */
  measureLastMoment(point: StockPoint): void {
    const { stream, meter } = point;
    const { now } = this.run;
    const before = stream.countUntil(now - 1);
    if (point.unmeasured === 0) meter.regroup(now, stream, point.groupFirst, before, point.groupLast);
    this.measureGroup(point, before);
    while (point.unmeasured > 0) this.measureGroup(point, point.handled - point.unmeasured + 1);
  }

  private addToTrace(from: Cell | null, to: Cell, message: Message, sold: number, lost: number): void {
    const time = this.run.now;
    this.trace.add(time, message, from === null ? 0 : from.addressHash, to.addressHash, sold, lost);
    if (this.onTrace !== undefined) this.onTrace({ time, message, sold, lost });
  }
}

/** Server inventories without customers and the hub's are measured, too; an unlimited one has nothing to measure. */
function meterOf(cell: Cell): StockMeter | null {
  if (cell.kind !== 'inventory') return null;
  const { plan, stock } = inventoryContext(cell);
  return plan.parent === null ? null : new StockMeter(stock);
}
