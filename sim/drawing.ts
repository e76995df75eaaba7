import type { Topology } from '#src/network/topology';
import type { Plan } from './plan.ts';

/**
 * Whether any customers of that plan can be drawn counts first. Those who take several PINs are events each, recorded
 * ones are no chance; and sales at an expiry are measured apart from those before it, which no expectation can tell.
 */
export function canDrawCountsFirst({ topology, demand }: Pick<Plan, 'topology' | 'demand'>): boolean {
  return (
    !expires(topology) && demand.some(({ rate, sizes }) => rate.kind !== 'listed' && sizes === undefined)
  );
}

/** Whether PINs expire anywhere. */
export function expires({ servers, suppliers, hub }: Topology): boolean {
  const stocks = [...servers.flatMap(({ stock }) => stock), ...hub.stock];
  return (
    stocks.some((stock) => 'lifetime' in stock && stock.lifetime !== undefined) ||
    suppliers.some(({ lotLife }) => lotLife !== undefined)
  );
}
