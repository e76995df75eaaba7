import type { InventoryContext } from '#machines/inventory';
import { hasReceived } from '#src/domain/link';
import type { Link } from '#src/domain/link';
import type { Pins } from './pins.ts';

/** PINs, as a set of bits, in one place of one inventory. */
export interface Place {
  readonly name: string;
  readonly pins: number;
  /** A PIN that a customer has seen may still be here, until the server hears of it. */
  readonly mayBeShown: boolean;
}

/** A transfer that its sender repeats until it is acknowledged. */
export interface Transit extends Place {
  readonly from: string;
  readonly to: string;
  readonly number: number;
}

/** Where PINs are, as one inventory has it. */
export interface Holdings {
  readonly address: string;
  readonly places: readonly Place[];
  readonly transits: readonly Transit[];
  readonly links: readonly Link[];
}

export function holdingsOf({ plan, stock }: InventoryContext, pins: Pins): Holdings {
  const { address } = plan;
  // A place for each range: what stands twice in one list is then in two places.
  const places = stock.ranges.map((range) => ({
    name: `in stock at ${address}`,
    pins: pins.setOf(range),
    mayBeShown: false,
  }));
  const transits = stock.links.flatMap(({ peer: to, unacknowledged }) =>
    unacknowledged.flatMap(({ number, ranges }) =>
      ranges.map((range) => ({
        name: `in transit from ${address} to ${to}`,
        pins: pins.setOf(range),
        mayBeShown: false,
        from: address,
        to,
        number,
      })),
    ),
  );
  return { address, places, transits, links: stock.links };
}

/** Every place of a state that holds PINs. A transfer that was taken in counts at its receiver. */
export function* placesOf(all: readonly Holdings[]): Generator<Place> {
  for (const { places, transits } of all) {
    yield* places;
    for (const transit of transits) if (!isTakenIn(transit, all)) yield transit;
  }
}

function isTakenIn({ from, to, number }: Transit, all: readonly Holdings[]): boolean {
  const receiver = all.find(({ address }) => address === to);
  const link = receiver?.links.find(({ peer }) => peer === from);
  return link !== undefined && hasReceived(link, number);
}
