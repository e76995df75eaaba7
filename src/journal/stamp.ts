import type { Message } from '#machines/protocol';

/**
 * The message as its receiver's node takes it in: those that say when they arrived get that node's time, whatever
 * their sender wrote. Other times that messages carry are their senders' business.
 */
export function stamped(message: Message, at: number): Message {
  switch (message.type) {
    case 'sale.requested':
    case 'alarm.rang':
      return message.at === at ? message : { ...message, at };
    case 'stock.demanded':
      return message.at === undefined || message.at === at ? message : { ...message, at };
    default:
      return message;
  }
}
