import type { Message } from '#machines/protocol';

/**
 * Where nothing is known of the people at a till: a customer who pays at once and a printer that has printed at once.
 * null: nobody answers that message.
 */
export function customerAnswer(message: Message): Message | null {
  const { to: from, from: to } = message;
  if (message.type === 'payment.requested') return { type: 'payment.taken', to, from, sale: message.sale };
  if (message.type === 'print.requested') return { type: 'print.finished', to, from, sale: message.sale };
  return null;
}
