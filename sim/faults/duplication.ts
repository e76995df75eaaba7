import { PASS } from './fault.ts';
import type { MessageFault } from './fault.ts';
import type { FaultRates } from './faultRates.ts';
import type { Strikes } from './strikes.ts';

/** Messages arrive several times, some copies at once, some later. */
export function duplication(rates: FaultRates, strikes: Strikes): MessageFault {
  return ({ key, now }) => {
    const strike = strikes.decide('duplication', key, rates.duplication, now);
    if (strike === null) return PASS;
    const copies = strike.draw(1, rates.mostCopies - 1);
    const delays = [0];
    for (let copy = 0; copy < copies; copy++) delays.push(strike.draw(0, rates.longestReordering * 3));
    return { kind: 'deliver', strike, delays, isChange: ({ isFirst }, copy) => !isFirst && copy > 0 };
  };
}
