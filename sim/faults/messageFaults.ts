import type { Cuts } from './cuts.ts';
import { duplication } from './duplication.ts';
import type { MessageFault } from './fault.ts';
import type { FaultRates } from './faultRates.ts';
import { messageDelay } from './messageDelay.ts';
import { messageLoss } from './messageLoss.ts';
import { reordering } from './reordering.ts';
import type { Strikes } from './strikes.ts';

/** All faults of messages, in the order in which they are asked. */
export function messageFaults(rates: FaultRates, strikes: Strikes, cuts: Cuts): readonly MessageFault[] {
  const faults = [messageLoss, duplication, reordering, messageDelay];
  return [cuts.fault, ...faults.map((fault) => fault(rates, strikes))];
}
