import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawDuration } from '#sim/random/duration';
import { exponential, fillExponential } from '#sim/random/exponential';
import { RandomGenerator, randomGenerator } from '#sim/random/generator';
import type { StreamKey } from '#sim/random/streamKey';
import type { Duration } from '#src/network/topology';

// Seeds are fixed: a test that passes keeps passing. The error probabilities say how likely a correct generator would
// have failed for a seed picked blindly. Five standard errors: 6e-7.

const key: StreamKey = { seed: 7, purpose: 'arrivals', who: 'North Station day pass' };
const fresh = (who = 'test', seed = 7): RandomGenerator => randomGenerator({ seed, purpose: 'faults', who });
const take = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);
const words = (generator: RandomGenerator, count: number): number[] =>
  take(count, () => generator.nextWord());
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Kolmogorov–Smirnov: sqrt(n) times the greatest distance from the distribution; above 2.694 once in a million. */
function kolmogorovSmirnov(sample: readonly number[], distribution: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort();
  const n = sorted.length;
  let distance = 0;
  sorted.forEach((x, i) => {
    const p = distribution(x);
    distance = Math.max(distance, p - i / n, (i + 1) / n - p);
  });
  return distance * Math.sqrt(n);
}

function chiSquare(counts: ArrayLike<number>, expected: (bin: number) => number): number {
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin++) sum += (counts[bin]! - expected(bin)) ** 2 / expected(bin);
  return sum;
}
/** Chi-square of 255 degrees of freedom is above this once in a million. */
const CHI_SQUARE_255 = 377.2;

describe('a random generator', () => {
  test("gives xoshiro128**'s published words for the state 1, 2, 3, 4", () => {
    // The vector of the reference implementation, as in the tests of the Rust crate rand_xoshiro.
    const published = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ];
    const generator = new RandomGenerator([1, 2, 3, 4]);
    expect(words(generator, 10).map((word) => word >>> 0)).toEqual(published);
  });

  test('follows the algorithm in exact arithmetic from any state', () => {
    const mask = 0xffff_ffffn;
    const rotate = (x: bigint, by: bigint): bigint => ((x << by) | (x >> (32n - by))) & mask;
    const state = fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(state, (seed) => {
        let [a, b, c, d] = seed.map(BigInt) as [bigint, bigint, bigint, bigint];
        const expected = take(40, () => {
          const word = (rotate((b * 5n) & mask, 7n) * 9n) & mask;
          const shifted = (b << 9n) & mask;
          c ^= a;
          d ^= b;
          b ^= c;
          a ^= d;
          c ^= shifted;
          d = rotate(d, 11n);
          return Number(BigInt.asIntN(32, word));
        });
        const generator = new RandomGenerator(seed as [number, number, number, number]);
        expect(words(generator, 40)).toEqual(expected);
      }),
    );
  });

  test('starts from the SHA-256 of its key', () => {
    const digest = createHash('sha256').update('[7,"arrivals","North Station day pass"]').digest();
    const state = [0, 4, 8, 12].map((at) => digest.readInt32BE(at)) as [number, number, number, number];
    expect(words(randomGenerator(key), 20)).toEqual(words(new RandomGenerator(state), 20));
  });

  test('gives the same sequence for the same key and another for any other', () => {
    const others: StreamKey[] = [
      { ...key, seed: 8 },
      { ...key, seed: 7.5 },
      { ...key, seed: [7, 1] },
      { ...key, seed: [7, 2] },
      { ...key, purpose: 'leadTimes' },
      { ...key, who: 'North Station day pas' },
      { ...key, who: 'North Station day pass ' },
      { ...key, who: 'North Station day pass"]' },
      { ...key, who: '' },
    ];
    const sequence = words(randomGenerator(key), 8);
    expect(words(randomGenerator({ ...key }), 8)).toEqual(sequence);
    const firsts = [key, ...others].map((k) => words(randomGenerator(k), 8).join());
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  test('refuses a seed that is not a number', () => {
    expect(() => randomGenerator({ ...key, seed: Number.NaN })).toThrow(/seed/);
  });

  test('is uncorrelated between keys, at once and with lags (each of 135 within 5 standard errors: 8e-5)', () => {
    const n = 50_000;
    const streams = take(6, () => 0).map((_, i) => {
      const generator = fresh(`stream ${i}`);
      return take(n, () => generator.nextUniform() - 0.5);
    });
    for (const [i, left] of streams.entries()) {
      for (const right of streams.slice(i + 1)) {
        for (const lag of [-4, -3, -2, -1, 0, 1, 2, 3, 4]) {
          let sum = 0;
          for (let k = 4; k < n - 4; k++) sum += left[k]! * right[k + lag]!;
          // The variance of a product of two independent uniforms on (-1/2, 1/2) is 1/144.
          expect(Math.abs((12 * sum) / Math.sqrt(n - 8))).toBeLessThan(5);
        }
      }
    }
  });

  test('has uniform words in every byte (4 chi-square tests at 1e-6)', () => {
    const generator = fresh();
    const n = 1_000_000;
    const counts = take(4, () => 0).map(() => new Float64Array(256));
    for (let i = 0; i < n; i++) {
      const word = generator.nextWord();
      counts.forEach((bins, byte) => bins[(word >>> (8 * byte)) & 255]!++);
    }
    for (const bins of counts) expect(chiSquare(bins, () => n / 256)).toBeLessThan(CHI_SQUARE_255);
  });

  test('has uniform variates on [0, 1) (KS at 1e-6)', () => {
    const generator = fresh();
    const sample = take(300_000, () => generator.nextUniform());
    expect(Math.min(...sample.slice(0, 1000))).toBeGreaterThanOrEqual(0);
    expect(kolmogorovSmirnov(sample, (x) => x)).toBeLessThan(2.694);
    expect(sample.every((x) => x >= 0 && x < 1)).toBe(true);
  });
});

