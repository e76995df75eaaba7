import fc from 'fast-check';
import { expect, it } from 'vitest';
import { summary } from '#src/cli/summary';
import { renderReport } from '#src/report/page';
import { runReplication } from '#sim/measures/replication';
import type { Replication } from '#sim/measures/replication';
import { EachSaleModeRefused } from '#sim/mode';
import type { Plan } from '#sim/plan';
import { runPlan } from '#sim/run';
import { loadScenario } from '#sim/scenario/load';
import { Simulation } from '#sim/simulation';
import { scenarioFiles } from './support/scenarioFiles.ts';

const clock = () => 0;
const HOUR = 3.6e9;
// PINWEIR_LONG=1 tries twenty times as many.
const RUNS = process.env['PINWEIR_LONG'] === '1' ? 4000 : 200;

/** null where customers take several PINs at a time. */
function saleBySale(plan: Plan): Replication | null {
  try {
    return runReplication(plan, 0, { clock, check: true, mode: 'each-sale' });
  } catch (error) {
    if (error instanceof EachSaleModeRefused) return null;
    throw error;
  }
}

/** Figures that cannot be. */
function impossible({ names, totals }: Replication): string[] {
  const { numerators, denominators } = totals.at(-1)!;
  return names.flatMap(({ scope, figure }, index) => {
    if (denominators[index] === 0) return [];
    const value = numerators[index]! / denominators[index]!;
    const isShare = /Fraction|illRate/.test(figure);
    const isSound = Number.isFinite(value) && value > -1e-9 && !(isShare && value > 1 + 1e-9);
    return isSound ? [] : [`${scope} ${figure} ${value}`];
  });
}

function traceThroughFile(plan: Plan, share: number): readonly [string, string] {
  const simulation = new Simulation(plan, { check: true });
  simulation.runUntil(Math.floor(share * plan.stop.until!));
  const restored = Simulation.restore(JSON.parse(JSON.stringify(simulation.save())));
  restored.run();
  simulation.run();
  return [restored.trace.hexadecimal, simulation.trace.hexadecimal];
}

it(
  'B51 any scenario that the language allows runs, loses and doubles no PIN, is the same sale by sale and after a rest in a file, and tells figures that can be',
  async () => {
    const counts = { sound: 0, saleBySale: 0 };
    await fc.assert(
      fc.asyncProperty(
        scenarioFiles,
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (text, seed, share) => {
          const { scenario } = loadScenario('any.yaml', () => text, { seed });
          if (scenario === null) return;
          counts.sound += 1;
          const plan = scenario.plans[0]!;
          const lazy = runReplication(plan, 0, { clock, check: true });
          const eachSale = saleBySale(plan);
          if (eachSale !== null) {
            counts.saleBySale += 1;
            expect(eachSale.traceHash).toBe(lazy.traceHash);
          }
          expect(impossible(lazy)).toEqual([]);
          const [restored, whole] = traceThroughFile(plan, share);
          expect(restored).toBe(whole);
          const result = runPlan(plan, { clock, sampleEvery: HOUR });
          const told = summary(scenario, [result], { hasColour: false, width: 100 });
          const context = { command: '', version: '', generatedOn: null };
          const page = await renderReport(scenario, [result], context);
          expect(`${told}${page}`).not.toMatch(/\bNaN|>undefined|Infinity/);
        },
      ),
      { seed: 41, numRuns: RUNS },
    );
    expect(counts.sound).toBeGreaterThan(RUNS / 2);
    expect(counts.saleBySale).toBeGreaterThan(RUNS / 5);
  },
  (RUNS / 200) * 120_000,
);
