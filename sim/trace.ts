import type { Message, SaleMessage } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import type { PinRange } from '#src/domain/pinRange';
import { hashText, mix, toHexadecimal } from './hash.ts';

/**
 * The trace of a run: every message among inventories, hub and suppliers, with its time and the receiver's sold and
 * lost at that moment. Single sales are not in it, so it is the same in every mode.
 */
export interface TraceEntry {
  readonly time: Microseconds;
  readonly message: Message;
  readonly sold: number;
  readonly lost: number;
}

const SALE_TYPES: ReadonlySet<string> = new Set<SaleMessage['type']>([
  'customer.asked',
  'sale.requested',
  'sale.granted',
  'sale.delayed',
  'sale.refused',
  'stock.demanded',
  'pins.issued',
  'sale.unmet',
]);

/** Whether a message belongs to a single sale, and so neither to the trace nor behind others at one instant. */
export function isSaleMessage(message: Message): boolean {
  return SALE_TYPES.has(message.type);
}

/** A running hash of the trace: 64 bits, the same on every machine. */
export class TraceHash {
  count = 0;
  private low = 0x9e3779b9 | 0;
  private high = 0x85ebca6b | 0;
  // Words that come again: message types, addresses, reasons. Lots do not, and would fill the memory.
  private readonly textHashes = new Map<string, number>();
  private lastLot = '';
  private lastLotHash = 0;

  add(time: Microseconds, message: Message, sold: number, lost: number): void {
    this.count += 1;
    this.word(time | 0);
    this.word(Math.floor(time / 2 ** 32));
    this.text(message.type);
    this.text(message.from);
    this.text(message.to);
    this.word(sold);
    this.word(lost);
    this.body(message);
  }

  get hexadecimal(): string {
    return toHexadecimal(this.high) + toHexadecimal(this.low);
  }

  private body(message: Message): void {
    switch (message.type) {
      case 'stock.requested':
        this.word(message.order);
        this.word(message.quantity);
        this.word(message.onHand);
        this.word(message.stockPosition);
        return;
      case 'transfer.shipped':
        this.word(message.number);
        this.word(message.order);
        this.text(message.reason);
        this.ranges(message.ranges);
        return;
      case 'transfer.acknowledged':
        this.word(message.number);
        return;
      case 'stock.allotted':
        this.text(message.receiver);
        this.word(message.order);
        this.word(message.quantity);
        return;
      case 'stock.withheld':
        this.text(message.receiver);
        this.word(message.missing);
        return;
      case 'stock.promised':
        this.word(message.quantity);
        return;
      case 'stock.received':
        this.word(message.onHand);
        this.word(message.recall ?? 0);
        return;
      case 'surplus.offered':
        this.word(message.surplus);
        return;
      case 'recall.requested':
      case 'recall.answered':
        this.word(message.recall);
        this.word(message.quantity);
        return;
      default:
        return;
    }
  }

  private ranges(ranges: readonly PinRange[]): void {
    for (let index = 0; index < ranges.length; index++) {
      const { lot, first, count } = ranges[index]!;
      if (lot !== this.lastLot) {
        this.lastLot = lot;
        this.lastLotHash = hashText(lot);
      }
      this.word(this.lastLotHash);
      this.word(first);
      this.word(Math.floor(first / 2 ** 32));
      this.word(count);
    }
  }

  private text(text: string): void {
    let hash = this.textHashes.get(text);
    if (hash === undefined) {
      hash = hashText(text);
      this.textHashes.set(text, hash);
    }
    this.word(hash);
  }

  private word(word: number): void {
    this.low = mix(this.low ^ word, 0xcc9e2d51);
    this.high = mix(this.high ^ this.low ^ Math.imul(word, 0x27d4eb2f), 0x1b873593);
  }
}