describe('exponential variates', () => {
  const n = 2_000_000;
  const sample = new Float64Array(n);
  fillExponential(fresh('exponential'), sample, 0, n);

  test('are distributed exponentially (KS at 1e-6)', () => {
    expect(kolmogorovSmirnov(Array.from(sample), (x) => -Math.expm1(-x))).toBeLessThan(2.694);
  });

  test('fall between the edges of the ziggurat as they should (chi-square at 1e-6)', () => {
    // Edges found anew, from the definition: 256 layers of equal area, the lowest with the tail.
    const edges = [7.69711747013105];
    const area = (edges[0]! + 1) * Math.exp(-edges[0]!);
    for (let i = 1; i < 255; i++) edges.push(-Math.log(area / edges[i - 1]! + Math.exp(-edges[i - 1]!)));
    expect(area / edges[254]! + Math.exp(-edges[254]!)).toBeCloseTo(1, 12);
    const ascending = [0, ...edges.reverse(), Infinity];
    const counts = new Float64Array(256);
    for (const x of sample) {
      let low = 0;
      for (let step = 128; step >= 1; step /= 2) if (ascending[low + step]! <= x) low += step;
      counts[low]!++;
    }
    const expected = (bin: number): number =>
      n * (Math.exp(-ascending[bin]!) - Math.exp(-ascending[bin + 1]!));
    expect(chiSquare(counts, expected)).toBeLessThan(CHI_SQUARE_255);
  });

  test('are those of a plain ziggurat that takes no shortcuts', () => {
    const right = [7.69711747013105];
    const area = (right[0]! + 1) * Math.exp(-right[0]!);
    for (let i = 1; i < 255; i++) right.push(-Math.log(area / right[i - 1]! + Math.exp(-right[i - 1]!)));
    right.push(0);
    const generator = fresh('exponential');
    const fraction = (): number => (generator.nextWord() >>> 0) / 2 ** 32;
    const plain = (): number => {
      const layer = generator.nextWord() >>> 24;
      if (layer === 0) {
        const x = fraction() * (area / Math.exp(-right[0]!));
        return x < right[0]! ? x : right[0]! + plain();
      }
      const x = fraction() * right[layer - 1]!;
      if (x < right[layer]!) return x;
      const [bottom, top] = [Math.exp(-right[layer - 1]!), Math.exp(-right[layer]!)];
      return bottom + fraction() * (top - bottom) < Math.exp(-x) ? x : plain();
    };
    let greatest = 0;
    for (const x of sample) greatest = Math.max(greatest, Math.abs(x - plain()));
    expect(greatest).toBeLessThan(1e-12);
  });

  test('have the moments of the exponential distribution (4 tests within 5 standard errors)', () => {
    for (const power of [1, 2, 3, 4]) {
      const factorial = [1, 1, 2, 6, 24, 120, 720, 5040, 40320];
      const moment = mean(Array.from(sample, (x) => x ** power));
      const error = Math.sqrt((factorial[2 * power]! - factorial[power]! ** 2) / n);
      expect(Math.abs(moment - factorial[power]!) / error).toBeLessThan(5);
    }
  });

  test('have the right tail, in mass and in shape (within 5 standard errors; KS at 1e-6)', () => {
    const beyond = Array.from(sample).filter((x) => x > 7.69711747013105);
    const expected = n * Math.exp(-7.69711747013105);
    expect(Math.abs(beyond.length - expected) / Math.sqrt(expected)).toBeLessThan(5);
    expect(kolmogorovSmirnov(beyond, (x) => -Math.expm1(7.69711747013105 - x))).toBeLessThan(2.694);
  });

  test('do not depend on those before (lags 1 to 8 within 5 standard errors: 5e-6)', () => {
    for (let lag = 1; lag <= 8; lag++) {
      let sum = 0;
      for (let i = lag; i < n; i++) sum += (sample[i]! - 1) * (sample[i - lag]! - 1);
      expect(Math.abs(sum) / Math.sqrt(n - lag)).toBeLessThan(5);
    }
  });

  test('are the same in bulk and singly, in portions of any size', () => {
    const portions = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.integer(), portions, (seed, sizes) => {
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const bulk = new Float64Array(total + 1).fill(-1);
        const [filling, drawing] = [fresh('portions', seed), fresh('portions', seed)];
        let from = 0;
        for (const [i, size] of sizes.entries()) {
          if (i % 3 === 2) for (let k = from; k < from + size; k++) bulk[k] = exponential(filling);
          else fillExponential(filling, bulk, from, from + size);
          from += size;
        }
        expect(Array.from(bulk)).toEqual([...take(total, () => exponential(drawing)), -1]);
        expect(filling.nextWord()).toBe(drawing.nextWord());
      }),
    );
  });
});

