import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivalStream } from '#sim/demand/arrivalStream';
import type { ArrivalStream } from '#sim/demand/arrivalStream';
import type { RatePlan } from '#sim/plan';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import { countEntries } from './support/structure.ts';
import { arrivalTimes } from './support/arrivalTimes.ts';

// Seeds are fixed: a test that passes keeps passing. The error probabilities say how likely a correct stream would have
// failed for a seed picked blindly. Five standard errors: 6e-7.

const constant = (ratePerHour: number): RatePlan => ({ kind: 'constant', ratePerHour });
const periods = (ratesPerHour: readonly number[], periodMicroseconds = HOUR_MICROSECONDS): RatePlan => ({
  kind: 'periods',
  periodMicroseconds,
  ratesPerHour,
});
const cycle = (ratesPerHour: readonly number[]): RatePlan => ({
  kind: 'cycle',
  periodMicroseconds: HOUR_MICROSECONDS,
  ratesPerHour,
  startsAt: 0,
});

const streamOf = (rate: RatePlan, seed: number): ArrivalStream =>
  arrivalStream(rate, seed, 'shelf', undefined, 'countsFirst');

const rates = fc.oneof(
  fc.constantFrom(0, 0.01, 1, 40, 1e9, 1e11).map(constant),
  fc
    .record({
      // Several arrivals a microsecond, a few hundred a period, almost none.
      period: fc.constantFrom(10, 1000, HOUR_MICROSECONDS, DAY_MICROSECONDS),
      expected: fc.array(fc.constantFrom(0, 0, 0.01, 1, 30, 300), { minLength: 1, maxLength: 200 }),
    })
    .map(({ period, expected }) =>
      periods(
        expected.map((n) => (n / period) * HOUR_MICROSECONDS),
        period,
      ),
    ),
);

describe('What a stream answers that draws counts first', () => {
  const question = fc.record({
    ask: fc.constantFrom('timeOf', 'countUntil', 'release', 'sum'),
    ahead: fc.oneof({ weight: 3, arbitrary: fc.nat(60) }, fc.nat(3000)),
    more: fc.nat(3000),
  });

  test('does not depend on who asks, in what order, or how far ahead', () => {
    let asked = 0;
    fc.assert(
      fc.property(
        rates,
        fc.nat(1000),
        fc.array(question, { maxLength: 60, size: 'max' }),
        (rate, seed, all) => {
          const model = arrivalTimes(streamOf(rate, seed), 12_000);
          const stream = streamOf(rate, seed);
          const known = (k: number): number => model[k - 1] ?? Infinity;
          let released = 0;
          for (const { ask, ahead, more } of all) {
            const k = released + 1 + ahead;
            if (k + more > 11_000) break;
            asked++;
            if (ask === 'timeOf') expect(stream.timeOf(k)).toBe(known(k));
            else if (ask === 'release') {
              if (k > model.length) continue;
              stream.release(k);
              released = k;
            } else if (ask === 'countUntil') {
              const near = known(Math.min(k, model.length));
              const times = near === Infinity ? [1e15] : [near, near - 1, near + 1, near + (more % 5)];
              for (const time of times) {
                if (released > 0 && time < known(released)) continue;
                if (near !== Infinity && time >= known(12_000)) continue;
                expect(stream.countUntil(time)).toBe(model.filter((one) => one <= time).length);
              }
            } else if (known(k + more) < Infinity) {
              // Another stream is asked for nothing else.
              const [last, time] = [k + more, known(k + more) + ahead];
              const sum = stream.sumOfTimesSince(k, last, time);
              expect(sum).toBe(streamOf(rate, seed).sumOfTimesSince(k, last, time));
              expect(Number.isInteger(sum)).toBe(true);
              if (sum > 2 ** 52) continue;
              expect(stream.sumOfTimesSince(k, last, time + 1000)).toBe(sum + 1000 * (last - k + 1));
              expect(sum).toBeGreaterThanOrEqual((last - k + 1) * ahead);
              expect(sum).toBeLessThanOrEqual((last - k + 1) * (time - known(k)));
            }
          }
        },
      ),
      { seed: 5, numRuns: 300 },
    );
    expect(asked).toBeGreaterThan(4000);
  });

  test('ascends, and knows its end', () => {
    const stream = streamOf(periods([20, 0, 0, 5, 0]), 3);
    const times = arrivalTimes(stream);
    expect(times.length).toBeGreaterThan(10);
    times.forEach((time, index) => expect(time).toBeGreaterThanOrEqual(times[index - 1] ?? 0));
    const hours = new Set(times.map((time) => Math.floor(time / HOUR_MICROSECONDS)));
    expect([...hours].sort()).toEqual([0, 3]);
    expect(stream.timeOf(times.length + 1)).toBe(Infinity);
    expect(stream.timeOf(Infinity)).toBe(Infinity);
    expect(stream.countUntil(Infinity)).toBe(times.length);
    expect(() => streamOf(constant(1), 1).countUntil(Infinity)).toThrow('no end');
    expect(streamOf(constant(0), 1).timeOf(1)).toBe(Infinity);
  });

  test('takes hardly longer, and no more memory, however far it has got and however many sales are passed over', () => {
    // A thousand million million customers: the last ones of a million years of hours, were it for steps of one.
    const stream = streamOf(constant(1e12), 7);
    const far = stream.timeOf(1e15);
    expect(Math.abs(far / (1000 * HOUR_MICROSECONDS) - 1)).toBeLessThan(1e-6);
    expect(Math.abs(stream.countUntil(far) - 1e15)).toBeLessThan(1e9);

    const week = Array.from({ length: 168 }, (_, hour) => 1 + (hour % 24));
    const varying = streamOf(cycle(week), 7);
    const sizes: number[] = [];
    for (let sales = 500; sales <= 500_000; sales += 500) {
      varying.timeOf(sales + 2000);
      varying.release(varying.countUntil(varying.timeOf(sales)));
      sizes.push(countEntries(varying));
    }
    expect(Math.max(...sizes.slice(500))).toBeLessThan(1.2 * Math.max(...sizes.slice(0, 500)));
  });
});

