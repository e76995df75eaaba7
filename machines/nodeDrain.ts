import { OPERATOR } from './protocol.ts';
import type { Message } from './protocol.ts';

/** What a hub and a server say alike when they go offline and come back. */

/** Each inventory of the node stops buying and selling, and gives up what it holds. */
export function surrender(from: string, inventories: readonly string[]): Message[] {
  return inventories.map((to) => ({ type: 'stock.surrendered', to, from }));
}

/** Each inventory of the node goes on. */
export function resume(from: string, inventories: readonly string[]): Message[] {
  return inventories.map((to) => ({ type: 'stock.resumed', to, from }));
}

/** The operator may switch the node off; `count`: PINs that it gave back. */
export function drained(from: string, count: number): Message {
  return { type: 'node.drained', to: OPERATOR, from, count };
}
