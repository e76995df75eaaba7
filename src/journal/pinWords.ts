import type { Message, SaleReference } from '#machines/protocol';
import { standingOf } from '#src/domain/lotStanding';
import type { Pin } from '#src/domain/pin';
import { holdsPin } from '#src/domain/pin';

/** Whether the message names the PIN. */
export function carriesPin(message: Message, pin: Pin): boolean {
  switch (message.type) {
    case 'redemption.listed':
      return holdsPin(message.covered, pin);
    case 'lot.standing.set':
      return message.lot === pin.lot;
    case 'lot.standing.changed':
      return message.held.some(({ lot }) => lot === pin.lot);
    default:
      return 'ranges' in message && holdsPin(message.ranges, pin);
  }
}

/** The sale that a message is about, or null. */
export function saleOf(message: Message): SaleReference | null {
  if ('sale' in message) return message.sale;
  return 'request' in message ? message.request : null;
}

/** What a message says about the PIN, from the side of its sender or of its receiver. */
export function describePinMessage(message: Message, isSent: boolean, pin: Pin): string {
  const { from, to } = message;
  if (message.type === 'pins.issued') {
    const { sale, count } = message;
    const receiver = sale === null ? pins(count) : `for ${nameOf(sale)}`;
    return isSent
      ? `${from} issues it to ${to}, ${receiver}`
      : `${to} takes it in as issued by ${from}, ${receiver}`;
  }
  const route = isSent ? `${from} sends to ${to}` : `${to} takes in from ${from}`;
  return `${route}: ${stockWords(message) ?? lotWords(message, pin) ?? saleWords(message)}`;
}

function stockWords(message: Message): string | null {
  switch (message.type) {
    case 'transfer.shipped': {
      const { number, count, reason, order } = message;
      return `transfer ${number} of ${pins(count)}, ${reason} ${order}`;
    }
    case 'transfer.acknowledged':
      return `transfer ${message.number} has arrived`;
    case 'pins.delivered': {
      const { count, sale } = message;
      return `${pins(count)}, new to the network${sale === null ? '' : `, for ${nameOf(sale)}`}`;
    }
    case 'pins.retired': {
      const reason = message.reason === 'expired' ? 'expired' : 'written off';
      return `${pins(message.count)}, ${reason}`;
    }
    default:
      return null;
  }
}

function lotWords(message: Message, pin: Pin): string | null {
  switch (message.type) {
    case 'lot.imported':
      return `lot ${message.lot} of ${pins(message.count)}`;
    case 'lot.standing.set':
      return `its lot is ${message.standing}`;
    case 'lot.standing.changed':
      return `its lot is ${standingOf(message.held, pin.lot)}`;
    case 'redemption.listed':
      return holdsPin(message.redeemed, pin) ? 'its supplier saw it redeemed' : 'no one has redeemed it';
    default:
      return null;
  }
}

const SALE_WORDS: { readonly [Type in Message['type']]?: string } = {
  'pin.reserved': 'reserved',
  'sale.granted': 'granted',
  'sale.reported': 'reported',
  'sale.queried': 'asked about',
  'sale.confirmed': 'confirmed',
  'sale.settled': 'settled',
  'product.delivered': 'delivered by its supplier',
  'product.cancelled': 'to be undone at its supplier',
  'product.confirmed': 'final for its supplier',
  'payment.requested': 'to be paid',
  'payment.taken': 'paid',
  'payment.failed': 'not paid',
  'print.requested': 'printed',
  'print.finished': 'has been printed',
  'customer.refused': 'refused',
};

function saleWords(message: Message): string {
  const sale = saleOf(message);
  if (sale === null) return message.type;
  return `${fateOf(message)} for ${nameOf(sale)}`;
}

function fateOf(message: Message): string {
  switch (message.type) {
    case 'reservation.closed':
    case 'suspect.settled':
      return message.fate === 'writtenOff' ? 'written off' : message.fate;
    case 'sale.reversed':
      return message.isUnshown ? 'reversed, never shown,' : 'reversed';
    case 'print.requested':
      return message.isCopy ? 'printed again as a COPY' : 'printed';
    default:
      return SALE_WORDS[message.type] ?? message.type;
  }
}

function nameOf({ number, terminal }: SaleReference): string {
  return `sale ${number} of ${terminal}`;
}

function pins(count: number): string {
  return count === 1 ? '1 PIN' : `${count} PINs`;
}
