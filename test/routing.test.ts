import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  UNTRIED,
  afterRefusal,
  afterSilence,
  afterSuccess,
  routeByHealthAndCost,
  successRate,
} from '#src/policy/routing';
import type { SupplyHealth, SupplyOption } from '#src/policy/routing';

const FAILING: SupplyHealth = { successes: 1, failures: 6, isReachable: true };
const GONE: SupplyHealth = { ...UNTRIED, isReachable: false };

const option = (supply: string, costCents: number, health = UNTRIED): SupplyOption => ({
  supply,
  costCents,
  health,
});

const step = fc.constantFrom(afterSuccess, afterRefusal, afterSilence);
const healthArbitrary = fc
  .array(step, { maxLength: 30 })
  .map((steps) => steps.reduce((health, next) => next(health), UNTRIED));
const optionsArbitrary = fc.uniqueArray(
  fc.record({
    supply: fc.constantFrom('a', 'b', 'c', 'd'),
    costCents: fc.nat(3),
    health: healthArbitrary,
  }),
  { selector: ({ supply }) => supply },
);

describe('Routing', () => {
  it('B18 takes the cheapest of those that work, of equally cheap ones the first by name', () => {
    expect(routeByHealthAndCost([option('b', 5), option('a', 5), option('c', 6)], [])).toBe('a');
    expect(routeByHealthAndCost([option('a', 7), option('b', 5)], [])).toBe('b');
  });

  it('B18 prefers the dear one that works to the cheap one that fails, and that to one that is gone', () => {
    const options = [option('a', 1, GONE), option('b', 2, FAILING), option('c', 3)];
    expect(routeByHealthAndCost(options, [])).toBe('c');
    expect(routeByHealthAndCost(options, ['c'])).toBe('b');
    expect(routeByHealthAndCost(options, ['c', 'b'])).toBe('a');
    expect(routeByHealthAndCost(options, ['c', 'b', 'a'])).toBeNull();
  });

  it('B18 tries every supplier once, whatever their health, and none twice', () => {
    fc.assert(
      fc.property(optionsArbitrary, (options) => {
        const tried: string[] = [];
        for (let next = routeByHealthAndCost(options, tried); next !== null;) {
          expect(tried).not.toContain(next);
          tried.push(next);
          next = routeByHealthAndCost(options, tried);
        }
        expect(tried.toSorted()).toEqual(options.map(({ supply }) => supply).toSorted());
        const again = routeByHealthAndCost(options.toReversed(), []);
        expect(again, 'in whatever order they are listed').toBe(tried[0] ?? null);
      }),
    );
  });

  it('B18 forgives: a few successes make up for old failures', () => {
    let health = UNTRIED;
    for (let times = 0; times < 50; times++) health = afterSilence(health);
    expect(successRate(health)).toBeLessThan(0.2);
    expect(health.isReachable).toBe(false);
    for (let times = 0; times < 6; times++) health = afterSuccess(health);
    expect(successRate(health)).toBeGreaterThan(0.5);
    expect(health.isReachable).toBe(true);
  });

  it('B18 keeps the figures of health small', () => {
    fc.assert(
      fc.property(healthArbitrary, ({ successes, failures }) => {
        expect(successes + failures).toBeLessThan(8);
      }),
    );
  });
});
