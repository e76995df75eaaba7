import type { Link } from './link.ts';
import type { Kept } from './kept.ts';
import type { PinRange } from './pinRange.ts';
import type { SaleReference } from './sale.ts';

export type { SaleReference };

/** A request that has not wholly arrived. */
export interface OpenOrder {
  readonly number: number;
  readonly missing: number;
  /** Whom it was sent to. */
  readonly to: string;
  /** How often it has been repeated. */
  readonly repeats: number;
  /** For a customer who waits, from another server's shelf. */
  readonly isEmergency: boolean;
}

/** What one inventory holds and owes, and what it has counted. Counts are PINs unless they say otherwise. */
export interface Stock {
  /** In the order in which they will be issued. */
  readonly ranges: readonly PinRange[];
  readonly onHand: number;
  /** Requested from the point above and not yet arrived. */
  readonly onOrder: number;
  readonly openOrders: readonly OpenOrder[];
  readonly nextOrder: number;
  /** Promised to waiting customers (at a server) or to waiting servers (at the hub). */
  readonly owed: number;
  /** The waiting customers who have a name, first come first. */
  readonly waiting: readonly SaleReference[];
  /** One for each stocking point that this one exchanges transfers with. */
  readonly links: readonly Link[];
  readonly sold: number;
  readonly lost: number;
  /** Customers who found nothing and waited: in the end they were served, or they wait still. */
  readonly backordered: number;
  /** Of them, those who were given a PIN from another server's shelf in an emergency. */
  readonly helped: number;
  /** Requests in emergencies; the others are what watermarks and fetches asked for. */
  readonly emergencies: number;
  /** Times that the last PIN left. */
  readonly stockouts: number;
  /** From above: purchases or deliveries. */
  readonly received: number;
  /** Sent down. */
  readonly shipped: number;
  /** Sent back up (at a server) or taken back (at the hub). */
  readonly recalled: number;
  /** Given for a customer of another server (at a server), or passed on to him (at the hub). */
  readonly lent: number;
  /** Left the stock because they expired or were written off. */
  readonly retired: number;
  /** Which of its sources the next request goes to. */
  readonly source: number;
  readonly kept: Kept;
}

/** A stock that a rule may change before it hands it on. */
export type StockDraft = { -readonly [Key in keyof Stock]: Stock[Key] };

/** Written out because an object literal of constant shape is an order of magnitude faster than `{ ...stock }`. */
export function draftOf(stock: Stock): StockDraft {
  return {
    ranges: stock.ranges,
    onHand: stock.onHand,
    onOrder: stock.onOrder,
    openOrders: stock.openOrders,
    nextOrder: stock.nextOrder,
    owed: stock.owed,
    waiting: stock.waiting,
    links: stock.links,
    sold: stock.sold,
    lost: stock.lost,
    backordered: stock.backordered,
    helped: stock.helped,
    emergencies: stock.emergencies,
    stockouts: stock.stockouts,
    received: stock.received,
    shipped: stock.shipped,
    recalled: stock.recalled,
    lent: stock.lent,
    retired: stock.retired,
    source: stock.source,
    kept: stock.kept,
  };
}

/** On hand + on order - owed. */
export function stockPosition(stock: Stock): number {
  return stock.onHand + stock.onOrder - stock.owed;
}
