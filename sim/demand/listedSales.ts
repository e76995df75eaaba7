import type { Microseconds } from '#src/domain/time';
import type { ArrivalStream } from './arrivalStream.ts';

/** Customers exactly when a list says. */
export class ListedSales implements ArrivalStream {
  readonly isCountsFirst = false;
  private readonly times: readonly Microseconds[];
  /** The last answer of `countUntil`, where its next search begins. */
  private cursor = 0;

  /** @param times ascending */
  constructor(times: readonly Microseconds[]) {
    for (let index = 1; index < times.length; index++) {
      if (!(times[index - 1]! <= times[index]!))
        throw new RangeError('Listed sales come in the order of time.');
    }
    this.times = times;
  }

  countUntil(time: Microseconds): number {
    const { times } = this;
    let low = this.cursor;
    if (low > 0 && times[low - 1]! > time) low = 0;
    // Arrival `low` is at or before the time; the one after `high` is not.
    let step = 1;
    while (low + step <= times.length && times[low + step - 1]! <= time) {
      low += step;
      step *= 2;
    }
    for (; step >= 1; step /= 2) {
      if (low + step <= times.length && times[low + step - 1]! <= time) low += step;
    }
    this.cursor = low;
    return low;
  }

  timeOf(k: number): Microseconds {
    return k > this.times.length ? Infinity : this.times[k - 1]!;
  }

  sumOfTimesSince(first: number, last: number, time: Microseconds): number {
    const { times } = this;
    if (last > times.length) return NaN;
    let sum = 0;
    for (let k = first - 1; k < last; k++) sum += time - times[k]!;
    return sum;
  }

  release(): void {
    // The list stays: it belongs to the plan.
  }
}
