import type { Message, SaleRequested } from '#machines/protocol';
import type { SimulatedNode } from './simulatedNode.ts';
import type { World } from './world.ts';

/**
 * A client uses the id of a sale that was answered for something else. `judge` is told what the server answered: it
 * must not grant anything.
 */
export function otherContentRetry(
  request: SaleRequested,
  server: SimulatedNode,
  skus: readonly string[],
  world: World,
  judge: (request: SaleRequested, answers: readonly Message[]) => void,
): void {
  const { strikes, rates, schedule } = world;
  const key = `${request.sale.terminal}#${request.sale.number}`;
  const strike = strikes.decide('otherContentRetry', key, rates.otherContentRetry, schedule.now);
  if (strike === null) return;
  const others = skus.filter((sku) => sku !== request.sku);
  const sku = others[strike.draw(0, others.length - 1)] ?? `${request.sku}, another`;
  const changed: SaleRequested = { ...request, sku };
  schedule.after(strike.draw(0, rates.longestDelay), () => {
    const answers = world.tell(server, changed);
    if (answers === null) return;
    strike.changedOutcome();
    judge(changed, answers);
  });
}
