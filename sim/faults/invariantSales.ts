import { breach } from './breach.ts';
import type { Breach } from './breach.ts';
import type { Delivered } from './watch.ts';

/** A sale that was reversed by a terminal that cannot prove that its PIN was never shown: the PIN is quarantined. */
export function restockedUnproved(deliveries: readonly Delivered[]): Breach | null {
  for (const { message, answers } of deliveries) {
    if (message.type !== 'sale.reversed' || message.isUnshown) continue;
    const { terminal, number } = message.sale;
    const isRestocked = answers.some(
      (answer) => answer.type === 'reservation.closed' && answer.fate === 'restocked',
    );
    if (!isRestocked) continue;
    const what = `${message.to} puts the PIN of sale ${terminal}#${number} back to stock, though it may have been shown`;
    return breach('reversed is quarantined', what);
  }
  return null;
}
