import { describe, expect, it } from 'vitest';
import { shippedScenario } from '#src/cli/packageRoot';
import { readFile } from '#src/cli/readFile';
import type { RunResult } from '#sim/result';
import { runPlan } from '#sim/run';
import { loadScenario } from '#sim/scenario/load';

/** The results of a shipped scenario's plans, checked after every step. */
function results(name: string): RunResult[] {
  const { scenario } = loadScenario(shippedScenario(name), readFile);
  return (scenario?.plans ?? []).map((plan) =>
    runPlan(plan, { clock: () => 0, check: name === 'first.yaml' }),
  );
}

describe('first.yaml', () => {
  const [result] = results('first.yaml');
  const at = (server: string, variety: string) =>
    result?.inventories.find((inventory) => inventory.server === server && inventory.variety === variety);

  it('shows a server that runs out because it orders too late', () => {
    expect(at('harbour', 'phone-10')?.stockouts).toBeGreaterThan(5);
    expect(at('harbour', 'phone-10')?.fillRate).toBeLessThan(0.95);
    expect(at('town', 'phone-25')?.lost).toBe(0);
  });

  it('shows recalls from the server that has a high watermark', () => {
    expect(result?.servers['airport']?.recalled).toBeGreaterThan(0);
    expect(result?.servers['town']?.recalled).toBe(0);
  });

  it('shows a hub that is short now and then, and buys more from its supplier', () => {
    expect(result?.hub['phone-10']?.stockoutTimeFraction).toBeGreaterThan(0);
    expect(result?.hub['phone-10']?.orders).toBeGreaterThan(2);
  });
});

describe('chicago.yaml', () => {
  const runs = results('chicago.yaml');

  it('loses several per cent at the lowest cover, and next to nothing at the highest', () => {
    const shares = runs.map(({ network }) => network.lost / network.asked);
    expect(shares[0]).toBeGreaterThan(0.03);
    expect(shares[3]).toBeLessThan(0.001);
    expect([...shares].sort((a, b) => b - a)).toEqual(shares);
  });

  it('buys that with more stock at each level', () => {
    const stocks = runs.map(({ network }) => network.meanOnHand);
    expect([...stocks].sort((a, b) => a - b)).toEqual(stocks);
  });

  it('shows the same customers to every level', () => {
    expect(new Set(runs.map(({ network }) => network.asked)).size).toBe(1);
    expect(runs[0]?.network.asked).toBeGreaterThan(600_000);
  });

  it('never leaves the hub without stock, so that what is lost is lost at the stations', () => {
    for (const { hub } of runs) {
      for (const central of Object.values(hub)) expect(central.stockoutTimeFraction).toBe(0);
    }
  });
});
