import { afterSeeing, hasSeen, NOTHING_SEEN } from './numberMemory.ts';
import type { NumberMemory } from './numberMemory.ts';
import { addToPrint } from './fingerprint.ts';
import { countPins } from './pinRange.ts';
import type { PinRange } from './pinRange.ts';

/**
 * One end of the exchange of transfers between two stocking points: what was sent and not yet acknowledged, and
 * what has already been taken in. Transfers are numbered from 1 for each direction of each pair, so that the
 * memory of what arrived stays small: everything below a number, and the few early ones above it.
 */
export interface Link {
  /** Address of the other end. */
  readonly peer: string;
  readonly nextNumber: number;
  /** In transit until the peer acknowledges; the sender would repeat them. */
  readonly unacknowledged: readonly Parcel[];
  /** The transfers that have been taken in. */
  readonly received: NumberMemory;
  /** PINs that went from a server back to the hub over this link, at either end: what receipts are made of. */
  readonly returned: Returned;
}

/** How many PINs, and their fingerprint. */
export interface Returned {
  readonly count: number;
  readonly print: number;
}

/**
 * Why PINs move. `push`: the hub empties itself; `return`, `quarantined`: a server does; `lot`: their lot was recalled;
 * `emergency`: from one server by way of the hub to a customer who waits at another.
 */
export type TransferReason =
  'purchase' | 'order' | 'recall' | 'push' | 'return' | 'quarantined' | 'lot' | 'emergency';

/** What a transfer carries, as its sender remembers it. */
export interface Parcel {
  readonly number: number;
  readonly ranges: readonly PinRange[];
  readonly count: number;
  readonly reason: TransferReason;
  /** The order or recall that it answers; 0: none. */
  readonly order: number;
}

const NO_PARCELS: readonly Parcel[] = [];
const NOTHING_RETURNED: Returned = { count: 0, print: 0 };

export function newLink(peer: string): Link {
  return {
    peer,
    nextNumber: 1,
    unacknowledged: NO_PARCELS,
    received: NOTHING_SEEN,
    returned: NOTHING_RETURNED,
  };
}

/** The link after `ranges` were sent under its next number. */
export function sendParcel(
  link: Link,
  ranges: readonly PinRange[],
  count: number,
  reason: TransferReason,
  order: number,
): Link {
  const parcel = { number: link.nextNumber, ranges, count, reason, order };
  return {
    peer: link.peer,
    nextNumber: link.nextNumber + 1,
    unacknowledged: link.unacknowledged.length === 0 ? [parcel] : [...link.unacknowledged, parcel],
    received: link.received,
    returned: link.returned,
  };
}

/** The link after the peer confirmed `number`; the same link if that was known already. */
export function acknowledgeParcel(link: Link, number: number): Link {
  const parcels = link.unacknowledged;
  let index = parcels.length - 1;
  while (index >= 0 && parcels[index]!.number !== number) index -= 1;
  if (index < 0) return link;
  return {
    peer: link.peer,
    nextNumber: link.nextNumber,
    unacknowledged: parcels.length === 1 ? NO_PARCELS : parcels.toSpliced(index, 1),
    received: link.received,
    returned: link.returned,
  };
}

export function hasReceived(link: Link, number: number): boolean {
  return hasSeen(link.received, number);
}

/** The link after transfer `number`, not received before, was taken in. */
export function receiveParcel(link: Link, number: number): Link {
  return {
    peer: link.peer,
    nextNumber: link.nextNumber,
    unacknowledged: link.unacknowledged,
    received: afterSeeing(link.received, number),
    returned: link.returned,
  };
}

/** The link after `ranges` went from a server to the hub over it. */
export function countReturned(link: Link, ranges: readonly PinRange[]): Link {
  const { count, print } = link.returned;
  return {
    peer: link.peer,
    nextNumber: link.nextNumber,
    unacknowledged: link.unacknowledged,
    received: link.received,
    returned: { count: count + countPins(ranges), print: addToPrint(print, ranges) },
  };
}
