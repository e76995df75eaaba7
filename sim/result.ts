import type { Microseconds } from '#src/domain/time';

/** What a run answers. Every figure is plain data, equal to the last bit in both modes and both executors. */
export interface RunResult {
  readonly planName: string;
  readonly seed: number;
  readonly mode: 'lazy' | 'each-sale';
  readonly executor: 'compiled' | 'interpreted';
  /** Served sales. */
  readonly sales: number;
  readonly simulatedMicroseconds: Microseconds;
  /** Wall time from the first draw to the last KPI, without start-up and output. */
  readonly seconds: number;
  readonly salesPerSecond: number;
  /** Messages that the trace holds (among inventories, hub and suppliers). */
  readonly tracedMessages: number;
  readonly traceHash: string;
  readonly network: Kpis;
  /** In the order of the topology. */
  readonly servers: Readonly<Record<string, Kpis>>;
  readonly varieties: Readonly<Record<string, Kpis>>;
  /** Central inventory by variety; an unlimited one has null levels. */
  readonly hub: Readonly<Record<string, CentralKpis>>;
  readonly inventories: readonly InventoryKpis[];
  readonly flows: readonly Flow[];
  readonly exposure: Exposure;
  /** null where the scenario says nothing of costs. */
  readonly costs: RunCosts | null;
  /** Only when recording was asked for (`--report`). */
  readonly recording: Recording | null;
}

/** What a whole run cost, in the scenario's unit of money. */
export interface RunCosts {
  /** Servers and hub together. */
  readonly total: number;
  /** The same, an hour. */
  readonly perHour: number;
  /** What it was for: `holding`, `backlog`, `stockout`, `lostMargin`, `ordering`, `expiry`, `transfer`, `recall`. */
  readonly parts: Readonly<Record<string, number>>;
  /** Without the hub's. */
  readonly servers: Readonly<Record<string, number>>;
  readonly varieties: Readonly<Record<string, number>>;
  readonly hub: number;
}

/**
 * Key figures of one inventory or of a sum of inventories of servers. Rates are null where nothing was asked.
 * Counts are PINs unless they say otherwise.
 */
export interface Kpis {
  readonly asked: number;
  /** Met at once from own stock, or later (waiting customers). */
  readonly sold: number;
  readonly lost: number;
  /** Customers who had to wait: they were served later, or wait still. */
  readonly backordered: number;
  /** Met at once from own stock / asked. */
  readonly fillRate: number | null;
  /** Time average. */
  readonly meanOnHand: number;
  /** Time average of PINs requested but not yet arrived. */
  readonly meanOnOrder: number;
  /** Time average of customers waiting. */
  readonly meanWaiting: number;
  /** Share of (inventory) time with nothing on hand. */
  readonly stockoutTimeFraction: number;
  /** Times that a shelf became empty. */
  readonly stockouts: number;
  /** Requests sent to the hub. */
  readonly orders: number;
  /** PINs received from the hub. */
  readonly received: number;
  /** PINs sent back to the hub on recall. */
  readonly recalled: number;
  readonly finalOnHand: number;
}

export interface InventoryKpis extends Kpis {
  readonly server: string;
  readonly variety: string;
}

export interface CentralKpis {
  /** null: unlimited. */
  readonly meanOnHand: number | null;
  readonly stockoutTimeFraction: number | null;
  /** Purchases from suppliers. */
  readonly orders: number;
  readonly acquired: number;
  /** PINs shipped to servers. */
  readonly shipped: number;
  readonly recalled: number;
  readonly meanOwed: number;
  readonly finalOnHand: number | null;
}

/** PINs that are stuck where they are, and PINs that would be in doubt if one node died. */
export interface Exposure {
  /** A shelf's sales are looked ahead this far. */
  readonly horizonHours: number;
  readonly network: NetworkExposure;
  readonly hub: NodeExposure;
  /** In the order of the topology. */
  readonly servers: Readonly<Record<string, NodeExposure>>;
  /** The node whose crash would put most PINs in doubt; null: none would. */
  readonly largestAtEnd: LargestNode | null;
  readonly largestOnAverage: LargestNode | null;
}

export interface LargestNode {
  readonly node: string;
  readonly pins: number;
}

export interface NodeExposure {
  readonly stranded: Stranded;
  readonly atEnd: Holding;
  /** Time average of `atEnd.total`. */
  readonly meanTotal: number;
}

/** The hub and all servers; a PIN between two of them, which is counted at both, counts once. */
export interface NetworkExposure {
  readonly stranded: Stranded;
  /** At the end, as are the next two: all PINs that are neither sold nor retired. */
  readonly total: number;
  readonly inTransit: number;
  /** Would be suspect if their terminals never came back. */
  readonly reserved: number;
  /** Time average of `total`. */
  readonly meanTotal: number;
}

/** PINs in places that cannot sell them in time. */
export interface Stranded {
  /**
   * More than the shelf sells at its own rate of customers in this run, within the horizon or until they expire if that
   * is sooner; all of them if it has no customers, or if its node is offline (a server: or going offline).
   */
  readonly onShelf: number;
  readonly quarantined: number;
  readonly frozen: number;
  /** Reserved for sales of which nobody knows what became. */
  readonly suspect: number;
  readonly total: number;
}

/**
 * PINs for which only one node can account: they would be suspect if it died. An unlimited central inventory's shelf is
 * left out: it stands for a source outside the network.
 */
export interface Holding {
  readonly onHand: number;
  /** For sales that are open: would be suspect if their terminals never came back. */
  readonly reserved: number;
  readonly suspect: number;
  readonly quarantined: number;
  readonly frozen: number;
  /** On their way to the node. */
  readonly incoming: number;
  /** Sent by the node and not yet taken in: only the receiver's word will tell that they arrived. */
  readonly outgoing: number;
  readonly total: number;
}

/** PINs that travelled over one link, all varieties together. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly transfers: number;
  readonly pins: number;
}

/** Stock and losses over time, sampled at a fixed interval, for pictures. */
export interface Recording {
  readonly sampleMicroseconds: Microseconds;
  readonly series: readonly StockSeries[];
}

export interface StockSeries {
  readonly server: string;
  readonly variety: string;
  readonly lowWatermark: number;
  readonly desiredLevel: number | null;
  readonly highWatermark: number | null;
  /** On hand at 0, sample, 2·sample, … */
  readonly onHand: readonly number[];
  /** Lost in the interval that ends at the same index; 0 at index 0. */
  readonly lost: readonly number[];
  /** Customers in that interval. */
  readonly asked: readonly number[];
}
