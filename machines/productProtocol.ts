import type { Horizon } from '#src/domain/horizon';
import type { PinRange } from '#src/domain/pinRange';
import type { SaleReference } from '#src/domain/sale';
import type { SupplyHealth } from '#src/policy/routing';
import type { Transaction } from '#src/domain/transaction';

/**
 * Products that do not come from a shelf: a server hands the request to its conduit, which makes a typed transaction
 * of it, routes it to a supply interface, and brings the answer back.
 */

// ---- a server and its conduit, within one node ----

/** The same request may be repeated; it is carried out once. */
export interface ProductRequested {
  readonly type: 'product.requested';
  readonly to: string;
  readonly from: string;
  readonly request: SaleReference;
  readonly sku: string;
  /** Where value is to be added, as it was typed in; null for products without an account. */
  readonly account: string | null;
}

/** The product is there: its PIN, or no ranges where value went to an account. */
export interface ProductDelivered {
  readonly type: 'product.delivered';
  readonly to: string;
  readonly from: string;
  readonly request: SaleReference;
  readonly ranges: readonly PinRange[];
}

/** Why there is no product; all of them reasons for which a sale is refused. */
export type ProductRefusalReason =
  'not sold here' | 'account is not valid' | 'supplier refused' | 'conflict' | 'reversed';

export interface ProductRefused {
  readonly type: 'product.refused';
  readonly to: string;
  readonly from: string;
  readonly request: SaleReference;
  readonly reason: ProductRefusalReason;
  /** For people: what was wrong and what was expected. */
  readonly detail: string;
}

/**
 * The sale was reversed: undo it at the supplier, however often that has to be asked for. Also before there is an
 * answer; none comes after it.
 */
export interface ProductCancelled {
  readonly type: 'product.cancelled';
  readonly to: string;
  readonly from: string;
  readonly request: SaleReference;
}

/** The sale is final, or its refusal is: the conduit may forget the request. */
export interface ProductConfirmed {
  readonly type: 'product.confirmed';
  readonly to: string;
  readonly from: string;
  readonly request: SaleReference;
}

/**
 * PINs that are new to the network come to an inventory from its own node: activated or generated for a waiting sale,
 * or, with `sale` null, imported as a lot. This is where the network acquires them.
 */
export interface PinsDelivered {
  readonly type: 'pins.delivered';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly ranges: readonly PinRange[];
  readonly count: number;
  readonly sale: SaleReference | null;
  /** The node's clock when it came, where something expires: whoever waits is given no expired PIN. */
  readonly at?: number;
}

// ---- a conduit and a supply interface or generator, within one node ----

export interface TransactionOrdered {
  readonly type: 'transaction.ordered';
  readonly to: string;
  readonly from: string;
  readonly transaction: Transaction;
}

export interface TransactionCompleted {
  readonly type: 'transaction.completed';
  readonly to: string;
  readonly from: string;
  readonly request: SaleReference;
  readonly ranges: readonly PinRange[];
  readonly health: SupplyHealth;
}

/** Nothing was done that will not be undone, and nothing will be. */
export interface TransactionRefused {
  readonly type: 'transaction.refused';
  readonly to: string;
  readonly from: string;
  readonly request: SaleReference;
  readonly reason: string;
  readonly health: SupplyHealth;
}

/**
 * The supplier did not answer and was given up: the interface sees to it that nothing is done after all. Also where the
 * transaction was revoked meanwhile.
 */
export interface TransactionFailed {
  readonly type: 'transaction.failed';
  readonly to: string;
  readonly from: string;
  readonly request: SaleReference;
  readonly health: SupplyHealth;
}

/** Undo it, whether it was done or not. */
export interface TransactionRevoked {
  readonly type: 'transaction.revoked';
  readonly to: string;
  readonly from: string;
  readonly request: SaleReference;
}

/** It is undone, or was never done, and will not be: the supplier has said so. */
export interface TransactionUndone {
  readonly type: 'transaction.undone';
  readonly to: string;
  readonly from: string;
  readonly request: SaleReference;
  readonly health: SupplyHealth;
}

/** It is final: it may be forgotten. */
export interface TransactionClosed {
  readonly type: 'transaction.closed';
  readonly to: string;
  readonly from: string;
  readonly request: SaleReference;
}

// ---- a supply interface and an external supplier ----

/** (`from`, `number`) is the id of the transaction at the supplier, over all repetitions. */
export interface SupplyRequested {
  readonly type: 'supply.requested';
  readonly to: string;
  readonly from: string;
  readonly number: number;
  readonly horizon: Horizon;
  readonly transaction: Transaction;
}

export interface SupplyDelivered {
  readonly type: 'supply.delivered';
  readonly to: string;
  readonly from: string;
  readonly number: number;
  readonly ranges: readonly PinRange[];
}

export interface SupplyRefused {
  readonly type: 'supply.refused';
  readonly to: string;
  readonly from: string;
  readonly number: number;
  readonly reason: string;
}

/** Undo it; repeated until acknowledged. It may overtake the request, which is then refused. */
export interface VoidRequested {
  readonly type: 'void.requested';
  readonly to: string;
  readonly from: string;
  readonly number: number;
  readonly horizon: Horizon;
  readonly transaction: Transaction;
}

export interface VoidAcknowledged {
  readonly type: 'void.acknowledged';
  readonly to: string;
  readonly from: string;
  readonly number: number;
}

/** The supplier is out of order: it hears and says nothing. From whoever drives the nodes. */
export interface OutageBegan {
  readonly type: 'outage.began';
  readonly to: string;
  readonly from: string;
}

export interface OutageEnded {
  readonly type: 'outage.ended';
  readonly to: string;
  readonly from: string;
}

export type ProductMessage =
  | ProductRequested
  | ProductDelivered
  | ProductRefused
  | ProductCancelled
  | ProductConfirmed
  | PinsDelivered
  | TransactionOrdered
  | TransactionCompleted
  | TransactionRefused
  | TransactionFailed
  | TransactionRevoked
  | TransactionUndone
  | TransactionClosed
  | SupplyRequested
  | SupplyDelivered
  | SupplyRefused
  | VoidRequested
  | VoidAcknowledged
  | OutageBegan
  | OutageEnded;
