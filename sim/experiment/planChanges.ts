import type { Duration, LeadTime, StockLevels, Topology } from '#src/network/topology';
import type { DemandPlan, Plan, RatePlan } from '#sim/plan';

/** One thing about a plan that may turn out otherwise than it says. */
export interface PlanChange {
  /** Such as "demand". */
  readonly name: string;
  /** Such as 0.1: a tenth less and a tenth more. */
  readonly share: number;
  /** The plan with that times as much; the same plan where there is nothing to change. */
  readonly apply: (plan: Plan, factor: number) => Plan;
}

/** What a planner looks at first: how much comes of customers, of the time that deliveries take, and of when to order. */
export const USUAL_CHANGES: readonly PlanChange[] = [
  { name: 'demand', share: 0.1, apply: withDemand },
  { name: 'lead time to servers', share: 0.25, apply: withLeadTimes('servers') },
  { name: 'lead time to the hub', share: 0.25, apply: withLeadTimes('suppliers') },
  { name: 'low watermark of servers', share: 0.2, apply: withServerLevels },
  { name: 'low watermark of the hub', share: 0.2, apply: withHubLevels },
];

function withDemand(plan: Plan, factor: number): Plan {
  return {
    ...plan,
    demand: plan.demand.map((one): DemandPlan => ({ ...one, rate: scaled(one.rate, factor) })),
  };
}

function scaled(rate: RatePlan, factor: number): RatePlan {
  switch (rate.kind) {
    case 'constant':
      return { ...rate, ratePerHour: factor * rate.ratePerHour };
    case 'periods':
    case 'cycle':
      return { ...rate, ratesPerHour: rate.ratesPerHour.map((ratePerHour) => factor * ratePerHour) };
    case 'bursts': {
      const [quiet, busy] = rate.ratesPerHour;
      return { ...rate, ratesPerHour: [factor * quiet, factor * busy] };
    }
    case 'scaled':
      return { ...rate, of: scaled(rate.of, factor) };
    // Recorded sales are as they were.
    case 'listed':
      return rate;
  }
}

function withLeadTimes(of: 'servers' | 'suppliers'): PlanChange['apply'] {
  return (plan, factor) => {
    const { topology } = plan;
    const longer = <Place extends { readonly leadTime: LeadTime }>(place: Place): Place => ({
      ...place,
      leadTime: stretched(place.leadTime, factor),
    });
    const changed: Topology =
      of === 'servers'
        ? { ...topology, servers: topology.servers.map(longer) }
        : { ...topology, suppliers: topology.suppliers.map(longer) };
    return { ...plan, topology: changed };
  };
}

function stretched(leadTime: LeadTime, factor: number): LeadTime {
  return leadTime.distribution === 'oneAtATime'
    ? { ...leadTime, perPin: stretchedDuration(leadTime.perPin, factor) }
    : stretchedDuration(leadTime, factor);
}

function stretchedDuration(duration: Duration, factor: number): Duration {
  switch (duration.distribution) {
    case 'uniform':
      return { ...duration, from: factor * duration.from, to: factor * duration.to };
    case 'hyperexponential':
      return { ...duration, means: duration.means.map((mean) => factor * mean) };
    default:
      return { ...duration, mean: factor * duration.mean };
  }
}

function withServerLevels(plan: Plan, factor: number): Plan {
  const servers = plan.topology.servers.map((server) => ({
    ...server,
    stock: server.stock.map((levels) => withLowWatermark(levels, factor)),
  }));
  return { ...plan, topology: { ...plan.topology, servers } };
}

function withHubLevels(plan: Plan, factor: number): Plan {
  const { hub } = plan.topology;
  const stock = hub.stock.map((levels) =>
    levels.supply === 'supplier' ? withLowWatermark(levels, factor) : levels,
  );
  return { ...plan, topology: { ...plan.topology, hub: { ...hub, stock } } };
}

/** Stays beneath the desired level, as it must. */
function withLowWatermark<Levels extends Pick<StockLevels, 'lowWatermark' | 'order'>>(
  levels: Levels,
  factor: number,
): Levels {
  const wanted = Math.round(factor * levels.lowWatermark);
  const most = levels.order.kind === 'upTo' ? levels.order.desiredLevel - 1 : Infinity;
  return { ...levels, lowWatermark: Math.max(Math.min(wanted, most), Math.min(levels.lowWatermark, 0)) };
}
