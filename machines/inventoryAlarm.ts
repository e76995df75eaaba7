import type { StockDraft } from '#src/domain/stock';
import { alarmRequest } from './alarm.ts';
import type { InventoryPlan } from './inventoryContext.ts';
import type { Message } from './protocol.ts';

/**
 * What an inventory repeats until it is answered: open orders, transfers that are not acknowledged, and the questions
 * of a drain. One alarm serves them all.
 */
export const REPEAT = 'repeat';

/** Asks for the alarm if something is unanswered and none has been asked for. */
export function repeatLater(plan: InventoryPlan, draft: StockDraft, messages: Message[]): void {
  if (plan.repeatAfter === null || draft.kept.isRepeating || !isWaiting(draft)) return;
  draft.kept = { ...draft.kept, isRepeating: true };
  messages.push(alarmRequest(plan.address, REPEAT, plan.repeatAfter));
}

function isWaiting({ openOrders, links, kept }: StockDraft): boolean {
  if (openOrders.length > 0 || (kept.drain !== null && !kept.drain.isDone)) return true;
  return links.some(({ unacknowledged }) => unacknowledged.length > 0);
}
