import type { PinRange } from '#src/domain/pinRange';
import type { RefusalReason } from './protocol.ts';

/** What a server sells under one SKU. */
export interface Bucket {
  /** `stock`: the next PIN of the shelf; `conduit`: activated, generated or topped up in real time. */
  readonly source: 'stock' | 'conduit';
  /** Address of the inventory that holds its PINs; null for products without a PIN. */
  readonly inventory: string | null;
  readonly priceCents: number;
  /** Whether the customer must name an account. */
  readonly needsAccount: boolean;
}

export interface ServerPlan {
  readonly address: string;
  readonly buckets: Readonly<Record<string, Bucket>>;
  /** Addresses of all its inventories. */
  readonly inventories: readonly string[];
  /** Its terminals, in the order of `tills`. */
  readonly terminals: readonly string[];
  /** Address of its replica of the dealer directory; null: sales need no dealer. */
  readonly dealers: string | null;
  /** Address of its conduit; null: it sells from stock alone. */
  readonly conduit: string | null;
  /** How long a reservation may stay without an answer before it is suspect; null: answers are never lost. */
  readonly reservationTime: number | null;
  /** Whether a PIN that was proved never shown goes back to the shelf; otherwise it is quarantined like any other. */
  readonly restocksUnshown: boolean;
}

/**
 * `pending`: waits for credit, a PIN or a supplier. `reversed` may be a tombstone: the request itself has not come yet.
 */
export type SaleStage = 'pending' | 'reserved' | 'suspect' | 'sold' | 'reversed' | 'refused';

/** What a server remembers of a sale until its terminal says that it is settled. */
export interface SaleRecord {
  readonly number: number;
  readonly sku: string;
  readonly dealer: string | null;
  readonly account: string | null;
  /** The server's clock when it was asked for. */
  readonly askedAt: number;
  readonly stage: SaleStage;
  /** The customer has been told to wait. */
  readonly isWaiting: boolean;
  readonly ranges: readonly PinRange[];
  readonly reason: RefusalReason | null;
}

/** What a server remembers of one terminal: its sales from `settledBelow` on, which are few. */
export interface TillMemory {
  readonly settledBelow: number;
  readonly sales: readonly SaleRecord[];
}

export interface ServerContext {
  readonly plan: ServerPlan;
  /** In the order of `plan.terminals`. */
  readonly tills: readonly TillMemory[];
  /** Inventories that are empty while the server goes offline. */
  readonly drained: readonly string[];
  readonly returned: number;
  /** Sales asked for by terminals. */
  readonly asked: number;
  readonly granted: number;
  readonly refusedSales: number;
  /** Messages that the server did not know. */
  readonly refused: number;
}
