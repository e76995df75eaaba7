import { sellsUnforeseen } from '#src/network/machines';
import type { NetworkMachines } from '#src/network/machines';
import type { Topology } from '#src/network/topology';

export type Mode = 'lazy' | 'each-sale';

/** The lazy mode was asked for where it would not be exact. */
export class LazyModeRefused extends Error {
  override readonly name = 'LazyModeRefused';
}

/**
 * The lazy mode is exact as long as a sale reaches the inventory in the instant in which the customer comes, and as
 * it is known how many sales lie before the next one that makes something happen. Without a request it is chosen
 * wherever it is exact.
 */
export function chooseMode(topology: Topology, machines: NetworkMachines, requested: Mode | undefined): Mode {
  const obstacle = sellsUnforeseen(machines)
    ? 'the inventory machine sells by a rule of its own and brings no salesUntilDecision'
    : whyNotLazy(topology);
  if (requested === undefined) return obstacle === null ? 'lazy' : 'each-sale';
  if (requested === 'lazy' && obstacle !== null) {
    throw new LazyModeRefused(`${obstacle}, so single sales matter; run it with --mode each-sale`);
  }
  return requested;
}

function whyNotLazy({ servers, dealers, products }: Topology): string | null {
  if (dealers !== undefined) return 'a sale needs a dealer’s credit';
  if (products !== undefined) return 'what is sold goes by SKU';
  for (const { name, terminals } of servers) {
    for (const { name: terminal, latency } of terminals) {
      if (latency.distribution !== 'constant' || latency.mean !== 0) {
        return `the link between terminal ${terminal} and server ${name} takes time`;
      }
    }
  }
  return null;
}
