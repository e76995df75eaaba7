import type { Microseconds } from '#src/domain/time';
import type { FaultRates } from './faultRates.ts';
import type { Strike, Strikes } from './strikes.ts';

/** An alarm rings though it was cancelled, or replaced by another. */
export function cancelledAlarm(
  rates: FaultRates,
  strikes: Strikes,
  key: string,
  now: Microseconds,
): Strike | null {
  return strikes.decide('cancelledAlarm', key, rates.cancelledAlarm, now);
}
