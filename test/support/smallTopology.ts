import type { Rebalancing } from '#src/policy/rebalancing';
import type { Shipping } from '#src/policy/rationing';
import type { CentralStockPlan, StockLevels, Timing, Topology, Unmet } from '#src/network/topology';
import { constant } from './smallPlans.ts';

/** What differs from the usual small network. */
export interface SmallTopology {
  readonly varieties?: readonly string[];
  /** By address, such as "north/day". */
  readonly levels?: Readonly<Record<string, Partial<StockLevels>>>;
  readonly unmet?: Unmet;
  readonly shipping?: Shipping;
  readonly rebalancing?: Rebalancing;
  /** Asked by the hub, in turn. */
  readonly suppliers?: readonly string[];
  /** null: links are perfect, and nobody asks for an alarm. */
  readonly timing?: Timing | null;
  /** Whose tills all of them are. */
  readonly dealer?: string;
  /** Anything else of a topology. */
  readonly more?: Partial<Topology>;
}

/** Shorter waits come first, so that time may pass in small steps. */
export const TIMING = {
  terminalPatience: 10,
  reservationTime: 200,
  repeatAfter: 20,
  hubPatience: 30,
  announceEvery: 50,
  supplierPatience: 15,
} as const;

/** Never asks for more by itself. */
const IDLE: StockLevels = {
  lowWatermark: -1000,
  order: { kind: 'upTo', desiredLevel: 0 },
  maxOutstandingOrders: null,
  highWatermark: null,
  initialOnHand: 100,
};

const SHELF: StockLevels = { ...IDLE, initialOnHand: 6 };

/**
 * A supplier, a hub with 100 PINs of each variety, the servers north and south with 6, tills north:1, north:2 and
 * south:1. Nobody asks for more unless `levels` says so.
 */
export function smallTopology(given: SmallTopology = {}): Topology {
  const { varieties = ['day'], levels = {}, unmet = 'lost', suppliers = ['mint'], timing = TIMING } = given;
  const stock = varieties.map((variety): CentralStockPlan => ({
    variety,
    supply: 'supplier',
    supplier: suppliers[0]!,
    standbys: suppliers.slice(1),
    ...IDLE,
    ...levels[`hub/${variety}`],
  }));
  const { shipping = 'partial', rebalancing = { kind: 'everyShortage' } } = given;
  return {
    varieties,
    suppliers: suppliers.map((name) => ({ name, leadTime: constant(0), messageLatency: constant(0) })),
    hub: { name: 'hub', shipping, rebalancing, stock },
    servers: [
      { name: 'north', tills: ['north:1', 'north:2'] },
      { name: 'south', tills: ['south:1'] },
    ].map(({ name, tills }) => ({
      name,
      leadTime: constant(0),
      recallTime: constant(0),
      messageLatency: constant(0),
      unmet,
      stock: varieties.map((variety) => ({ variety, ...SHELF, ...levels[`${name}/${variety}`] })),
      terminals: tills.map((till) => ({
        name: till,
        latency: constant(0),
        ...(given.dealer === undefined ? {} : { dealer: given.dealer }),
      })),
    })),
    ...(timing === null ? {} : { timing }),
    ...given.more,
  };
}

/** Asks at `lowWatermark` or less for what is missing to `desiredLevel`, and starts with `initialOnHand`. */
export function upTo(
  lowWatermark: number,
  desiredLevel: number,
  initialOnHand: number = desiredLevel,
  highWatermark: number | null = null,
): Partial<StockLevels> {
  return { lowWatermark, order: { kind: 'upTo', desiredLevel }, initialOnHand, highWatermark };
}
