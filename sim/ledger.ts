import type { Message, PinsDelivered, TransferShipped } from '#machines/protocol';
import { afterSeeing, hasSeen, NOTHING_SEEN } from '#src/domain/numberMemory';
import type { NumberMemory } from '#src/domain/numberMemory';
import type { Pin } from '#src/domain/pin';
import type { PinRange } from '#src/domain/pinRange';
import type { Cell, Network } from '#src/network/network';
import { PinFingerprint } from '#src/domain/fingerprint';
import { Place } from './place.ts';
import { SerialSet } from './serialSet.ts';

export type { Pin };

export type SavedLedger = ReturnType<Ledger['save']>;

/** What the ledger found wrong; `pin` is one that shows it, where the ledger knows one. */
export interface Breach {
  readonly what: string;
  readonly pin: Pin | null;
}

/**
 * The observer's own books: which PINs were acquired and which were issued, kept from messages alone. Against them
 * stand the places where PINs are: stocks, and transfers that have not been taken in. Each PIN acquired must be in
 * exactly one place. Counts and fingerprints are kept always; the issued PINs one by one only when checking is on.
 */
export class Ledger {
  private readonly acquired = new PinFingerprint();
  private readonly issued = new PinFingerprint();
  private readonly issuedSerials: SerialSet | null;
  private readonly acquiredSerials: SerialSet | null;
  private readonly shownSerials: SerialSet | null;
  private readonly places: readonly Place[];
  /** By the rank of the actor; null for those that hold no PINs. */
  private readonly byRank: readonly (Place | null)[];
  private readonly touched: Place[];
  private readonly held = new PinFingerprint();
  private readonly bought = new Map<string, NumberMemory>();
  private breach: Breach | null = null;

  constructor(network: Network, isChecking: boolean) {
    this.issuedSerials = isChecking ? new SerialSet() : null;
    this.acquiredSerials = isChecking ? new SerialSet() : null;
    this.shownSerials = isChecking ? new SerialSet() : null;
    this.byRank = placesOf(network);
    this.places = this.byRank.filter((place) => place !== null);
    this.touched = [...this.places];
    for (const place of this.places) {
      for (const range of place.stock()?.ranges ?? []) this.acquire([range]);
    }
  }

  /** PINs that are new to the network came to an inventory from its own node. */
  noteNew({ ranges }: PinsDelivered): void {
    this.acquire(ranges);
  }

  /** Takes note of what an actor of an inventory or a supplier answered. */
  note(cell: Cell, answers: readonly Message[]): void {
    // Checking looks at the places that changed; without it they are all looked at once, at the end.
    if (this.issuedSerials !== null) this.touched.push(this.byRank[cell.rank]!);
    for (let index = 0; index < answers.length; index++) {
      const answer = answers[index]!;
      if (answer.type === 'pins.issued') this.issue(answer);
      else if (answer.type === 'pins.retired') this.issued.add(answer.ranges);
      else if (answer.type === 'transfer.shipped' && answer.reason === 'purchase') this.buy(answer);
    }
  }

  /** A customer is shown a PIN: no PIN is shown twice. Kept only when checking is on. */
  show({ from, ranges, sale }: Message & { type: 'print.requested' }): void {
    for (const range of this.shownSerials === null ? [] : ranges) {
      const twice = this.shownSerials!.add(range);
      const what = `${from} printed a PIN for sale ${sale.number} that another sale had printed before`;
      if (twice !== null) this.breach ??= { what, pin: twice };
    }
  }

  /**
   * Compares the books with the places. Called after every step it costs little: only places that changed are
   * looked at again. null: all is well.
   */
  check(): Breach | null {
    if (this.breach !== null) return this.breach;
    const places = this.issuedSerials === null ? this.places : this.touched;
    for (let index = 0; index < places.length; index++) this.refresh(places[index]!);
    this.touched.length = 0;
    const found = new PinFingerprint();
    found.merge(this.held);
    found.merge(this.issued);
    if (found.equals(this.acquired)) return null;
    return this.explain(found.count);
  }

  private refresh(place: Place): void {
    // What a neighbour has sent counts as moving until this place has taken it in.
    if (place.refresh(this.held) !== 'links') return;
    for (const neighbour of place.neighbours) neighbour.refresh(this.held);
  }

  /** The exact comparison that every run ends with: no PIN in two places, besides what `check` finds. */
  audit(): Breach | null {
    const breach = this.check();
    if (breach !== null) return breach;
    const seen = new SerialSet();
    for (const place of this.places) {
      for (const range of place.ranges()) {
        const twice = seen.add(range);
        if (twice !== null)
          return { what: `a PIN is in two places, one of them ${place.address}`, pin: twice };
      }
    }
    return null;
  }

