import { z } from 'zod';
import { NO_COSTS } from '#sim/measures/costs';
import type { CostRates } from '#sim/measures/costs';
import { entry, say } from '#sim/scenario/words';

const anAmount = say('an amount of money, 0 or more', 'write a number such as 0.02, without a unit');

function rate(what: string) {
  return z
    .number({ error: anAmount })
    .min(0, { error: anAmount })
    .optional()
    .describe(`${what}; 0 if left out.`);
}

/** What things cost, all in one unit of money. */
export const costs = entry('costs', {
  holdingPerPinHour: rate('A PIN on a server’s shelf, an hour'),
  hubHoldingPerPinHour: rate('A PIN on the hub’s shelf, an hour'),
  backorderPerPinHour: rate('A PIN that a customer waits for, an hour'),
  stockoutPerPin: rate('A PIN that was asked for and not there at once'),
  lostMarginPerPin: rate('A PIN that a customer went away without'),
  perOrder: rate('An order of a server'),
  hubPerOrder: rate('A purchase of the hub'),
  expiryLossPerPin: rate('A PIN that expired unsold'),
  transferPerPin: rate('A PIN that another server gave for a waiting customer'),
  recallPerPin: rate('A PIN that the hub took back from a server'),
});

export function resolveCosts(given: z.infer<typeof costs>): CostRates {
  const said = Object.fromEntries(Object.entries(given).filter(([, amount]) => amount !== undefined));
  return { ...NO_COSTS, ...said };
}
