import type { InventoryContext } from '#machines/inventory';
import type { SupplierContext } from '#machines/supplier';
import { PinFingerprint } from '#src/domain/fingerprint';
import { hasReceived } from '#src/domain/link';
import type { Link } from '#src/domain/link';
import type { PinRange } from '#src/domain/pinRange';
import type { Stock } from '#src/domain/stock';
import type { SimulatedNode } from './simulatedNode.ts';

/** PINs at one place, by what they are there for. */
export interface Holdings {
  /** Not to be seen by any customer: on hand, in transit, quarantined, frozen. */
  readonly unseen: readonly PinRange[];
  /** Set aside for a sale: its customer may have seen them. */
  readonly reserved: readonly PinRange[];
}

/** Where PINs are: one inventory with what it has sent, or what a supplier has sent. */
export class Place {
  readonly address: string;
  readonly node: SimulatedNode;
  private readonly peers = new Map<string, Place>();
  readonly print = new PinFingerprint();
  // What was looked at last: contexts are never changed, only replaced, so the same object holds the same PINs.
  private lastStock: Stock | null = null;
  private lastLinks: readonly Link[] | null = null;
  private lastFarLinks: readonly (Link | null)[] = [];

  constructor(node: SimulatedNode, address: string) {
    this.node = node;
    this.address = address;
  }

  connect(places: ReadonlyMap<string, Place>): void {
    for (const { peer } of this.links()) {
      const place = places.get(peer);
      if (place !== undefined) this.peers.set(peer, place);
    }
  }

  holdings(): Holdings {
    const stock = this.stock();
    const unseen: PinRange[] = [];
    const reserved: PinRange[] = [];
    if (stock !== null) {
      unseen.push(...stock.ranges, ...stock.kept.quarantined, ...stock.kept.frozen);
      for (const { ranges } of stock.kept.reservations) reserved.push(...ranges);
    }
    for (const link of this.links()) {
      const far = this.farLink(link.peer);
      for (const { number, ranges } of link.unacknowledged) {
        if (far === null || !hasReceived(far, number)) unseen.push(...ranges);
      }
    }
    return { unseen, reserved };
  }

  /** Brings `total` up to date with this place; gives what it holds if that has changed. */
  refresh(total: PinFingerprint): Holdings | null {
    const stock = this.stock();
    const links = this.links();
    const farLinks = links.map(({ peer }) => this.farLink(peer));
    const isSame =
      stock === this.lastStock &&
      links === this.lastLinks &&
      farLinks.every((link, index) => link === this.lastFarLinks[index]);
    if (isSame) return null;
    this.lastStock = stock;
    this.lastLinks = links;
    this.lastFarLinks = farLinks;
    const holdings = this.holdings();
    total.merge(this.print, -1);
    this.print.merge(this.print, -1);
    this.print.add(holdings.unseen);
    this.print.add(holdings.reserved);
    total.merge(this.print);
    return holdings;
  }

  /** Null at a supplier, which holds nothing but what it has sent. */
  stock(): Stock | null {
    const context = this.context();
    return 'stock' in context ? context.stock : null;
  }

  links(): readonly Link[] {
    const context = this.context();
    return 'stock' in context ? context.stock.links : context.links;
  }

  private context(): InventoryContext | SupplierContext {
    return this.node.core.actors.get(this.address)!.context as InventoryContext | SupplierContext;
  }

  /** The far end's view of the link to `peer`. */
  private farLink(peer: string): Link | null {
    const links = this.peers.get(peer)?.links() ?? [];
    return links.find((link) => link.peer === this.address) ?? null;
  }
}

/** Every place of a network, connected. */
export function placesOf(nodes: readonly SimulatedNode[]): Place[] {
  const places = new Map<string, Place>();
  for (const node of nodes) {
    for (const [address, { context }] of node.core.actors) {
      if (holdsPins(context)) places.set(address, new Place(node, address));
    }
  }
  for (const place of places.values()) place.connect(places);
  return [...places.values()];
}

/** Inventories have a stock, suppliers have links. */
function holdsPins(context: unknown): boolean {
  return typeof context === 'object' && context !== null && ('stock' in context || 'links' in context);
}
