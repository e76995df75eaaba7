import type { NetworkMachines } from '#src/network/machines';
import type { Bounds } from './bounds.ts';
import { NetworkSystem } from './networkSystem.ts';
import { search } from './search.ts';
import type { SearchResult } from './search.ts';
import type { SmallNetwork } from './smallNetwork.ts';

/** What was found in one of the small networks. */
export interface CheckResult extends SearchResult {
  readonly network: string;
  readonly about: string;
}

/** The model check: every state of each of `networks`, until one of them is wrong. */
export function checkNetworks(
  networks: readonly SmallNetwork[],
  machines: NetworkMachines,
  bounds: Bounds,
  progress: (network: string, states: number) => void = () => {},
): CheckResult[] {
  const results: CheckResult[] = [];
  for (const network of networks) {
    const { name, about, mostEarlyRings } = network;
    const earlyRings = Math.min(bounds.earlyRings, mostEarlyRings);
    const system = new NetworkSystem(network, machines);
    const result = search(system, { ...bounds, earlyRings }, (states) => progress(name, states));
    results.push({ network: name, about, ...result });
    if (result.violation !== null) break;
  }
  return results;
}
