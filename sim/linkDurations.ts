import type { Duration, LeadTime, Topology } from '#src/network/topology';

/** The latencies of one link, named from its far end: the end that is not the hub, or the terminal. */
export interface LinkDurations {
  /** Transfers towards the far end. */
  readonly outward: LeadTime;
  /** Transfers from the far end. */
  readonly inward: LeadTime;
  readonly message: Duration;
}

/** By the node at the link's far end. */
export function linkDurations(topology: Topology): ReadonlyMap<string, LinkDurations> {
  const byNode = new Map<string, LinkDurations>();
  for (const { name, leadTime, recallTime, messageLatency, terminals } of topology.servers) {
    byNode.set(name, { outward: leadTime, inward: recallTime, message: messageLatency });
    for (const { name: terminal, latency } of terminals) byNode.set(terminal, alike(latency));
  }
  for (const { name, leadTime, messageLatency } of topology.suppliers) {
    byNode.set(name, { outward: messageLatency, inward: leadTime, message: messageLatency });
  }
  for (const { name, latency } of topology.productSuppliers ?? []) byNode.set(name, alike(latency));
  return byNode;
}

function alike(latency: Duration): LinkDurations {
  return { outward: latency, inward: latency, message: latency };
}

/** Whether a node of that kind is always at the far end of its link. */
export function isFar({ kind }: { readonly kind: string }): boolean {
  return kind === 'terminal' || kind === 'productSupplier';
}
