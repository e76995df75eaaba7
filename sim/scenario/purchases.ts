import { DURATION_PATTERN, durationMicroseconds, parseDuration } from '#sim/scenario/duration';
import type { Microseconds } from '#src/domain/time';

/** `at once`, `last`, or `after` and a duration. */
export const PURCHASES_PATTERN = `^(at once|last|after ${DURATION_PATTERN.slice(1, -1)})$`;

/** How long after it is due a purchase is made: null is at once, 0 last of all; undefined: the text says neither. */
export function parsePurchases(text: string): Microseconds | null | undefined {
  if (text === 'at once') return null;
  if (text === 'last') return 0;
  const [, time] = /^after (.+)$/.exec(text) ?? [];
  return time === undefined || 'expected' in parseDuration(time) ? undefined : durationMicroseconds(time);
}
