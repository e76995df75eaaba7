import type { Dealer } from '#src/domain/dealer';
import type { SaleReference } from '#src/domain/sale';

/** The dealer directory: the centre at the hub, a replica at every server; and dealers' credit. */

// ---- operator and centre ----

/**
 * The operator sets a dealer: new, changed or blocked. To the centre. A repeat changes nothing; whoever sets the same
 * dealer twice in different ways waits for the first answer.
 */
export interface DealerSet {
  readonly type: 'dealer.set';
  readonly to: string;
  readonly from: string;
  readonly dealer: Dealer;
}

/** Replicas at that version or later know the dealer as he was set. */
export interface DealerAccepted {
  readonly type: 'dealer.accepted';
  readonly to: string;
  readonly from: string;
  readonly dealer: string;
  readonly version: number;
}

export interface DealerRejected {
  readonly type: 'dealer.rejected';
  readonly to: string;
  readonly from: string;
  readonly dealer: string;
  readonly reason: string;
}

// ---- centre and replicas ----

/**
 * Brings a replica that is at `base` or later up to `version`. From the centre; with `base` = `version` it only says
 * that nothing has changed.
 */
export interface DirectoryChanged {
  readonly type: 'directory.changed';
  readonly to: string;
  readonly from: string;
  readonly base: number;
  readonly version: number;
  /** All that changed after `base`, as they are at `version`. */
  readonly dealers: readonly Dealer[];
  /**
   * The time in the centre's clock, or a little before; null: it has not seen its clock. Whoever has `version` was
   * current then. (Not `at`, which is the receiver's clock.)
   */
  readonly sentAt: number | null;
}

/** A replica has everything up to `version`. */
export interface DirectoryAcknowledged {
  readonly type: 'directory.acknowledged';
  readonly to: string;
  readonly from: string;
  readonly version: number;
}

/** A replica asks for all that changed after `version`: it was down, or met a `base` that it has not reached. */
export interface DirectoryRequested {
  readonly type: 'directory.requested';
  readonly to: string;
  readonly from: string;
  readonly version: number;
}

// ---- a server and its replica, within one node ----

/**
 * Hold the price of a sale of that SKU against the dealer's credit. The server remembers its sales and their content,
 * so a repeat can only meet an open hold, which answers as before.
 */
export interface CreditRequested {
  readonly type: 'credit.requested';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
  readonly dealer: string;
  readonly sku: string;
  readonly priceCents: number;
}

export interface CreditHeld {
  readonly type: 'credit.held';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
}

export interface CreditRefused {
  readonly type: 'credit.refused';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
  readonly reason: 'dealer is blocked' | 'dealer is unknown' | 'credit is used up';
}

/** The sale is final: what was held is owed, less the commission. */
export interface CreditPosted {
  readonly type: 'credit.posted';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
}

/** The sale did not happen: what was held is free again. */
export interface CreditReleased {
  readonly type: 'credit.released';
  readonly to: string;
  readonly from: string;
  readonly sale: SaleReference;
}

// ---- operator and replica ----

/** A dealer has paid what he owes at this server, or ahead. His payments there are numbered from 1 and booked once. */
export interface DealerPaid {
  readonly type: 'dealer.paid';
  readonly to: string;
  readonly from: string;
  readonly dealer: string;
  readonly number: number;
  readonly amountCents: number;
}

/** The payment is in the books; also the answer to a repeat. */
export interface DealerPaymentBooked {
  readonly type: 'dealer.payment.booked';
  readonly to: string;
  readonly from: string;
  readonly dealer: string;
  readonly number: number;
}

/** The payment is not in the books; the same number may be used again. */
export interface DealerPaymentRejected {
  readonly type: 'dealer.payment.rejected';
  readonly to: string;
  readonly from: string;
  readonly dealer: string;
  readonly number: number;
  readonly reason: string;
}

export type DealerMessage =
  | DealerSet
  | DealerAccepted
  | DealerRejected
  | DirectoryChanged
  | DirectoryAcknowledged
  | DirectoryRequested
  | CreditRequested
  | CreditHeld
  | CreditRefused
  | CreditPosted
  | CreditReleased
  | DealerPaid
  | DealerPaymentBooked
  | DealerPaymentRejected;
