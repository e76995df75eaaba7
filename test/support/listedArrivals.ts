import type { ArrivalStream } from '#sim/demand/arrivalStream';

/** Customers at listed times, in microseconds and ascending. */
export class ListedArrivals implements ArrivalStream {
  readonly isCountsFirst = false;
  private readonly times: readonly number[];

  constructor(times: readonly number[]) {
    this.times = times;
  }

  countUntil(time: number): number {
    return this.times.filter((own) => own <= time).length;
  }

  timeOf(k: number): number {
    return this.times[k - 1] ?? Infinity;
  }

  sumOfTimesSince(first: number, last: number, time: number): number {
    return this.times.slice(first - 1, last).reduce((sum, own) => sum + time - own, 0);
  }

  release(): void {
    // There is no memory to save.
  }
}
