import type { Microseconds } from '#src/domain/time';
import type { LeadTime, Topology } from '#src/network/topology';
import { fail } from '#src/domain/assertion';
import { isFar, linkDurations } from '#sim/linkDurations';
import type { Latency } from './transport.ts';

/** The constant latencies of a campaign's network; all that varies is a fault. */
export function latencies(topology: Topology): Latency {
  const times = linkDurations(topology);
  return (from, to, message) => {
    const isOutward = isFar(to) || (!isFar(from) && from.kind === 'hub');
    const link = times.get(isOutward ? to.name : from.name);
    if (link === undefined) fail(`there is no link from ${from.name} to ${to.name}`);
    if (message.type !== 'transfer.shipped') return whole(link.message);
    if (message.reason === 'emergency') return whole(link.emergency);
    return whole(isOutward ? link.outward : link.inward);
  };
}

function whole(duration: LeadTime): Microseconds {
  if (duration.distribution !== 'constant') fail('latencies of a campaign are constant');
  return Math.round(duration.mean);
}
