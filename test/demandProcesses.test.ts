import { describe, expect, test } from 'vitest';
import { arrivalStream } from '#sim/demand/arrivalStream';
import type { ArrivalStream } from '#sim/demand/arrivalStream';
import { expectedPins } from '#sim/demand/expectedPins';
import { rateSource } from '#sim/demand/rateSource';
import type { FactorPlan, RatePlan } from '#sim/plan';
import { gamma } from '#sim/random/gamma';
import { randomGenerator } from '#sim/random/generator';
import type { RunSeed } from '#sim/random/streamKey';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';

// Seeds are fixed: a test that passes keeps passing. The error probabilities say how likely a correct process would have
// failed for a seed picked blindly. Five standard errors: 6e-7; KS above 2.694: 1e-6.

const hourly = { periodMicroseconds: HOUR_MICROSECONDS } as const;
const constant = (ratePerHour: number): RatePlan => ({ kind: 'constant', ratePerHour });
const scaled = (of: RatePlan, ...by: FactorPlan[]): RatePlan => ({ kind: 'scaled', of, by });

const DAY = [0, 0, 0, 0.5, 1, 2, 4, 8, 6, 5, 4, 4, 6, 7, 5, 4, 4, 6, 9, 7, 5, 3, 2, 1];
const day: RatePlan = { kind: 'cycle', ...hourly, ratesPerHour: DAY, startsAt: 0 };
const week: RatePlan = {
  kind: 'cycle',
  ...hourly,
  ratesPerHour: Array.from({ length: 168 }, (_, hour) => DAY[hour % 24]! * (hour < 120 ? 1 : 0.3)),
  startsAt: 3 * DAY_MICROSECONDS,
};
const bursts: RatePlan = { kind: 'bursts', ratesPerHour: [2, 30], switchesPerHour: [0.1, 0.5] };
const growth: FactorPlan = { kind: 'growth', perYear: 0.8 };
const events: FactorPlan = {
  kind: 'events',
  events: [
    { from: 10 * DAY_MICROSECONDS, until: 40 * DAY_MICROSECONDS, factor: 3 },
    { from: 30 * DAY_MICROSECONDS, until: 60.5 * DAY_MICROSECONDS, factor: 0.5 },
    { from: -DAY_MICROSECONDS, until: 2 * DAY_MICROSECONDS, factor: 0 },
  ],
};
const dayFactor = (group: string, coefficientOfVariation = 0.5): FactorPlan => ({
  kind: 'dayFactor',
  group,
  coefficientOfVariation,
});

function arrivalsUntil(stream: ArrivalStream, end: number): number[] {
  const times: number[] = [];
  for (let k = 1; stream.timeOf(k) < end; k++) {
    times.push(stream.timeOf(k));
    stream.release(k - 1);
  }
  return times;
}

/** Kolmogorov–Smirnov: sqrt(n) times the greatest distance from the distribution. */
function kolmogorovSmirnov(sample: readonly number[], distribution: (x: number) => number): number {
  const n = sample.length;
  let distance = 0;
  Float64Array.from(sample)
    .sort()
    .forEach((x, i) => {
      distance = Math.max(distance, distribution(x) - i / n, (i + 1) / n - distribution(x));
    });
  return distance * Math.sqrt(n);
}

/** The expected numbers between neighbours of ascending times: of a Poisson process, exponential of mean 1. */
function rescaledGaps(times: readonly number[], rateAt: (hour: number) => number): number[] {
  // Rates change on whole hours here, or the segments say where.
  let [hour, before, last] = [0, 0, 0];
  return times.map((time) => {
    while ((hour + 1) * HOUR_MICROSECONDS <= time) before += rateAt(hour++);
    const total = before + rateAt(hour) * (time / HOUR_MICROSECONDS - hour);
    const gap = total - last;
    last = total;
    return gap;
  });
}

const exponentialLaw = (x: number): number => -Math.expm1(-x);

function mean(sample: readonly number[]): number {
  return sample.reduce((sum, x) => sum + x, 0) / sample.length;
}

/** How many standard errors the sample's mean lies from what is known. */
function errorsOff(sample: readonly number[], known: number): number {
  const average = mean(sample);
  const variance = mean(sample.map((x) => (x - average) ** 2));
  return Math.abs(average - known) / Math.sqrt(variance / sample.length);
}

