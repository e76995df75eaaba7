import { availableParallelism } from 'node:os';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readFile } from '#src/cli/readFile';
import { shippedScenario } from '#src/cli/packageRoot';
import { workerCrew } from '#src/cli/workerCrew';
import { soloCrew } from '#sim/experiment/crew';
import { runExperiment } from '#sim/experiment/experiment';
import { loadScenario } from '#sim/scenario/load';

it('x', async () => {
  const { scenario } = loadScenario(shippedScenario('first.yaml'), readFile);
  const candidates = scenario!.plans.map((plan) => ({ scenario: 'first', point: 1, settings: [], plan }));
  for (const workers of [0, 1, 2]) {
    const crew = workers === 0 ? { ...soloCrew({ clock: () => performance.now() / 1000 }), close: async () => {} } : workerCrew(workers);
    console.time('a' + workers);
    const r = await runExperiment(candidates, { replications: 60, confidence: 0.95, warmUp: 'auto' }, crew);
    console.timeEnd('a' + workers);
    console.log(r.warmUp, r.replications, r.candidates[0]!.names[0], r.candidates[0]!.estimates.slice(0, 8), r.candidates[0]!.runs.slice(0,3).map(r=>r.traceHash));
    await crew.close();
  }
});
