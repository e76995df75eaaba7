import type { PinRange } from '#src/domain/pinRange';
import type { Stock } from '#src/domain/stock';
import type { Shipping } from '#src/policy/rationing';
import type { ReplenishmentLevels } from '#src/policy/replenishment';
import type { Outcome } from './apply.ts';
import type { Message } from './protocol.ts';

/**
 * `lost`: leaves; `backorder`: waits for the next delivery; `fetch`: waits, and the server asks the hub for one PIN;
 * `transfer`: waits while the hub looks for another server that can spare one, and leaves if none can.
 */
export type Unmet = 'lost' | 'backorder' | 'fetch' | 'transfer';

/** What never changes about an inventory: where it stands, and how it decides. */
export interface InventoryPlan extends ReplenishmentLevels {
  /** "node/variety". */
  readonly address: string;
  readonly variety: string;
  /** The actor of the same node that looks after it: a server or the hub. */
  readonly keeper: string;
  /** Who is asked for more: the hub or a supplier; null: no one (ample stock). */
  readonly parent: string | null;
  /** Suppliers that are asked instead when the parent refuses or does not deliver, in turn. */
  readonly standbys: readonly string[];
  /** `server`: sells to customers; `central`: ships to servers on the hub's word. */
  readonly role: 'server' | 'central';
  /** What becomes of a customer who meets an empty shelf. */
  readonly unmet: Unmet;
  /** What it has on hand above this may be recalled; null: nothing ever. */
  readonly highWatermark: number | null;
  /** So many PINs it keeps for its own customers when another server needs one in an emergency. */
  readonly reserve: number;
  /** Whether `central` splits an order that it cannot fill. */
  readonly shipping: Shipping;
  /** Addresses of the stocking points that it exchanges transfers with, in the order of `stock.links`. */
  readonly peers: readonly string[];
  /**
   * null: it asks for more as soon as the trigger says so. Otherwise it looks again after this time and asks for what is
   * due then; 0: after everything else of this instant.
   */
  readonly purchaseAfter: number | null;
  /** What it puts on its shelf expires after this time, or earlier by its own date; null: nothing but its own date. */
  readonly lifetime: number | null;
  /** How long it waits for an answer before it repeats itself; null: nothing is ever lost. */
  readonly repeatAfter: number | null;
}

/** What few inventories have: they go without it. */
export const PLAIN_INVENTORY = {
  purchaseAfter: null,
  lifetime: null,
  reserve: 0,
} satisfies Partial<InventoryPlan>;

export interface InventoryContext {
  readonly plan: InventoryPlan;
  readonly stock: Stock;
  /** Messages that this inventory did not know. */
  readonly refused: number;
}

export type InventoryOutcome = Outcome<InventoryContext, Message>;

export interface InventoryInput {
  readonly plan: InventoryPlan;
  /** PINs on hand at the start. */
  readonly ranges: readonly PinRange[];
}
