import { sellsUnforeseen } from '#src/network/machines';
import type { NetworkMachines } from '#src/network/machines';
import type { Topology } from '#src/network/topology';
import type { DemandPlan, Plan } from './plan.ts';

export type Mode = 'lazy' | 'each-sale';

/** The lazy mode was asked for where it would not be exact. */
export class LazyModeRefused extends Error {
  override readonly name = 'LazyModeRefused';
}

/** The each-sale mode was asked for, or is the only exact one, where terminals cannot sell what is asked for. */
export class EachSaleModeRefused extends Error {
  override readonly name = 'EachSaleModeRefused';
}

/**
 * The lazy mode is exact as long as a sale reaches the inventory in the instant in which the customer comes, and as
 * it is known how many sales lie before the next one that makes something happen. Without a request it is chosen
 * wherever it is exact. A terminal sells one PIN at a time, so customers who take several are for the lazy mode alone.
 */
export function chooseMode(
  { topology, demand }: Pick<Plan, 'topology' | 'demand'>,
  machines: NetworkMachines,
  requested: Mode | undefined,
): Mode {
  const obstacle = sellsUnforeseen(machines)
    ? 'the inventory machine sells by a rule of its own and brings no salesUntilDecision'
    : whyNotLazy(topology);
  const mode = requested ?? (obstacle === null ? 'lazy' : 'each-sale');
  if (mode === 'lazy') {
    if (obstacle === null) return mode;
    throw new LazyModeRefused(`${obstacle}, so single sales matter; run it with --mode each-sale`);
  }
  const bulk = demand.find(isBulk);
  if (bulk === undefined) return mode;
  const reason = `customers of ${bulk.server} ask for several PINs at once, and a terminal sells one at a time`;
  throw new EachSaleModeRefused(
    obstacle === null ? `${reason}; run it with --mode lazy` : `${reason}; but ${obstacle}`,
  );
}

/** Whether some customers ask for several PINs at once. */
export function isBulk({ rate, sizes }: DemandPlan): boolean {
  return sizes !== undefined || (rate.kind === 'listed' && rate.sizes !== null);
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
