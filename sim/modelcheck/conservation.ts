import { UNKNOWN } from './pins.ts';
import type { Pins } from './pins.ts';
import { placesOf } from './places.ts';
import type { Holdings } from './places.ts';

/**
 * What is wrong with where the PINs are, or null. Each is in exactly one place; one that a customer has seen is
 * nowhere any more, but for the reservation that its sale still holds.
 */
export function misplaced(pins: Pins, shown: number, all: readonly Holdings[]): string | null {
  let found = 0;
  for (const { name, pins: here, mayBeShown } of placesOf(all)) {
    if ((here & UNKNOWN) !== 0) return `a PIN that was never acquired is ${name}`;
    if ((found & here) !== 0) {
      const names = [...placesOf(all)].filter((place) => (place.pins & found & here) !== 0);
      return `PIN ${pins.namesOf(found & here)} is ${names.map((place) => place.name).join(' and ')}`;
    }
    found |= here;
    if (!mayBeShown && (here & shown) !== 0) {
      return `PIN ${pins.namesOf(here & shown)}, which a customer was shown, is ${name}`;
    }
  }
  const lost = pins.all & ~found & ~shown;
  return lost === 0 ? null : `PIN ${pins.namesOf(lost)} is nowhere`;
}
