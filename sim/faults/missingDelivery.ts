import { drop, PASS } from './fault.ts';
import type { MessageFault } from './fault.ts';
import type { FaultRates } from './faultRates.ts';
import type { Strikes } from './strikes.ts';

/** A supplier does not deliver at all: it takes no notice of the order. */
export function missingDelivery(rates: FaultRates, strikes: Strikes): MessageFault {
  return ({ key, message, to, now }) => {
    if (to.kind !== 'supplier' || message.type !== 'stock.requested') return PASS;
    return drop(strikes.decide('missingDelivery', key, rates.missingDelivery, now));
  };
}
