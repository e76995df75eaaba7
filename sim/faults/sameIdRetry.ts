import type { SaleRequested } from '#machines/protocol';
import type { SimulatedNode } from './simulatedNode.ts';
import type { World } from './world.ts';

/** A client repeats the request of a sale that was answered before. */
export function sameIdRetry(request: SaleRequested, server: SimulatedNode, world: World): void {
  const { strikes, rates, schedule } = world;
  const key = `${request.sale.terminal}#${request.sale.number}`;
  const strike = strikes.decide('sameIdRetry', key, rates.sameIdRetry, schedule.now);
  if (strike === null) return;
  schedule.after(strike.draw(0, rates.longestDelay), () => {
    if (world.tell(server, request) !== null) strike.changedOutcome();
  });
}
