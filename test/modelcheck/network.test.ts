import { describe, expect, it } from 'vitest';
import { standardBounds } from '#sim/modelcheck/bounds';
import type { Bounds } from '#sim/modelcheck/bounds';
import { checkNetworks } from '#sim/modelcheck/check';
import { smallNetworks } from '#sim/modelcheck/smallNetworks';
import { standardMachines } from '#src/network/machines';
import type { NetworkMachines } from '#src/network/machines';
import { inventoryMutants, repeatingMachines } from '../mutants/inventoryMutants.ts';
import { protocolMutants } from '../mutants/protocolMutants.ts';
import { strangersNetwork } from './strangersNetwork.ts';

// PINWEIR_LONG=1 walks through all that `pinweir modelcheck` does; the drain of a server alone takes half a minute.
const isLong = process.env['PINWEIR_LONG'] === '1';
const LONGEST = 'drain of a server';
const shortened = smallNetworks.filter(({ name }) => isLong || name !== LONGEST);

const calm: Bounds = { ...standardBounds, faults: 0 };
const punctual: Bounds = { ...standardBounds, earlyRings: 0 };

function whatIsWrong(
  machines: NetworkMachines,
  bounds: Bounds,
  networks = smallNetworks,
): string | undefined {
  return checkNetworks(networks, machines, bounds).find(({ violation }) => violation !== null)?.violation
    ?.what;
}

describe('The model check of the small networks', () => {
  // The bounds that the command prints, not smaller ones: a change of the machines once made it give up unseen.
  it('B30 B32 B33 reaches every state within the standard bounds, one fault among them: each sale is resolved once', () => {
    const results = checkNetworks(shortened, standardMachines, standardBounds);
    expect(results.map(({ violation, isExhaustive }) => ({ violation, isExhaustive }))).toEqual(
      shortened.map(() => ({ violation: null, isExhaustive: true })),
    );
    for (const { states } of results) expect(states).toBeGreaterThan(100_000);
  }, 300_000);

  it('B04 B09 reaches every state of drains without a fault, too', () => {
    const drains = smallNetworks.filter(({ name }) => name.startsWith('drain'));
    expect(drains).toHaveLength(2);
    const results = checkNetworks(drains, standardMachines, calm);
    for (const { states, isExhaustive, violation } of results) {
      expect({ isExhaustive, violation }).toEqual({ isExhaustive: true, violation: null });
      expect(states).toBeGreaterThan(10_000);
    }
  });

  it('needs three PINs and a sale at each of two terminals in every network', () => {
    for (const { hub, inventories, servers, terminals, openings } of smallNetworks) {
      expect(hub.desks).toHaveLength(1);
      expect([servers.length, terminals.length]).toEqual([2, 2]);
      expect(inventories.reduce((sum, { onHand }) => sum + onHand, 0)).toBe(3);
      expect(openings.filter(({ type }) => type === 'customer.asked')).toHaveLength(2);
    }
  });

  it('finds as many states in which all is settled, whether spent letters are left out or not', () => {
    const bounds = { ...standardBounds, earlyRings: 0, kinds: ['loss', 'repetition'] } as const;
    const networks = smallNetworks.slice(0, 2);
    const spared = checkNetworks(networks, standardMachines, bounds);
    const whole = checkNetworks(networks, standardMachines, { ...bounds, leavesOutSpent: false });
    for (const [index, { states, settled, atRest, nodeStates }] of whole.entries()) {
      expect(spared[index]).toMatchObject({ settled, atRest, nodeStates });
      expect(spared[index]!.states).toBeLessThan(states);
    }
  });

  it('finds nothing wrong with senders that send every transfer twice', () => {
    expect(whatIsWrong(repeatingMachines, calm)).toBeUndefined();
  });

  it.each(protocolMutants.filter(({ id }) => id !== 'P3'))('finds that $name', ({ machines }) => {
    expect(whatIsWrong(machines, punctual)).toMatch(/^PIN \S+(,| is| stays) /);
  });

  it('finds that the terminal retries with a new id when told of a conflict', () => {
    const { machines } = protocolMutants.find(({ id }) => id === 'P3')!;
    expect(whatIsWrong(standardMachines, calm, [strangersNetwork])).toBeUndefined();
    expect(whatIsWrong(machines, calm, [strangersNetwork])).toMatch(/^PIN \S+ stays reserved/);
  });

  it('finds that an acknowledged transfer is remembered for ever', () => {
    const { machines } = inventoryMutants.find(
      ({ name }) => name === 'an acknowledged transfer is remembered for ever',
    )!;
    expect(whatIsWrong(machines, calm)).toMatch(/is not acknowledged$/);
  });
});