/** The same for the variance, with a known mean. */
function varianceErrorsOff(sample: readonly number[], average: number, known: number): number {
  return errorsOff(
    sample.map((x) => (x - average) ** 2),
    known,
  );
}

describe('a rate that repeats', () => {
  test.each([
    ['every day', day, (hour: number) => DAY[hour % 24]!],
    [
      'every week, from the day on which it starts',
      week,
      (hour: number) => (week.kind === 'cycle' ? week.ratesPerHour[(hour + 72) % 168]! : 0),
    ],
  ])('%s is a Poisson process in rescaled time (KS at 1e-6)', (_, rate, rateAt) => {
    const times = arrivalsUntil(arrivalStream(rate, 5, 'cycle'), 3 * 365 * DAY_MICROSECONDS);
    expect(times.length).toBeGreaterThan(60_000);
    expect(kolmogorovSmirnov(rescaledGaps(times, rateAt), exponentialLaw)).toBeLessThan(2.694);
  });

  test('has a Poisson number of arrivals in each hour of the day (42 tests within 5 standard errors: 3e-5)', () => {
    const days = 2000;
    const counts = DAY.map(() => Array.from({ length: days }, () => 0));
    for (const time of arrivalsUntil(arrivalStream(day, 6, 'hours'), days * DAY_MICROSECONDS)) {
      const hour = Math.floor(time / HOUR_MICROSECONDS);
      counts[hour % 24]![Math.floor(hour / 24)]! += 1;
    }
    for (const [hour, rate] of DAY.entries()) {
      if (rate === 0) expect(counts[hour]!.every((count) => count === 0)).toBe(true);
      else {
        expect(errorsOff(counts[hour]!, rate)).toBeLessThan(5);
        expect(varianceErrorsOff(counts[hour]!, rate, rate)).toBeLessThan(5);
      }
    }
  });

  test('has the same arrivals as periods that are written out', () => {
    const periods: RatePlan = {
      kind: 'periods',
      ...hourly,
      ratesPerHour: Array.from({ length: 24 * 50 }, (_, hour) => DAY[hour % 24]!),
    };
    const end = 50 * DAY_MICROSECONDS;
    const times = arrivalsUntil(arrivalStream(day, 1, 'same'), end);
    expect(times.length).toBeGreaterThan(3000);
    expect(arrivalsUntil(arrivalStream(periods, 1, 'same'), end)).toEqual(times);
  });
});

