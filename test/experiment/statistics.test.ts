import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairedDifference } from '#sim/experiment/difference';
import { isNarrowEnough, parseHalfWidth, replicationsNeeded } from '#sim/experiment/halfWidth';
import { latinHypercube } from '#sim/experiment/latinHypercube';
import { mser5 } from '#sim/experiment/mser';
import { pseudovalues, quotientOfSums, ratioEstimate } from '#sim/experiment/ratio';
import { studentFactor, studentInterval } from '#sim/experiment/studentT';
import { randomGenerator } from '#sim/random/generator';

const sample = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const positive = fc.double({ min: 0.1, max: 1e6, noNaN: true });
const ratios = fc
  .array(fc.tuple(sample, positive), { minLength: 2, maxLength: 30 })
  .map((pairs) => ({ numerators: pairs.map(([one]) => one), denominators: pairs.map(([, other]) => other) }));

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

describe('Student’s interval', () => {
  it.each([
    // Any table of the distribution, two-sided.
    [0.95, 1, 12.706],
    [0.95, 4, 2.776],
    [0.95, 19, 2.093],
    [0.9, 9, 1.833],
    [0.99, 10, 3.169],
    [0.95, 999, 1.962],
  ])(
    'reaches as many standard errors as tables say: %d, %d degrees of freedom',
    (confidence, degrees, factor) => {
      expect(studentFactor(confidence, degrees)).toBeCloseTo(factor, 3);
    },
  );

  it('is that of a textbook', () => {
    // Law, "Simulation Modeling and Analysis", the ten observations of the chapter on output data: 1.34 ± 0.24 at 90 %.
    const observations = [1.2, 1.5, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.5, 1.09];
    const { estimate, halfWidth } = studentInterval(observations, 0.9);
    expect([estimate.toFixed(2), halfWidth!.toFixed(2)]).toEqual(['1.34', '0.24']);
  });

  it('is none from a single sample, and of no width where samples are alike', () => {
    expect(studentInterval([3], 0.95)).toEqual({ estimate: 3, halfWidth: null });
    expect(studentInterval([3, 3, 3], 0.95)).toEqual({ estimate: 3, halfWidth: 0 });
  });

  it('moves and grows with its samples', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 2, maxLength: 20 }), sample, (samples, shift) => {
        const before = studentInterval(samples, 0.95);
        const after = studentInterval(
          samples.map((one) => 2 * one + shift),
          0.95,
        );
        expect(after.estimate).toBeCloseTo(2 * before.estimate + shift, 4);
        expect(after.halfWidth).toBeCloseTo(2 * before.halfWidth!, 4);
      }),
    );
  });
});

describe('A ratio of sums', () => {
  it('has the pseudovalues of the jackknife’s definition', () => {
    fc.assert(
      fc.property(ratios, (ratio) => {
        const count = ratio.numerators.length;
        const without = ratio.numerators.map((_, left) => {
          const rest = (values: readonly number[]): number[] => values.filter((__, index) => index !== left);
          return mean(rest(ratio.numerators)) / mean(rest(ratio.denominators));
        });
        const whole = quotientOfSums(ratio)!;
        const samples = pseudovalues(ratio)!;
        for (const [index, one] of without.entries()) {
          const expected = count * whole - (count - 1) * one;
          expect(Math.abs(samples[index]! - expected)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(expected)));
        }
      }),
    );
  });

  it('is the mean with Student’s interval where all denominators are alike', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 2, maxLength: 20 }), positive, (samples, denominator) => {
        const ratio = {
          numerators: samples.map((one) => one * denominator),
          denominators: samples.map(() => denominator),
        };
        const [own, students] = [ratioEstimate(ratio, 0.95)!, studentInterval(samples, 0.95)];
        expect(own.estimate).toBeCloseTo(students.estimate, 4);
        expect(own.halfWidth).toBeCloseTo(students.halfWidth!, 4);
      }),
    );
  });

  it('does not depend on the order of the runs beyond rounding', () => {
    fc.assert(
      fc.property(ratios, ({ numerators, denominators }) => {
        const [own, other] = [
          ratioEstimate({ numerators, denominators }, 0.95)!,
          ratioEstimate(
            { numerators: numerators.toReversed(), denominators: denominators.toReversed() },
            0.95,
          )!,
        ];
        expect(other.estimate).toBeCloseTo(own.estimate, 4);
      }),
    );
  });

  it('is none where nothing was counted, and has no interval where one run counted all', () => {
    expect(ratioEstimate({ numerators: [0, 0], denominators: [0, 0] }, 0.95)).toBeNull();
    expect(ratioEstimate({ numerators: [1, 0], denominators: [2, 0] }, 0.95)).toEqual({
      estimate: 0.5,
      halfWidth: null,
    });
    expect(ratioEstimate({ numerators: [1], denominators: [2] }, 0.95)).toEqual({
      estimate: 0.5,
      halfWidth: null,
    });
  });
});

