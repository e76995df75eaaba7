import type { Message, SaleMessage } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import type { PinRange } from '#src/domain/pinRange';
import { hashName, hashText, toHexadecimal } from '#src/domain/hash';

/**
 * The trace of a run: every message among inventories, hub and suppliers, with its time and what the receiver had
 * sold (or set aside for sales) and lost at that moment. Single sales are not in it, so it is the same in every mode.
 */
export interface TraceEntry {
  readonly time: Microseconds;
  readonly message: Message;
  readonly sold: number;
  readonly lost: number;
}

const SALE_TYPES: Readonly<Record<SingleSaleMessage['type'], true>> = {
  'customer.asked': true,
  'payment.requested': true,
  'payment.taken': true,
  'payment.failed': true,
  'print.requested': true,
  'print.finished': true,
  'reprint.asked': true,
  'customer.refused': true,
  'sale.requested': true,
  'sale.granted': true,
  'sale.delayed': true,
  'sale.refused': true,
  'sale.confirmed': true,
  'sale.reversed': true,
  'sale.settled': true,
  'sale.queried': true,
  'sale.reported': true,
  'stock.demanded': true,
  'pin.reserved': true,
  'sale.unmet': true,
  'reservation.closed': true,
  'suspect.settled': true,
  'pins.issued': true,
  'credit.requested': true,
  'credit.held': true,
  'credit.refused': true,
  'credit.posted': true,
  'credit.released': true,
};

type SingleSaleMessage = SaleMessage | Extract<Message, { type: `credit.${string}` }>;

/** Whether a message belongs to a single sale, and so neither to the trace nor behind others at one instant. */
export function isSaleMessage(message: Message): boolean {
  return Object.hasOwn(SALE_TYPES, message.type);
}

/** A running hash of the trace: 64 bits, the same on every machine. */
export class TraceHash {
  count = 0;
  private low = 0x9e3779b9 | 0;
  private high = 0x85ebca6b | 0;

  /** `from` and `to` are hashes of addresses; 0 stands for whoever is outside the network. */
  add(time: Microseconds, message: Message, from: number, to: number, sold: number, lost: number): void {
    this.count += 1;
    this.word(time | 0);
    this.word(Math.floor(time / 2 ** 32));
    this.word(Math.imul(from, 0x27d4eb2f) ^ to);
    this.word(sold);
    this.word(lost);
    this.body(message);
  }

  save(): readonly [count: number, low: number, high: number] {
    return [this.count, this.low, this.high];
  }

  restore([count, low, high]: ReturnType<TraceHash['save']>): void {
    this.count = count;
    this.low = low;
    this.high = high;
  }

  get hexadecimal(): string {
    return toHexadecimal(this.high) + toHexadecimal(this.low);
  }

  /** A number for the type, and what the message says. */
  private body(message: Message): void {
    switch (message.type) {
      case 'stock.requested':
        this.word(1);
        this.word(message.order);
        this.word(message.quantity);
        this.word(message.onHand);
        this.word(message.stockPosition);
        return;
      case 'transfer.shipped':
        this.word(message.reason === 'order' ? 2 : message.reason === 'recall' ? 3 : 4);
        this.word(message.number);
        this.word(message.order);
        this.ranges(message.ranges);
        return;
      case 'transfer.acknowledged':
        this.word(5);
        this.word(message.number);
        return;
      case 'stock.allotted':
        this.word(message.owed ? 6 : 7);
        this.word(message.order);
        this.word(message.quantity);
        return;
      case 'stock.withheld':
        this.word(8);
        this.word(message.order);
        this.word(message.missing);
        return;
      case 'stock.promised':
        this.word(9);
        this.word(message.quantity);
        return;
      case 'stock.received':
        this.word(10);
        this.word(message.onHand);
        this.word(message.recall ?? 0);
        return;
      case 'surplus.asked':
        this.word(11);
        this.word(message.inquiry);
        return;
      case 'surplus.offered':
        this.word(12);
        this.word(message.inquiry);
        this.word(message.surplus);
        return;
      case 'recall.requested':
        this.word(13);
        this.word(message.recall);
        this.word(message.quantity);
        return;
      case 'recall.answered':
        this.word(14);
        this.word(message.recall);
        this.word(message.quantity);
        return;
      default:
        this.word(hashText(message.type));
    }
  }

  private ranges(ranges: readonly PinRange[]): void {
    for (let index = 0; index < ranges.length; index++) {
      const { lot, first, count } = ranges[index]!;
      this.word(hashName(lot));
      this.word(first | 0);
      this.word(Math.floor(first / 2 ** 32));
      this.word(count);
    }
  }

  private word(word: number): void {
    const low = Math.imul(this.low ^ word, 0x9e3779b1);
    this.low = low ^ (low >>> 15);
    const high = Math.imul(this.high ^ low, 0x85ebca77);
    this.high = high ^ (high >>> 13);
  }
}
