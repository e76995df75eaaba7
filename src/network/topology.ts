import type { Unmet } from '#machines/inventory';
import type { NumberRange } from '#src/domain/accountNumber';
import type { Dealer } from '#src/domain/dealer';
import type { Microseconds } from '#src/domain/time';
import type { Rebalancing } from '#src/policy/rebalancing';
import type { Shipping } from '#src/policy/rationing';
import type { ReplenishmentLevels } from '#src/policy/replenishment';

/**
 * A network as plain data: who is there, what each stocks, and how long each link takes.
 * Every name is unique within the whole topology (hub, suppliers, servers and terminals share one namespace).
 */
export interface Topology {
  /** Every PIN variety that the network carries, in the scenario's order. */
  readonly varieties: readonly string[];
  readonly suppliers: readonly SupplierPlan[];
  readonly hub: HubPlan;
  readonly servers: readonly ServerPlan[];
  /** How long actors wait for answers; absent: links lose nothing, and nobody has to. */
  readonly timing?: Timing;
  /** Whose tills the terminals are; absent: sales need no dealer and nobody's credit. */
  readonly dealers?: readonly Dealer[];
  /** Whether the hub imports, freezes and recalls lots. */
  readonly hasLotOffice?: boolean;
  /** What is sold under which SKU; absent: each variety under its own name, for nothing. */
  readonly products?: readonly ProductPlan[];
  /** Who delivers products in real time. */
  readonly productSuppliers?: readonly ProductSupplierPlan[];
  /** By which account numbers are read; absent: there are none. */
  readonly numberRanges?: readonly NumberRange[];
}

/** What one SKU stands for. All prices and costs are whole cents. */
export type ProductPlan = { readonly sku: string; readonly priceCents: number } & (
  | {
      /** PINs of a variety from the shelf. */
      readonly kind: 'stock';
      readonly variety: string;
    }
  | {
      /** PINs that a supplier activates, or a generator at the server draws, when they are sold. */
      readonly kind: 'activate' | 'generate';
      readonly variety: string;
      readonly offers: readonly ProductOfferPlan[];
    }
  | {
      /** Value for a customer's account. */
      readonly kind: 'topUp';
      readonly offers: readonly ProductOfferPlan[];
    }
);

/** Who delivers a product in real time, and at what cost. */
export interface ProductOfferPlan {
  /** A product supplier; for `generate` the server's own generator, null. */
  readonly supplier: string | null;
  readonly costCents: number;
  /** Tops up accounts of this operator only; null: of all. */
  readonly operator: string | null;
}

/** Activates PINs and tops up accounts in real time, at the request of servers. */
export interface ProductSupplierPlan {
  readonly name: string;
  /** One-way latency of the link to each server. */
  readonly latency: Duration;
  /** Well-formed account numbers that no customer has. */
  readonly unknownAccounts: readonly string[];
}

/** How long actors wait for an answer before they do something about it. */
export interface Timing {
  /** A terminal, before it asks its server again. */
  readonly terminalPatience: Microseconds;
  /** A server, for word of a reserved PIN, before it is suspect. */
  readonly reservationTime: Microseconds;
  /** An inventory, before it repeats requests and transfers. */
  readonly repeatAfter: Microseconds;
  /** The hub, for answers about stock. */
  readonly hubPatience: Microseconds;
  /** The dealer directory, between two announcements. */
  readonly announceEvery: Microseconds;
  /** A server, for a supplier's answer about a product, before it asks again. */
  readonly supplierPatience: Microseconds;
}

export interface SupplierPlan {
  readonly name: string;
  /** From the supplier's receipt of an order to the lot's arrival at the hub. */
  readonly leadTime: LeadTime;
  /** From the moment that a lot is shipped; absent: its PINs never expire. */
  readonly lotLife?: Microseconds;
  /** One-way latency of requests and acknowledgements on the link hub–supplier. */
  readonly messageLatency: Duration;
}

export interface HubPlan {
  readonly name: string;
  /** `partial`: ship what there is and owe the rest; `wholeOrders`: first come first served, head of line blocks. */
  readonly shipping: Shipping;
  /** When PINs are pulled back for servers that wait; absent: at every shortage. */
  readonly rebalancing?: Rebalancing;
  /** One central inventory for each variety of the topology. */
  readonly stock: readonly CentralStockPlan[];
}

export type CentralStockPlan =
  | { readonly variety: string; readonly supply: 'unlimited' }
  | ({
      readonly variety: string;
      readonly supply: 'supplier';
      readonly supplier: string;
      /** Asked instead, in turn, when a supplier refuses or does not deliver. */
      readonly standbys?: readonly string[];
      /** It buys so long after it is due; 0: after everything else of that instant; absent: at once. */
      readonly purchaseAfter?: Microseconds;
    } & StockLevels);

export interface ServerPlan {
  readonly name: string;
  /** From the moment the hub ships to arrival at the server. */
  readonly leadTime: LeadTime;
  /** From the moment the server sends PINs back (a recall) to their arrival at the hub. */
  readonly recallTime: LeadTime;
  /** One-way latency of every other message between server and hub. */
  readonly messageLatency: Duration;
  /** What becomes of a customer who meets an empty shelf. */
  readonly unmet: Unmet;
  /** How long a PIN for another server's customer travels between this server and the hub, either way; absent: no time. */
  readonly emergencyTime?: Duration;
  readonly stock: readonly ServerStockPlan[];
  /** At least one. Customers are spread evenly over them; only the each-sale mode sees them. */
  readonly terminals: readonly TerminalPlan[];
}

export type { Unmet };

export type ServerStockPlan = {
  readonly variety: string;
  /** So many PINs are kept for the server's own customers when another server's needs one; absent: none. */
  readonly reserve?: number;
} & StockLevels;

export interface TerminalPlan {
  readonly name: string;
  /** One-way latency of the link terminal–server. */
  readonly latency: Duration;
  /** Whose till it is, where dealers matter. */
  readonly dealer?: string;
}

/** Watermarks of one inventory. All in PINs. */
export interface StockLevels extends ReplenishmentLevels {
  /** A recall may take what is on hand above this; null: this inventory never gives PINs back. */
  readonly highWatermark: number | null;
  readonly initialOnHand: number;
  /** From the moment that a PIN is put on this shelf, or from the start; it never adds to a PIN's own life. Absent: for ever. */
  readonly lifetime?: Microseconds;
}

/** A distribution of durations; every parameter that is a time is in microseconds (not necessarily whole). */
export type Duration =
  | { readonly distribution: 'constant'; readonly mean: Microseconds }
  | { readonly distribution: 'exponential'; readonly mean: Microseconds }
  | { readonly distribution: 'uniform'; readonly from: Microseconds; readonly to: Microseconds }
  | { readonly distribution: 'erlang'; readonly mean: Microseconds; readonly shape: number }
  | {
      readonly distribution: 'lognormal';
      readonly mean: Microseconds;
      readonly coefficientOfVariation: number;
    }
  | {
      /** A mixture of exponentials: the share `probabilities[k]` has the mean `means[k]`. */
      readonly distribution: 'hyperexponential';
      readonly probabilities: readonly number[];
      readonly means: readonly Microseconds[];
    };

/**
 * How long transfers take: each for itself, so that they may overtake one another; or one after another, by a worker who
 * takes `perPin` for each PIN and begins with a transfer when the one before it is done. Each inventory has a worker of
 * its own for each direction.
 */
export type LeadTime = Duration | { readonly distribution: 'oneAtATime'; readonly perPin: Duration };
