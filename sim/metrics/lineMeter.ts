import type { HubContext } from '#machines/hub';
import type { Message } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import { ExactSum } from './exactSum.ts';
import type { SavedSum } from './exactSum.ts';

/** How many orders wait in line at the hub, over time. */
export class LineMeter {
  /** By desk, in the order of the hub's plan: order-microseconds. */
  private readonly times: readonly ExactSum[];
  private readonly lengths: number[];
  private readonly since: Microseconds[];
  private readonly places: ReadonlyMap<string, number>;

  constructor({ plan, desks }: HubContext) {
    this.times = desks.map(() => new ExactSum());
    this.lengths = desks.map(({ waiting }) => waiting.length);
    this.since = desks.map(() => 0);
    this.places = new Map(plan.desks.map(({ variety }, place) => [variety, place]));
  }

  /** The hub took in `message`, which is nearly always about one variety. */
  note({ desks }: HubContext, message: Message, now: Microseconds): void {
    const place = 'variety' in message ? this.places.get(message.variety) : undefined;
    if (place !== undefined) this.look(desks, place, now);
    else for (let desk = 0; desk < desks.length; desk++) this.look(desks, desk, now);
  }

  private look(desks: HubContext['desks'], place: number, now: Microseconds): void {
    const { length } = desks[place]!.waiting;
    if (length !== this.lengths[place]) this.change(place, length, now);
  }

  private change(place: number, length: number, now: Microseconds): void {
    this.times[place]!.addProduct(this.lengths[place]!, now - this.since[place]!);
    this.since[place] = now;
    this.lengths[place] = length;
  }

  /** Brings all sums up to now. */
  settle(now: Microseconds): void {
    for (const [place, length] of this.lengths.entries()) this.change(place, length, now);
  }

  /** Orders that wait for that variety, integrated over time: order-microseconds. */
  waitingTime(variety: string): number {
    const place = this.places.get(variety);
    return place === undefined ? 0 : this.times[place]!.value;
  }

  save(): readonly SavedSum[] {
    return this.times.map((time) => time.save());
  }

  /** Goes on from what was saved at `now`, with the hub as it was then. */
  restore(saved: readonly SavedSum[], { desks }: HubContext, now: Microseconds): void {
    for (const [place, sum] of saved.entries()) {
      this.times[place]!.restore(sum);
      this.lengths[place] = desks[place]!.waiting.length;
      this.since[place] = now;
    }
  }
}
