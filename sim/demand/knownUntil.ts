import type { Microseconds } from '#src/domain/time';
import type { DemandPlan, Plan, RatePlan } from '#sim/plan';

/**
 * Until when a plan says who comes: counts and recorded sales are data, and a plan holds what its own run needs of them.
 * Infinity where all demand is rates, which go on for ever.
 */
export function knownUntil({ demand, stop }: Pick<Plan, 'demand' | 'stop'>): Microseconds {
  return Math.min(...demand.map((one: DemandPlan) => endOf(one.rate, stop.until ?? Infinity)), Infinity);
}

function endOf(rate: RatePlan, until: Microseconds): Microseconds {
  switch (rate.kind) {
    case 'scaled':
      return endOf(rate.of, until);
    case 'periods':
      return Math.max(until, rate.periodMicroseconds * rate.ratesPerHour.length);
    case 'listed':
      return until;
    default:
      return Infinity;
  }
}