describe('factors', () => {
  test('of growth compound over 365 days, a step a day (KS at 1e-6)', () => {
    const rateAt = (hour: number) => 20 * 1.8 ** (Math.floor(hour / 24) / 365);
    const stream = arrivalStream(scaled(constant(20), growth), 1, 'growth');
    const times = arrivalsUntil(stream, 500 * DAY_MICROSECONDS);
    expect(kolmogorovSmirnov(rescaledGaps(times, rateAt), exponentialLaw)).toBeLessThan(2.694);
    // A year later it is what it was, grown.
    const source = rateSource(scaled(constant(20), growth), 1, '');
    for (let index = 0; index < 365; index++) source.next();
    expect(source.next()).toEqual({ end: 366 * DAY_MICROSECONDS, ratePerHour: 36 });
  });

  test('of overlapping events multiply, and nobody comes at a factor of 0 (KS at 1e-6)', () => {
    const rateAt = (hour: number) =>
      40 * (hour < 48 ? 0 : 1) * (hour >= 240 && hour < 960 ? 3 : 1) * (hour >= 720 && hour < 1452 ? 0.5 : 1);
    const times = arrivalsUntil(
      arrivalStream(scaled(constant(40), events), 2, 'events'),
      90 * DAY_MICROSECONDS,
    );
    expect(times[0]).toBeGreaterThan(2 * DAY_MICROSECONDS);
    expect(kolmogorovSmirnov(rescaledGaps(times, rateAt), exponentialLaw)).toBeLessThan(2.694);
  });

  test('of a cycle, of growth, of events and of days split a rate at the boundaries of each', () => {
    const halves: FactorPlan = {
      kind: 'cycle',
      periodMicroseconds: 0.75 * DAY_MICROSECONDS,
      factors: [1, 2],
      startsAt: 0.75 * DAY_MICROSECONDS,
    };
    const event: FactorPlan = {
      kind: 'events',
      events: [{ from: 0.5 * DAY_MICROSECONDS, until: DAY_MICROSECONDS, factor: 10 }],
    };
    const source = rateSource(scaled(constant(1), halves, { kind: 'growth', perYear: 0 }, event), 1, '');
    const segments = Array.from({ length: 5 }, () => source.next()!);
    expect(segments.map(({ end, ratePerHour }) => [end / DAY_MICROSECONDS, ratePerHour])).toEqual([
      [0.5, 2],
      [0.75, 20],
      [1, 10],
      [1.5, 1],
      [2, 2],
    ]);
  });

  test('leave a rate of 0 alone, and end where it ends', () => {
    const nothing = scaled(constant(0), growth, dayFactor('all'));
    expect(arrivalStream(nothing, 1, 'a').timeOf(1)).toBe(Infinity);
    const short: RatePlan = { kind: 'periods', periodMicroseconds: DAY_MICROSECONDS, ratesPerHour: [3, 0] };
    const stream = arrivalStream(scaled(short, growth, dayFactor('all'), events), 1, 'a');
    expect(stream.timeOf(1e6)).toBe(Infinity);
    // A demand that dries up is not looked for when whole microseconds are no longer exact.
    const dwindling = scaled(constant(5), { kind: 'growth', perYear: -0.9999 });
    expect(arrivalStream(dwindling, 1, 'a').timeOf(1e6)).toBe(Infinity);
  });

  test('that are none are refused', () => {
    for (const factor of [
      { kind: 'growth', perYear: -1 },
      { kind: 'dayFactor', group: 'a', coefficientOfVariation: 0 },
      { kind: 'events', events: [{ from: 0, until: 1, factor: -1 }] },
      { kind: 'cycle', ...hourly, factors: [], startsAt: 0 },
      { kind: 'cycle', ...hourly, factors: [1], startsAt: 1 },
    ] satisfies FactorPlan[]) {
      expect(() => arrivalStream(scaled(constant(1), factor), 1, 'a')).toThrow(RangeError);
    }
  });
});

/** The factors of the first days. */
function factorsOf(factor: FactorPlan, days: number, seed: RunSeed = 1, who = 'a'): number[] {
  const source = rateSource(scaled(constant(1), factor), seed, who);
  return Array.from({ length: days }, () => source.next()!.ratePerHour);
}

describe('day factors', () => {
  test('are shared by all who belong to one group, and by nobody else', () => {
    const own = factorsOf(dayFactor('all'), 100);
    expect(factorsOf(dayFactor('all'), 100, 1, 'b')).toEqual(own);
    const others = [
      factorsOf(dayFactor('north'), 100),
      factorsOf(dayFactor('all'), 100, 2),
      factorsOf(dayFactor('all'), 100, [1, 1]),
    ];
    for (const other of others) expect(other.filter((factor, index) => factor === own[index])).toEqual([]);
  });

  test('do not depend on the rate that they scale, or on how often it changes', () => {
    const own = factorsOf(dayFactor('all'), 30);
    const source = rateSource(scaled(day, dayFactor('all')), 1, 'c');
    for (let hour = 0; hour < 30 * 24;) {
      const { end, ratePerHour } = source.next()!;
      expect(ratePerHour).toBe(DAY[hour % 24]! * own[Math.floor(hour / 24)]!);
      hour = end / HOUR_MICROSECONDS;
    }
  });

  test('have mean 1, their coefficient of variation, and the law of gamma (24 tests within 5 standard errors)', () => {
    for (const coefficient of [0.1, 0.5, 1, 2]) {
      const sample = factorsOf(dayFactor('all', coefficient), 100_000, 3);
      expect(errorsOff(sample, 1)).toBeLessThan(5);
      expect(varianceErrorsOff(sample, 1, coefficient ** 2)).toBeLessThan(5);
      const shape = coefficient ** -2;
      for (const s of [0.1, 0.5, 2, 10]) {
        const transform = sample.map((factor) => Math.exp(-s * factor));
        expect(errorsOff(transform, (1 + s / shape) ** -shape)).toBeLessThan(5);
      }
    }
  });

  test('make days of one group rise and fall together, by as much as theory says', () => {
    const rate = scaled(constant(4), dayFactor('all', 0.4));
    const days = 3000;
    const countsOf = (who: string) => {
      const counts = Array.from({ length: days }, () => 0);
      for (const time of arrivalsUntil(arrivalStream(rate, 4, who), days * DAY_MICROSECONDS)) {
        counts[Math.floor(time / DAY_MICROSECONDS)]! += 1;
      }
      return counts;
    };
    const [a, b] = [countsOf('a'), countsOf('b')];
    // The covariance of two is that of their factors, the variance of each has that of its own arrivals besides.
    const covariances = a.map((count, index) => (count - 96) * (b[index]! - 96));
    expect(errorsOff(covariances, 96 ** 2 * 0.16)).toBeLessThan(5);
    expect(errorsOff(a, 96)).toBeLessThan(5);
    expect(varianceErrorsOff(a, 96, 96 + 96 ** 2 * 0.16)).toBeLessThan(5);
  });
});

