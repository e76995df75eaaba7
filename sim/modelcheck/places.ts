import type { InventoryContext } from '#machines/inventory';
import { hasReceived } from '#src/domain/link';
import type { Link } from '#src/domain/link';
import type { PinRange } from '#src/domain/pinRange';
import type { Pins } from './pins.ts';

/** PINs, as a set of bits, in one place of one inventory. */
export interface Place {
  readonly name: string;
  readonly pins: number;
  /** The sale that it is reserved for: its customer may have seen the PIN before the server hears of it. */
  readonly sale: string | null;
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
  const { reservations, quarantined, frozen } = stock.kept;
  // A place for each range: what stands twice in one list is then in two places.
  const placesOf = (ranges: readonly PinRange[], name: string, sale: string | null = null): Place[] =>
    ranges.map((range) => ({ name, pins: pins.setOf(range), sale }));
  const places = [
    ...placesOf(stock.ranges, `in stock at ${address}`),
    ...placesOf(quarantined, `in quarantine at ${address}`),
    ...placesOf(frozen, `frozen at ${address}`),
    ...reservations.flatMap(({ sale: { terminal, number }, ranges }) => {
      const sale = `${terminal} ${number}`;
      return placesOf(ranges, `reserved at ${address} for sale ${sale}`, sale);
    }),
  ];
  const transits = stock.links.flatMap(({ peer: to, unacknowledged }) =>
    unacknowledged.flatMap(({ number, ranges }) =>
      placesOf(ranges, `in transit from ${address} to ${to}`).map((place) => ({
        ...place,
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
