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
  /** Every transfer with a lower number has been taken in. */
  readonly receivedBelow: number;
  /** Taken in out of turn, all at or above `receivedBelow`, ascending. */
  readonly receivedEarly: readonly number[];
}

/** What a transfer carries, as its sender remembers it. */
export interface Parcel {
  readonly number: number;
  readonly ranges: readonly PinRange[];
  readonly count: number;
}

const NO_PARCELS: readonly Parcel[] = [];
const NO_NUMBERS: readonly number[] = [];

export function newLink(peer: string): Link {
  return {
    peer,
    nextNumber: 1,
    unacknowledged: NO_PARCELS,
    receivedBelow: 1,
    receivedEarly: NO_NUMBERS,
  };
}

/** The link after `ranges` were sent under its next number. */
export function sendParcel(link: Link, ranges: readonly PinRange[], count: number): Link {
  const parcel = { number: link.nextNumber, ranges, count };
  return {
    peer: link.peer,
    nextNumber: link.nextNumber + 1,
    unacknowledged: link.unacknowledged.length === 0 ? [parcel] : [...link.unacknowledged, parcel],
    receivedBelow: link.receivedBelow,
    receivedEarly: link.receivedEarly,
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
    receivedBelow: link.receivedBelow,
    receivedEarly: link.receivedEarly,
  };
}

export function hasReceived(link: Link, number: number): boolean {
  return number < link.receivedBelow || link.receivedEarly.includes(number);
}

/** The link after transfer `number`, not received before, was taken in. */
export function receiveParcel(link: Link, number: number): Link {
  let below = link.receivedBelow;
  let early = link.receivedEarly;
  if (number === below) {
    below += 1;
    if (early.length > 0) {
      let melted = 0;
      while (early[melted] === below) {
        melted += 1;
        below += 1;
      }
      if (melted > 0) early = early.slice(melted);
    }
  } else {
    early = [...early, number].sort((a, b) => a - b);
  }
  return {
    peer: link.peer,
    nextNumber: link.nextNumber,
    unacknowledged: link.unacknowledged,
    receivedBelow: below,
    receivedEarly: early,
  };
}
