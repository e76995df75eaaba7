import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivalStream } from '#sim/demand/arrivalStream';
import type { ArrivalStream } from '#sim/demand/arrivalStream';
import type { ArrivalDrawing, FactorPlan, RatePlan } from '#sim/plan';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';

// Seeds are fixed: a test that passes keeps passing. The error probabilities say how likely a correct stream would have
// failed for a seed picked blindly.

const rate = fc.oneof(
  fc.constantFrom(0.02, 1, 30).map((ratePerHour): RatePlan => ({ kind: 'constant', ratePerHour })),
  fc.record({
    kind: fc.constant('cycle'),
    periodMicroseconds: fc.constant(HOUR_MICROSECONDS),
    // Weeks that begin amid a week, and nights of nobody.
    ratesPerHour: fc.array(fc.constantFrom(0, 0, 0, 3, 50), { minLength: 168, maxLength: 168 }),
    startsAt: fc.nat(6).map((day) => day * DAY_MICROSECONDS),
  }),
  fc.record({
    kind: fc.constant('bursts'),
    ratesPerHour: fc.constantFrom([0, 40], [1, 0], [2, 9]),
    switchesPerHour: fc.constantFrom([0.05, 1], [3, 0.2]),
  }),
) as fc.Arbitrary<RatePlan>;

const moments = fc.tuple(fc.integer({ min: -48, max: 400 }), fc.integer({ min: 1, max: 2000 }));
const event = fc.record({
  at: moments,
  factor: fc.constantFrom(0, 0, 0.5, 3),
});
const factor: fc.Arbitrary<FactorPlan> = fc.oneof(
  fc.constant<FactorPlan>({ kind: 'dayFactor', group: 'town', coefficientOfVariation: 0.6 }),
  fc.constantFrom(-0.9, 4).map((perYear): FactorPlan => ({ kind: 'growth', perYear })),
  fc.array(event, { maxLength: 4 }).map((list): FactorPlan => ({
    kind: 'events',
    events: list.map(({ at: [from, lasts], factor: times }) => ({
      from: from * HOUR_MICROSECONDS,
      until: (from + lasts) * HOUR_MICROSECONDS,
      factor: times,
    })),
  })),
);
const scaled = fc
  .tuple(rate, fc.array(factor, { minLength: 1, maxLength: 4 }))
  .map(([of, by]): RatePlan => ({ kind: 'scaled', of, by }));

const streamOf = (plan: RatePlan, seed: number, drawing: ArrivalDrawing) =>
  arrivalStream(plan, seed, 'shelf', undefined, drawing);

/** The first arrivals, each asked for in turn. */
function listOf(stream: ArrivalStream, count: number): number[] {
  const times: number[] = [];
  for (let k = 1; k <= count; k++) times.push(stream.timeOf(k));
  return times;
}

describe('Arrivals at a rate of many factors', () => {
  const question = fc.record({
    isTime: fc.boolean(),
    ahead: fc.oneof(fc.nat(20), fc.nat(1500)),
    release: fc.nat(3).map((draw) => draw === 0),
  });

  test.each(['each', 'countsFirst'] as const)(
    'are the same whoever asks, in what order and however far ahead, and forgets (drawn %s)',
    (drawing) => {
      let asked = 0;
      let ends = 0;
      fc.assert(
        fc.property(
          scaled,
          fc.nat(1000),
          fc.array(question, { maxLength: 40, size: 'max' }),
          (plan, seed, all) => {
            const known = listOf(streamOf(plan, seed, drawing), 4000);
            if (known.includes(Infinity)) ends += 1;
            const stream = streamOf(plan, seed, drawing);
            let released = 0;
            for (const { isTime, ahead, release } of all) {
              const k = released + 1 + ahead;
              if (k >= known.length) break;
              const time = known[k - 1]!;
              asked += 1;
              if (isTime || time === Infinity) expect(stream.timeOf(k)).toBe(time);
              else {
                const until = (moment: number) => known.filter((one) => one <= moment).length;
                if (known.at(-1)! > time) expect(stream.countUntil(time)).toBe(until(time));
                const before = Math.max(time - 1, known[released - 1] ?? 0);
                expect(stream.countUntil(before)).toBe(until(before));
              }
              if (release && time < Infinity) stream.release((released = k));
            }
          },
        ),
        { seed: 11, numRuns: 150 },
      );
      expect(asked).toBeGreaterThan(2000);
      expect(ends).toBeLessThan(150);
    },
  );
});

/** Chi-square of counts that are Poisson with that mean each, in standard deviations from what is to be expected. */
function misfit(counts: readonly number[], mean: number): number {
  const sum = counts.reduce((total, count) => total + (count - mean) ** 2 / mean, 0);
  return (sum - counts.length) / Math.sqrt(counts.length * (2 + 1 / mean));
}

describe('Counts first', () => {
  test.each([2, 16, 64])(
    'fills cells of %i customers by their law, the same whichever is asked for first (5 standard errors: 6e-7)',
    (width) => {
      // In cumulative rate: parts of leaves, leaves, and cells above them, through nine top cells and more.
      const cells = 4096;
      const orders: readonly ((index: number) => number)[] = [
        (index) => index,
        (index) => cells - 1 - index,
        (index) => (index % 2 === 0 ? index / 2 : cells - (index + 1) / 2),
      ];
      const [forwards, ...others] = orders.map((place) => {
        const stream = streamOf({ kind: 'constant', ratePerHour: 1 }, 77, 'countsFirst');
        const before = (cell: number) => stream.countUntil(cell * width * HOUR_MICROSECONDS - 1);
        const counts: number[] = [];
        for (let index = 0; index < cells; index++) {
          const cell = place(index);
          counts[cell] = before(cell + 1) - (cell === 0 ? 0 : before(cell));
        }
        return counts;
      });
      for (const other of others) expect(other).toEqual(forwards);
      expect(Math.abs(misfit(forwards!, width))).toBeLessThan(5);
    },
  );
});
