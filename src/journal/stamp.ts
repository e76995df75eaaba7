import type { Message } from '#machines/protocol';

/**
 * The message as its receiver's node takes it in: those that say when they arrived get that node's time, whatever
 * their sender wrote. Other times that messages carry are their senders' business.
 *
 * @param givesLife what its receiver takes in, or ships, expires a certain time later
 */
export function stamped(message: Message, at: number, givesLife = false): Message {
  switch (message.type) {
    case 'sale.requested':
    case 'alarm.rang':
      return message.at === at ? message : { ...message, at };
    case 'lot.standing.changed':
      return { ...message, at };
    case 'reservation.closed':
      // What goes back to the shelf may have expired in the meantime.
      return message.fate === 'restocked' ? { ...message, at } : message;
    case 'pins.delivered':
    case 'transfer.shipped':
      // A range without an expiry needs no clock; almost none has one.
      return givesLife || message.ranges.some(({ expiresAt }) => expiresAt !== undefined)
        ? { ...message, at }
        : message;
    case 'stock.requested':
      return givesLife ? { ...message, at } : message;
    case 'stock.demanded':
      return message.at === undefined || message.at === at ? message : { ...message, at };
    default:
      return message;
  }
}

/** Whether an actor with that context gives PINs a life, so that it must be told the time. */
export function givesLife({ plan }: { readonly plan?: unknown }): boolean {
  const { lifetime = null, lotLife = null } = (plan ?? {}) as { lifetime?: number; lotLife?: number };
  return lifetime !== null || lotLife !== null;
}