/** Mean, and how many of its own standard errors it is away from `known`. */
function errorsOff(sample: readonly number[], known: number): number {
  const mean = sample.reduce((sum, one) => sum + one, 0) / sample.length;
  const variance = sample.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (sample.length - 1);
  return (mean - known) / Math.sqrt(variance / sample.length);
}

/** Kolmogorov–Smirnov: sqrt(n) times the greatest distance from the distribution; above 2.694 once in a million. */
function kolmogorovSmirnov(sample: readonly number[], distribution: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort();
  let distance = 0;
  sorted.forEach((x, i) => {
    distance = Math.max(
      distance,
      distribution(x) - i / sorted.length,
      (i + 1) / sorted.length - distribution(x),
    );
  });
  return distance * Math.sqrt(sorted.length);
}

describe('Customers drawn counts first are Poisson', () => {
  // Windows that end inside leaves, at their borders, and at those of larger cells; some within one leaf.
  const varying = [30, 2, 0, 0, 75, 11, 5, 5, 40, 160, 8, 16];
  const edges = [0, 0.1, 0.31, 0.53, 1.5, 4, 4.2, 5.5, 8.5, 9, 9.2, 9.31, 9.4, 10, 11, 12];
  const seeds = 20_000;
  const expected = edges.slice(1).map((to, index) => hazard(to) - hazard(edges[index]!));

  function hazard(hours: number): number {
    return varying.reduce((sum, rate, hour) => sum + rate * Math.min(1, Math.max(0, hours - hour)), 0);
  }

  const counts = Array.from({ length: seeds }, (_, seed) => {
    const stream = streamOf(periods(varying), seed);
    const until = edges.map((hours) => stream.countUntil(hours * HOUR_MICROSECONDS - 1));
    return until.slice(1).map((count, index) => count - until[index]!);
  });

  test('in any window: mean and variance', () => {
    expected.forEach((mean, window) => {
      const own = counts.map((one) => one[window]!);
      if (mean === 0) return expect(Math.max(...own)).toBe(0);
      expect(Math.abs(errorsOff(own, mean))).toBeLessThan(5);
      const squares = own.map((count) => (count - mean) ** 2);
      return expect(Math.abs(errorsOff(squares, mean))).toBeLessThan(5);
    });
  });

  test('and independent from window to window: no covariance, of counts or of their squares', () => {
    for (let one = 0; one < expected.length; one++) {
      for (let other = 0; other < one; other++) {
        const [meanOne, meanOther] = [expected[one]!, expected[other]!];
        if (meanOne === 0 || meanOther === 0) continue;
        const products = counts.map((own) => (own[one]! - meanOne) * (own[other]! - meanOther));
        expect(Math.abs(errorsOff(products, 0))).toBeLessThan(5);
        const squares = counts.map(
          (own) => ((own[one]! - meanOne) ** 2 - meanOne) * ((own[other]! - meanOther) ** 2 - meanOther),
        );
        expect(Math.abs(errorsOff(squares, 0))).toBeLessThan(5);
      }
    }
  });

  test('in rescaled time the gaps are exponential, and neighbours have nothing to do with each other', () => {
    const gaps: number[] = [];
    for (let seed = 0; seed < 400; seed++) {
      const times = arrivalTimes(streamOf(periods(varying), seed));
      // A time is told by its microsecond: half of one is put back.
      const places = times.map((time) => hazard((time + 0.5) / HOUR_MICROSECONDS));
      places.forEach((place, index) => gaps.push(place - (places[index - 1] ?? 0)));
    }
    expect(gaps.length).toBeGreaterThan(100_000);
    // The last gap of a stream is cut off at its end, so long ones are missing: one in 352.
    expect(kolmogorovSmirnov(gaps, (gap) => 1 - Math.exp(-gap))).toBeLessThan(2.694);
    const uniform = gaps.map((gap) => 1 - Math.exp(-gap) - 0.5);
    for (const lag of [1, 2, 15, 16, 17]) {
      const products = uniform.slice(lag).map((one, index) => one * uniform[index]!);
      expect(Math.abs(errorsOff(products, 0))).toBeLessThan(5);
    }
  });

  test('and streams of different names or seeds have nothing to do with each other', () => {
    const pairs = Array.from({ length: 20_000 }, (_, seed) => {
      const other = arrivalStream(constant(10), seed, 'another', undefined, 'countsFirst');
      return [streamOf(constant(10), seed), other, streamOf(constant(10), seed + 1)].map(
        (stream) => stream.countUntil(10 * HOUR_MICROSECONDS - 1) - 100,
      );
    });
    expect(
      Math.abs(
        errorsOff(
          pairs.map(([one, other]) => one! * other!),
          0,
        ),
      ),
    ).toBeLessThan(5);
    expect(
      Math.abs(
        errorsOff(
          pairs.map(([one, , next]) => one! * next!),
          0,
        ),
      ),
    ).toBeLessThan(5);
  });
});

