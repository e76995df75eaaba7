import type { InventoryContext } from '#machines/inventory';
import type { SupplierContext } from '#machines/supplier';
import { Place } from '#sim/place';
import type { SimulatedNode } from './simulatedNode.ts';

/** A place of a campaign's network, and the node that it is at. */
export class NodePlace extends Place {
  readonly node: SimulatedNode;

  constructor(node: SimulatedNode, address: string) {
    // A crash replaces the actors of a node, so they are fetched anew each time.
    const context = () => node.core.actors.get(address)!.context as InventoryContext | SupplierContext;
    super(
      address,
      () => stockOf(context()),
      () => linksOf(context()),
    );
    this.node = node;
  }
}

/** Every place of a network, connected. */
export function placesOf(nodes: readonly SimulatedNode[]): NodePlace[] {
  const places = new Map<string, NodePlace>();
  for (const node of nodes) {
    for (const [address, { context }] of node.core.actors) {
      if (holdsPins(context)) places.set(address, new NodePlace(node, address));
    }
  }
  for (const place of places.values()) place.connect(places);
  return [...places.values()];
}

function stockOf(context: InventoryContext | SupplierContext) {
  return 'stock' in context ? context.stock : null;
}

function linksOf(context: InventoryContext | SupplierContext) {
  return 'stock' in context ? context.stock.links : context.links;
}

/** Inventories have a stock, suppliers have links. */
function holdsPins(context: unknown): boolean {
  return typeof context === 'object' && context !== null && ('stock' in context || 'links' in context);
}
