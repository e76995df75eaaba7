import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivalStream } from '#sim/demand/arrivalStream';
import { ConstantRate } from '#sim/demand/constantRate';
import { PeriodRates } from '#sim/demand/periodRates';
import { PoissonStream } from '#sim/demand/poissonStream';
import type { FactorPlan, RatePlan } from '#sim/plan';
import { exponential } from '#sim/random/exponential';
import { randomGenerator } from '#sim/random/generator';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import { arrivalTimes } from './support/arrivalTimes.ts';

// Seeds are fixed: a test that passes keeps passing. The error probabilities say how likely a correct stream would have
// failed for a seed picked blindly. Five standard errors: 6e-7.

const constant = (ratePerHour: number): RatePlan => ({ kind: 'constant', ratePerHour });
const periods = (ratesPerHour: number[], periodMicroseconds = DAY_MICROSECONDS): RatePlan => ({
  kind: 'periods',
  periodMicroseconds,
  ratesPerHour,
});

/**
 * The same arrivals by exact integer sums of hazards, in units of 2^-80. Rates are per hour, periods in microseconds.
 */
function exactTimes(rates: readonly number[], period: number, who: string, count: number): number[] {
  const generator = randomGenerator({ seed: 3, purpose: 'arrivals', who });
  const unit = 2 ** 80;
  const hazards = rates.map((rate) => BigInt(Math.round(rate * (period / HOUR_MICROSECONDS) * unit)));
  const times: number[] = [];
  let index = 0;
  let before = 0n;
  let hazard = 0n;
  while (times.length < count) {
    hazard += BigInt(Math.round(exponential(generator) * unit));
    while (index < hazards.length && before + hazards[index]! <= hazard) before += hazards[index++]!;
    if (index === hazards.length) break;
    times.push(index * period + (Number(hazard - before) / unit / rates[index]!) * HOUR_MICROSECONDS);
  }
  return times;
}

/** Each time is the microsecond in which the exact one falls, give or take a tenth for rounding. */
function expectWholePartsOf(exact: readonly number[], times: readonly number[]): void {
  for (const [i, time] of times.entries()) {
    const late = exact[i]! - time;
    if (!(late > -0.1 && late < 1.1)) expect.fail(`arrival ${i + 1}: ${time}, exactly ${exact[i]}`);
  }
}

/** Kolmogorov–Smirnov: sqrt(n) times the greatest distance from the distribution; above 2.694 once in a million. */
function kolmogorovSmirnov(sample: readonly number[], distribution: (x: number) => number): number {
  const n = sample.length;
  const sorted = Float64Array.from(sample).sort();
  let distance = 0;
  sorted.forEach((x, i) => {
    distance = Math.max(distance, distribution(x) - i / n, (i + 1) / n - distribution(x));
  });
  return distance * Math.sqrt(n);
}

