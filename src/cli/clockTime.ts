import { DAY_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';

/** "day 3 14:05:09.000250": days count from 1. */
export function clockTime(time: Microseconds): string {
  const day = Math.floor(time / DAY_MICROSECONDS);
  const rest = time - day * DAY_MICROSECONDS;
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = Math.floor(rest / 1e6);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return `day ${day + 1} ${clock}.${String(rest % 1e6).padStart(6, '0')}`;
}
