import { expectedInHour } from './demandModel.ts';
import type { DemandModel } from './demandModel.ts';
import type { FitData, HourRange } from './fitData.ts';
import { DAY_HOURS } from './weekHours.ts';

/** A gamma law: what is known of a factor. */
export interface Gamma {
  readonly shape: number;
  readonly rate: number;
}

interface Sums {
  readonly customers: Float64Array;
  readonly expected: Float64Array;
}

/**
 * What the day so far says of its random factors: those of all, of a server and of a series are each learnt from what
 * came since midnight, up to the last whole hour. The product of what is known of the three is taken for a gamma law of
 * its mean and variance.
 */
export class DayPosterior {
  private readonly model: DemandModel;
  private readonly range: HourRange;
  private readonly network: Sums;
  private readonly servers: readonly Sums[];
  private readonly series: readonly Sums[];
  private readonly serverOf: readonly number[];

  constructor(data: FitData, model: DemandModel, range: HourRange) {
    this.model = model;
    this.range = range;
    const hours = range.until - range.from;
    const empty = (): Sums => ({ customers: new Float64Array(hours), expected: new Float64Array(hours) });
    this.network = empty();
    this.servers = data.servers.map(empty);
    this.serverOf = data.series.map(({ server }) => data.servers.indexOf(server));
    this.series = data.series.map((series, index) => {
      const own = empty();
      for (let hour = range.from; hour < range.until; hour++) {
        const exposure = series.exposure(hour);
        if (exposure === 0) continue;
        const at = hour - range.from;
        own.customers[at] = series.customersAt(hour);
        own.expected[at] = exposure * expectedInHour(model, model.series[index]!, hour);
        for (const sums of [this.network, this.servers[this.serverOf[index]!]!]) {
          sums.customers[at]! += own.customers[at]!;
          sums.expected[at]! += own.expected[at]!;
        }
      }
      return own;
    });
    for (const sums of [this.network, ...this.servers, ...this.series]) accumulate(sums);
  }

  /** At the beginning of that hour; null: nothing is random. */
  at(index: number, hour: number): Gamma | null {
    const { network, server, series } = this.model.dayVariance;
    if (network + server + series === 0) return null;
    const at = hour - this.range.from;
    let mean = 1;
    let square = 1;
    const learn = (variance: number, sums: Sums): void => {
      if (variance === 0) return;
      const isMidnight = hour % DAY_HOURS === 0;
      const shape = 1 / variance + (isMidnight ? 0 : sums.customers[at - 1]!);
      const rate = 1 / variance + (isMidnight ? 0 : sums.expected[at - 1]!) * mean;
      mean *= shape / rate;
      square *= 1 + 1 / shape;
    };
    learn(network, this.network);
    learn(server, this.servers[this.serverOf[index]!]!);
    learn(series, this.series[index]!);
    const shape = 1 / (square - 1);
    return { shape, rate: shape / mean };
  }
}

/** From each midnight on, up to the end of each hour. */
function accumulate({ customers, expected }: Sums): void {
  for (let hour = 0; hour < customers.length; hour++) {
    if (hour % DAY_HOURS === 0) continue;
    customers[hour]! += customers[hour - 1]!;
    expected[hour]! += expected[hour - 1]!;
  }
}