describe('what a stream answers', () => {
  const rates = fc.oneof(
    fc.constantFrom(0, 0.01, 1, 40, 1e9).map(constant),
    fc
      .record({
        // Several arrivals a microsecond, a few hundred a period, almost none.
        period: fc.constantFrom(10, 1000, HOUR_MICROSECONDS, DAY_MICROSECONDS),
        expected: fc.array(fc.constantFrom(0, 0, 0.01, 1, 30, 300), { minLength: 1, maxLength: 40 }),
      })
      .map(({ period, expected }) =>
        periods(
          expected.map((n) => (n / period) * HOUR_MICROSECONDS),
          period,
        ),
      ),
    fc
      .record({
        period: fc.constantFrom(1000, HOUR_MICROSECONDS, DAY_MICROSECONDS),
        expected: fc.array(fc.constantFrom(0, 1, 30, 300), { minLength: 1, maxLength: 5 }),
        isScaled: fc.boolean(),
        isInBursts: fc.boolean(),
      })
      .map(({ period, expected, isScaled, isInBursts }): RatePlan => {
        const ratesPerHour = [...expected, 10].map((n) => (n / period) * HOUR_MICROSECONDS);
        const [first = 0, second = 0] = ratesPerHour;
        const switches = (2 * HOUR_MICROSECONDS) / period;
        const rate: RatePlan = isInBursts
          ? {
              kind: 'bursts',
              ratesPerHour: [first, second + (10 / period) * HOUR_MICROSECONDS],
              switchesPerHour: [switches, 3 * switches],
            }
          : { kind: 'cycle', periodMicroseconds: period, ratesPerHour, startsAt: period };
        const events = [{ from: 2 * period, until: 7.5 * period, factor: 0.1 }];
        const by: FactorPlan[] = [
          { kind: 'events', events },
          { kind: 'growth', perYear: 0.1 },
          { kind: 'dayFactor', group: 'all', coefficientOfVariation: 0.5 },
        ];
        return isScaled ? { kind: 'scaled', of: rate, by } : rate;
      }),
  );
  const question = fc.oneof(
    { weight: 4, arbitrary: fc.record({ ask: fc.constant('timeOf'), ahead: fc.nat(60) }) },
    { weight: 4, arbitrary: fc.record({ ask: fc.constant('countUntil'), ahead: fc.nat(60) }) },
    { weight: 3, arbitrary: fc.record({ ask: fc.constant('release'), ahead: fc.nat(60) }) },
    { weight: 1, arbitrary: fc.record({ ask: fc.constant('timeOf'), ahead: fc.nat(5000) }) },
    { weight: 1, arbitrary: fc.record({ ask: fc.constant('countUntil'), ahead: fc.nat(5000) }) },
    { weight: 1, arbitrary: fc.record({ ask: fc.constant('release'), ahead: fc.nat(1000) }) },
  );

  test('does not depend on who asks, in what order, or how far ahead', () => {
    let asked = 0;
    fc.assert(
      fc.property(
        rates,
        fc.nat(1000),
        fc.array(question, { maxLength: 60, size: 'max' }),
        (rate, seed, questions) => {
          const model = arrivalTimes(arrivalStream(rate, seed, 'model'), 15_000);
          const stream = arrivalStream(rate, seed, 'model');
          const known = (k: number): number => model[k - 1] ?? Infinity;
          let released = 0;
          for (const { ask, ahead } of questions) {
            if (released + ahead > 14_000) break;
            asked++;
            if (ask === 'timeOf') {
              expect(stream.timeOf(released + 1 + ahead)).toBe(known(released + 1 + ahead));
            } else if (ask === 'countUntil') {
              // Just before an arrival, on it, and between two; never before what was released.
              const near = known(Math.min(released + 1 + ahead, model.length));
              if (near === Infinity) {
                expect(stream.countUntil(1e15)).toBe(0);
                continue;
              }
              for (const time of [near, near - 1, near + 1]) {
                if (released > 0 && time < known(released)) continue;
                let count = released;
                while (known(count + 1) <= time) count++;
                expect(stream.countUntil(time)).toBe(count);
              }
            } else {
              stream.release(released + ahead);
              released = Math.min(released + ahead, model.length);
            }
          }
        },
      ),
      { numRuns: 1000, seed: 1 },
    );
    expect(asked).toBeGreaterThan(10_000);
  });

  test('is the same for the same seed, name and rate, and another for another seed or name', () => {
    const times = (seed: number, who: string): string =>
      arrivalTimes(arrivalStream(constant(5), seed, who), 20).join();
    expect(times(1, 'a')).toBe(times(1, 'a'));
    expect(new Set([times(1, 'a'), times(2, 'a'), times(1, 'b')]).size).toBe(3);
  });

  test('is the same for a constant rate and for one period that is never left', () => {
    const endless = arrivalTimes(arrivalStream(constant(5), 1, 'a'), 1000);
    expect(arrivalTimes(arrivalStream(periods([5], 1e15), 1, 'a'), 1000)).toEqual(endless);
  });

  test('is never an arrival at a rate of 0', () => {
    for (const rate of [constant(0), periods([0, 0, 0]), periods([])]) {
      const stream = arrivalStream(rate, 1, 'nobody');
      expect(stream.countUntil(1e15)).toBe(0);
      expect(stream.countUntil(Infinity)).toBe(0);
      expect(stream.timeOf(1)).toBe(Infinity);
      expect(stream.timeOf(1e12)).toBe(Infinity);
      stream.release(5);
      expect(stream.countUntil(1e15)).toBe(0);
    }
  });

  test('is whole and never falls, with several arrivals in a microsecond', () => {
    const times = arrivalTimes(arrivalStream(constant(3 * HOUR_MICROSECONDS), 1, 'crowd'), 10_000);
    expect(times.every((time, i) => Number.isInteger(time) && time >= (times[i - 1] ?? 0))).toBe(true);
    expect(new Set(times).size).toBeLessThan(4000);
  });

  test('is an error if the arrivals are countless or the rate is none', () => {
    expect(() => arrivalStream(constant(1), 1, 'a').countUntil(Infinity)).toThrow(RangeError);
    expect(() => arrivalStream(constant(-1), 1, 'a')).toThrow(RangeError);
    expect(() => arrivalStream(constant(Infinity), 1, 'a')).toThrow(RangeError);
    expect(() => arrivalStream(periods([1, Number.NaN]), 1, 'a')).toThrow(RangeError);
    expect(() => arrivalStream(periods([1], 0), 1, 'a')).toThrow(RangeError);
  });
});

