import { PinFingerprint } from '#src/domain/fingerprint';
import { hasReceived } from '#src/domain/link';
import type { Link } from '#src/domain/link';
import type { Kept } from '#src/domain/kept';
import type { PinRange } from '#src/domain/pinRange';
import type { Stock } from '#src/domain/stock';

/** PINs at one place, by what they are there for. */
export interface Holdings {
  /** Not to be seen by any customer: on hand, in transit, quarantined, frozen. */
  readonly unseen: readonly PinRange[];
  /** Set aside for a sale: its customer may have seen them. */
  readonly reserved: readonly PinRange[];
}

/** What has changed at a place since it was looked at last; with the links perhaps what it holds. */
export type Change = 'nothing' | 'holdings' | 'links';

/** Where PINs are: one inventory's stock, what it keeps aside and what it has sent, or what a supplier has sent. */
export class Place {
  readonly address: string;
  /** Null at a supplier, which holds nothing but what it has sent. */
  readonly stock: () => Stock | null;
  readonly links: () => readonly Link[];
  /** Places that look at this one's links. */
  neighbours: readonly Place[] = [];
  /** The far end of each link, and the number of the link there; null where no one is. */
  private far: readonly ({ readonly place: Place; readonly index: number } | null)[] = [];
  private print = new PinFingerprint();
  // What was looked at last: contexts are never changed, only replaced, so the same object holds the same PINs.
  private lastRanges: readonly PinRange[] | null = null;
  private lastKept: Kept | null = null;
  private lastLinks: readonly Link[] | null = null;
  private readonly lastFarLinks: (Link | null)[] = [];

  constructor(address: string, stock: () => Stock | null, links: () => readonly Link[]) {
    this.address = address;
    this.stock = stock;
    this.links = links;
  }

  /** Finds the far ends of its links, which stay what they are. */
  connect(places: ReadonlyMap<string, Place>): void {
    const peers = this.links().map(({ peer }) => places.get(peer) ?? null);
    this.neighbours = peers.filter((place) => place !== null);
    this.far = peers.map((place) => {
      const index = place?.links().findIndex(({ peer }) => peer === this.address) ?? -1;
      return place === null || index < 0 ? null : { place, index };
    });
  }

  holdings(): Holdings {
    const stock = this.stock();
    const unseen: PinRange[] = [];
    const reserved: PinRange[] = [];
    if (stock !== null) {
      unseen.push(...stock.ranges, ...stock.kept.quarantined, ...stock.kept.frozen);
      for (const { ranges } of stock.kept.reservations) reserved.push(...ranges);
    }
    for (const [index, { unacknowledged }] of this.links().entries()) {
      if (unacknowledged.length === 0) continue;
      // A transfer that was taken in counts at its receiver.
      const far = this.farLink(index);
      for (const { number, ranges } of unacknowledged) {
        if (far === null || !hasReceived(far, number)) unseen.push(...ranges);
      }
    }
    return { unseen, reserved };
  }

  /** All that it holds. */
  ranges(): readonly PinRange[] {
    const { unseen, reserved } = this.holdings();
    return [...unseen, ...reserved];
  }

  /** Brings `total` up to date with this place. */
  refresh(total: PinFingerprint): Change {
    const stock = this.stock();
    const ranges = stock === null ? null : stock.ranges;
    const kept = stock === null ? null : stock.kept;
    const links = this.links();
    const areLinksNew = links !== this.lastLinks;
    if (!areLinksNew && ranges === this.lastRanges && kept === this.lastKept && this.areFarLinksSame()) {
      return 'nothing';
    }
    this.lastRanges = ranges;
    this.lastKept = kept;
    this.lastLinks = links;
    for (let index = 0; index < this.far.length; index++) this.lastFarLinks[index] = this.farLink(index);
    const { unseen, reserved } = this.holdings();
    total.merge(this.print, -1);
    this.print = new PinFingerprint();
    this.print.add(unseen);
    this.print.add(reserved);
    total.merge(this.print);
    return areLinksNew ? 'links' : 'holdings';
  }

  private areFarLinksSame(): boolean {
    for (let index = 0; index < this.far.length; index++) {
      if (this.farLink(index) !== this.lastFarLinks[index]) return false;
    }
    return true;
  }

  /** The far end's view of the link with that number. */
  private farLink(index: number): Link | null {
    const far = this.far[index]!;
    return far === null ? null : far.place.links()[far.index]!;
  }
}
