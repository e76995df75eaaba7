import type { PinRange } from '#src/domain/pinRange';
import type { SaleReference } from '#src/domain/stock';

/**
 * Products that do not come from a shelf: a server hands the request to its conduit, which makes a typed transaction
 * of it, routes it to a supply interface, and brings the answer back.
 */

/** From a server to its conduit, within one node. The same request may be repeated; it is carried out once. */
export interface ProductRequested {
  readonly type: 'product.requested';
  readonly to: string;
  readonly from: string;
  readonly request: SaleReference;
  readonly sku: string;
  /** Where value is to be added; null for products without an account. */
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

export interface ProductRefused {
  readonly type: 'product.refused';
  readonly to: string;
  readonly from: string;
  readonly request: SaleReference;
  readonly reason: string;
}

/** The sale was reversed: undo it at the supplier, however often that has to be asked for. From a server to its conduit. */
export interface ProductCancelled {
  readonly type: 'product.cancelled';
  readonly to: string;
  readonly from: string;
  readonly request: SaleReference;
}

/** The sale is final: the conduit may forget the request. From a server to its conduit. */
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

export type ProductMessage =
  ProductRequested | ProductDelivered | ProductRefused | ProductCancelled | ProductConfirmed | PinsDelivered;