describe('memory', () => {
  const ringOf = (stream: PoissonStream): number => stream['ring'].length;
  const stream = (): PoissonStream =>
    new PoissonStream(new ConstantRate(5), randomGenerator({ seed: 1, purpose: 'arrivals', who: 'memory' }));

  test('does not grow with the number of arrivals', () => {
    const consumed = stream();
    for (let k = 1; k <= 300_000; k += 30) {
      consumed.countUntil(consumed.timeOf(k + 29));
      consumed.release(k);
    }
    expect(ringOf(consumed)).toBe(128);
  });

  test('holds what is looked ahead at, and nothing for what was released unseen', () => {
    const ahead = stream();
    ahead.timeOf(10_000);
    expect(ringOf(ahead)).toBe(16_384);
    const skipped = stream();
    skipped.release(10_000);
    expect(skipped.timeOf(10_001)).toBe(ahead.timeOf(10_001));
    expect(ringOf(skipped)).toBeLessThanOrEqual(128);
  });

  test('is not needed to say that no more arrivals come', () => {
    const ended = new PoissonStream(
      new PeriodRates(DAY_MICROSECONDS, [5]),
      randomGenerator({ seed: 1, purpose: 'arrivals', who: '' }),
    );
    expect(ended.timeOf(1e9)).toBe(Infinity);
    expect(ended.countUntil(Infinity)).toBeGreaterThan(60);
    expect(ringOf(ended)).toBeLessThanOrEqual(256);
  });
});

describe('a constant rate', () => {
  const rate = 5;
  const n = 300_000;
  const times = arrivalTimes(arrivalStream(constant(rate), 3, 'constant'), n);

  test('has exponential times between arrivals (KS at 1e-6)', () => {
    const gaps = times.map((time, i) => (time - (times[i - 1] ?? 0)) / HOUR_MICROSECONDS);
    expect(kolmogorovSmirnov(gaps, (x) => -Math.expm1(-rate * x))).toBeLessThan(2.694);
  });

  test('has a Poisson number of arrivals an hour (mean and variance within 5 standard errors)', () => {
    const hours = 50_000;
    const stream = arrivalStream(constant(rate), 3, 'counts');
    const counts: number[] = [];
    for (let hour = 1, before = 0; hour <= hours; hour++) {
      const count = stream.countUntil(hour * HOUR_MICROSECONDS);
      counts.push(count - before);
      stream.release(count);
      before = count;
    }
    const total = counts.reduce((sum, count) => sum + count, 0);
    expect(Math.abs(total - rate * hours) / Math.sqrt(rate * hours)).toBeLessThan(5);
    // The fourth central moment of a Poisson count of mean m is m + 3 m².
    const variance = counts.reduce((sum, count) => sum + (count - rate) ** 2, 0) / hours;
    expect(Math.abs(variance - rate) / Math.sqrt((rate + 2 * rate ** 2) / hours)).toBeLessThan(5);
  });

  test('does not drift from the exact sum of its gaps in seven years', () => {
    const exact = exactTimes([rate], 1e15, 'constant', n);
    expectWholePartsOf(exact, times);
    expect(times.at(-1)! / DAY_MICROSECONDS).toBeGreaterThan(6.8 * 365);
  });
});

