import { hasReceived } from '#src/domain/link';
import type { Link } from '#src/domain/link';
import { pinsOf } from './smallNetwork.ts';
import type { SmallNetwork } from './smallNetwork.ts';

/** Where every PIN of a network is, by its actors' contexts and by what it has said of PINs that left. */
export function census(network: SmallNetwork): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  const put = (place: string, pins: readonly string[]) => {
    for (const pin of pins) places.set(pin, [...(places.get(pin) ?? []), place]);
  };
  const links = linksOf(network);
  for (const address of network.all('inventory')) {
    const { ranges, kept } = network.stock(address);
    put(`${address} shelf`, pinsOf(ranges));
    put(`${address} quarantine`, pinsOf(kept.quarantined));
    put(`${address} frozen`, pinsOf(kept.frozen));
    for (const { ranges: reserved, isSuspect } of kept.reservations) {
      put(`${address} ${isSuspect ? 'suspect' : 'reserved'}`, pinsOf(reserved));
    }
  }
  for (const [address, own] of links) {
    for (const { peer, unacknowledged } of own) {
      const back = links.get(peer)?.find((link) => link.peer === address);
      for (const { number, ranges } of unacknowledged) {
        if (back === undefined || !hasReceived(back, number)) put(`on its way to ${peer}`, pinsOf(ranges));
      }
    }
  }
  for (const { ranges } of network.said('pins.issued')) put('issued', pinsOf(ranges));
  for (const { ranges, reason } of network.said('pins.retired')) put(reason, pinsOf(ranges));
  return places;
}

function linksOf(network: SmallNetwork): ReadonlyMap<string, readonly Link[]> {
  return new Map([
    ...network.all('inventory').map((address) => [address, network.stock(address).links] as const),
    ...network
      .all('supplier')
      .map((address) => [address, network.context('supplier', address).links] as const),
  ]);
}

/** PINs that are in several places, with the places. */
export function doubled(network: SmallNetwork): readonly string[] {
  return [...census(network)]
    .filter(([, places]) => places.length !== 1)
    .map(([pin, places]) => `${pin}: ${places.join(', ')}`);
}

/** How many PINs there are, by place. */
export function counts(network: SmallNetwork): Readonly<Record<string, number>> {
  const result: Record<string, number> = {};
  for (const places of census(network).values()) {
    for (const place of places) result[place] = (result[place] ?? 0) + 1;
  }
  return result;
}

/** Where that PIN is. */
export function placesOf(network: SmallNetwork, pin: string): readonly string[] {
  return census(network).get(pin) ?? [];
}

/** PINs that more than one sale has shown to a customer. */
export function shownTwice(network: SmallNetwork): readonly string[] {
  const sales = new Map<string, Set<string>>();
  for (const { sale, ranges } of network.printed()) {
    for (const pin of pinsOf(ranges)) {
      sales.set(pin, (sales.get(pin) ?? new Set()).add(`${sale.terminal} ${sale.number}`));
    }
  }
  return [...sales].filter(([, names]) => names.size > 1).map(([pin]) => pin);
}
