import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import { arrivalStream } from '#sim/demand/arrivalStream';
import { fitData } from '#sim/fit/fitData';
import type { FitData, FitDataOptions } from '#sim/fit/fitData';
import { SalesLog } from '#sim/fit/salesLog';
import type { SalesRow } from '#sim/fit/salesLog';
import type { DemandPlan, FactorPlan, RatePlan } from '#sim/plan';

/** A Monday. */
export const LOG_START = Date.UTC(2014, 0, 6) * 1000;

/** A week with quiet nights and weekends, of mean 1. */
export const WEEK: readonly number[] = (() => {
  const weights = Array.from({ length: 168 }, (_, index) => {
    const turn = (((index % 24) - 7) / 24) * 2 * Math.PI;
    const hour = Math.max(0.1, 1 + 0.8 * Math.sin(turn) + 0.3 * Math.sin(2 * turn));
    return hour * (index >= 5 * 24 ? 0.6 : 1.1);
  });
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
})();

export const constant = (ratePerHour: number): RatePlan => ({ kind: 'constant', ratePerHour });

export function weekly(of: RatePlan, ...more: readonly FactorPlan[]): RatePlan {
  const cycle = { kind: 'cycle', periodMicroseconds: HOUR_MICROSECONDS, factors: WEEK, startsAt: 0 } as const;
  return { kind: 'scaled', of, by: [cycle, ...more] };
}

export function scaled(of: RatePlan, ...by: readonly FactorPlan[]): RatePlan {
  return { kind: 'scaled', of, by };
}

/** The same demand at several servers, each with customers of its own. */
export function atServers(count: number, rate: RatePlan, sizes?: DemandPlan['sizes']): DemandPlan[] {
  return Array.from({ length: count }, (_, index) => {
    return { server: `s${index + 1}`, variety: 'v', rate, ...(sizes === undefined ? {} : { sizes }) };
  });
}

/** What customers bought in so many days, who would all have been served. */
export function* salesOf(demand: readonly DemandPlan[], days: number, seed: number): Generator<SalesRow> {
  let line = 1;
  for (const { server, variety, rate, sizes } of demand) {
    const stream = arrivalStream(rate, seed, `${server}/${variety}`, sizes);
    for (let k = 1; ; k++) {
      const time = stream.timeOf(k);
      if (!(time < days * DAY_MICROSECONDS)) break;
      yield { line: ++line, time: LOG_START + time, server, variety, quantity: stream.sizeOf?.(k) ?? 1 };
      stream.release(k);
    }
  }
}

export function logOf(rows: Iterable<SalesRow>): SalesLog {
  const log = new SalesLog();
  for (const row of rows) log.add(row);
  return log;
}

export function dataOf(
  demand: readonly DemandPlan[],
  days: number,
  seed: number,
  options: Partial<FitDataOptions> = {},
): FitData {
  return dataOfRows(salesOf(demand, days, seed), options);
}

export function dataOfRows(rows: Iterable<SalesRow>, options: Partial<FitDataOptions> = {}): FitData {
  const data = fitData(logOf(rows), { seed: 1, ...options });
  if (data === null) throw new Error('An empty log.');
  return data;
}
