import { describe, expect, it } from 'vitest';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import { burstVariance, busyShare } from '#sim/fit/burstShape';
import { fitDemand } from '#sim/fit/fitDemand';
import { seriesName } from '#sim/fit/fitData';
import { fitSizes } from '#sim/fit/sizesFit';
import { silentGaps } from '#sim/fit/silentGaps';
import { StockOuts } from '#sim/fit/stockOuts';
import {
  atServers,
  constant,
  dataOf,
  dataOfRows,
  LOG_START,
  salesOf,
  scaled,
  WEEK,
  weekly,
} from '../support/salesLogs.ts';

// Seeds are fixed: a test that passes keeps passing. The standard deviations of the estimates are those over 30 other
// seeds; bounds are five of them about their mean, so a right fit fails for a seed picked blindly with probability 6e-7.

function misfit(shape: Float64Array): number {
  const squares = shape.reduce((sum, value, index) => sum + (value - WEEK[index]!) ** 2, 0);
  return Math.sqrt(squares / shape.length);
}

describe('A fit recovers what demand was generated with:', () => {
  it('the profile and the level', () => {
    const data = dataOf(atServers(4, weekly(constant(3))), 364, 1);
    const { shared, model } = fitDemand(data, data.range);
    expect(shared.kind).toBe('hourOfWeek');
    // 0.018 ± 0.0022 over the seeds.
    expect(misfit(shared.shape)).toBeLessThan(0.029);
    for (const { perHour } of model.series) expect(Math.abs(perHour - 3)).toBeLessThan(5 * 0.02);
  });

  it('growth and a day factor that servers share', () => {
    const growth = { kind: 'growth', perYear: 0.3 } as const;
    const dayFactor = { kind: 'dayFactor', group: 'all', coefficientOfVariation: 0.2 } as const;
    const data = dataOf(atServers(4, weekly(constant(3), growth, dayFactor)), 364, 1);
    const fit = fitDemand(data, data.range);
    expect(fit.growth.isSignificant).toBe(true);
    expect(fit.growth.isOwn).toBe(false);
    expect(Math.abs(fit.growth.network!.perYear - 0.29)).toBeLessThan(5 * 0.049);
    expect(Math.abs(Math.sqrt(fit.dayVariance.network) - 0.198)).toBeLessThan(5 * 0.0091);
    expect([fit.dayVariance.server, fit.dayVariance.series]).toEqual([0, 0]);
    const [low, high] = fit.dayVariance.networkBand;
    expect(low).toBeLessThan(0.2);
    expect(high).toBeGreaterThan(0.2);
  });

  it('a day factor of each server’s own, beside that of all', () => {
    const of = (group: string, coefficientOfVariation: number) =>
      ({ kind: 'dayFactor', group, coefficientOfVariation }) as const;
    const demand = ['a', 'b', 'c', 'd'].flatMap((server) =>
      ['x', 'y'].map((variety) => {
        return { server, variety, rate: scaled(constant(4), of('all', 0.2), of(server, 0.3)) };
      }),
    );
    const data = dataOf(demand, 364, 2);
    const { network, server, series } = fitDemand(data, data.range).dayVariance;
    expect(Math.sqrt(network)).toBeGreaterThan(0.16);
    expect(Math.sqrt(network)).toBeLessThan(0.24);
    expect(Math.sqrt(server)).toBeGreaterThan(0.26);
    expect(Math.sqrt(server)).toBeLessThan(0.34);
    expect(series).toBe(0);
  });

  it('bursts, which are no day factor', () => {
    const bursts = { kind: 'bursts', ratesPerHour: [2, 14], switchesPerHour: [0.25, 1] } as const;
    const data = dataOf(atServers(1, weekly(bursts)), 120, 3);
    const fit = fitDemand(data, data.range);
    const shape = fit.model.series[0]!.bursts!;
    // Means over the seeds: a profile fitted to 17 weeks takes some of the bursts with it.
    expect(Math.abs(burstVariance(shape) - 1.08)).toBeLessThan(5 * 0.11);
    expect(Math.abs(busyShare(shape) - 0.213)).toBeLessThan(5 * 0.022);
    expect(Math.abs(shape.switchesPerHour[0] + shape.switchesPerHour[1] - 1.35)).toBeLessThan(5 * 0.082);
    expect(Math.abs(shape.factors[0] - 0.463)).toBeLessThan(5 * 0.02);
    const { network, server, series } = fit.dayVariance;
    expect(network + server + series).toBe(0);
  });

  it('strong bursts, which leave no day factor either', () => {
    const bursts = { kind: 'bursts', ratesPerHour: [1, 30], switchesPerHour: [0.1, 1] } as const;
    const data = dataOf(atServers(2, bursts), 182, 9001);
    const fit = fitDemand(data, data.range);
    for (const { bursts: shape } of fit.model.series) {
      // 0.0908 ± 0.005 over the seeds, of 0.0909; the variance of 5.3 has a standard error of a tenth.
      expect(Math.abs(busyShare(shape!) - 0.0909)).toBeLessThan(5 * 0.005);
      expect(Math.abs(burstVariance(shape!) - 5.26)).toBeLessThan(5 * 0.5);
    }
    const { network, server, series } = fit.dayVariance;
    expect([network, server, series]).toEqual([0, 0, 0]);
  });

  it('bursts beside a day factor, each of them', () => {
    const bursts = { kind: 'bursts', ratesPerHour: [2, 14], switchesPerHour: [0.25, 1] } as const;
    const dayFactor = { kind: 'dayFactor', group: 'all', coefficientOfVariation: 0.3 } as const;
    const data = dataOf(atServers(1, weekly(bursts, dayFactor)), 364, 9000);
    const fit = fitDemand(data, data.range);
    const shape = fit.model.series[0]!.bursts!;
    // 0.207 ± 0.014 over four seeds, of 0.2; 1.21 ± 0.08 of 1.25; 0.31 ± 0.03 of 0.3. Three deviations for the share: with
    // a day factor that took some of the bursts with it, it was 0.246 ± 0.012, and 0.257 for this seed.
    expect(Math.abs(busyShare(shape) - 0.2)).toBeLessThan(3 * 0.014);
    expect(Math.abs(shape.switchesPerHour[0] + shape.switchesPerHour[1] - 1.21)).toBeLessThan(5 * 0.08);
    expect(Math.abs(Math.sqrt(fit.dayVariance.network) - 0.31)).toBeLessThan(5 * 0.03);
  });

  it('a payday, and one day far off, which is not carried forward', () => {
    const days = Array.from({ length: 13 }, (_, month) => Date.UTC(2014, month, 25) * 1000 - LOG_START);
    const paydays = days.map((from) => ({ from, until: from + DAY_MICROSECONDS, factor: 1.5 }));
    const feast = { from: 210 * DAY_MICROSECONDS, until: 211 * DAY_MICROSECONDS, factor: 3 };
    const events = { kind: 'events', events: [...paydays, feast] } as const;
    const data = dataOf(atServers(3, weekly(constant(3), events)), 364, 4);
    const { events: found } = fitDemand(data, data.range);
    expect(found.monthDays.map(({ day }) => day)).toEqual([25]);
    // The factor of 12 days of about 216 customers each: standard error 0.03.
    expect(Math.abs(found.monthDays[0]!.factor - 1.5)).toBeLessThan(0.15);
    const far = found.farDays.map(({ day }) => day - LOG_START / DAY_MICROSECONDS);
    expect(far).toEqual([210]);
  });

  it('the mix of bulk sizes, shared by a variety unless a server’s differs', () => {
    const mix = (one: number) => [
      { size: 1, probability: one },
      { size: 5, probability: 1 - one },
    ];
    const demand = [
      ...atServers(2, constant(5), mix(0.7)),
      { server: 'other', variety: 'v', rate: constant(5), sizes: mix(0.5) },
    ];
    const data = dataOf(demand, 182, 5);
    const { bySeries, isOwn } = fitSizes(data.series);
    const names = data.series.map(({ server }) => server);
    const shareOfOne = (index: number): number => {
      const total = bySeries[index]!.reduce((sum, [, count]) => sum + count, 0);
      return bySeries[index]![0]![1] / total;
    };
    expect(isOwn[names.indexOf('other')]).toBe(true);
    // 21,840 customers: standard error 0.0034.
    expect(Math.abs(shareOfOne(names.indexOf('other')) - 0.5)).toBeLessThan(5 * 0.0034);
    const alike = fitSizes(dataOf(atServers(3, constant(5), mix(0.7)), 182, 6).series);
    expect(alike.isOwn).toEqual([false, false, false]);
    expect(new Set(alike.bySeries).size).toBe(1);
  });

  it('the level of a server that is new, since it is there', () => {
    const opens = LOG_START + 90 * DAY_MICROSECONDS;
    const demand = [...atServers(2, constant(2)), { server: 'new', variety: 'v', rate: constant(2) }];
    const rows = [...salesOf(demand, 182, 10)].filter(
      ({ server, time }) => server !== 'new' || time >= opens,
    );
    const data = dataOfRows(rows);
    const { model, growth } = fitDemand(data, data.range);
    // 4,400 customers: standard error 0.03.
    for (const { perHour } of model.series) expect(Math.abs(perHour - 2)).toBeLessThan(5 * 0.03);
    expect([growth.isSignificant, growth.isOwn]).toEqual([false, false]);
    expect(data.series.map(({ isLate }) => isLate)).toEqual([true, false, false]);
    expect(silentGaps(data, model).total).toBe(0);
  });

  it('a profile of its own where a server’s week differs, and the common one elsewhere', () => {
    const rolled = [...WEEK.slice(156), ...WEEK.slice(0, 156)];
    const night = {
      kind: 'cycle',
      periodMicroseconds: HOUR_MICROSECONDS,
      factors: rolled,
      startsAt: 0,
    } as const;
    const demand = [
      ...atServers(4, weekly(constant(4))),
      { server: 'night', variety: 'v', rate: scaled(constant(4), night) },
      { server: 'thin', variety: 'v', rate: scaled(constant(0.02), night) },
    ];
    const data = dataOf(demand, 364, 7);
    const { model } = fitDemand(data, data.range);
    const of = (name: string) => model.series.find(({ server }) => server === name)!;
    expect(of('night').profile).toBe('server');
    const error =
      of('night').shape.reduce((sum, value, hour) => sum + Math.abs(value - rolled[hour]!), 0) / 168;
    expect(error).toBeLessThan(0.07);
    expect(of('thin').profile).toBe('shared');
  });
});

