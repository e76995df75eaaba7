import type { Stock } from '#src/domain/stock';
import type { PinRange } from '#src/domain/pinRange';

/** All PINs in an inventory: on the shelf, reserved, quarantined and frozen. What is on its way is not among them. */
export function pinsIn({ ranges, kept }: Stock): readonly PinRange[] {
  const { reservations, quarantined, frozen } = kept;
  return [...ranges, ...reservations.flatMap((one) => one.ranges), ...quarantined, ...frozen];
}
