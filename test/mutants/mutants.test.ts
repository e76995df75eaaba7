import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InventoryContext } from '#machines/inventory';
import { salesUntilDecision } from '#machines/inventoryRules';
import type { Mode } from '#sim/mode';
import { InvariantViolation } from '#sim/invariantViolation';
import type { Plan } from '#sim/plan';
import { Simulation } from '#sim/simulation';
import { standardMachines } from '#src/network/machines';
import type { NetworkMachines } from '#src/network/machines';
import { AssertionFailure } from '#src/domain/assertion';
import { BrokenInvariant } from '../support/brokenInvariant.ts';
import { ObservedSimulation } from '../support/invariants.ts';
import { plans } from '../support/networks.ts';
import { inventoryMutants, repeatingMachines } from './inventoryMutants.ts';
import type { Mutant } from './mutant.ts';
import { otherMutants } from './otherMutants.ts';

// Each planted fault must be caught within these random networks, the same ones for all.
const networks = [
  ...fc.sample(plans({ customers: [20, 200] }), { seed: 31, numRuns: 100 }),
  ...fc.sample(plans({ customers: [50, 400], scarce: true }), { seed: 32, numRuns: 100 }),
];

/** What a check says of one network run by those machines: null if all is well. */
type Check = (machines: NetworkMachines, plan: Plan) => Mutant['caughtBy'] | 'an assertion' | null;

const ledger: Check = (machines, plan) =>
  verdict(() => new Simulation(plan, { machines, mode: 'each-sale', check: true }).run());

const observer: Check = (machines, plan) =>
  verdict(() => new ObservedSimulation(plan, { machines, mode: 'each-sale' }).run());

const modes: Check = (mutated, plan) => {
  // A plan for sales of its own, or the simulator would not run a replaced `sell` lazily.
  const machines = {
    ...mutated,
    salesUntilDecision: (context: InventoryContext) => salesUntilDecision(context),
  };
  const run = (mode: Mode) => {
    const simulation = new Simulation(plan, { machines, mode });
    const outcome = verdict(() => simulation.run());
    return `${outcome} ${simulation.now} ${simulation.trace.hexadecimal}`;
  };
  return run('lazy') === run('each-sale') ? null : 'the comparison of modes';
};

function verdict(run: () => void): ReturnType<Check> {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof InvariantViolation) return 'the ledger';
    if (error instanceof BrokenInvariant) return error.invariant;
    if (error instanceof AssertionFailure) return 'an assertion';
    throw error;
  }
}

function checkFor(caughtBy: Mutant['caughtBy']): Check {
  if (caughtBy === 'the ledger') return ledger;
  return caughtBy === 'the comparison of modes' ? modes : observer;
}

describe('Caught within two hundred random networks', () => {
  for (const { name, machines, caughtBy } of [...inventoryMutants, ...otherMutants]) {
    test(`${name}: caught by ${checkFor(caughtBy) === observer ? `the rule that ${caughtBy}` : caughtBy}`, () => {
      const check = checkFor(caughtBy);
      const network = networks.findIndex((plan) => check(machines, plan) === caughtBy);
      expect(network).not.toBe(-1);
    });
  }
});

describe('The same checks find nothing', () => {
  test.each([
    ['wrong with the standard machines', standardMachines],
    ['wrong with a sender that repeats every transfer', repeatingMachines],
  ])('%s', (_, machines) => {
    const complaints = networks.flatMap((plan) =>
      [ledger, observer, modes].map((check) => check(machines, plan)).filter((own) => own !== null),
    );
    expect(complaints).toEqual([]);
  });
});
