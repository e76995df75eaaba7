import { CUSTOMERS, OPERATOR } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import type { Delivery } from '#src/journal/step';
import { breach } from './breach.ts';
import type { Breach } from './breach.ts';
import type { SimulatedNode } from './simulatedNode.ts';

/** Machines count what they do not understand, and a node what no actor of its takes in: neither may ever happen. */
export function misunderstood(node: SimulatedNode, deliveries: readonly Delivery[]): Breach | null {
  if (node.core.undeliverable > 0) {
    return breach('messages are understood', `${node.name} has no actor for a message that came of its own`);
  }
  for (const { to, message } of deliveries) {
    const { refused = 0 } = node.core.actors.get(to)!.context as { readonly refused?: number };
    if (refused > 0) return breach('messages are understood', `${to} does not understand ${message.type}`);
  }
  return null;
}

/** A message has left the network. */
export function misaddressed({ to, from, type }: Message): Breach | null {
  if (to === CUSTOMERS || to === OPERATOR) return null;
  return breach('messages are understood', `${from} sent ${type} to ${to}, who does not exist`);
}
