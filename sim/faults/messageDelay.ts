import { PASS } from './fault.ts';
import type { MessageFault } from './fault.ts';
import type { FaultRates } from './faultRates.ts';
import type { Strikes } from './strikes.ts';

/** Messages are held back for longer than their senders wait. */
export function messageDelay(rates: FaultRates, strikes: Strikes): MessageFault {
  return ({ key, now }) => {
    const strike = strikes.decide('messageDelay', key, rates.messageDelay, now);
    if (strike === null) return PASS;
    const delays = [strike.draw(rates.longestReordering, rates.longestDelay)];
    return { kind: 'deliver', strike, delays, isChange: ({ isRepeated }) => isRepeated };
  };
}
