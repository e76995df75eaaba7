import type { Microseconds } from '#src/domain/time';
import type { ArrivalStream } from '#sim/demand/arrivalStream';

/** Wants to know of every single sale of one inventory: slower than a meter, which adds up many at once. */
export interface StockWatcher {
  /** The stock stood still until `time`. */
  pass(time: Microseconds, onHand: number): void;
  /** One customer at `time`. */
  count(time: Microseconds, onHandBefore: number): void;
  /** So many gave up; on the servers where customers may wait, `time` is when they were told that there is nothing. */
  lose?(time: Microseconds, count: number): void;
  /** The run ends at `time`. */
  finish(time: Microseconds, onHand: number): void;
}

/** Arrivals `first` to `last` of `stream`, all at or before `time`, each took one PIN if there was any. */
export function watchSales(
  watcher: StockWatcher,
  time: Microseconds,
  onHand: number,
  stream: ArrivalStream,
  first: number,
  last: number,
): void {
  let left = onHand;
  for (let k = first; k <= last; k++) {
    const arrival = stream.timeOf(k);
    watcher.pass(arrival, left);
    watcher.count(arrival, left);
    if (left > 0) left -= 1;
  }
  watcher.pass(time, left);
}

/** Several watchers as one. */
export function watchTogether(watchers: readonly StockWatcher[]): StockWatcher {
  return {
    pass: (time, onHand) => {
      for (const watcher of watchers) watcher.pass(time, onHand);
    },
    count: (time, onHandBefore) => {
      for (const watcher of watchers) watcher.count(time, onHandBefore);
    },
    lose: (time, count) => {
      for (const watcher of watchers) watcher.lose?.(time, count);
    },
    finish: (time, onHand) => {
      for (const watcher of watchers) watcher.finish(time, onHand);
    },
  };
}
