import type { Topology } from './topology.ts';

export function inventoryAddress(node: string, variety: string): string {
  return oneOfAKind(`${node}/${variety}`);
}

/**
 * The same text, as the one object by which V8 knows it: equal texts are then found by comparing pointers, where texts
 * that were put together or cut out of a file would be compared letter by letter at every look-up.
 */
export function oneOfAKind(text: string): string {
  return Object.keys({ [text]: null })[0]!;
}

/** The topology with every name as one object. */
export function withNamesOnce(topology: Topology): Topology {
  const { hub, servers, suppliers, varieties } = topology;
  const stocked = <Stocked extends { readonly variety: string }>(stock: Stocked): Stocked => ({
    ...stock,
    variety: oneOfAKind(stock.variety),
  });
  return {
    ...topology,
    varieties: varieties.map(oneOfAKind),
    suppliers: suppliers.map((supplier) => ({ ...supplier, name: oneOfAKind(supplier.name) })),
    hub: {
      ...hub,
      name: oneOfAKind(hub.name),
      stock: hub.stock
        .map(stocked)
        .map((stock) =>
          stock.supply === 'supplier' ? { ...stock, supplier: oneOfAKind(stock.supplier) } : stock,
        ),
    },
    servers: servers.map((server) => ({
      ...server,
      name: oneOfAKind(server.name),
      stock: server.stock.map(stocked),
      terminals: server.terminals.map((till) => ({ ...till, name: oneOfAKind(till.name) })),
    })),
  };
}
