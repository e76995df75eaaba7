import type { NetworkMachines } from '#src/network/machines';
import type { Bounds } from './bounds.ts';
import { NetworkSystem } from './networkSystem.ts';
import { search } from './search.ts';
import type { SearchResult } from './search.ts';
import { smallNetworks } from './smallNetworks.ts';

/** What was found in one of the small networks. */
export interface CheckResult extends SearchResult {
  readonly network: string;
  readonly about: string;
}

/** The model check: every state of every small network, until one of them is wrong. */
export function checkSmallNetworks(
  machines: NetworkMachines,
  bounds: Bounds,
  progress: (network: string, states: number) => void = () => {},
): CheckResult[] {
  const results: CheckResult[] = [];
  for (const network of smallNetworks) {
    const { name, about } = network;
    const system = new NetworkSystem(network, machines);
    const result = search(system, bounds, (states) => progress(name, states));
    results.push({ network: name, about, ...result });
    if (result.violation !== null) break;
  }
  return results;
}
