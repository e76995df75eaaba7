import type { Plan } from '#sim/plan';
import { HOUR_MICROSECONDS, SECOND_MICROSECONDS } from '#src/domain/time';
import type { Duration, StockLevels, Topology } from '#src/network/topology';

const SERVERS = ['north', 'south', 'west'];
const VARIETIES = ['ten', 'twenty'];

/**
 * The small network of the bench: a hub and a supplier, three servers of two varieties, two tills each, with dealers,
 * their credit, alarms and latencies on every link, so that every sale goes through the whole protocol.
 */
export function smallPlan(hours: number): Plan {
  const demand = SERVERS.flatMap((server) =>
    VARIETIES.map((variety) => ({ server, variety, rate: { kind: 'constant', ratePerHour: 20 } as const })),
  );
  return {
    name: 'small network',
    topology: smallTopology(),
    demand,
    seed: 1,
    stop: { until: hours * HOUR_MICROSECONDS, sales: null },
  };
}

function smallTopology(): Topology {
  return {
    varieties: VARIETIES,
    suppliers: [{ name: 'mint', leadTime: exponential(6 * 3600), messageLatency: exponential(1) }],
    hub: {
      name: 'hub',
      shipping: 'partial',
      stock: VARIETIES.map((variety) => ({
        variety,
        supply: 'supplier',
        supplier: 'mint',
        ...levels(300, 900, null),
      })),
    },
    servers: SERVERS.map((name) => ({
      name,
      leadTime: exponential(3600),
      recallTime: exponential(3600),
      messageLatency: exponential(1),
      unmet: 'lost',
      stock: VARIETIES.map((variety) => ({ variety, ...levels(60, 150, 180) })),
      terminals: [1, 2].map((number) => ({
        name: `${name}:${number}`,
        latency: exponential(0.2),
        dealer: `dealer ${number}`,
      })),
    })),
    timing: {
      terminalPatience: 10 * SECOND_MICROSECONDS,
      reservationTime: 300 * SECOND_MICROSECONDS,
      repeatAfter: 12 * HOUR_MICROSECONDS,
      hubPatience: 60 * SECOND_MICROSECONDS,
      announceEvery: HOUR_MICROSECONDS,
      supplierPatience: 10 * SECOND_MICROSECONDS,
    },
    dealers: [1, 2].map((number) => ({
      name: `dealer ${number}`,
      isBlocked: false,
      creditLimitCents: 1e12,
      commissionBasisPoints: { ten: 300, twenty: 250 },
    })),
    products: VARIETIES.map((variety, index) => ({
      sku: variety,
      kind: 'stock',
      variety,
      priceCents: 1000 * (index + 1),
    })),
  };
}

function levels(lowWatermark: number, desiredLevel: number, highWatermark: number | null): StockLevels {
  return {
    lowWatermark,
    order: { kind: 'upTo', desiredLevel },
    maxOutstandingOrders: null,
    highWatermark,
    initialOnHand: desiredLevel,
  };
}

function exponential(seconds: number): Duration {
  return { distribution: 'exponential', mean: seconds * SECOND_MICROSECONDS };
}
