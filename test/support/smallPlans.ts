import type { Plan, StopRule } from '#sim/plan';
import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { CentralStockPlan, Duration, LeadTime, ServerStockPlan, Unmet } from '#src/network/topology';

/** A time of so many hours, to the nearest microsecond. */
export function hours(count: number): number {
  return Math.round(count * HOUR_MICROSECONDS);
}

export function constant(mean: number): Duration {
  return { distribution: 'constant', mean };
}

export function exponential(mean: number): Duration {
  return { distribution: 'exponential', mean };
}

/** A hub's stock that is empty and buys from `mint`, but only once it owes PINs. */
export const SUPPLIED_STOCK: CentralStockPlan = {
  variety: 'ten',
  supply: 'supplier',
  supplier: 'mint',
  lowWatermark: -1,
  order: { kind: 'upTo', desiredLevel: 10 },
  highWatermark: null,
  maxOutstandingOrders: null,
  initialOnHand: 0,
};

/** A network of one server, one variety and an unlimited hub. */
export interface PlainNetwork {
  readonly seed: number;
  readonly customersPerHour: number;
  /** When the run ends; Infinity: never. */
  readonly hours: number;
  readonly sales?: number;
  readonly levels?: Partial<Omit<ServerStockPlan, 'variety'>>;
  readonly leadTime?: LeadTime;
  readonly unmet?: Unmet;
}

/** Levels that are not given: order up to 10 at 4 or less, starting with 10. */
export function plainNetwork(network: PlainNetwork): Plan {
  const { seed, customersPerHour, levels, leadTime = constant(hours(2)), unmet = 'lost' } = network;
  const stop: StopRule = {
    until: network.hours === Infinity ? null : hours(network.hours),
    sales: network.sales ?? null,
  };
  return {
    name: 'one server',
    topology: {
      varieties: ['ten'],
      suppliers: [],
      hub: { name: 'hub', shipping: 'partial', stock: [{ variety: 'ten', supply: 'unlimited' }] },
      servers: [
        {
          name: 'north',
          leadTime,
          recallTime: leadTime,
          messageLatency: constant(0),
          unmet,
          stock: [
            {
              variety: 'ten',
              lowWatermark: 4,
              order: { kind: 'upTo', desiredLevel: 10 },
              highWatermark: null,
              maxOutstandingOrders: null,
              initialOnHand: 10,
              ...levels,
            },
          ],
          terminals: [{ name: 'north:1', latency: constant(0) }],
        },
      ],
    },
    demand: [{ server: 'north', variety: 'ten', rate: { kind: 'constant', ratePerHour: customersPerHour } }],
    seed,
    stop,
  };
}