describe('a drawn duration', () => {
  const n = 200_000;
  const sampleOf = (duration: Duration): number[] => {
    const generator = fresh(duration.distribution);
    return take(n, () => drawDuration(duration, generator));
  };
  const hour = 3_600_000_000;

  test('is exact and takes nothing from the generator if it is constant', () => {
    const generator = fresh();
    expect(drawDuration({ distribution: 'constant', mean: 24 * hour }, generator)).toBe(24 * hour);
    expect(drawDuration({ distribution: 'constant', mean: 0.5 }, generator)).toBe(1);
    expect(drawDuration({ distribution: 'constant', mean: 0 }, generator)).toBe(0);
    expect(generator.nextWord()).toBe(fresh().nextWord());
  });

  const cases: [string, Duration, number, number][] = [
    ['exponential', { distribution: 'exponential', mean: hour }, hour, 1],
    [
      'uniform',
      { distribution: 'uniform', from: hour, to: 3 * hour },
      2 * hour,
      1 / Math.sqrt(12), // (to - from) / sqrt(12) / mean
    ],
    ['Erlang of shape 4', { distribution: 'erlang', mean: hour, shape: 4 }, hour, 1 / 2],
    ['Erlang of shape 1', { distribution: 'erlang', mean: hour, shape: 1 }, hour, 1],
    ['lognormal', { distribution: 'lognormal', mean: hour, coefficientOfVariation: 0.5 }, hour, 0.5],
    [
      'lognormal without scatter',
      { distribution: 'lognormal', mean: hour, coefficientOfVariation: 0 },
      hour,
      0,
    ],
    [
      'hyperexponential',
      { distribution: 'hyperexponential', probabilities: [0.8, 0.2], means: [0.4 * hour, 3.4 * hour] },
      hour,
      Math.sqrt(2 * (0.8 * 0.16 + 0.2 * 3.4 ** 2) - 1),
    ],
  ];
  test.each(cases)(
    'has the stated mean and variation: %s (2 tests within 5 standard errors)',
    (_, duration, expectedMean, variation) => {
      const scaled = sampleOf(duration).map((x) => x / expectedMean);
      expect(Math.abs(mean(scaled) - 1)).toBeLessThanOrEqual((5 * variation) / Math.sqrt(n) + 1e-9);
      const squares = scaled.map((x) => (x - 1) ** 2);
      const variance = mean(squares);
      const error = Math.sqrt(mean(squares.map((x) => (x - variance) ** 2)) / n);
      expect(Math.abs(variance - variation ** 2)).toBeLessThanOrEqual(5 * error + 1e-9);
    },
  );

  test('has the stated distribution: uniform, exponential, Erlang, lognormal (4 KS tests at 1e-6)', () => {
    const uniform = sampleOf({ distribution: 'uniform', from: hour, to: 3 * hour });
    expect(kolmogorovSmirnov(uniform, (x) => (x / hour - 1) / 2)).toBeLessThan(2.694);
    const exponentials = sampleOf({ distribution: 'exponential', mean: hour });
    expect(kolmogorovSmirnov(exponentials, (x) => -Math.expm1(-x / hour))).toBeLessThan(2.694);
    const erlang = sampleOf({ distribution: 'erlang', mean: hour, shape: 2 });
    const erlangOf2 = (y: number): number => 1 - (1 + y) * Math.exp(-y);
    expect(kolmogorovSmirnov(erlang, (x) => erlangOf2((2 * x) / hour))).toBeLessThan(2.694);
    const lognormal = sampleOf({ distribution: 'lognormal', mean: hour, coefficientOfVariation: 2 });
    const s = Math.sqrt(Math.log(5));
    expect(
      kolmogorovSmirnov(lognormal, (x) => normalDistribution(Math.log(x / hour) / s + s / 2)),
    ).toBeLessThan(2.694);
  });

  test('is a whole number of microseconds and never negative', () => {
    const time = fc.double({ min: 0, max: 1e12, noNaN: true });
    const duration: fc.Arbitrary<Duration> = fc.oneof(
      fc.record({ distribution: fc.constant('constant' as const), mean: time }),
      fc.record({ distribution: fc.constant('exponential' as const), mean: time }),
      fc.record({ distribution: fc.constant('uniform' as const), from: time, to: time }),
      fc.record({
        distribution: fc.constant('erlang' as const),
        mean: time,
        shape: fc.integer({ min: 1, max: 20 }),
      }),
      fc.record({
        distribution: fc.constant('lognormal' as const),
        mean: time,
        coefficientOfVariation: fc.double({ min: 0, max: 5, noNaN: true }),
      }),
      fc.record({
        distribution: fc.constant('hyperexponential' as const),
        probabilities: fc.constant([0.1, 0.2, 0.7]),
        means: fc.tuple(time, time, time),
      }),
    );
    fc.assert(
      fc.property(duration, fc.integer(), (plan, seed) => {
        const drawn = drawDuration(plan, fresh('whole', seed));
        expect(Number.isInteger(drawn)).toBe(true);
        expect(Object.is(drawn, -0) || drawn < 0).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Standard normal distribution function by its power series; good to 1e-12 within 6 standard deviations. */
function normalDistribution(z: number): number {
  if (Math.abs(z) > 6) return z > 0 ? 1 : 0;
  let term = z;
  let sum = z;
  for (let i = 3; Math.abs(term) > 1e-17; i += 2) {
    term *= (z * z) / i;
    sum += term;
  }
  return 0.5 + sum * Math.exp((-z * z) / 2) * Math.sqrt(1 / (2 * Math.PI));
}
