import type { Message, SaleReference } from '#machines/protocol';
import type { Link } from '#src/domain/link';
import type { PinRange } from '#src/domain/pinRange';
import type { Cell, Network } from '#src/network/network';
import { must } from './brokenInvariant.ts';

type Transfer = Message & { type: 'transfer.shipped' };

interface Parcel {
  readonly transfer: Transfer;
  hasArrived: boolean;
  isAcknowledged: boolean;
}

/**
 * The naive books of all PINs: one entry a PIN that says where it is, kept from messages alone and compared with each
 * actor after each message that it took in. Slow, simple, and nothing like the simulator's own ledger.
 */
export class PinBook {
  /** "lot#serial" to the address of a shelf, that with the sale for which it is set aside, a transfer's id, or 'issued'. */
  private readonly places = new Map<string, string>();
  private readonly counts = new Map<string, number>();
  private readonly parcels = new Map<string, Parcel>();
  /** The PIN that a sale was granted, and the sale that a PIN was printed for. */
  private readonly granted = new Map<string, string>();
  private readonly shown = new Map<string, string>();
  /** Stocks of an unlimited hub have too many PINs to list: their PINs enter the books when they leave. */
  private readonly ample = new Map<string, string>();

  constructor(network: Network) {
    for (const cell of network.cells) {
      if (cell.entry.kind !== 'inventory') continue;
      const { plan, stock } = cell.entry.actor.context;
      for (const range of stock.ranges) {
        if (plan.parent === null) this.ample.set(range.lot, cell.address);
        else for (const pin of pinsOf([range])) this.put(pin, cell.address);
      }
      if (plan.parent === null) this.counts.set(cell.address, stock.onHand);
    }
  }

  /** Whether that transfer comes for the first time: to be asked before `note`. */
  isNew(transfer: Transfer): boolean {
    return this.parcels.get(idOf(transfer))?.hasArrived !== true;
  }

  /** All transfers to `receiver` that have not arrived. */
  movingTo(receiver: string): Transfer[] {
    const moving = [...this.parcels.values()].filter(({ hasArrived }) => !hasArrived);
    return moving.map(({ transfer }) => transfer).filter(({ to }) => to === receiver);
  }

  note(cell: Cell, message: Message, answers: readonly Message[]): void {
    if (message.type === 'transfer.shipped') this.arrive(message, answers);
    else if (message.type === 'transfer.acknowledged') this.acknowledge(message);
    for (const answer of answers) {
      if (answer.type === 'transfer.shipped') this.ship(answer);
      else if (answer.type === 'pin.reserved') this.reserve(answer);
      else if (answer.type === 'pins.issued') this.issue(answer);
      else if (answer.type === 'sale.granted') this.grant(answer);
      else if (answer.type === 'print.requested') this.show(answer);
    }
    this.compare(cell);
  }

  private ship(transfer: Transfer): void {
    const { from, ranges, count, reason } = transfer;
    const id = idOf(transfer);
    const before = this.parcels.get(id);
    if (before !== undefined) {
      const isSame = JSON.stringify(before.transfer) === JSON.stringify(transfer);
      must(isSame, 'each PIN is in one place', () => `${id} is repeated with other contents`);
      return;
    }
    const pins = pinsOf(ranges);
    must(pins.length === count, 'each PIN is in one place', () => `${id} says ${count}, has ${pins.length}`);
    for (const pin of pins) {
      const place = this.placeOf(pin);
      const expected = reason === 'purchase' ? undefined : from;
      must(place === expected, 'each PIN is in one place', () => `${id} carries ${pin} from ${place}`);
      this.put(pin, id);
    }
    this.parcels.set(id, { transfer, hasArrived: false, isAcknowledged: false });
  }

  private arrive(transfer: Transfer, answers: readonly Message[]): void {
    const id = idOf(transfer);
    const parcel = this.parcels.get(id);
    must(parcel !== undefined, 'each PIN is in one place', () => `${id} was never sent`);
    if (!parcel.hasArrived) for (const pin of pinsOf(transfer.ranges)) this.put(pin, transfer.to);
    parcel.hasArrived = true;
    const receipts = answers.filter((answer) => answer.type === 'transfer.acknowledged');
    const isReceipt = receipts.length === 1 && idOf(turned(receipts[0]!)) === id;
    must(
      isReceipt,
      'a transfer is acknowledged under its number',
      () => `${id}: ${JSON.stringify(receipts)}`,
    );
  }

  private acknowledge(receipt: Message & { type: 'transfer.acknowledged' }): void {
    const parcel = this.parcels.get(idOf(turned(receipt)));
    const hasArrived = parcel?.hasArrived === true;
    must(hasArrived, 'a transfer is acknowledged under its number', () => JSON.stringify(receipt));
    parcel!.isAcknowledged = true;
  }

  private reserve({ from, sale, ranges }: Message & { type: 'pin.reserved' }): void {
    const [pin, ...more] = pinsOf(ranges);
    const isOne = pin !== undefined && more.length === 0;
    must(isOne, 'each sale is granted one PIN', () => `${nameOf(sale)} gets ${pin}, ${more.join()}`);
    const place = this.placeOf(pin);
    must(place !== 'issued', 'no PIN is issued twice', () => `${from} sets ${pin} aside, which is sold`);
    must(place === from, 'each PIN is in one place', () => `${from} sets ${pin} aside, which is at ${place}`);
    this.put(pin, `${from} for ${nameOf(sale)}`);
  }

