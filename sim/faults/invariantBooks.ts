import type { PinsIssued, PrintRequested } from '#machines/protocol';
import { PinFingerprint } from '#src/domain/fingerprint';
import type { PinRange } from '#src/domain/pinRange';
import type { Place } from '#sim/place';
import { SerialSet } from '#sim/serialSet';
import { breach, firstPin } from './breach.ts';
import type { Breach } from './breach.ts';
import { placesOf } from './places.ts';
import type { SimulatedNode } from './simulatedNode.ts';
import type { Delivered } from './watch.ts';

/** What one record of a node did to the network's PINs. */
interface Entry {
  readonly record: number;
  readonly acquired: readonly PinRange[];
  readonly purchases: readonly string[];
  readonly issued: readonly PinRange[];
  /** Of those, the PINs that were issued for a sale. */
  readonly sold: readonly PinsIssued[];
  readonly retired: readonly PinRange[];
}

/**
 * The observer's own books, kept from messages alone: which PINs were acquired, which left, and which were shown to
 * whom. What a node did counts at once, is final when its record is durable, and is struck out if the node loses the
 * record. Against the books stand the places where PINs are.
 */
export class InvariantBooks {
  private readonly places: readonly Place[];
  private readonly held = new PinFingerprint();
  private readonly acquired = new PinFingerprint();
  private readonly gone = new PinFingerprint();
  private readonly purchases = new Set<string>();
  // Final: nothing is ever taken out of these.
  private readonly finallyAcquired = new SerialSet();
  private readonly finallyGone = new SerialSet();
  private readonly finallyRetired = new SerialSet();
  private readonly soldTo = new Map<string, string>();
  private readonly shown = new SerialSet();
  private readonly shownTo = new Map<string, string>();
  private readonly shownBySale = new Map<string, string>();
  private readonly pending = new Map<SimulatedNode, Entry[]>();
  private found: Breach | null = null;

  constructor(nodes: readonly SimulatedNode[]) {
    this.places = placesOf(nodes);
    for (const node of nodes) this.pending.set(node, []);
    for (const place of this.places) {
      const ranges = place.stock()?.ranges ?? [];
      this.acquired.add(ranges);
      for (const range of ranges) this.finallyAcquired.add(range);
      place.refresh(this.held);
    }
  }

  /** A node has taken a step. */
  stepped(node: SimulatedNode, record: number, deliveries: readonly Delivered[]): void {
    const entry = {
      record,
      acquired: [] as PinRange[],
      purchases: [] as string[],
      issued: [] as PinRange[],
      sold: [] as PinsIssued[],
      retired: [] as PinRange[],
    };
    for (const { message, answers } of deliveries) {
      if (message.type === 'pins.delivered') entry.acquired.push(...message.ranges);
      for (const answer of answers) {
        if (answer.type === 'pins.issued') {
          entry.issued.push(...answer.ranges);
          if (answer.sale !== null) entry.sold.push(answer);
        } else if (answer.type === 'pins.retired') {
          entry.retired.push(...answer.ranges);
        } else if (answer.type === 'transfer.shipped' && answer.reason === 'purchase') {
          const purchase = `${answer.from} ${answer.to} ${answer.number}`;
          if (this.purchases.has(purchase)) continue;
          this.purchases.add(purchase);
          entry.purchases.push(purchase);
          entry.acquired.push(...answer.ranges);
        }
      }
    }
    if (entry.acquired.length + entry.issued.length + entry.retired.length === 0) return;
    this.acquired.add(entry.acquired);
    this.gone.add(entry.issued);
    this.gone.add(entry.retired);
    this.pending.get(node)!.push(entry);
  }

  /** Everything that the node did up to `record` is durable: from now on it is final. */
  synced(node: SimulatedNode, record: number): void {
    const pending = this.pending.get(node)!;
    while (pending.length > 0 && pending[0]!.record <= record) this.finish(pending.shift()!);
  }

  /** The node lost its records behind `record`. */
  lost(node: SimulatedNode, record: number): void {
    const pending = this.pending.get(node)!;
    for (const entry of pending) {
      if (entry.record <= record) continue;
      const acquired = new PinFingerprint();
      acquired.add(entry.acquired);
      this.acquired.merge(acquired, -1);
      const gone = new PinFingerprint();
      gone.add(entry.issued);
      gone.add(entry.retired);
      this.gone.merge(gone, -1);
      for (const purchase of entry.purchases) this.purchases.delete(purchase);
    }
    this.pending.set(
      node,
      pending.filter((entry) => entry.record <= record),
    );
  }

