import { describe, expect, test } from 'vitest';
import { apply } from '#machines/apply';
import { inventoryMachine } from '#machines/inventory';
import type { InventoryContext } from '#machines/inventory';
import type { Message, TransferAcknowledged } from '#machines/protocol';
import type { Mode } from '#sim/mode';
import type { Plan } from '#sim/plan';
import { Simulation } from '#sim/simulation';
import { compiled } from '#src/executor/compiled';
import { standardMachines } from '#src/network/machines';
import { inventoryContext } from '#src/network/network';
import type { Unmet } from '#src/network/topology';
import { constant, exponential, hours } from '../support/smallPlans.ts';
import { countEntries } from '../support/structure.ts';
import { twoEchelons } from '../support/twoEchelons.ts';

/** Three servers, two of which may give back, behind a hub that is short now and then. */
function network(unmet: Unmet, sales: number): Plan {
  const server = (customersPerHour: number, lowWatermark: number, highWatermark: number | null) => ({
    customersPerHour,
    leadTime: exponential(hours(1)),
    levels: {
      lowWatermark,
      order: { kind: 'fixedQuantity', quantity: 4 + lowWatermark } as const,
      highWatermark,
      maxOutstandingOrders: null,
    },
  });
  const plan = twoEchelons(
    {
      hours: 1,
      unmet,
      servers: [server(1, 2, 4), server(2, 3, 5), server(3, 5, null)],
      hub: { lowWatermark: 4, order: { kind: 'fixedQuantity', quantity: 9 }, maxOutstandingOrders: null },
      hubLeadTime: constant(hours(1.5)),
    },
    11,
  );
  return { ...plan, stop: { until: null, sales } };
}

/** What a simulation and its actors hold at the end of a run. */
function sizeAfter(unmet: Unmet, mode: Mode, sales: number, machines = standardMachines) {
  const simulation = new Simulation(network(unmet, sales), { mode, executor: compiled, machines });
  simulation.run();
  const stocks = simulation.network.cells
    .filter(({ kind }) => kind === 'inventory')
    .map((cell) => inventoryContext(cell).stock);
  return {
    entries: countEntries([simulation, simulation.network.cells.map(({ entry }) => entry.actor.context)]),
    recalled: stocks.reduce((sum, { recalled }) => sum + recalled, 0),
    longestLists: Math.max(
      ...stocks.map(({ ranges, openOrders, waiting, links, kept }) =>
        Math.max(
          ranges.length,
          openOrders.length,
          waiting.length,
          kept.reservations.length,
          ...links.map((link) => link.unacknowledged.length + link.received.early.length),
        ),
      ),
    ),
  };
}

describe.each([
  ['lost', 'lazy', 20_000, 400_000],
  ['backorder', 'lazy', 10_000, 100_000],
  ['fetch', 'lazy', 10_000, 100_000],
  ['lost', 'each-sale', 5_000, 50_000],
  ['backorder', 'each-sale', 5_000, 50_000],
] as const)('With sales that are %s in the mode %s', (unmet, mode, few, many) => {
  test(`what is kept after ${many} sales is no more than after ${few}, give or take what happens to be on its way`, () => {
    const [small, large] = [sizeAfter(unmet, mode, few), sizeAfter(unmet, mode, many)];
    expect(large.recalled).toBeGreaterThan(5 * small.recalled);
    expect(small.recalled).toBeGreaterThan(0);
    expect(large.entries).toBeLessThan(1.2 * small.entries);
    expect(large.longestLists).toBeLessThan(40);
  });
});

test('A machine that never forgets a transfer would be noticed', () => {
  const forgetTransfer = apply<InventoryContext, TransferAcknowledged, Message>(() => ({
    patch: null,
    messages: [],
  }));
  const inventory = inventoryMachine.provide({ actions: { forgetTransfer } });
  const machines = { ...standardMachines, inventory };
  const [small, large] = [1_000, 10_000].map((sales) => sizeAfter('lost', 'lazy', sales, machines));
  expect(large!.entries).toBeGreaterThan(1.2 * small!.entries);
  expect(large!.longestLists).toBeGreaterThan(40);
});
