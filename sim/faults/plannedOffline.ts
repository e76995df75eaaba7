import { OPERATOR } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import type { Delivery } from '#src/journal/step';
import type { SimulatedNode } from './simulatedNode.ts';
import type { Strike } from './strikes.ts';
import type { World } from './world.ts';

// How long an operator waits before he looks again.
const PATIENCE_MICROSECONDS = 500_000;

/** Nodes that are on their way offline or there, and by which strike. */
export type Offline = Map<SimulatedNode, Strike>;

type Order = 'drain.ordered' | 'drain.cancelled' | 'return.ordered';

/**
 * An operator takes a node offline in good order for a while and brings it back, wherever it has got to by then. He
 * looks again now and then, since a node that crashes may have forgotten what it was told.
 */
export function takeOffline(node: SimulatedNode, strike: Strike, world: World, offline: Offline): void {
  const { schedule } = world;
  const end = schedule.now + strike.draw(1, world.rates.longestOffline);
  offline.set(node, strike);
  const look = (): void => {
    if (offline.get(node) !== strike) return;
    const isOver = schedule.now >= end;
    const orders = isOver ? bringBack(node) : isOnline(node) ? (['drain.ordered'] as const) : [];
    for (const type of orders) world.tell(node, orderTo(node, type));
    if (isOver && node.durable === node.written && isOnline(node)) offline.delete(node);
    else schedule.after(PATIENCE_MICROSECONDS, look);
  };
  look();
  schedule.at(end, look);
}

/** What brings a node back online. */
export function bringBack(node: SimulatedNode): readonly Order[] {
  return isOnline(node) ? [] : ['drain.cancelled', 'return.ordered'];
}

export function orderTo({ name }: SimulatedNode, type: Order): Message {
  return { type, to: name, from: OPERATOR };
}

function isOnline({ name, core }: SimulatedNode): boolean {
  return core.actors.get(name)!.value === 'online';
}

/** Whether a step of a node that goes offline, or is, went as it did because of that. */
export function showsOffline(node: SimulatedNode, deliveries: readonly Delivery[]): boolean {
  return deliveries.some(
    ({ to, message, answers }) =>
      (node.kind === 'hub' && to === node.name && message.type === 'stock.requested' && !isOnline(node)) ||
      answers.some(isOfDrain),
  );
}

/** Whether no one says this who does not go offline. */
function isOfDrain(answer: Message): boolean {
  switch (answer.type) {
    case 'node.drained':
    case 'requests.withdrawn':
      return true;
    case 'transfer.shipped':
      return answer.reason === 'return' || answer.reason === 'push';
    case 'sale.refused':
      return answer.reason === 'server is draining';
    default:
      return false;
  }
}