describe('A paired difference', () => {
  it('of runs with themselves is none', () => {
    fc.assert(
      fc.property(ratios, (ratio) => {
        expect(pairedDifference(ratio, ratio, 0.95)).toEqual({ estimate: 0, halfWidth: 0, verdict: 'same' });
      }),
    );
  });

  it('turns its sign with its sides', () => {
    const opposite = { higher: 'lower', lower: 'higher', unclear: 'unclear', same: 'same' } as const;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(sample, positive, sample, positive), { minLength: 2, maxLength: 20 }),
        (runs) => {
          const side = (at: 0 | 2) => ({
            numerators: runs.map((run) => run[at]),
            denominators: runs.map((run) => run[at + 1]!),
          });
          const there = pairedDifference(side(0), side(2), 0.95)!;
          const back = pairedDifference(side(2), side(0), 0.95)!;
          expect(back.estimate).toBe(0 - there.estimate);
          expect(back.halfWidth).toBe(there.halfWidth);
          expect(back.verdict).toBe(opposite[there.verdict]);
          const holdsZero = Math.abs(there.estimate) <= there.halfWidth!;
          expect(there.verdict === 'unclear' || there.verdict === 'same').toBe(holdsZero);
        },
      ),
    );
  });

  it('tells apart what differs by little in every pair, however much runs differ among themselves', () => {
    const denominators = [1, 1, 1, 1, 1];
    const before = { numerators: [10, 50, 20, 90, 40], denominators };
    const after = { numerators: [11, 51.1, 20.9, 91, 41], denominators };
    expect(pairedDifference(before, after, 0.95)).toMatchObject({ verdict: 'higher' });
    const mixed = { numerators: [12, 49, 21, 88, 41], denominators };
    expect(pairedDifference(before, mixed, 0.95)).toMatchObject({ verdict: 'unclear' });
    expect(
      pairedDifference({ numerators: [1], denominators: [1] }, { numerators: [2], denominators: [1] }, 0.95),
    ).toEqual({
      estimate: 1,
      halfWidth: null,
      verdict: 'unclear',
    });
  });
});

describe('MSER-5', () => {
  const level = (count: number, noise: number): number[] => {
    const generator = randomGenerator({ seed: 1, purpose: 'faults', who: 'noise' });
    return Array.from({ length: count }, () => 100 + noise * (generator.nextUniform() - 0.5));
  };

  it('leaves out a start that differs, in whole batches of five', () => {
    const series = level(200, 4).map((value, index) => (index < 23 ? value + 50 : value));
    expect(mser5(series)).toEqual({ deleted: 25, isAtLimit: false });
  });

  it('leaves nothing out of a series without noise, or one too short to choose from', () => {
    expect(mser5(level(100, 0))).toEqual({ deleted: 0, isAtLimit: false });
    expect(mser5([5, 4, 3, 2, 1, 1, 1])).toEqual({ deleted: 0, isAtLimit: false });
    expect(mser5([])).toEqual({ deleted: 0, isAtLimit: false });
  });

  it('says so where the best place would be behind the half that it may leave out', () => {
    expect(mser5(Array.from({ length: 100 }, (_, index) => 1000 - index))).toEqual({
      deleted: 50,
      isAtLimit: true,
    });
  });

  it('finds the place of its definition, wherever the series lies and on whatever scale', () => {
    const series = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 20, maxLength: 120 });
    fc.assert(
      fc.property(series, fc.integer({ min: -50, max: 50 }), (values, shift) => {
        const batches = Array.from({ length: Math.floor(values.length / 5) }, (_, batch) =>
          mean(values.slice(5 * batch, 5 * batch + 5)),
        );
        const score = (first: number): number => {
          const rest = batches.slice(first);
          return rest.reduce((sum, one) => sum + (one - mean(rest)) ** 2, 0) / rest.length ** 2;
        };
        const { deleted } = mser5(values);
        expect(deleted % 5).toBe(0);
        const best = Math.min(
          ...Array.from({ length: Math.floor(batches.length / 2) + 1 }, (_, first) => score(first)),
        );
        expect(score(deleted / 5)).toBeLessThanOrEqual(best * (1 + 1e-9) + 1e-12);
        // Of places that are equally good, rounding may choose another.
        const moved = mser5(values.map((value) => 4 * (value + shift))).deleted;
        expect(score(moved / 5)).toBeLessThanOrEqual(best * (1 + 1e-9) + 1e-12);
      }),
    );
  });
});

describe('A Latin hypercube', () => {
  it('has one point in each part of each axis, and the same with a further axis', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(),
        (count, axes, seed) => {
          const streams = (number: number) =>
            Array.from({ length: number }, (_, axis) =>
              randomGenerator({ seed, purpose: 'design', who: String(axis) }),
            );
          const points = latinHypercube(count, streams(axes));
          for (let axis = 0; axis < axes; axis++) {
            const parts = points.map((point) => Math.floor(point[axis]! * count));
            expect(parts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, part) => part));
          }
          const more = latinHypercube(count, streams(axes + 1));
          expect(more.map((point) => point.slice(0, axes))).toEqual(points);
        },
      ),
    );
  });
});

describe('A half-width', () => {
  it('is read as a width or as a share of the estimate', () => {
    expect(parseHalfWidth('fillRate=0.001')).toEqual({ figure: 'fillRate', most: 0.001, isRelative: false });
    expect(parseHalfWidth('costPerHour.holding = 2 %')).toEqual({
      figure: 'costPerHour.holding',
      most: 0.02,
      isRelative: true,
    });
    expect(['fillRate', 'fillRate=0', '=1', 'fillRate=-1', 'fillRate=x'].map(parseHalfWidth)).toEqual(
      Array.from({ length: 5 }, () => null),
    );
  });

  it('is reached, or says how many replications it takes', () => {
    const absolute = { figure: 'x', most: 0.5, isRelative: false };
    const relative = { figure: 'x', most: 0.1, isRelative: true };
    expect(isNarrowEnough(absolute, { estimate: 100, halfWidth: 0.5 })).toBe(true);
    expect(isNarrowEnough(relative, { estimate: -10, halfWidth: 1.01 })).toBe(false);
    expect(isNarrowEnough(absolute, { estimate: 1, halfWidth: null })).toBe(false);
    expect(isNarrowEnough(absolute, null)).toBe(false);
    expect(replicationsNeeded(absolute, { estimate: 100, halfWidth: 1 }, 20)).toBe(80);
    expect(replicationsNeeded(relative, { estimate: 0, halfWidth: 1 }, 20)).toBe(Infinity);
  });
});