describe('A sum of times that counts stand for', () => {
  const week = [3, 1, 0, 0, 9, 14, 20, 26];

  /** The sum over single arrivals, which are all there. */
  function exactSum(stream: ArrivalStream, first: number, last: number, time: number): number {
    let sum = 0;
    for (let k = first; k <= last; k++) sum += time - stream.timeOf(k);
    return sum;
  }

  test.each([
    // Both ends at sales, as between two crossings of a watermark.
    ['from sale to sale', (stream: ArrivalStream) => [300, 900, stream.timeOf(900)] as const],
    // Ends at a moment that has nothing to do with sales, as where a delivery comes.
    [
      'up to a moment',
      (stream: ArrivalStream) => {
        const time = 61.7 * HOUR_MICROSECONDS;
        return [120, stream.countUntil(time), time] as const;
      },
    ],
    [
      'from one moment to another',
      (stream: ArrivalStream) => {
        const [from, time] = [20.2 * HOUR_MICROSECONDS, 35.9 * HOUR_MICROSECONDS];
        return [stream.countUntil(from) + 1, stream.countUntil(time), time] as const;
      },
    ],
    [
      'of a few sales',
      (stream: ArrivalStream) => {
        const from = stream.timeOf(211);
        return [212, 240, from + 7 * HOUR_MICROSECONDS] as const;
      },
    ],
  ])('is right on average, %s', (_, groupOf) => {
    const differences: number[] = [];
    const hours: number[] = [];
    for (let seed = 0; seed < 4000; seed++) {
      const stream = streamOf(cycle(week), seed);
      const [first, last, time] = groupOf(stream);
      const exact = exactSum(stream, first, last, time) / HOUR_MICROSECONDS;
      const sum = stream.sumOfTimesSince(first, last, time) / HOUR_MICROSECONDS;
      differences.push(sum - exact);
      hours.push(exact);
    }
    expect(Math.abs(errorsOff(differences, 0))).toBeLessThan(5);
    // It says nearly all there is to say.
    const spread = (sample: readonly number[]) => {
      const mean = sample.reduce((sum, one) => sum + one, 0) / sample.length;
      return Math.sqrt(sample.reduce((sum, one) => sum + (one - mean) ** 2, 0) / sample.length);
    };
    expect(spread(differences)).toBeLessThan(spread(hours) / 2);
  });

  test('is exact where all arrivals lie in the leaves of the first and the last', () => {
    let few = 0;
    for (let seed = 0; seed < 300; seed++) {
      const stream = streamOf(constant(4), seed);
      const last = stream.countUntil(7.5 * HOUR_MICROSECONDS);
      if (last === 0) continue;
      few += 1;
      const time = 8 * HOUR_MICROSECONDS;
      expect(stream.sumOfTimesSince(1, last, time)).toBe(exactSum(stream, 1, last, time));
    }
    expect(few).toBeGreaterThan(250);
  });
});