test('gamma variates of an integer shape are sums of exponential ones (KS at 1e-6)', () => {
  const generator = randomGenerator({ seed: 1, purpose: 'dayFactors', who: 'gamma' });
  const sample = Array.from({ length: 100_000 }, () => gamma(3, generator));
  const law = (x: number) => 1 - Math.exp(-x) * (1 + x + (x * x) / 2);
  expect(kolmogorovSmirnov(sample, law)).toBeLessThan(2.694);
});

describe('bursts', () => {
  const [quiet, busy] = [2, 30];
  const [leaveQuiet, leaveBusy] = [0.1, 0.5];
  const shareBusy = leaveQuiet / (leaveQuiet + leaveBusy);
  const rate = quiet + shareBusy * (busy - quiet);

  test('start in their stationary law (within 5 standard errors)', () => {
    const starts = Array.from({ length: 20_000 }, (_, seed) =>
      rateSource(bursts, seed, 'a').next()!.ratePerHour === busy ? 1 : 0,
    );
    expect(errorsOff(starts, shareBusy)).toBeLessThan(5);
  });

  test.each([0.5, 4, 48])(
    'have the mean and the variance of a two-phase process in %d hours from the start (within 5 standard errors)',
    (hours) => {
      const counts = Array.from({ length: 6000 }, (_, seed) =>
        arrivalStream(bursts, seed, 'counts').countUntil(hours * HOUR_MICROSECONDS),
      );
      const both = leaveQuiet + leaveBusy;
      const phases = shareBusy * (1 - shareBusy) * (busy - quiet) ** 2;
      const variance = rate * hours + 2 * phases * (hours / both - (1 - Math.exp(-both * hours)) / both ** 2);
      expect(errorsOff(counts, rate * hours)).toBeLessThan(5);
      expect(varianceErrorsOff(counts, rate * hours, variance)).toBeLessThan(5);
    },
  );

  test('are Poisson given their phases, which last exponential times (KS at 1e-6)', () => {
    const source = rateSource(bursts, 9, 'phases');
    const lengths: [number[], number[]] = [[], []];
    const gaps: number[] = [];
    const end = 4 * 365 * DAY_MICROSECONDS;
    const times = arrivalsUntil(arrivalStream(bursts, 9, 'phases'), end);
    let [start, index, total, last] = [0, 0, 0, 0];
    while (start < end) {
      const segment = source.next()!;
      lengths[segment.ratePerHour === busy ? 1 : 0].push((segment.end - start) / HOUR_MICROSECONDS);
      for (; index < times.length && times[index]! < segment.end; index++) {
        const now = total + (segment.ratePerHour * (times[index]! - start)) / HOUR_MICROSECONDS;
        gaps.push(now - last);
        last = now;
      }
      total += (segment.ratePerHour * (segment.end - start)) / HOUR_MICROSECONDS;
      start = segment.end;
    }
    expect(gaps.length).toBeGreaterThan(200_000);
    expect(kolmogorovSmirnov(gaps, exponentialLaw)).toBeLessThan(2.694);
    expect(kolmogorovSmirnov(lengths[0], (x) => -Math.expm1(-leaveQuiet * x))).toBeLessThan(2.694);
    expect(kolmogorovSmirnov(lengths[1], (x) => -Math.expm1(-leaveBusy * x))).toBeLessThan(2.694);
  });

  test('of two inventories are independent', () => {
    expect(rateSource(bursts, 1, 'a').next()).not.toEqual(rateSource(bursts, 1, 'b').next());
  });
});