  private issue({ from, ranges, count, sale }: Message & { type: 'pins.issued' }): void {
    const pins = pinsOf(ranges);
    const expected = sale === null ? from : `${from} for ${nameOf(sale)}`;
    must(
      pins.length === count,
      'each sale is granted one PIN',
      () => `${count} customers, PINs ${pins.join()}`,
    );
    for (const pin of pins) {
      const place = this.placeOf(pin);
      must(place !== 'issued', 'no PIN is issued twice', () => `${from} issues ${pin} again`);
      must(place === expected, 'each PIN is in one place', () => `${from} issues ${pin}, at ${place}`);
      this.put(pin, 'issued');
    }
  }

  /** Granted is what was set aside for that very sale. */
  private grant({ from, sale, ranges }: Message & { type: 'sale.granted' }): void {
    const name = nameOf(sale);
    const [pin, ...more] = pinsOf(ranges);
    const isOne = pin !== undefined && more.length === 0 && !this.granted.has(name);
    must(isOne, 'each sale is granted one PIN', () => `${name} gets ${pin}, ${more.join()}`);
    const place = this.placeOf(pin);
    must(
      place !== undefined && place.startsWith(`${from}/`) && place.endsWith(` for ${name}`),
      'each PIN is in one place',
      () => `${pin} is granted to ${name} and is at ${place}`,
    );
    this.granted.set(name, pin);
  }

  /** Printed is what was granted, to one sale only. */
  private show({ sale, ranges }: Message & { type: 'print.requested' }): void {
    const name = nameOf(sale);
    const [pin, ...more] = pinsOf(ranges);
    const isOne = pin !== undefined && more.length === 0 && this.granted.get(name) === pin;
    must(isOne, 'each sale is granted one PIN', () => `${name} prints ${pin}, ${more.join()}`);
    const other = this.shown.get(pin) ?? name;
    must(other === name, 'no PIN is issued twice', () => `${pin} is printed for ${other} and for ${name}`);
    this.shown.set(pin, name);
  }

  /** What the actor holds and remembers is what the books say. */
  private compare({ entry, address }: Cell): void {
    if (entry.kind === 'supplier') this.compareLinks(address, entry.actor.context.links);
    if (entry.kind !== 'inventory') return;
    const { plan, stock } = entry.actor.context;
    const expected = this.counts.get(address) ?? 0;
    const isWhole = stock.onHand === expected;
    must(
      isWhole,
      'each PIN is in one place',
      () => `${address} holds ${stock.onHand}, should hold ${expected}`,
    );
    if (plan.parent !== null) {
      const pins = pinsOf(stock.ranges);
      const strange = pins.find((pin) => this.placeOf(pin) !== address);
      const isExact = strange === undefined && new Set(pins).size === expected && pins.length === expected;
      must(
        isExact,
        'each PIN is in one place',
        () => `${address} lists ${pins.length} PINs, one is ${strange}`,
      );
    }
    for (const { sale, ranges } of stock.kept.reservations) {
      const isAside = pinsOf(ranges).every((pin) => this.placeOf(pin) === `${address} for ${nameOf(sale)}`);
      must(
        isAside,
        'each PIN is in one place',
        () => `${address} keeps ${JSON.stringify(ranges)} for ${nameOf(sale)}`,
      );
    }
    const { quarantined, frozen } = stock.kept;
    const isFree = quarantined.length + frozen.length === 0;
    must(isFree, 'each PIN is in one place', () => `${address} keeps PINs that nobody gave up`);
    this.compareLinks(address, stock.links);
  }

  private compareLinks(address: string, links: readonly Link[]): void {
    const kept = links.flatMap(({ peer, unacknowledged }) =>
      unacknowledged.map(({ number, ranges }) => `${address}>${peer}#${number} ${JSON.stringify(ranges)}`),
    );
    const expected = [...this.parcels]
      .filter(([, { transfer, isAcknowledged }]) => transfer.from === address && !isAcknowledged)
      .map(([id, { transfer }]) => `${id} ${JSON.stringify(transfer.ranges)}`);
    const isSame = kept.sort().join() === expected.sort().join();
    must(isSame, 'a transfer is kept until it is acknowledged', () => `${kept.join()} / ${expected.join()}`);
  }

  private placeOf(pin: string): string | undefined {
    return this.places.get(pin) ?? this.ample.get(pin.split('#')[0]!);
  }

  private put(pin: string, place: string): void {
    const before = this.placeOf(pin);
    if (before !== undefined) this.counts.set(before, (this.counts.get(before) ?? 0) - 1);
    this.places.set(pin, place);
    this.counts.set(place, (this.counts.get(place) ?? 0) + 1);
  }
}

function nameOf({ terminal, number }: SaleReference): string {
  return `${terminal}#${number}`;
}

function idOf({ from, to, number }: { from: string; to: string; number: number }): string {
  return `${from}>${to}#${number}`;
}

function turned({ from, to, number }: { from: string; to: string; number: number }) {
  return { from: to, to: from, number };
}

function pinsOf(ranges: readonly PinRange[]): string[] {
  return ranges.flatMap(({ lot, first, count }) =>
    Array.from({ length: count }, (_, index) => `${lot}#${first + index}`),
  );
}
