import type { FaultRates } from './faultRates.ts';
import { NodeClock } from './nodeClock.ts';
import type { Strike, Strikes } from './strikes.ts';

/** The clock of a node: a good one, or one that runs too fast or too slow. */
export function clockOf(
  node: string,
  rates: FaultRates,
  strikes: Strikes,
): { readonly clock: NodeClock; readonly skew: Strike | null } {
  const skew = strikes.decide('clockSkew', node, rates.clockSkew, 0);
  const most = rates.greatestSkewPartsPerMillion;
  return { clock: new NodeClock(skew === null ? 0 : skew.draw(-most, most)), skew };
}
