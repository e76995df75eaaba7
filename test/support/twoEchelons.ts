import type { Plan } from '#sim/plan';
import type { Rebalancing } from '#src/policy/rebalancing';
import type { Duration, ServerStockPlan, StockLevels, Unmet } from '#src/network/topology';
import { constant, hours } from './smallPlans.ts';

export interface ServerSketch {
  readonly customersPerHour: number;
  readonly leadTime: Duration;
  readonly levels: Omit<ServerStockPlan, 'variety' | 'initialOnHand'>;
}

/** One variety, a hub that a supplier feeds and that ships whole orders, no delay but lead times. */
export interface Sketch {
  readonly hours: number;
  readonly unmet: Unmet;
  readonly servers: readonly ServerSketch[];
  readonly hub: Omit<StockLevels, 'initialOnHand' | 'highWatermark'>;
  readonly hubLeadTime: Duration;
  /** Default: it buys at once, and looks for surplus at every shortage. */
  readonly hubPurchaseAfter?: number;
  readonly rebalancing?: Rebalancing;
}

/** Every stock starts at the level that it orders up to, or one order above its low watermark. */
export function twoEchelons(sketch: Sketch, seed: number): Plan {
  const full = <Levels extends Omit<StockLevels, 'initialOnHand'>>(levels: Levels) => {
    const { lowWatermark, order } = levels;
    const initialOnHand = order.kind === 'upTo' ? order.desiredLevel : lowWatermark + order.quantity;
    return { variety: 'ten', ...levels, initialOnHand };
  };
  const instant = constant(0);
  const hubLevels = { ...sketch.hub, highWatermark: null };
  return {
    name: 'two echelons',
    topology: {
      varieties: ['ten'],
      suppliers: [{ name: 'mint', leadTime: sketch.hubLeadTime, messageLatency: instant }],
      hub: {
        name: 'hub',
        shipping: 'wholeOrders',
        stock: [
          {
            supply: 'supplier',
            supplier: 'mint',
            ...full(hubLevels),
            ...(sketch.hubPurchaseAfter === undefined ? {} : { purchaseAfter: sketch.hubPurchaseAfter }),
          },
        ],
        rebalancing: sketch.rebalancing ?? { kind: 'everyShortage' },
      },
      servers: sketch.servers.map(({ leadTime, levels }, index) => ({
        name: `s${index + 1}`,
        leadTime,
        recallTime: instant,
        messageLatency: instant,
        unmet: sketch.unmet,
        stock: [full(levels)],
        terminals: [{ name: `s${index + 1}:1`, latency: instant }],
      })),
    },
    demand: sketch.servers.map(({ customersPerHour }, index) => ({
      server: `s${index + 1}`,
      variety: 'ten',
      rate: { kind: 'constant', ratePerHour: customersPerHour },
    })),
    seed,
    stop: { until: hours(sketch.hours), sales: null },
  };
}
