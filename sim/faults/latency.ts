import type { Microseconds } from '#src/domain/time';
import type { Topology, Duration } from '#src/network/topology';
import { fail } from '#src/domain/assertion';
import type { Latency } from './transport.ts';

interface LinkTimes {
  readonly outward: Duration;
  readonly inward: Duration;
  readonly message: Duration;
}

/** The constant latencies of a campaign's network; all that varies is a fault. */
export function latencies(topology: Topology): Latency {
  const times = new Map<string, LinkTimes>();
  for (const { name, leadTime, recallTime, messageLatency, terminals } of topology.servers) {
    times.set(name, { outward: leadTime, inward: recallTime, message: messageLatency });
    for (const { name: till, latency } of terminals) {
      times.set(till, { outward: latency, inward: latency, message: latency });
    }
  }
  for (const { name, leadTime, messageLatency } of topology.suppliers) {
    times.set(name, { outward: messageLatency, inward: leadTime, message: messageLatency });
  }
  const real = new Map((topology.productSuppliers ?? []).map(({ name, latency }) => [name, latency]));
  return (from, to, message) => {
    const direct = real.get(from.name) ?? real.get(to.name);
    if (direct !== undefined) return whole(direct);
    // A link is called after its far end: the terminal, or the end that is not the hub.
    const isOutward = to.kind === 'terminal' || from.kind === 'hub';
    const link = times.get(isOutward ? to.name : from.name);
    if (link === undefined) fail(`there is no link from ${from.name} to ${to.name}`);
    const isTransfer = message.type === 'transfer.shipped';
    const duration = !isTransfer ? link.message : isOutward ? link.outward : link.inward;
    return whole(duration);
  };
}

function whole(duration: Duration): Microseconds {
  if (duration.distribution !== 'constant') fail('latencies of a campaign are constant');
  return Math.round(duration.mean);
}