  /** The books. The places are looked at anew. */
  save() {
    return {
      acquired: this.acquired.save(),
      issued: this.issued.save(),
      bought: [...this.bought],
      serials: this.issuedSerials === null ? null : this.saveSerials(),
    };
  }

  /** Goes on from books that were kept with as much checking. */
  restore({ acquired, issued, bought, serials }: SavedLedger): void {
    this.acquired.restore(acquired);
    this.issued.restore(issued);
    for (const [link, memory] of bought) this.bought.set(link, memory);
    for (const [own, saved] of [
      [this.issuedSerials, serials?.issued],
      [this.acquiredSerials, serials?.acquired],
      [this.shownSerials, serials?.shown],
    ] as const) {
      own?.clear();
      for (const range of saved ?? []) own?.add(range);
    }
  }

  private saveSerials() {
    return {
      issued: [...this.issuedSerials!.ranges()],
      acquired: [...this.acquiredSerials!.ranges()],
      shown: [...this.shownSerials!.ranges()],
    };
  }

  /** A supplier's shipment, which it may repeat. */
  private buy({ from, to, number, ranges }: TransferShipped): void {
    const link = `${from} ${to}`;
    const memory = this.bought.get(link) ?? NOTHING_SEEN;
    if (hasSeen(memory, number)) return;
    this.bought.set(link, afterSeeing(memory, number));
    this.acquire(ranges);
  }

  private acquire(ranges: readonly PinRange[]): void {
    this.acquired.add(ranges);
    for (const range of this.acquiredSerials === null ? [] : ranges) {
      const twice = this.acquiredSerials!.add(range);
      if (twice !== null) this.breach ??= { what: 'a PIN was acquired twice', pin: twice };
    }
  }

  private issue({ from, ranges, count, sale }: Message & { type: 'pins.issued' }): void {
    this.issued.add(ranges);
    let sum = 0;
    for (const range of ranges) {
      sum += range.count;
      const twice = this.issuedSerials === null ? null : this.issuedSerials.add(range);
      if (twice !== null) this.breach ??= { what: `${from} issued a PIN that was issued before`, pin: twice };
    }
    if (sum !== count) {
      const pin = ranges[0] === undefined ? null : { lot: ranges[0].lot, serial: ranges[0].first };
      const to = sale === null ? 'customers' : `sale ${sale.terminal}#${sale.number}`;
      this.breach ??= { what: `${from} said ${count} and granted ${sum} PINs to ${to}`, pin };
    }
  }

  /** Finds a PIN that is in two places or in none, where the books are kept one by one. */
  private explain(found: number): Breach {
    const expected = this.acquired.count;
    const balance = `${expected} PINs were acquired, ${found} are in stocks, in transit or issued`;
    if (this.issuedSerials === null || this.acquiredSerials === null) return { what: balance, pin: null };
    const seen = new SerialSet();
    for (const range of this.issuedSerials.ranges()) seen.add(range);
    for (const place of this.places) {
      for (const range of place.ranges()) {
        const twice = seen.add(range);
        if (twice !== null) return { what: `${balance}; one is also at ${place.address}`, pin: twice };
      }
    }
    const inSomePlace = new Set(
      [...seen.ranges()].map(({ lot, first, count }) => `${lot} ${first} ${count}`),
    );
    const whole = [...this.acquiredSerials.ranges()];
    const lost = whole.find(({ lot, first, count }) => !inSomePlace.has(`${lot} ${first} ${count}`));
    if (lost === undefined) return { what: balance, pin: null };
    const parts = [...seen.ranges()].filter(({ lot }) => lot === lost.lot);
    let serial = lost.first;
    for (const part of parts) if (part.first === serial) serial += part.count;
    return { what: `${balance}; one is nowhere`, pin: { lot: lost.lot, serial } };
  }
}

/** By the rank of the actor; null for those that hold no PINs. */
function placesOf({ cells }: Network): (Place | null)[] {
  const places = cells.map(placeOf);
  const byAddress = new Map<string, Place>();
  for (const place of places) if (place !== null) byAddress.set(place.address, place);
  for (const place of byAddress.values()) place.connect(byAddress);
  return places;
}

function placeOf(cell: Cell): Place | null {
  const { address, entry } = cell;
  if (entry.kind === 'inventory') {
    return new Place(
      address,
      () => entry.actor.context.stock,
      () => entry.actor.context.stock.links,
    );
  }
  if (entry.kind === 'supplier') {
    return new Place(
      address,
      () => null,
      () => entry.actor.context.links,
    );
  }
  return null;
}
