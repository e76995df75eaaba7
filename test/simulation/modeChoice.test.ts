import { describe, expect, it } from 'vitest';
import { apply } from '#machines/apply';
import { inventoryMachine } from '#machines/inventory';
import * as rules from '#machines/inventoryRules';
import { LazyModeRefused } from '#sim/mode';
import type { Plan } from '#sim/plan';
import { runPlan } from '#sim/run';
import { Simulation } from '#sim/simulation';
import { standardMachines } from '#src/network/machines';
import { loadScenario } from '#sim/scenario/load';
import { readFile } from '#src/cli/readFile';
import { shippedScenario } from '#src/cli/packageRoot';

const first = loadScenario(shippedScenario('first.yaml'), readFile).scenario!.plans[0]!;
const clock = () => 0;

/** The standard rule, but not the same function. */
const ownSell = {
  ...standardMachines,
  inventory: inventoryMachine.provide({
    actions: { sell: apply((context, event) => rules.sell(context, event as never)) },
  }),
};

describe('The lazy mode', () => {
  it('is chosen where it is exact', () => {
    expect(new Simulation(first).mode).toBe('lazy');
  });

  it('is refused, and each-sale chosen, where the way to the till takes time', () => {
    const latency = { distribution: 'constant', mean: 1 } as const;
    const servers = first.topology.servers.map((server) => ({
      ...server,
      terminals: server.terminals.map((till) => ({ ...till, latency })),
    }));
    const plan: Plan = { ...first, topology: { ...first.topology, servers } };
    expect(new Simulation(plan).mode).toBe('each-sale');
    expect(() => new Simulation(plan, { mode: 'lazy' })).toThrow(LazyModeRefused);
  });

  it.each([
    ['a sale needs credit', { dealers: [] }],
    ['what is sold goes by SKU', { products: [] }],
  ])('is refused, and each-sale chosen, where %s', (_, more) => {
    const plan: Plan = { ...first, topology: { ...first.topology, ...more } };
    expect(new Simulation(plan).mode).toBe('each-sale');
    expect(() => new Simulation(plan, { mode: 'lazy' })).toThrow(LazyModeRefused);
  });

  it('is refused, and each-sale chosen, where the inventory sells by a rule that nobody can plan by', () => {
    expect(new Simulation(first, { machines: ownSell }).mode).toBe('each-sale');
    expect(() => new Simulation(first, { machines: ownSell, mode: 'lazy' })).toThrow(
      /brings no salesUntilDecision/,
    );
  });

  it('runs a rule of its own that says how many sales lie before the next decision', () => {
    const machines = {
      ...ownSell,
      salesUntilDecision: (context: Parameters<typeof rules.salesUntilDecision>[0]) =>
        Math.min(5, rules.salesUntilDecision(context)),
    };
    const own = runPlan(first, { clock, machines });
    const standard = runPlan(first, { clock });
    expect(own).toEqual(standard);
    expect(own.mode).toBe('lazy');
  });
});