describe('customers who take several PINs', () => {
  const sizes = [
    { size: 1, probability: 0.6 },
    { size: 2, probability: 0.2 },
    { size: 5, probability: 0.15 },
    { size: 10, probability: 0.05 },
  ];

  test('come at the same times as those who take one, in sizes as often as said (chi-square at 1e-6)', () => {
    const stream = arrivalStream(constant(5), 1, 'bulk', sizes);
    const single = arrivalStream(constant(5), 1, 'bulk');
    const seen = new Map<number, number>();
    const n = 100_000;
    for (let k = 1; k <= n; k++) {
      expect(stream.timeOf(k)).toBe(single.timeOf(k));
      const size = stream.sizeOf!(k);
      seen.set(size, (seen.get(size) ?? 0) + 1);
      stream.release(k);
      single.release(k);
    }
    let statistic = 0;
    for (const { size, probability } of sizes) {
      statistic += ((seen.get(size) ?? 0) - n * probability) ** 2 / (n * probability);
    }
    // Three degrees of freedom.
    expect(statistic).toBeLessThan(30.67);
    expect(single.sizeOf).toBeUndefined();
  });

  test('take what they take whoever asks first, and however far ahead', () => {
    const expected = Array.from({ length: 500 }, (_, index) =>
      arrivalStream(constant(5), 1, 'bulk', sizes).sizeOf!(index + 1),
    );
    const backwards = arrivalStream(constant(5), 1, 'bulk', sizes);
    for (let k = 500; k >= 1; k--) expect(backwards.sizeOf!(k)).toBe(expected[k - 1]);
    const released = arrivalStream(constant(5), 1, 'bulk', sizes);
    for (let k = 1; k < 500; k += 7) {
      released.release(k);
      expect(released.sizeOf!(k + 1)).toBe(expected[k]);
    }
  });

  test('of sizes that are none are refused', () => {
    for (const plan of [
      [],
      [{ size: 0, probability: 1 }],
      [{ size: 1.5, probability: 1 }],
      [{ size: 1, probability: 0.9 }],
      [
        { size: 1, probability: 1.5 },
        { size: 2, probability: -0.5 },
      ],
    ]) {
      expect(() => arrivalStream(constant(1), 1, 'a', plan)).toThrow(RangeError);
    }
  });
});

describe('listed sales', () => {
  const times = [0, 5, 5, 5, 9, 100, 1000];
  const listed = (sizes: number[] | null = null): RatePlan => ({ kind: 'listed', times, sizes });

  test('come exactly as listed, whatever the seed', () => {
    const stream = arrivalStream(listed(), 7, 'a');
    expect(times.map((_, index) => stream.timeOf(index + 1))).toEqual(times);
    expect(stream.timeOf(8)).toBe(Infinity);
    for (const time of [1001, 4, 5, 99, 100, -1, 0, Infinity]) {
      expect(stream.countUntil(time)).toBe(times.filter((own) => own <= time).length);
    }
    expect(stream.sumOfTimesSince(2, 6, 100)).toBe(95 + 95 + 95 + 91);
    expect(stream.sizeOf).toBeUndefined();
  });

  test('may have sizes', () => {
    const stream = arrivalStream(listed([1, 2, 3, 4, 5, 6, 7]), 7, 'a');
    expect(stream.sizeOf!(3)).toBe(3);
  });

  test('are refused out of order', () => {
    expect(() => arrivalStream({ kind: 'listed', times: [2, 1], sizes: null }, 1, 'a')).toThrow(RangeError);
  });
});

test('the PINs to expect are those that come on average', () => {
  const rate = scaled(bursts, dayFactor('all'), events);
  const demand = { server: 'a', variety: 'b', rate, sizes: [{ size: 3, probability: 1 }] };
  const until = 70 * DAY_MICROSECONDS;
  const counts = Array.from(
    { length: 400 },
    (_, seed) => 3 * arrivalStream(rate, seed, 'a').countUntil(until),
  );
  expect(errorsOff(counts, expectedPins(demand, until))).toBeLessThan(5);
});
