import type { TransferReason } from '#src/domain/link';
import type { PinRange } from '#src/domain/pinRange';

/** How PINs move between stocking points: suppliers, the hub's central inventories, and the servers' inventories. */

/** Look whether a request is due. */
export interface ReviewDue {
  readonly type: 'review.due';
  readonly to: string;
  readonly from: string;
}

// ---- between stocking points ----

/** An inventory asks the point above it: a server's asks the hub, the hub's central one asks a supplier. */
export interface StockRequested {
  readonly type: 'stock.requested';
  readonly to: string;
  /** The inventory that will receive the PINs. */
  readonly from: string;
  readonly variety: string;
  /** Numbers the requests of this inventory, from 1. */
  readonly order: number;
  readonly quantity: number;
  /** How the requester stood when it asked; the hub pulls PINs only for one at or under its low watermark. */
  readonly onHand: number;
  readonly stockPosition: number;
  readonly lowWatermark: number;
  /** For a customer who waits at an empty shelf: another server may spare what is asked for. */
  readonly isEmergency: boolean;
  /** The clock of the supplier's node when it came, where lots have a life. */
  readonly at?: number;
}

/**
 * PINs on their way. (`from`, `to`, `number`) is the transfer's id; the sender keeps it until acknowledged. The PINs
 * leave the sender's stock when it is sent and enter the receiver's once.
 */
export interface TransferShipped {
  readonly type: 'transfer.shipped';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly number: number;
  readonly ranges: readonly PinRange[];
  readonly count: number;
  readonly reason: TransferReason;
  /** The receiver's order that this fills, or the hub's recall that it answers; 0: neither. */
  readonly order: number;
  /** The node's clock when it came, where something expires or is given a life: whoever waits is given no expired PIN. */
  readonly at?: number;
}

/** A supplier will not deliver the `missing` rest of an order, or no server can spare a PIN in an emergency. */
export interface StockRefused {
  readonly type: 'stock.refused';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly order: number;
  readonly missing: number;
}

/**
 * What a supplier makes of an order: delivers it at once, after some time, in two lots (the second `after` the first, or
 * null: with it), delivers it twice, refuses it, or behaves as if it had not heard it this time. `after` is in the
 * units of whoever drives the node.
 */
export type Handling =
  | { readonly kind: 'whole' | 'twice' | 'refused' | 'ignored' }
  | { readonly kind: 'late'; readonly after: number }
  | { readonly kind: 'inPart'; readonly after: number | null };

/** The orders that come to a supplier from now on are dealt with so, one each. From whoever drives the nodes. */
export interface SupplierDisposed {
  readonly type: 'supplier.disposed';
  readonly to: string;
  readonly from: string;
  readonly handlings: readonly Handling[];
}

export interface TransferAcknowledged {
  readonly type: 'transfer.acknowledged';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly number: number;
}

// ---- hub and its central inventories, within one node ----

/** Ship to `receiver`. `owed`: these PINs were promised before and are on hand; otherwise what is missing is owed from now on. */
export interface StockAllotted {
  readonly type: 'stock.allotted';
  readonly to: string;
  readonly from: string;
  readonly receiver: string;
  readonly order: number;
  readonly quantity: number;
  readonly owed: boolean;
  /** The receiver was at or under its low watermark when it asked. */
  readonly inNeed: boolean;
  readonly reason: AllotmentReason;
}

/**
 * `push`: the hub empties itself; nobody asked. `emergency`: a PIN that another server gave. `refusal`: none could. What
 * is missing is owed of an order only.
 */
export type AllotmentReason = 'order' | 'push' | 'emergency' | 'refusal';

/** A request waits in line behind others: the central inventory owes these PINs and shall buy for them. */
export interface StockPromised {
  readonly type: 'stock.promised';
  readonly to: string;
  readonly from: string;
  readonly quantity: number;
}

/** An allotment met too few PINs; `missing` are owed, `onHand` are left: more than none where orders are shipped whole. */
export interface StockWithheld {
  readonly type: 'stock.withheld';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly receiver: string;
  readonly order: number;
  readonly missing: number;
  readonly onHand: number;
  readonly inNeed: boolean;
}

/** PINs came in at a central inventory that owes some, or that recalled them. */
export interface StockReceived {
  readonly type: 'stock.received';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly onHand: number;
  /** The recall that they answer, or null. */
  readonly recall: number | null;
}

// ---- hub and the servers' inventories ----

/** How much could you give back? */
export interface SurplusAsked {
  readonly type: 'surplus.asked';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly inquiry: number;
}

/** How the inventory stands at the moment of answering; its surplus is what it has above its high watermark. */
export interface SurplusOffered {
  readonly type: 'surplus.offered';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly inquiry: number;
  readonly surplus: number;
  /** What it has above its reserve for emergencies of others. */
  readonly spare: number;
  readonly onHand: number;
  /** It is going offline: send it nothing. */
  readonly isDraining: boolean;
}

/** Send up to `quantity` PINs back to `receiver`, only from above your high watermark; in an emergency, your reserve. */
export interface RecallRequested {
  readonly type: 'recall.requested';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly recall: number;
  readonly receiver: string;
  readonly quantity: number;
  readonly isEmergency: boolean;
}

/** How many PINs the donor really sent. */
export interface RecallAnswered {
  readonly type: 'recall.answered';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly recall: number;
  readonly quantity: number;
}

// ---- going offline ----

/** To an inventory from its keeper: sell and order no more, and give everything back. */
export interface StockSurrendered {
  readonly type: 'stock.surrendered';
  readonly to: string;
  readonly from: string;
}

/** To an inventory from its keeper: go on as before. */
export interface StockResumed {
  readonly type: 'stock.resumed';
  readonly to: string;
  readonly from: string;
}

/**
 * An inventory that drains wants nothing more of what it ordered up to `order`: the hub strikes its waiting requests.
 * Repeated until `requests.cleared`.
 */
export interface RequestsWithdrawn {
  readonly type: 'requests.withdrawn';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly order: number;
}

/** The central inventory's answer: of the orders up to `order` nothing more comes but transfers below `sentBelow`. */
export interface RequestsCleared {
  readonly type: 'requests.cleared';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly order: number;
  readonly sentBelow: number;
}

/** From the hub to its central inventory: `receiver` wants nothing more of its orders up to `order`; owe `quantity` less. */
export interface DebtCancelled {
  readonly type: 'debt.cancelled';
  readonly to: string;
  readonly from: string;
  readonly receiver: string;
  readonly order: number;
  readonly quantity: number;
}

/** What have you taken back from me in all? Repeated until answered. To the central inventory. */
export interface ReceiptAsked {
  readonly type: 'receipt.asked';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
}

/** All PINs that came back over this link since the beginning: how many, and their fingerprint. */
export interface ReceiptGiven {
  readonly type: 'receipt.given';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly count: number;
  readonly print: number;
}

/** An inventory tells its keeper that it holds nothing any more and that nothing is on its way. */
export interface InventoryDrained {
  readonly type: 'inventory.drained';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly count: number;
}

export type StockMessage =
  | ReviewDue
  | StockRequested
  | TransferShipped
  | SupplierDisposed
  | TransferAcknowledged
  | StockAllotted
  | StockPromised
  | StockWithheld
  | StockReceived
  | SurplusAsked
  | SurplusOffered
  | RecallRequested
  | RecallAnswered
  | StockSurrendered
  | StockResumed
  | RequestsWithdrawn
  | RequestsCleared
  | DebtCancelled
  | StockRefused
  | ReceiptAsked
  | ReceiptGiven
  | InventoryDrained;
