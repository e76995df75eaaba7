import FlatQueue from 'flatqueue';
import type { Microseconds } from '#src/domain/time';

/** What happens when. Of two things at one instant, what was put down first happens first. */
export class Schedule {
  now: Microseconds = 0;
  private readonly queue = new FlatQueue<Entry>();
  // What falls on the present instant, in order: the queue's key is the time alone, and it is not stable.
  private readonly instant: Entry[] = [];
  private taken = 0;
  private sequence = 0;

  at(time: Microseconds, action: () => void): void {
    const entry = { sequence: this.sequence++, action };
    if (time <= this.now && this.taken < this.instant.length) this.instant.push(entry);
    else this.queue.push(entry, Math.max(time, this.now));
  }

  after(delay: Microseconds, action: () => void): void {
    this.at(this.now + delay, action);
  }

  /** Does the next thing, unless it lies behind `until`; says whether it did. */
  next(until: Microseconds): boolean {
    if (this.taken === this.instant.length && !this.openInstant(until)) return false;
    const entry = this.instant[this.taken]!;
    // Counted as taken only afterwards, so that what is put down meanwhile for this instant joins it.
    entry.action();
    this.taken += 1;
    return true;
  }

  private openInstant(until: Microseconds): boolean {
    this.instant.length = 0;
    this.taken = 0;
    const time = this.queue.peekValue();
    if (time === undefined || time > until) return false;
    this.now = time;
    while (this.queue.peekValue() === time) this.instant.push(this.queue.pop()!);
    this.instant.sort((a, b) => a.sequence - b.sequence);
    return true;
  }
}

interface Entry {
  readonly sequence: number;
  readonly action: () => void;
}
