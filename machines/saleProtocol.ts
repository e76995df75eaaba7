import type { PinRange } from '#src/domain/pinRange';
import type { SaleReference } from '#src/domain/stock';

/** How a PIN crosses from a server to a customer: messages of the till, its server, and the server's shelves. */

export type { SaleReference };

// ---- the customer, the printer and the terminal: one place, so these messages are never lost ----

/** A customer at a terminal asks for one unit of what the card that was scanned stands for. */
export interface CustomerAsked {
  readonly type: 'customer.asked';
  readonly to: string;
  readonly from: string;
  readonly sku: string;
  /** Where value is to be added, as typed in at the till; null: nothing is added to an account. */
  readonly account: string | null;
}

/** The sale can go on: the customer shall pay. */
export interface PaymentRequested {
  readonly type: 'payment.requested';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
}

export interface PaymentTaken {
  readonly type: 'payment.taken';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
}

/** The customer cannot or will not pay. */
export interface PaymentFailed {
  readonly type: 'payment.failed';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
}

/** The moment of issue: from here on a customer may know the PIN. Nothing before this may show a secret. */
export interface PrintRequested {
  readonly type: 'print.requested';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
  /** Empty for a sale without a PIN, such as a top-up: the receipt alone. */
  readonly ranges: readonly PinRange[];
  /** A reprint, marked COPY. */
  readonly isCopy: boolean;
}

export interface PrintFinished {
  readonly type: 'print.finished';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
}

/** Print the last sale once more, marked COPY. */
export interface ReprintAsked {
  readonly type: 'reprint.asked';
  readonly to: string;
  readonly from: string;
}

/** The customer leaves without a PIN. */
export interface CustomerRefused {
  readonly type: 'customer.refused';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
  readonly reason: RefusalReason | 'no answer';
}

// ---- terminal and server ----

/**
 * Reserve one unit. The same sale with the same content gets the same answer, with other content a conflict.
 * `settledBelow`: every sale of this terminal with a lower number is settled and acknowledged; the server may
 * forget it and refuses requests for it.
 */
export interface SaleRequested {
  readonly type: 'sale.requested';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
  readonly sku: string;
  readonly dealer: string | null;
  readonly account: string | null;
  readonly settledBelow: number;
  /** The server's clock when it arrived; the server's node writes it, whoever sends says 0. */
  readonly at: number;
}

/** Reserved: the terminal may take the money and print. */
export interface SaleGranted {
  readonly type: 'sale.granted';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
  readonly ranges: readonly PinRange[];
}

/** No PIN now; the customer waits and will be granted one later. */
export interface SaleDelayed {
  readonly type: 'sale.delayed';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
}

export type RefusalReason =
  | 'out of stock'
  | 'not sold here'
  | 'server is draining'
  | 'dealer is blocked'
  | 'dealer is unknown'
  | 'credit is used up'
  | 'account is not valid'
  | 'supplier refused'
  | 'conflict'
  | 'reversed'
  | 'settled before';

export interface SaleRefused {
  readonly type: 'sale.refused';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
  readonly reason: RefusalReason;
}

/** The customer has it. Repeated until `sale.settled`. */
export interface SaleConfirmed {
  readonly type: 'sale.confirmed';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
}

/** The sale did not happen. Repeated until `sale.settled`; may overtake the request, and then leaves a tombstone. */
export interface SaleReversed {
  readonly type: 'sale.reversed';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
  /** The terminal's durable record proves that the PIN was never shown: it never began to print. */
  readonly isUnshown: boolean;
}

/** The server's receipt for a confirmation or a reversal. */
export interface SaleSettled {
  readonly type: 'sale.settled';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
  readonly fate: 'sold' | 'reversed';
}

/** How stands this sale? */
export interface SaleQueried {
  readonly type: 'sale.queried';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
}

export type SaleStatus = 'unknown' | 'pending' | 'reserved' | 'suspect' | 'sold' | 'reversed' | 'refused';

export interface SaleReported {
  readonly type: 'sale.reported';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
  readonly status: SaleStatus;
  readonly ranges: readonly PinRange[];
}

// ---- a server or the driver of demand, and an inventory ----

/**
 * `count` customers, one after another at one instant, each ask for one PIN; or one customer asks for all of them and
 * takes what is there. With a `sale`, the count is one, a PIN is
 * reserved for it, and the answers name the sale and go to the inventory's keeper. Without, PINs are issued at once,
 * to CUSTOMERS.
 */
export interface StockDemanded {
  readonly type: 'stock.demanded';
  readonly to: string;
  readonly from: string;
  readonly count: number;
  /** Absent: one customer for each PIN. */
  readonly isOneCustomer?: true;
  readonly sale: SaleReference | null;
  /** The node's clock, by which no expired PIN is given out; absent where nothing expires. */
  readonly at?: number;
}

/** A PIN is set aside for that sale. */
export interface PinReserved {
  readonly type: 'pin.reserved';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
  readonly ranges: readonly PinRange[];
}

/** A sale that found an empty shelf; says whether its customer waits. */
export interface SaleUnmet {
  readonly type: 'sale.unmet';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
  readonly waits: boolean;
}

/**
 * What becomes of a reserved PIN. `sold` is final. `quarantined`: never sold again. `restocked`: proved never shown.
 * `suspect`: the deadline has passed without an answer; still reserved, until a late answer or reconciliation.
 */
export type ReservationFate = 'sold' | 'quarantined' | 'restocked' | 'suspect';

/** The keeper says what becomes of the PIN that is reserved for a sale, or of a customer who waits for one. */
export interface ReservationClosed {
  readonly type: 'reservation.closed';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
  readonly fate: ReservationFate;
  /** The node's clock when it was closed, where something expires: whoever waits is given no expired PIN. */
  readonly at?: number;
}

/** Reconciliation has settled a suspect PIN: the keeper closes its books on the sale. */
export interface SuspectSettled {
  readonly type: 'suspect.settled';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
  readonly fate: 'sold' | 'writtenOff';
}

/** These PINs are issued to customers, for good. */
export interface PinsIssued {
  readonly type: 'pins.issued';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly ranges: readonly PinRange[];
  readonly count: number;
  readonly sale: SaleReference | null;
}

export type SaleMessage =
  | CustomerAsked
  | PaymentRequested
  | PaymentTaken
  | PaymentFailed
  | PrintRequested
  | PrintFinished
  | ReprintAsked
  | CustomerRefused
  | SaleRequested
  | SaleGranted
  | SaleDelayed
  | SaleRefused
  | SaleConfirmed
  | SaleReversed
  | SaleSettled
  | SaleQueried
  | SaleReported
  | StockDemanded
  | PinReserved
  | SaleUnmet
  | ReservationClosed
  | SuspectSettled
  | PinsIssued;