describe('Sales are not demand where there was no stock:', () => {
  // Every third afternoon the shelf is empty.
  const outages = Array.from({ length: 60 }, (_, index) => {
    const from = LOG_START + 3 * index * DAY_MICROSECONDS + 12 * HOUR_MICROSECONDS;
    return { from, until: from + 12 * HOUR_MICROSECONDS };
  });
  const rows = [...salesOf(atServers(1, weekly(constant(5))), 182, 8)].filter(
    ({ time }) => !outages.some(({ from, until }) => time >= from && time < until),
  );

  it('with a stock file, the rate and the profile are those of demand', () => {
    const stockOuts = new Map([[seriesName('s1', 'v'), new StockOuts(outages)]]);
    const data = dataOfRows(rows, { stockOuts });
    const { model, shared, dayVariance } = fitDemand(data, data.range);
    // About 17,600 customers: standard error 0.04.
    expect(Math.abs(model.series[0]!.perHour - 5)).toBeLessThan(5 * 0.04);
    expect(misfit(shared.shape)).toBeLessThan(0.14);
    expect(dayVariance.network).toBe(0);
    expect(silentGaps(data, model).total).toBe(0);
  });

  it('without one, the rate is too low, and the gaps are told', () => {
    const data = dataOfRows(rows);
    const { model } = fitDemand(data, data.range);
    expect(model.series[0]!.perHour).toBeLessThan(4.3);
    expect(silentGaps(data, model).total).toBeGreaterThan(50);
  });
});
