import FlatQueue from 'flatqueue';
import { PURCHASE } from '#machines/inventoryRequests';
import type { Message } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import type { Cell } from '#src/network/network';
import type { StockPoint } from './stockPoint.ts';
import { isSaleMessage } from './trace.ts';

/** A message on its way. */
export interface Delivery {
  readonly message: Message;
  readonly from: Cell;
  readonly to: Cell;
  /** Counts all messages sent; between two of one sender, the lower was sent first. */
  readonly number: number;
}

/**
 * What happens when. Time comes first; what falls on one instant happens in an order that does not depend on the
 * mode or on how the queue is built:
 *  1. sales, by the rank of the inventory;
 *  2. messages, by class (see MESSAGE_CLASSES), then receiver, then sender, then the sender's number.
 * Ranks follow the code units of addresses. A message with no latency joins the instant in which it is sent.
 */
export class Agenda {
  // Holds slots, not objects: on typed arrays nothing is allocated and the garbage collector has nothing to follow.
  private queue = new FlatQueue<number>(64);
  /** Slot k is that of point k; deliveries follow. */
  private readonly allPoints: readonly StockPoint[];
  private readonly slots: Delivery[] = [];
  private readonly freeSlots: number[] = [];
  private instant: Microseconds = -1;
  private readonly points: StockPoint[] = [];
  private readonly deliveries: Delivery[] = [];

  /** @param points in the order of their `index` */
  constructor(points: readonly StockPoint[]) {
    this.allPoints = points;
  }

  get nextTime(): Microseconds {
    return this.queue.peekValue() ?? Infinity;
  }

  /** Has the next sales of `point` handled at `point.nextTime`. */
  schedulePoint(point: StockPoint): void {
    if (point.nextTime === this.instant) this.points.push(point);
    else if (point.nextTime < Infinity) this.push(point.index, point.nextTime);
  }

  scheduleDelivery(delivery: Delivery, time: Microseconds): void {
    if (time === this.instant) {
      this.deliveries.push(delivery);
      return;
    }
    const slot = this.freeSlots.pop() ?? this.slots.length;
    this.slots[slot] = delivery;
    this.push(this.allPoints.length + slot, time);
  }

  /** Every message that is on its way, with its time, in the order of sending. Between two instants. */
  underWay(): readonly { readonly time: Microseconds; readonly delivery: Delivery }[] {
    const entries: { entry: number; time: Microseconds }[] = [];
    while (this.queue.length > 0) {
      const time = this.queue.peekValue()!;
      entries.push({ entry: this.queue.pop()!, time });
    }
    for (const { entry, time } of entries) this.push(entry, time);
    return entries
      .filter(({ entry }) => entry >= this.allPoints.length)
      .map(({ entry, time }) => ({ time, delivery: this.slots[entry - this.allPoints.length]! }))
      .sort((a, b) => a.delivery.number - b.delivery.number);
  }

  /** Starts the next instant and gives its time. */
  open(): Microseconds {
    const { queue, points, deliveries } = this;
    const pointCount = this.allPoints.length;
    const time = queue.peekValue()!;
    this.instant = time;
    do {
      const entry = queue.pop()!;
      if (entry >= pointCount) {
        deliveries.push(this.slots[entry - pointCount]!);
        this.freeSlots.push(entry - pointCount);
      } else {
        const point = this.allPoints[entry]!;
        // A point whose plans changed stands elsewhere in the queue, too.
        if (point.nextTime === time && !points.includes(point)) points.push(point);
      }
    } while (queue.peekValue() === time);
    return time;
  }

  private push(entry: number, time: Microseconds): void {
    if (this.queue.length === this.queue.capacity) {
      const larger = new FlatQueue<number>(2 * this.queue.capacity);
      while (this.queue.length > 0) {
        const earliest = this.queue.peekValue()!;
        larger.push(this.queue.pop()!, earliest);
      }
      this.queue = larger;
    }
    this.queue.push(entry, time);
  }

  /** The next point whose sales are due in this instant, or null. */
  takePoint(): StockPoint | null {
    const { points } = this;
    if (points.length < 2) return points.pop() ?? null;
    let best = 0;
    for (let index = 1; index < points.length; index++) {
      if (points[index]!.cell.rank < points[best]!.cell.rank) best = index;
    }
    return points.splice(best, 1)[0]!;
  }

  /** The next message of this instant, or null. */
  takeDelivery(): Delivery | null {
    const { deliveries } = this;
    if (deliveries.length < 2) return deliveries.pop() ?? null;
    let best = 0;
    for (let index = 1; index < deliveries.length; index++) {
      if (precedes(deliveries[index]!, deliveries[best]!)) best = index;
    }
    return deliveries.splice(best, 1)[0]!;
  }
}

/**
 * Among messages of one instant: what a single sale needs, then PINs that arrive, then that they arrived, then what
 * frees PINs, then what asks for them, then all else, and last of all the look at a purchase that was put off.
 */
const MESSAGE_CLASSES: Readonly<Partial<Record<Message['type'], number>>> = {
  'transfer.shipped': 1,
  'transfer.acknowledged': 2,
  'surplus.asked': 3,
  'surplus.offered': 3,
  'recall.requested': 3,
  'recall.answered': 3,
  'stock.requested': 4,
};

function classOf(message: Message): number {
  if (isSaleMessage(message)) return 0;
  return message.type === 'alarm.rang' && message.alarm === PURCHASE
    ? 6
    : (MESSAGE_CLASSES[message.type] ?? 5);
}

function precedes(a: Delivery, b: Delivery): boolean {
  const order =
    classOf(a.message) - classOf(b.message) ||
    a.to.rank - b.to.rank ||
    a.from.rank - b.from.rank ||
    a.number - b.number;
  return order < 0;
}
