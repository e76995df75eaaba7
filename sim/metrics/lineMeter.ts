import type { HubContext } from '#machines/hub';
import type { Message } from '#machines/protocol';
import type { WaitingOrder } from '#src/policy/rationing';
import type { Microseconds } from '#src/domain/time';
import { ExactSum } from './exactSum.ts';
import type { SavedSum } from './exactSum.ts';

type Waiting = readonly WaitingOrder[];

/** The line of one desk, as it is since `since`. */
class Line {
  /** Order-microseconds. */
  readonly time = new ExactSum();
  /** PINs that servers have ordered. */
  asked = 0;
  /** Orders that have stood in line for any time at all, and the PINs that they waited for. */
  delayedOrders = 0;
  delayedPins = 0;
  orders: number;
  waiting: Waiting;
  private since: Microseconds;
  /** Who joined at `since`: a recall that takes no time may still fill the order at once. */
  private fresh: Waiting = [];

  constructor({ orders, waiting }: HubContext['desks'][number], since: Microseconds) {
    this.orders = orders;
    this.waiting = waiting;
    this.since = since;
  }

  change(waiting: Waiting, now: Microseconds): void {
    this.settle(now);
    const joined = waiting.slice(firstNew(this.waiting, waiting));
    if (joined.length > 0) this.fresh = [...this.fresh, ...joined];
    this.waiting = waiting;
  }

  /** The line stood still until now. */
  settle(now: Microseconds): void {
    if (now === this.since) return;
    this.time.addProduct(this.waiting.length, now - this.since);
    this.since = now;
    if (this.fresh.length === 0) return;
    for (const order of this.waiting) {
      if (!this.fresh.some((one) => isSame(one, order))) continue;
      this.delayedOrders += 1;
      this.delayedPins += order.missing;
    }
    this.fresh = [];
  }

  save(): SavedLine {
    const { time, asked, delayedOrders, delayedPins, since, fresh } = this;
    return { time: time.save(), asked, delayedOrders, delayedPins, since, fresh };
  }

  restore({ time, ...rest }: SavedLine): void {
    this.time.restore(time);
    Object.assign(this, rest);
  }
}

export interface SavedLine {
  readonly time: SavedSum;
  readonly asked: number;
  readonly delayedOrders: number;
  readonly delayedPins: number;
  readonly since: Microseconds;
  readonly fresh: Waiting;
}

function isSame(one: WaitingOrder, other: WaitingOrder): boolean {
  return one.order === other.order && one.receiver === other.receiver;
}

/** Orders join at the end: where those begin that were not there before. */
function firstNew(before: Waiting, after: Waiting): number {
  let index = after.length;
  while (index > 0 && !before.some((one) => isSame(one, after[index - 1]!))) index -= 1;
  return index;
}

/** What servers order at the hub, and how many of these orders wait in line there, over time. */
export class LineMeter {
  /** By desk, in the order of the hub's plan. */
  private lines: readonly Line[];
  private readonly places: ReadonlyMap<string, number>;

  constructor({ plan, desks }: HubContext) {
    this.lines = desks.map((desk) => new Line(desk, 0));
    this.places = new Map(plan.desks.map(({ variety }, place) => [variety, place]));
  }

  /** The hub took in `message`, which is nearly always about one variety. */
  note({ desks }: HubContext, message: Message, now: Microseconds): void {
    const place = 'variety' in message ? this.places.get(message.variety) : undefined;
    if (place === undefined) {
      for (let desk = 0; desk < desks.length; desk++) this.look(desks, desk, now);
      return;
    }
    this.look(desks, place, now);
    const line = this.lines[place]!;
    const { orders } = desks[place]!;
    // One that came before, and is only repeated, is not counted again.
    if (message.type === 'stock.requested' && orders > line.orders) line.asked += message.quantity;
    line.orders = orders;
  }

  private look(desks: HubContext['desks'], place: number, now: Microseconds): void {
    const { waiting } = desks[place]!;
    const line = this.lines[place]!;
    if (waiting !== line.waiting) line.change(waiting, now);
  }

  /** Brings all sums up to now. */
  settle(now: Microseconds): void {
    for (const line of this.lines) line.settle(now);
  }

  /** What has been counted for that variety; nothing where the hub does not deal in it. */
  of(variety: string): Pick<Line, 'time' | 'asked' | 'delayedOrders' | 'delayedPins'> | null {
    const place = this.places.get(variety);
    return place === undefined ? null : this.lines[place]!;
  }

  save(): readonly SavedLine[] {
    return this.lines.map((line) => line.save());
  }

  /** Goes on from what was saved at `now`, with the hub as it was then. */
  restore(saved: readonly SavedLine[], { desks }: HubContext, now: Microseconds): void {
    this.lines = saved.map((one, place) => {
      const line = new Line(desks[place]!, now);
      line.restore(one);
      return line;
    });
  }
}
