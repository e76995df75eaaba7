import type { Duration, LeadTime, Topology } from '#src/network/topology';

/** The latencies of one link, named from its far end: the end that is not the hub, or the terminal. */
export interface LinkDurations {
  /** Transfers towards the far end. */
  readonly outward: LeadTime;
  /** Transfers from the far end. */
  readonly inward: LeadTime;
  readonly message: Duration;
  /** PINs for a customer of another server, either way. */
  readonly emergency: Duration;
}

const AT_ONCE: Duration = { distribution: 'constant', mean: 0 };

/** By the node at the link's far end. */
export function linkDurations(topology: Topology): ReadonlyMap<string, LinkDurations> {
  const byNode = new Map<string, LinkDurations>();
  for (const server of topology.servers) {
    const { name, leadTime, recallTime, messageLatency: message, emergencyTime, terminals } = server;
    const emergency = emergencyTime ?? AT_ONCE;
    byNode.set(name, { outward: leadTime, inward: recallTime, message, emergency });
    for (const { name: terminal, latency } of terminals) byNode.set(terminal, alike(latency));
  }
  for (const { name, leadTime, messageLatency } of topology.suppliers) {
    byNode.set(name, {
      outward: messageLatency,
      inward: leadTime,
      message: messageLatency,
      emergency: AT_ONCE,
    });
  }
  for (const { name, latency } of topology.productSuppliers ?? []) byNode.set(name, alike(latency));
  return byNode;
}

function alike(latency: Duration): LinkDurations {
  return { outward: latency, inward: latency, message: latency, emergency: latency };
}

/** Whether a node of that kind is always at the far end of its link. */
export function isFar({ kind }: { readonly kind: string }): boolean {
  return kind === 'terminal' || kind === 'productSupplier';
}
