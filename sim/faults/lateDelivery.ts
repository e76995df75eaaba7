import { PASS } from './fault.ts';
import type { MessageFault } from './fault.ts';
import type { FaultRates } from './faultRates.ts';
import type { Strikes } from './strikes.ts';

/** A supplier delivers late. */
export function lateDelivery(rates: FaultRates, strikes: Strikes): MessageFault {
  return ({ key, message, from, now }) => {
    if (from.kind !== 'supplier' || message.type !== 'transfer.shipped') return PASS;
    const strike = strikes.decide('lateDelivery', key, rates.lateDelivery, now);
    if (strike === null) return PASS;
    const delays = [strike.draw(rates.longestDelay, 2 * rates.longestDelay)];
    return { kind: 'deliver', strike, delays, message, isChange: ({ isRepeated }) => isRepeated };
  };
}
