import type { SaleReference } from '#src/domain/stock';
import type { Dealer } from '#src/domain/dealer';

/** The dealer directory: the centre at the hub, a replica at every server; and dealers' credit. */

/** The operator sets a dealer: new, changed or blocked. To the centre. */
export interface DealerSet {
  readonly type: 'dealer.set';
  readonly to: string;
  readonly from: string;
  readonly dealer: Dealer;
}

/** What changed in the directory after version `base`, up to `version`. From the centre to a replica. */
export interface DirectoryChanged {
  readonly type: 'directory.changed';
  readonly to: string;
  readonly from: string;
  readonly base: number;
  readonly version: number;
  readonly dealers: readonly Dealer[];
  /** The centre's clock when it sent this: a replica that has it was current then. */
  readonly at: number;
}

/** A replica says how far it is; the centre sends what is missing. Also the answer to `directory.changed`. */
export interface DirectoryAcknowledged {
  readonly type: 'directory.acknowledged';
  readonly to: string;
  readonly from: string;
  readonly version: number;
}

/** Hold the price of a sale of that SKU against the dealer's credit. From a server to its replica, within one node. */
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

export type DealerMessage =
  | DealerSet
  | DirectoryChanged
  | DirectoryAcknowledged
  | CreditRequested
  | CreditHeld
  | CreditRefused
  | CreditPosted
  | CreditReleased;