describe('a rate by periods', () => {
  // Sixteen years of days: a week of seven rates, closed on its last day.
  const week = [0.5, 1, 0.25, 2, 0.0625, 3, 0];
  const days = 16 * 365;
  const rates = Array.from({ length: days }, (_, day) => week[day % 7]!);
  const times = arrivalTimes(arrivalStream(periods(rates), 3, 'periods'));
  const counts = new Float64Array(days);
  for (const time of times) counts[Math.floor(time / DAY_MICROSECONDS)]!++;

  test('has a Poisson number of arrivals in each period (12 tests within 5 standard errors: 7e-6)', () => {
    for (const [weekday, rate] of week.slice(0, 6).entries()) {
      const mean = 24 * rate;
      const sample = Array.from(counts).filter((_, day) => day % 7 === weekday);
      const total = sample.reduce((sum, count) => sum + count, 0);
      expect(Math.abs(total - mean * sample.length) / Math.sqrt(mean * sample.length)).toBeLessThan(5);
      const variance = sample.reduce((sum, count) => sum + (count - mean) ** 2, 0) / sample.length;
      expect(Math.abs(variance - mean) / Math.sqrt((mean + 2 * mean ** 2) / sample.length)).toBeLessThan(5);
    }
  });

  test('has no arrival in a period of rate 0, and none after the last', () => {
    expect(Array.from(counts).filter((count, day) => day % 7 === 6 && count > 0)).toEqual([]);
    const stream = arrivalStream(periods(rates), 3, 'periods');
    expect(stream.countUntil(days * DAY_MICROSECONDS - 1)).toBe(times.length);
    expect(stream.countUntil(Number.MAX_SAFE_INTEGER)).toBe(times.length);
    expect(stream.timeOf(times.length)).toBe(times.at(-1));
    expect(stream.timeOf(times.length + 1)).toBe(Infinity);
  });

  test('has its arrivals uniformly within a period, independent of those in the next (KS at 1e-6)', () => {
    const places = times.map((time) => (time % DAY_MICROSECONDS) / DAY_MICROSECONDS);
    expect(kolmogorovSmirnov(places, (x) => x)).toBeLessThan(2.694);
    // A correlation of neighbours within 5 standard errors.
    const scores = Array.from(counts, (count, day) =>
      rates[day]! > 0 ? (count - 24 * rates[day]!) / Math.sqrt(24 * rates[day]!) : 0,
    );
    const sum = scores.reduce((total, score, day) => total + score * (scores[day + 1] ?? 0), 0);
    expect(Math.abs(sum) / Math.sqrt((days * 5) / 7)).toBeLessThan(5);
  });

  test('does not drift from the exact sum of its hazards in sixteen years', () => {
    const exact = exactTimes(rates, DAY_MICROSECONDS, 'periods', Infinity);
    expect(exact.length).toBe(times.length);
    expectWholePartsOf(exact, times);
  });

  test('starts with periods of rate 0 if it says so', () => {
    const late = arrivalTimes(arrivalStream(periods([0, 0, 4]), 1, 'late'));
    expect(late.length).toBeGreaterThan(50);
    expect(late[0]).toBeGreaterThanOrEqual(2 * DAY_MICROSECONDS);
    expect(late.at(-1)).toBeLessThan(3 * DAY_MICROSECONDS);
  });
});
