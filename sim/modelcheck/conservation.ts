import type { Issues } from './books.ts';
import { UNKNOWN } from './pins.ts';
import type { Pins } from './pins.ts';
import { placesOf } from './places.ts';
import type { Holdings } from './places.ts';

/**
 * What is wrong with where the PINs are, or null. Each is in exactly one place; one that a customer has seen is
 * nowhere any more, but for the reservation that its own sale still holds.
 */
export function misplaced(pins: Pins, { shown, shownTo }: Issues, all: readonly Holdings[]): string | null {
  let found = 0;
  for (const { name, pins: here, sale } of placesOf(all)) {
    if ((here & UNKNOWN) !== 0) return `a PIN that was never acquired is ${name}`;
    if ((found & here) !== 0) {
      const names = [...placesOf(all)].filter((place) => (place.pins & found & here) !== 0);
      return `PIN ${pins.namesOf(found & here)} is ${names.map((place) => place.name).join(' and ')}`;
    }
    found |= here;
    const seen = here & shown;
    if (seen !== 0 && (sale === null || shownTo(seen) !== sale)) {
      return `PIN ${pins.namesOf(seen)}, which sale ${shownTo(seen)} was shown, is ${name}`;
    }
  }
  const lost = pins.all & ~found & ~shown;
  return lost === 0 ? null : `PIN ${pins.namesOf(lost)} is nowhere`;
}
