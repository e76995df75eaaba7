import { describe, expect, it } from 'vitest';
import { standardBounds } from '#sim/modelcheck/bounds';
import type { Bounds } from '#sim/modelcheck/bounds';
import { checkSmallNetworks } from '#sim/modelcheck/check';
import { standardMachines } from '#src/network/machines';
import type { NetworkMachines } from '#src/network/machines';
import { inventoryMutants, repeatingMachines } from '../mutants/inventoryMutants.ts';

const calm: Bounds = { ...standardBounds, faults: 0 };

function mutant(name: string): NetworkMachines {
  return inventoryMutants.find((one) => one.name === name)!.machines;
}

function whatIsWrong(machines: NetworkMachines, bounds = calm): string | undefined {
  return checkSmallNetworks(machines, bounds).find(({ violation }) => violation !== null)?.violation?.what;
}

describe('The model check of the small networks', () => {
  // The bounds that the command prints, not smaller ones: a change of the machines once made it give up unseen.
  it('reaches every state within the standard bounds, one fault among them, and finds nothing wrong', () => {
    const results = checkSmallNetworks(standardMachines, standardBounds);
    expect(results.map(({ violation, isExhaustive }) => ({ violation, isExhaustive }))).toEqual(
      results.map(() => ({ violation: null, isExhaustive: true })),
    );
    for (const { states } of results) expect(states).toBeGreaterThan(100_000);
  }, 300_000);

  it('finds nothing wrong with perfect links', () => {
    expect(whatIsWrong(standardMachines)).toBeUndefined();
  });

  it('finds nothing wrong with senders that repeat every transfer', () => {
    expect(whatIsWrong(repeatingMachines)).toBeUndefined();
  });

  it('finds a receiver that does not recognise a repeated transfer', () => {
    expect(whatIsWrong(mutant('a repeated transfer is taken in again'))).toMatch(/is in .* and in/);
  });

  it('finds a sender that forgets a transfer before it is acknowledged', () => {
    expect(whatIsWrong(mutant('a transfer is forgotten before it is acknowledged'))).toMatch(/is nowhere/);
  });
});
