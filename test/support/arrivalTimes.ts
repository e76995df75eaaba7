import type { ArrivalStream } from '#sim/demand/arrivalStream';

/** Arrivals 1 to `count` or to the end, asked for one after the other. */
export function arrivalTimes(stream: ArrivalStream, count = Infinity): number[] {
  const times: number[] = [];
  for (let k = 1; k <= count; k++) {
    const time = stream.timeOf(k);
    if (time === Infinity) break;
    times.push(time);
    stream.release(k - 1);
  }
  return times;
}
