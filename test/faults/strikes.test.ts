import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAULT_KINDS, faultKinds } from '#sim/faults/faultKinds';
import { PRESETS, presetRates } from '#sim/faults/faultRates';
import { Strikes } from '#sim/faults/strikes';

const KEYS = Array.from({ length: 400 }, (_, index) => `hub>north stock.requested#${index}`);

function struckKeys(strikes: Strikes, rate: number): string[] {
  for (const key of KEYS) strikes.decide('messageLoss', key, rate, 0);
  return strikes.struck.map(({ key }) => key);
}

describe('Strikes', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(struckKeys(new Strikes(1), 0.3)).toEqual(struckKeys(new Strikes(1), 0.3));
    expect(struckKeys(new Strikes(1), 0.3)).not.toEqual(struckKeys(new Strikes(2), 0.3));
  });

  it('strike as often as their rate says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.constantFrom(0.05, 0.3, 0.8), (seed, rate) => {
        const share = struckKeys(new Strikes(seed), rate).length / KEYS.length;
        expect(Math.abs(share - rate)).toBeLessThan(0.13);
      }),
    );
    expect(struckKeys(new Strikes(1), 0)).toEqual([]);
    expect(struckKeys(new Strikes(1), 1)).toEqual(KEYS);
  });

  it('do not depend on which others are allowed: each can be left out alone', () => {
    const all = new Strikes(7);
    struckKeys(all, 0.3);
    fc.assert(
      fc.property(fc.subarray(all.struck.map(({ id }) => id)), (ids) => {
        const some = new Strikes(7, new Set(ids));
        struckKeys(some, 0.3);
        expect(some.struck.map(({ id }) => id)).toEqual(ids);
      }),
      { numRuns: 20 },
    );
  });

  it('draw how hard they strike from a stream of their own', () => {
    const draws = (strikes: Strikes) =>
      KEYS.map((key) => strikes.decide('duplication', key, 0.5, 0)?.draw(0, 1000) ?? null);
    const all = draws(new Strikes(3));
    const index = all.findIndex((draw) => draw !== null);
    const only = draws(new Strikes(3, new Set([`duplication ${KEYS[index]!}`])));
    expect(only[index]).toBe(all[index]);
    expect(only.filter((draw) => draw !== null)).toHaveLength(1);
    const values = all.filter((draw) => draw !== null);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(1000);
    expect(new Set(values).size).toBeGreaterThan(values.length / 2);
  });

  it('end when everything heals', () => {
    const strikes = new Strikes(1);
    strikes.heal();
    expect(struckKeys(strikes, 1)).toEqual([]);
  });

  it('count, and count those that changed an outcome', () => {
    const strikes = new Strikes(1);
    strikes.decide('hubCrash', 'hub@1', 1, 5)!.changedOutcome();
    strikes.decide('hubCrash', 'hub@2', 1, 6);
    expect(strikes.tallies().hubCrash).toEqual({ strikes: 2, changes: 1 });
    expect(strikes.tallies().zombie).toEqual({ strikes: 0, changes: 0 });
  });
});

describe('The rates of', () => {
  it('calm let nothing strike; stormy lets everything strike', () => {
    const calm = presetRates('calm', 1);
    const stormy = presetRates('stormy', 1);
    for (const kind of faultKinds) {
      expect(calm[kind]).toBe(0);
      expect(stormy[kind]).toBeGreaterThan(0);
    }
  });

  it('lossy leave nodes alone', () => {
    const { terminalCrash, serverCrash, hubCrash, lostTerminal, zombie, messageLoss } = presetRates(
      'lossy',
      1,
    );
    expect([terminalCrash, serverCrash, hubCrash, lostTerminal, zombie]).toEqual([0, 0, 0, 0, 0]);
    expect(messageLoss).toBeGreaterThan(0);
  });

  it('swarm are drawn from the seed: every kind is absent in some runs and frequent in others', () => {
    expect(presetRates('swarm', 5)).toEqual(presetRates('swarm', 5));
    const runs = Array.from({ length: 60 }, (_, seed) => presetRates('swarm', seed));
    const stormy = presetRates('stormy', 0);
    for (const kind of faultKinds) {
      const rates = runs.map((run) => run[kind]);
      expect(Math.min(...rates)).toBe(0);
      expect(Math.max(...rates)).toBeGreaterThan(Math.min(0.85, stormy[kind]));
      expect(Math.max(...rates)).toBeLessThan(1);
    }
  });

  it('every preset are chances and times', () => {
    for (const preset of PRESETS) {
      const rates = presetRates(preset, 11);
      for (const kind of faultKinds) {
        expect(rates[kind]).toBeGreaterThanOrEqual(0);
        expect(rates[kind]).toBeLessThanOrEqual(1);
      }
      for (const [name, value] of Object.entries(rates)) {
        if (!Object.hasOwn(FAULT_KINDS, name)) expect(Number.isSafeInteger(value) && value > 0).toBe(true);
      }
    }
  });
});
