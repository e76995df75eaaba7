import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { standardMachines } from '#src/network/machines';
import type { NetworkMachines } from '#src/network/machines';
import { rowMutants } from '../mutants/rowMutants.ts';
import { moves, SaleNetwork, settings } from '../support/saleNetwork.ts';

/** Whatever happens while links are bad and nodes die; then all is well again. */
const aSaleHasOneEnd = (machines: NetworkMachines) =>
  fc.property(settings, moves, (setting, list) => {
    const network = new SaleNetwork(machines, setting);
    for (const move of list) network.act(move);
    network.checkAlways();
    network.heal();
    network.checkAtRest();
    network.checkJournals();
  });

describe('The sale protocol, over links that lose, repeat and reorder, with nodes that die', () => {
  test('B30 B31 B32 B33 resolves every sale once, and both sides know how', () => {
    fc.assert(aSaleHasOneEnd(standardMachines), { numRuns: 2000 });
  });
});
