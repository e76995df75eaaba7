import type { Microseconds } from '#src/domain/time';
import type { DayInTheLife, ShelfDay, ShelfEvent } from '#sim/dayInTheLife';

/**
 * When an order went out: at once where it reached the hub at once, else when the stock position rose by it, which the
 * samples tell to a few minutes; null where that was before the window.
 */
export function sentAt(
  { from, sampleMicroseconds }: DayInTheLife,
  { position }: ShelfDay,
  { at, quantity }: ShelfEvent,
): Microseconds | null {
  const last = Math.min(position.length - 1, Math.ceil((at - from) / sampleMicroseconds));
  for (let index = last; index > 0; index--) {
    if (position[index]! - position[index - 1]! <= quantity / 2) continue;
    return index >= last - 1 ? at : from + index * sampleMicroseconds;
  }
  // An order at the very beginning rises before the first sample.
  return last <= 1 ? at : null;
}
