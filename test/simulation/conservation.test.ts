import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mode } from '#sim/mode';
import { compiled } from '#src/executor/compiled';
import { interpreted } from '#src/executor/interpreted';
import { ObservedSimulation } from '../support/invariants.ts';
import { plans } from '../support/networks.ts';

const numRuns = process.env['PINWEIR_LONG'] === '1' ? 5_000 : 400;

const networks = (slowTerminals: boolean) =>
  fc.oneof(
    { weight: 2, arbitrary: plans({ slowTerminals, customers: [20, 200] }) },
    { weight: 1, arbitrary: plans({ slowTerminals, customers: [50, 300], scarce: true }) },
  );

const runs = (['lazy', 'each-sale'] as Mode[]).flatMap((mode) =>
  [compiled, interpreted].map((executor) => ({ mode, executor, title: `${mode}, ${executor.name}` })),
);

for (const { mode, executor, title } of runs) {
  test(`B51 B06 B07 B08: no PIN is ever issued twice, none is lost, stock never goes below zero, and every book agrees with every message (${title})`, () => {
    let messages = 0;
    fc.assert(
      fc.property(networks(mode === 'each-sale'), (plan) => {
        const simulation = new ObservedSimulation(plan, { mode, executor, check: true });
        simulation.run();
        messages += simulation.messages;
      }),
      { seed: 7_2024, numRuns },
    );
    expect(messages).toBeGreaterThan(50 * numRuns);
  });
}
