import { PASS } from './fault.ts';
import type { MessageFault } from './fault.ts';
import type { FaultRates } from './faultRates.ts';
import type { Strikes } from './strikes.ts';

/** A supplier delivers the same lot twice, the second time when it may have been sold already. */
export function doubleDelivery(rates: FaultRates, strikes: Strikes): MessageFault {
  return ({ key, message, from, now }) => {
    if (from.kind !== 'supplier' || message.type !== 'transfer.shipped') return PASS;
    const strike = strikes.decide('doubleDelivery', key, rates.doubleDelivery, now);
    if (strike === null) return PASS;
    const delays = [0, strike.draw(rates.longestReordering, 2 * rates.longestDelay)];
    return { kind: 'deliver', strike, delays, message, isChange: ({ isFirst }) => !isFirst };
  };
}
