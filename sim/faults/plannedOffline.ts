import { OPERATOR } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import type { SimulatedNode } from './simulatedNode.ts';
import type { Strike } from './strikes.ts';
import type { World } from './world.ts';

// How often an operator repeats an order to a node that is down.
const PATIENCE_MICROSECONDS = 500_000;

/** Nodes that are on their way offline or there, and by which strike. */
export type Offline = Map<SimulatedNode, Strike>;

/**
 * An operator takes a node offline in good order for a while and brings it back; sometimes he changes his mind and
 * cancels instead.
 */
export function takeOffline(node: SimulatedNode, strike: Strike, world: World, offline: Offline): void {
  const duration = strike.draw(1, world.rates.longestOffline);
  const end = strike.draw(0, 3) === 0 ? 'drain.cancelled' : 'return.ordered';
  offline.set(node, strike);
  insist(node, 'drain.ordered', world);
  world.schedule.after(duration, () => {
    insist(node, end, world);
    // What was not offline yet stays where it is by the first; what was comes back by the second.
    insist(node, 'return.ordered', world);
    offline.delete(node);
  });
}

/** Operators repeat themselves until the node is there to listen. */
function insist(
  node: SimulatedNode,
  type: 'drain.ordered' | 'drain.cancelled' | 'return.ordered',
  world: World,
  wait: Microseconds = 0,
): void {
  world.schedule.after(wait, () => {
    const heard = world.tell(node, { type, to: node.name, from: OPERATOR });
    if (heard === null && !node.isGone) insist(node, type, world, PATIENCE_MICROSECONDS);
  });
}

/** Whether a step of a node that goes offline, or is, went as it did because of that. */
export function showsOffline(
  node: SimulatedNode,
  deliveries: readonly { readonly message: Message; readonly answers: readonly Message[] }[],
): boolean {
  return deliveries.some(
    ({ message, answers }) =>
      (node.kind === 'hub' && message.type === 'stock.requested') ||
      answers.some(
        ({ type }) =>
          type === 'node.drained' ||
          type === 'requests.withdrawn' ||
          type === 'transfer.shipped' ||
          type === 'sale.refused',
      ),
  );
}