  /** A terminal printed: a customer has seen a PIN. */
  printed({ sale, ranges, isCopy, from }: PrintRequested): void {
    const [range] = ranges;
    if (range === undefined) return;
    const name = `${sale.terminal}#${sale.number}`;
    const pin = `${range.lot}#${range.first}`;
    const earlierSale = this.shownTo.get(pin) ?? this.soldTo.get(pin);
    const earlierPin = this.shownBySale.get(name);
    const wasShown = this.shownTo.has(pin);
    const problem =
      ranges.length > 1 || range.count > 1
        ? `several PINs for sale ${name}`
        : earlierSale !== undefined && earlierSale !== name
          ? `for sale ${name} what sale ${earlierSale} got`
          : earlierPin !== undefined && earlierPin !== pin
            ? `a second PIN for sale ${name}`
            : wasShown && !isCopy
              ? `a PIN twice for sale ${name}, not marked COPY`
              : null;
    if (problem !== null) this.report(breach('shown once', `${from} printed ${problem}`, firstPin(ranges)));
    const retired = this.finallyRetired.overlap(range);
    if (retired !== null) this.report(breach('shown is final', `${from} printed a retired PIN`, retired));
    if (wasShown) return;
    this.shownTo.set(pin, name);
    this.shownBySale.set(name, pin);
    this.shown.add(range);
    for (const place of this.places) this.checkUnseen(place);
  }

  /** Whether a customer has seen any of these PINs. */
  wasShown(range: PinRange): boolean {
    return this.shown.overlap(range) !== null;
  }

  /** Compares the books with the places; looks again only at what has changed. */
  check(): Breach | null {
    for (const place of this.places) {
      if (place.refresh(this.held) !== 'nothing') this.checkUnseen(place);
    }
    if (this.found !== null) return this.found;
    const total = new PinFingerprint();
    total.merge(this.held);
    total.merge(this.gone);
    return total.equals(this.acquired) ? null : this.explain(total.count);
  }

  private checkUnseen(place: Place): void {
    for (const range of place.holdings().unseen) {
      const seen = this.shown.overlap(range);
      if (seen === null) continue;
      const what = `a customer was shown a PIN that is in stock, in transit, quarantined or frozen at ${place.address}`;
      this.report(breach('shown is final', what, seen));
    }
  }

  private finish({ acquired, issued, sold, retired }: Entry): void {
    for (const range of acquired) {
      const twice = this.finallyAcquired.add(range);
      if (twice !== null) this.report(breach('issued once', 'a PIN was acquired twice', twice));
    }
    for (const range of [...issued, ...retired]) {
      const twice = this.finallyGone.add(range);
      if (twice !== null) this.report(breach('issued once', 'a PIN left the network twice', twice));
    }
    for (const range of retired) {
      this.finallyRetired.add(range);
      const seen = this.shown.overlap(range);
      if (seen !== null) this.report(breach('shown is final', 'a PIN that was shown is retired', seen));
    }
    for (const { sale, ranges, from } of sold) this.sell(`${sale!.terminal}#${sale!.number}`, ranges, from);
  }

  private sell(sale: string, ranges: readonly PinRange[], from: string): void {
    for (const { lot, first } of ranges) {
      const pin = `${lot}#${first}`;
      this.soldTo.set(pin, sale);
      const shownTo = this.shownTo.get(pin);
      if (shownTo === undefined || shownTo === sale) continue;
      const what = `${from} issued to sale ${sale} what sale ${shownTo} was shown`;
      this.report(breach('shown once', what, { lot, serial: first }));
    }
  }

  private report(found: Breach): void {
    this.found ??= found;
  }

  /** Finds a PIN that is in two places or in none. */
  private explain(found: number): Breach {
    const balance = `${this.acquired.count} PINs were acquired, ${found} are in some place or have left`;
    const everything = [...this.pending.values()].flat();
    const seen = new SerialSet();
    for (const range of [
      ...this.finallyGone.ranges(),
      ...everything.flatMap(({ issued, retired }) => [...issued, ...retired]),
    ]) {
      const twice = seen.add(range);
      if (twice !== null) return breach('conservation', `${balance}; one left twice`, twice);
    }
    for (const place of this.places) {
      for (const range of place.ranges()) {
        const twice = seen.add(range);
        if (twice !== null)
          return breach('conservation', `${balance}; one is also at ${place.address}`, twice);
      }
    }
    const acquired = [...this.finallyAcquired.ranges(), ...everything.flatMap((entry) => entry.acquired)];
    for (const { lot, first, count } of acquired) {
      for (let serial = first; serial < first + count; serial++) {
        if (seen.overlap({ lot, first: serial, count: 1 }) === null) {
          return breach('conservation', `${balance}; one is nowhere`, { lot, serial });
        }
      }
    }
    return breach('conservation', balance);
  }
}
