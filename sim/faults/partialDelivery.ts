import { PASS } from './fault.ts';
import type { MessageFault } from './fault.ts';
import type { FaultRates } from './faultRates.ts';
import type { Strikes } from './strikes.ts';

/** A supplier delivers less than was ordered: it reads a smaller quantity in the order. */
export function partialDelivery(rates: FaultRates, strikes: Strikes): MessageFault {
  return ({ key, message, to, now }) => {
    if (to.kind !== 'supplier' || message.type !== 'stock.requested' || message.quantity < 2) return PASS;
    const strike = strikes.decide('partialDelivery', key, rates.partialDelivery, now);
    if (strike === null) return PASS;
    const part = { ...message, quantity: strike.draw(1, message.quantity - 1) };
    return { kind: 'deliver', strike, delays: [0], message: part, isChange: ({ isFirst }) => isFirst };
  };
}
