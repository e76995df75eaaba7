import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import type { DemandPlan, RatePlan } from '#sim/plan';
import { rateSource } from './rateSource.ts';

/** PINs that customers ask for until then, on average. */
export function expectedPins({ rate, sizes }: DemandPlan, until: Microseconds): number {
  if (rate.kind === 'listed') {
    let pins = 0;
    for (const [index, time] of rate.times.entries()) {
      if (time > until) break;
      pins += rate.sizes === null ? 1 : rate.sizes[index]!;
    }
    return pins;
  }
  const perCustomer =
    sizes === undefined ? 1 : sizes.reduce((sum, { size, probability }) => sum + size * probability, 0);
  return perCustomer * expectedCustomers(rate, until);
}

function expectedCustomers(rate: RatePlan, until: Microseconds): number {
  const source = rateSource(withoutChance(rate), 0, '');
  let customers = 0;
  for (let start = 0; start < until;) {
    const segment = source.next();
    if (segment === null) break;
    const end = Math.min(segment.end, until);
    customers += (segment.ratePerHour * (end - start)) / HOUR_MICROSECONDS;
    start = end;
  }
  return customers;
}

/** The mean of the rate at every moment. */
function withoutChance(rate: RatePlan): RatePlan {
  if (rate.kind === 'scaled') {
    const by = rate.by.filter(({ kind }) => kind !== 'dayFactor');
    return { kind: 'scaled', of: withoutChance(rate.of), by };
  }
  if (rate.kind !== 'bursts') return rate;
  const [quiet, busy] = rate.ratesPerHour;
  const [leaveQuiet, leaveBusy] = rate.switchesPerHour;
  const ratePerHour = (quiet * leaveBusy + busy * leaveQuiet) / (leaveQuiet + leaveBusy);
  return { kind: 'constant', ratePerHour };
}
