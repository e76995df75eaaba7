import type { AccountMessage } from './accountProtocol.ts';
import type { DealerMessage } from './dealerProtocol.ts';
import type { LotMessage } from './lotProtocol.ts';
import type { NodeMessage } from './nodeProtocol.ts';
import type { ProductMessage } from './productProtocol.ts';
import type { SaleMessage } from './saleProtocol.ts';
import type { StockMessage } from './stockProtocol.ts';

/**
 * Every message that crosses between actors, as plain data. `to` and `from` are addresses: a node's own actor has
 * the node's name ("hub", "north", "north:1"), another actor of a node is "node/name" ("north/day-pass").
 */

/** Where demand comes from and PINs go when no terminal stands between: whoever drives the actors. */
export const CUSTOMERS = 'customers';

export { ALARMS, OPERATOR } from './nodeProtocol.ts';
export type * from './accountProtocol.ts';
export type * from './dealerProtocol.ts';
export type * from './lotProtocol.ts';
export type * from './nodeProtocol.ts';
export type * from './productProtocol.ts';
export type * from './saleProtocol.ts';
export type * from './stockProtocol.ts';

export type Message =
  SaleMessage | StockMessage | DealerMessage | ProductMessage | AccountMessage | LotMessage | NodeMessage;
