import { PASS } from './fault.ts';
import type { MessageFault } from './fault.ts';
import type { FaultRates } from './faultRates.ts';
import type { Strikes } from './strikes.ts';

/** Messages are held back a little, so that others overtake them. */
export function reordering(rates: FaultRates, strikes: Strikes): MessageFault {
  return ({ key, now }) => {
    const strike = strikes.decide('reordering', key, rates.reordering, now);
    if (strike === null) return PASS;
    const delays = [strike.draw(1, rates.longestReordering)];
    return { kind: 'deliver', strike, delays, isChange: ({ isOvertaken }) => isOvertaken };
  };
}
