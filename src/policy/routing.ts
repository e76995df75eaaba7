/** Which of the suppliers that offer a product is asked first, and which next. */

/** How an interface has fared with its supplier lately. */
export interface SupplyHealth {
  /** Of late: each further answer makes the earlier ones count less. */
  readonly successes: number;
  readonly failures: number;
  /** Something was heard since the last time that the supplier was given up. */
  readonly isReachable: boolean;
}

export interface SupplyOffer {
  /** Address of the supply interface or generator. */
  readonly supply: string;
  readonly costCents: number;
}

export interface SupplyOption extends SupplyOffer {
  readonly health: SupplyHealth;
}

export const UNTRIED: SupplyHealth = { successes: 0, failures: 0, isReachable: true };

// An answer counts half as much after five more.
const DECAY = 7 / 8;
// Cost decides only between suppliers that mostly succeed.
const HEALTHY_RATE = 0.5;

/** The supplier did what it was asked for. */
export function afterSuccess({ successes, failures }: SupplyHealth): SupplyHealth {
  return { successes: successes * DECAY + 1, failures: failures * DECAY, isReachable: true };
}

export function afterRefusal({ successes, failures }: SupplyHealth): SupplyHealth {
  return { successes: successes * DECAY, failures: failures * DECAY + 1, isReachable: true };
}

export function afterSilence({ successes, failures }: SupplyHealth): SupplyHealth {
  return { successes: successes * DECAY, failures: failures * DECAY + 1, isReachable: false };
}

/** Share of successes, as if one success more had been seen: who was never tried is trusted. */
export function successRate({ successes, failures }: SupplyHealth): number {
  return (successes + 1) / (successes + failures + 1);
}

/**
 * The best of the options that were not tried: reachable before unreachable, then mostly succeeding before mostly
 * failing, then cheap before dear, then by name. Nobody is left out for good: the only one who could help is asked
 * even when he looks dead.
 */
export function routeByHealthAndCost(
  options: readonly SupplyOption[],
  tried: readonly string[],
): string | null {
  let best: SupplyOption | null = null;
  for (const option of options) {
    if (tried.includes(option.supply)) continue;
    if (best === null || compare(option, best) < 0) best = option;
  }
  return best === null ? null : best.supply;
}

function compare(one: SupplyOption, other: SupplyOption): number {
  return (
    rank(one.health) - rank(other.health) ||
    one.costCents - other.costCents ||
    (one.supply < other.supply ? -1 : Number(one.supply > other.supply))
  );
}

function rank(health: SupplyHealth): number {
  return (health.isReachable ? 0 : 2) + (successRate(health) >= HEALTHY_RATE ? 0 : 1);
}
