import type { Microseconds } from '#src/domain/time';

/** The clock that a node reads: in a good one true time, in a bad one something else. */
export class NodeClock {
  /** How much too fast it runs; negative: too slow. */
  readonly skewPartsPerMillion: number;
  private readonly rate: number;
  private offset: Microseconds = 0;

  constructor(skewPartsPerMillion: number) {
    this.skewPartsPerMillion = skewPartsPerMillion;
    this.rate = 1 + skewPartsPerMillion / 1e6;
  }

  /** What it shows at a true time. */
  read(time: Microseconds): Microseconds {
    return Math.round(time * this.rate) + this.offset;
  }

  /** The true time from which on it shows `reading` or more. */
  timeOf(reading: Microseconds): Microseconds {
    let time = Math.ceil((reading - this.offset) / this.rate);
    while (this.read(time) < reading) time += 1;
    return time;
  }

  jump(by: Microseconds): void {
    this.offset += by;
  }
}
