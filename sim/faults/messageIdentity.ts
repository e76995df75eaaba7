import type { Message } from '#machines/protocol';

/**
 * What makes two messages on one link the same, one a repetition of the other, for the observer who asks whether a
 * lost one had to be sent again. What varies between repetitions (stock levels, the sender's clock) is left out.
 */
export function messageIdentity(message: Message): string {
  const { type, from, to } = message;
  return `${type} ${from} ${to} ${detail(message)}`;
}

function detail(message: Message): string {
  switch (message.type) {
    case 'stock.requested':
      return String(message.order);
    case 'transfer.shipped':
    case 'transfer.acknowledged':
      return String(message.number);
    case 'supply.requested':
    case 'supply.delivered':
    case 'supply.refused':
    case 'void.requested':
    case 'void.acknowledged':
      return String(message.number);
    case 'directory.changed':
    case 'directory.acknowledged':
      return String(message.version);
    case 'lot.standing.changed':
    case 'lot.standing.acknowledged':
      return String(message.number);
    case 'sale.requested':
    case 'sale.granted':
    case 'sale.delayed':
    case 'sale.refused':
    case 'sale.confirmed':
    case 'sale.reversed':
    case 'sale.settled':
    case 'sale.queried':
    case 'sale.reported':
      return String(message.sale.number);
    default:
      return JSON.stringify(message);
  }
}
