import type { Microseconds } from '#src/domain/time';
import type { FaultRates } from './faultRates.ts';
import type { Strike, Strikes } from './strikes.ts';

/** An alarm rings twice. */
export function repeatedAlarm(
  rates: FaultRates,
  strikes: Strikes,
  key: string,
  now: Microseconds,
): { readonly strike: Strike; readonly after: Microseconds } | null {
  const strike = strikes.decide('repeatedAlarm', key, rates.repeatedAlarm, now);
  return strike === null ? null : { strike, after: strike.draw(0, rates.longestAlarmDelay) };
}
