import { drop } from './fault.ts';
import type { MessageFault } from './fault.ts';
import type { FaultRates } from './faultRates.ts';
import type { Strikes } from './strikes.ts';

/** Messages vanish. The transport sees whether the same has to be sent once more. */
export function messageLoss(rates: FaultRates, strikes: Strikes): MessageFault {
  return ({ key, now }) => drop(strikes.decide('messageLoss', key, rates.messageLoss, now));
}
