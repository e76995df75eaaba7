import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageRoot, shippedScenario } from '#src/cli/packageRoot';
import * as pinweir from '#src/index';
import { ensureBuilt } from './support/commandLine.ts';

beforeAll(ensureBuilt);

describe('The package', () => {
  it('reads a scenario, runs it and renders its report, by its public names alone', async () => {
    const { loadScenario, readFile, renderReport, runPlan } = pinweir;
    const { scenario, findings } = loadScenario(shippedScenario('first.yaml'), readFile);
    expect(findings).toEqual([]);
    const results = scenario!.plans.map((plan) => runPlan(plan, { clock: () => 0 }));
    expect(results[0]!.network.sold).toBeGreaterThan(4000);
    const page = await renderReport(scenario!, results, { command: '', version: '', generatedOn: null });
    expect(page).toMatch(/^<!doctype html>/);
  });

  it('runs an experiment on worker threads, by its public names alone', async () => {
    const { loadScenario, readFile, runExperiment, workerCrew } = pinweir;
    const { scenario } = loadScenario(shippedScenario('first.yaml'), readFile);
    const candidate = { scenario: 'first', point: 1, settings: [], plan: scenario!.plans[0]! };
    const crew = workerCrew(2);
    try {
      const options = { replications: 3, confidence: 0.95, warmUp: 'none' } as const;
      const { candidates } = await runExperiment([candidate], options, crew);
      expect(candidates[0]!.runs).toHaveLength(3);
      expect(candidates[0]!.estimates[0]!.halfWidth).toBeGreaterThan(0);
    } finally {
      await crew.close();
    }
  });

  it('is found under its name, built', () => {
    const script = `
      import { inventoryMachine, interpreted, loadScenario, readFile, runPlan } from 'pinweir';
      const { scenario } = loadScenario('sim/scenarios/first.yaml', readFile);
      const { executor, sales } = runPlan(scenario.plans[0], { clock: () => 0, executor: interpreted });
      console.log(inventoryMachine.id, executor, sales > 4000);
    `;
    const args = ['--input-type=module', '--eval', script];
    const output = execFileSync(process.execPath, args, { cwd: packageRoot(), encoding: 'utf8' });
    expect(output).toBe('inventory interpreted true\n');
  });
});
