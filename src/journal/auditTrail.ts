import type { Message, SaleReference } from '#machines/protocol';
import type { Pin } from '#src/domain/pin';
import { holdsPin } from '#src/domain/pin';
import { DurableNode } from './durableNode.ts';
import type { Step } from './durableNode.ts';
import { carriesPin, describePinMessage, saleOf } from './pinWords.ts';
import type { Actors, Delivery } from './step.ts';

/** One thing that befell a PIN. */
export interface PinEntry {
  /** On the clock of the node where it happened; 0 for what was there from the beginning. */
  readonly at: number;
  readonly node: string;
  readonly what: string;
  /** The message that tells of it; null for what was there from the beginning. */
  readonly type: Message['type'] | null;
  readonly sale: SaleReference | null;
  /** Of the transfer, or null. */
  readonly number: number | null;
}

/** One actor's part in a step, with the node and the time. */
export interface NodeDelivery extends Delivery {
  readonly node: string;
  readonly at: number;
}

/** The journal of one node, and how its actors began. */
export interface Journal {
  readonly node: string;
  readonly startActors: () => Actors;
  readonly lines: readonly string[];
}

export function deliveriesOf(node: string, { at, deliveries }: Step): readonly NodeDelivery[] {
  return deliveries.map((delivery) => ({ node, at, ...delivery }));
}

/** All that these deliveries say about one PIN, in order of time. */
export function describePin(pin: Pin, deliveries: readonly NodeDelivery[]): readonly PinEntry[] {
  const history = new PinHistory(pin);
  for (const delivery of deliveries) history.find(delivery);
  for (const delivery of deliveries) history.tell(delivery);
  return history.entries;
}

/**
 * The whole life of a PIN, from the journals of all nodes. Answers are not in a journal, so each is replayed; twice,
 * since a message about a sale may come before the one that says which PIN the sale got. Changes no journal. One that
 * starts with a checkpoint tells only what came after it.
 */
export function auditTrail(pin: Pin, journals: readonly Journal[]): readonly PinEntry[] {
  const history = new PinHistory(pin);
  for (const journal of journals) replay(journal, (delivery) => history.find(delivery));
  for (const journal of journals) history.tellOpening(journal);
  for (const journal of journals) replay(journal, (delivery) => history.tell(delivery));
  return history.entries;
}

function replay({ node, startActors, lines }: Journal, see: (delivery: NodeDelivery) => void): void {
  DurableNode.replay(node, startActors, lines, (step) => deliveriesOf(node, step).forEach(see));
}

// What may be said about a PIN without naming it, once it is known which sale got it.
const ABOUT_A_SALE: ReadonlySet<Message['type']> = new Set<Message['type']>([
  'payment.requested',
  'payment.taken',
  'payment.failed',
  'print.finished',
  'customer.refused',
  'sale.confirmed',
  'sale.reversed',
  'sale.settled',
  'sale.queried',
  'reservation.closed',
  'suspect.settled',
  'product.cancelled',
  'product.confirmed',
]);

/** Finds first what the PIN has to do with, and tells then all that concerns it. */
class PinHistory {
  private readonly pin: Pin;
  private readonly told: PinEntry[] = [];
  private readonly sales = new Set<string>();
  private readonly transfers = new Set<string>();

  constructor(pin: Pin) {
    this.pin = pin;
  }

  get entries(): readonly PinEntry[] {
    return this.told.toSorted((a, b) => a.at - b.at);
  }

  find({ message, answers }: NodeDelivery): void {
    this.findIn(message);
    for (const answer of answers) this.findIn(answer);
  }

  tell({ node, at, message, answers }: NodeDelivery): void {
    if (this.concerns(message)) this.note(node, at, message, false);
    for (const answer of answers) {
      // What stays in the node is told where it is taken in, a moment later.
      const stays = answer.to === node || answer.to.startsWith(`${node}/`);
      if (!stays && this.concerns(answer)) this.note(node, at, answer, true);
    }
  }

  /** What the node's actors held before its first record. */
  tellOpening({ node, startActors }: Journal): void {
    for (const [address, { context }] of startActors()) {
      const { stock } = context as { readonly stock?: { readonly ranges: Parameters<typeof holdsPin>[0] } };
      if (stock === undefined || !holdsPin(stock.ranges, this.pin)) continue;
      const what = `in the opening stock of ${address}`;
      this.told.push({ at: 0, node, what, type: null, sale: null, number: null });
    }
  }

  private findIn(message: Message): void {
    if (!carriesPin(message, this.pin)) return;
    const sale = saleOf(message);
    if (sale !== null) this.sales.add(saleKey(sale));
    if (message.type === 'transfer.shipped') {
      const { from, to, number } = message;
      this.transfers.add(JSON.stringify([from, to, number]));
    }
  }

  private concerns(message: Message): boolean {
    if (carriesPin(message, this.pin)) return true;
    if (message.type === 'transfer.acknowledged') {
      const { from, to, number } = message;
      return this.transfers.has(JSON.stringify([to, from, number]));
    }
    const sale = ABOUT_A_SALE.has(message.type) ? saleOf(message) : null;
    return sale !== null && this.sales.has(saleKey(sale));
  }

  private note(node: string, at: number, message: Message, isSent: boolean): void {
    const { type } = message;
    const what = describePinMessage(message, isSent, this.pin);
    const isTransfer = type === 'transfer.shipped' || type === 'transfer.acknowledged';
    const number = isTransfer ? message.number : null;
    this.told.push({ at, node, what, type, sale: saleOf(message), number });
  }
}

function saleKey({ terminal, number }: SaleReference): string {
  return `${number} ${terminal}`;
}
