import type { PinRange } from '#src/domain/pinRange';
import type { SaleReference } from '#src/domain/stock';

/**
 * Every message that crosses between actors, as plain data. `to` and `from` are addresses: a node's own actor has
 * the node's name ("hub", "north", "north:1"), an inventory is "node/variety" ("north/day-pass").
 */

/** Where demand comes from and PINs go when no terminal stands between: whoever drives the actors. */
export const CUSTOMERS = 'customers';

export type { SaleReference };

// ---- the till ----

/** A customer at a terminal asks for one PIN. */
export interface CustomerAsked {
  readonly type: 'customer.asked';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
}

export interface SaleRequested {
  readonly type: 'sale.requested';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly sale: SaleReference;
}

/** The terminal may print. */
export interface SaleGranted {
  readonly type: 'sale.granted';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly sale: SaleReference;
  readonly ranges: readonly PinRange[];
}

/** No PIN now; the customer waits and will be granted one later. */
export interface SaleDelayed {
  readonly type: 'sale.delayed';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly sale: SaleReference;
}

export interface SaleRefused {
  readonly type: 'sale.refused';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly sale: SaleReference;
  readonly reason: 'out of stock' | 'variety not sold here';
}

// ---- a server or the driver of demand, and an inventory ----

/**
 * `count` customers, one after another at one instant, each ask for one PIN. With a `sale`, the count is one and
 * the answers name the sale and go to the inventory's keeper; without, they go to CUSTOMERS.
 */
export interface StockDemanded {
  readonly type: 'stock.demanded';
  readonly to: string;
  readonly from: string;
  readonly count: number;
  readonly sale: SaleReference | null;
}

/** These PINs are granted to customers, for good. */
export interface PinsIssued {
  readonly type: 'pins.issued';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly ranges: readonly PinRange[];
  readonly count: number;
  readonly sale: SaleReference | null;
}

/** A sale that found an empty shelf; says whether its customer waits. */
export interface SaleUnmet {
  readonly type: 'sale.unmet';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly sale: SaleReference;
  readonly waits: boolean;
}

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
  readonly reason: 'purchase' | 'order' | 'recall';
  /** The receiver's order that this fills, or the hub's recall that it answers. */
  readonly order: number;
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
}

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

/** On hand above the high watermark at the moment of answering. */
export interface SurplusOffered {
  readonly type: 'surplus.offered';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly inquiry: number;
  readonly surplus: number;
}

/** Send up to `quantity` PINs back to `receiver`, only from above your high watermark. */
export interface RecallRequested {
  readonly type: 'recall.requested';
  readonly to: string;
  readonly from: string;
  readonly variety: string;
  readonly recall: number;
  readonly receiver: string;
  readonly quantity: number;
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

// ---- any actor ----

/** Someone sent an actor a message that it does not know; it changed nothing but a counter. */
export interface MessageRefused {
  readonly type: 'message.refused';
  readonly to: string;
  readonly from: string;
  readonly refusedType: string;
}

export type SaleMessage =
  | CustomerAsked
  | SaleRequested
  | SaleGranted
  | SaleDelayed
  | SaleRefused
  | StockDemanded
  | PinsIssued
  | SaleUnmet;

export type StockMessage =
  | ReviewDue
  | StockRequested
  | TransferShipped
  | TransferAcknowledged
  | StockAllotted
  | StockPromised
  | StockWithheld
  | StockReceived
  | SurplusAsked
  | SurplusOffered
  | RecallRequested
  | RecallAnswered;

export type Message = SaleMessage | StockMessage | MessageRefused;
