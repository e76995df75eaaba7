import type { Microseconds } from '#src/domain/time';
import type { FaultRates } from './faultRates.ts';
import type { Strike, Strikes } from './strikes.ts';

/** An alarm rings later than it should. */
export function lateAlarm(
  rates: FaultRates,
  strikes: Strikes,
  key: string,
  now: Microseconds,
): { readonly strike: Strike; readonly by: Microseconds } | null {
  const strike = strikes.decide('lateAlarm', key, rates.lateAlarm, now);
  return strike === null ? null : { strike, by: strike.draw(1, rates.longestAlarmDelay) };
}
