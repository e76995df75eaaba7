import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BurstFilter } from '#sim/fit/burstFilter';
import { dayNodes } from '#sim/fit/dayNodes';
import { chiSquareTail, countTail, gammaTail } from '#sim/fit/tails';
import { compareWithExponential } from '#sim/fit/kolmogorov';
import { Intensity } from '#sim/fit/intensity';
import { nelderMead } from '#sim/fit/nelderMead';
import { shrunkFactors } from '#sim/fit/shrinkage';
import { fitSlope } from '#sim/fit/slope';
import { exponential } from '#sim/random/exponential';
import { randomGenerator } from '#sim/random/generator';

describe('The filter of bursts', () => {
  const positive = fc.double({ min: 0.05, max: 20, noNaN: true });

  it('goes through an hour as small steps of the Markov chain do', () => {
    fc.assert(
      fc.property(positive, positive, positive, positive, (first, second, low, high) => {
        const filter = new BurstFilter({ factors: [low, high], switchesPerHour: [first, second] });
        const start = filter.busy;
        const rate = 0.7;
        const integral = filter.pass(0.25, rate);
        const steps = 200_000;
        const dt = 0.25 / steps;
        let [quiet, busy] = [1 - start, start];
        for (let step = 0; step < steps; step++) {
          const flow = (busy * second - quiet * first) * dt;
          [quiet, busy] = [quiet + flow - quiet * rate * low * dt, busy - flow - busy * rate * high * dt];
        }
        expect(filter.busy).toBeCloseTo(busy / (quiet + busy), 3);
        expect(integral).toBeCloseTo(-Math.log(quiet + busy), 3);
      }),
      { numRuns: 10 },
    );
  });

  it('with two equal phases is a Poisson process', () => {
    const filter = new BurstFilter({ factors: [1, 1], switchesPerHour: [0.3, 2] });
    expect(filter.pass(0.5, 4)).toBeCloseTo(2, 12);
    expect(filter.arrive()).toBeCloseTo(1, 12);
    expect(filter.meanFactor(1)).toBeCloseTo(1, 12);
  });
});

describe('The rate at which the next customer is expected', () => {
  it('learns of a gamma factor as Bayes’ rule says', () => {
    const intensity = new Intensity(null);
    intensity.enterHour({ shape: 4, rate: 4 });
    expect(intensity.meanFactor).toBe(1);
    // Of a gamma mixture, the probability of no customer is (rate / (rate + mean)) ^ shape.
    expect(intensity.pass(0.5, 6)).toBeCloseTo(-4 * Math.log(4 / 7), 12);
    expect(intensity.arrive(6)).toBeCloseTo((6 * 4) / 7, 12);
    expect(intensity.arrive(6)).toBeCloseTo((6 * 5) / 7, 12);
  });
});

describe('The comparison with exponential gaps', () => {
  it('accepts exponential gaps as often as it says, and rejects others', () => {
    const generator = randomGenerator({ seed: 1, purpose: 'arrivals', who: 'gaps' });
    let rejected = 0;
    for (let run = 0; run < 400; run++) {
      const gaps = Array.from({ length: 200 }, () => exponential(generator));
      if (compareWithExponential(gaps).p < 0.05) rejected += 1;
    }
    // Binomial with mean 20 and standard deviation 4.4: five of them.
    expect(Math.abs(rejected - 20)).toBeLessThan(22);
    const even = Array.from({ length: 200 }, () => 0.5 + 0.5 * exponential(generator));
    expect(compareWithExponential(even).p).toBeLessThan(1e-6);
    expect(compareWithExponential([]).p).toBe(1);
  });
});

describe('Probabilities of tails', () => {
  it('are those of tables', () => {
    expect(chiSquareTail(3.841459, 1)).toBeCloseTo(0.05, 6);
    expect(chiSquareTail(18.307038, 10)).toBeCloseTo(0.05, 6);
    // An exponential variate is a gamma variate of shape 1.
    expect(gammaTail(3, 1, 1)).toBeCloseTo(Math.exp(-3), 9);
    expect(gammaTail(0.1, 1, 1)).toBeCloseTo(1 - Math.exp(-0.1), 9);
  });

  it('of counts are exact where counts are small, and go over into those of a gamma law', () => {
    expect(countTail(0, 2, 0)).toBeCloseTo(Math.exp(-2), 12);
    expect(countTail(3, 1, 0)).toBeCloseTo(1 - 2.5 * Math.exp(-1), 12);
    // With a factor of variance 1 counts are geometric.
    expect(countTail(0, 3, 1)).toBeCloseTo(1 / 4, 12);
    expect(countTail(5, 3, 1)).toBeCloseTo((3 / 4) ** 5, 12);
    expect(countTail(400, 900, 0)).toBeLessThan(1e-60);
    for (const variance of [0, 0.01]) {
      for (const z of [-3, 3]) {
        const tail = (mean: number) =>
          countTail(Math.round(mean + z * Math.sqrt(mean + variance * mean ** 2)), mean, variance);
        expect(tail(1_100) / tail(880)).toBeCloseTo(1, 0);
      }
    }
  });
});

describe('The values that stand for a day factor', () => {
  it('have its mean and variance, and know rare days', () => {
    expect(dayNodes(0)).toEqual([{ factor: 1, probability: 1 }]);
    for (const variance of [0.01, 0.16, 0.5]) {
      const nodes = dayNodes(variance);
      const moment = (of: (factor: number) => number): number =>
        nodes.reduce((sum, { factor, probability }) => sum + probability * of(factor), 0);
      expect(moment(() => 1)).toBeCloseTo(1, 9);
      expect(moment((factor) => factor)).toBeCloseTo(1, 3);
      expect(moment((factor) => (factor - 1) ** 2) / variance).toBeCloseTo(1, 1);
      expect(nodes.at(-1)!.factor).toBeGreaterThan(1 + 2 * Math.sqrt(variance));
    }
  });
});

describe('Shrinkage', () => {
  it('leaves groups alone that scatter no more than by chance, and believes large counts', () => {
    expect([...shrunkFactors([9, 11, 10], [10, 10, 10], 1)]).toEqual([1, 1, 1]);
    const [few, many] = shrunkFactors([4, 4000], [2, 2000], 1);
    expect(few).toBeGreaterThan(1);
    expect(few).toBeLessThan(many!);
    expect(many).toBeCloseTo(2, 2);
  });
});

describe('The minimum of a function', () => {
  it('is found in a curved valley', () => {
    const { point } = nelderMead(([x = 0, y = 0]) => (1 - x) ** 2 + 20 * (y - x * x) ** 2, [-1, 1], 0.5, 600);
    expect(point[0]).toBeCloseTo(1, 1);
    expect(point[1]).toBeCloseTo(1, 1);
  });
});

describe('A slope', () => {
  it('is that of exact exponential growth', () => {
    const x = Float64Array.from({ length: 300 }, (_, day) => day / 365);
    const expected = x.map(() => 40);
    const { slope, standardError } = fitSlope(
      x.map((at) => 50 * Math.exp(0.3 * at)),
      expected,
      x,
      0.01,
    )!;
    expect(slope).toBeCloseTo(0.3, 9);
    expect(standardError).toBeLessThan(1e-6);
  });
});
