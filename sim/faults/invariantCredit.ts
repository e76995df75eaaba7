import { creditAddsUp } from '#machines/dealersRules';
import type { DealersContext } from '#machines/dealersRules';
import type { ServerContext } from '#machines/server';
import { breach } from './breach.ts';
import type { Breach } from './breach.ts';
import type { SimulatedNode } from './simulatedNode.ts';

// Stages at which a sale may still cost its dealer something.
const OPEN = new Set(['pending', 'reserved', 'suspect']);

/** Looks at the dealers' books of servers, at each only when they have changed. */
export class CreditCheck {
  private readonly last = new Map<SimulatedNode, unknown>();

  check(node: SimulatedNode): Breach | null {
    if (node.kind !== 'server') return null;
    const dealers = node.core.actors.get(`${node.name}/dealers`);
    if (dealers === undefined || dealers.context === this.last.get(node)) return null;
    this.last.set(node, dealers.context);
    const context = dealers.context as DealersContext;
    const what = creditAddsUp(context) ?? heldForNothing(context, node);
    return what === null ? null : breach('credit adds up', `at ${node.name}: ${what}`);
  }
}

/** A hold belongs to a sale that is open at the same server. */
function heldForNothing({ holds }: DealersContext, { name, core }: SimulatedNode): string | null {
  const { plan, tills } = core.actors.get(name)!.context as ServerContext;
  for (const { sale } of holds) {
    const till = tills[plan.terminals.indexOf(sale.terminal)];
    const record = till?.sales.find(({ number }) => number === sale.number);
    if (record === undefined || !OPEN.has(record.stage)) {
      return `credit is held for sale ${sale.terminal}#${sale.number}, which is ${record?.stage ?? 'forgotten'}`;
    }
  }
  return null;
}
