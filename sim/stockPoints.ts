import { fail } from '#src/domain/assertion';
import { inventoryAddress } from '#src/network/actors';
import type { NetworkMachines } from '#src/network/machines';
import type { Network } from '#src/network/network';
import { arrivalStream } from '#sim/demand/arrivalStream';
import { runSeed } from '#sim/random/streamKey';
import { expires } from './drawing.ts';
import type { Plan } from './plan.ts';
import { StockPoint } from './stockPoint.ts';

/** Where customers come: by the rank of the inventory's actor; null for every other actor. */
export function stockPoints(plan: Plan, network: Network, machines: NetworkMachines): (StockPoint | null)[] {
  const points: (StockPoint | null)[] = network.cells.map(() => null);
  // Sales at an expiry are measured apart from those before it, which no expectation can tell.
  const drawing = expires(plan.topology) ? 'each' : plan.arrivals;
  for (const { server, variety, rate, sizes } of plan.demand) {
    const address = inventoryAddress(server, variety);
    const cell = network.find(address);
    if (cell === undefined) fail(`there is demand at ${address}, which does not exist`);
    points[cell.rank] = new StockPoint(
      cell,
      variety,
      arrivalStream(rate, runSeed(plan), address, sizes, drawing),
      machines.salesUntilDecision,
    );
  }
  return points;
}
