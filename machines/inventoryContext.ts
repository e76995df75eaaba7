import type { PinRange } from '#src/domain/pinRange';
import type { Stock } from '#src/domain/stock';
import type { ReplenishmentLevels } from '#src/policy/replenishment';

/** What never changes about an inventory: where it stands, and how it decides. */
export interface InventoryPlan extends ReplenishmentLevels {
  /** "node/variety". */
  readonly address: string;
  readonly variety: string;
  /** The actor of the same node that looks after it: a server or the hub. */
  readonly keeper: string;
  /** Who is asked for more: the hub or a supplier; null: no one (ample stock). */
  readonly parent: string | null;
  /** `server`: sells to customers; `central`: ships to servers on the hub's word. */
  readonly role: 'server' | 'central';
  /** Customers who find nothing leave, wait, or wait while one PIN is fetched from the hub. */
  readonly unmet: 'lost' | 'backorder' | 'fetch';
  /** What it has on hand above this may be recalled; null: nothing ever. */
  readonly highWatermark: number | null;
  /** Whether `central` splits an order that it cannot fill. */
  readonly shipping: 'partial' | 'wholeOrders';
  /** Addresses of the stocking points that it exchanges transfers with, in the order of `stock.links`. */
  readonly peers: readonly string[];
}

export interface InventoryContext {
  readonly plan: InventoryPlan;
  readonly stock: Stock;
  /** Messages that this inventory did not know. */
  readonly refused: number;
}

export interface InventoryInput {
  readonly plan: InventoryPlan;
  /** PINs on hand at the start. */
  readonly ranges: readonly PinRange[];
}
