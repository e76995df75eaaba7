import { fail } from '#src/domain/assertion';
import { draftOf, stockPosition } from '#src/domain/stock';
import type { OpenOrder, StockDraft } from '#src/domain/stock';
import { isOrderDue, orderQuantity } from '#src/policy/replenishment';
import type { Outcome } from './apply.ts';
import { repeatLater } from './inventoryAlarm.ts';
import type { InventoryContext, InventoryPlan } from './inventoryContext.ts';
import { ALARMS } from './protocol.ts';
import type { Message, StockRequested } from './protocol.ts';

/** Rings when a purchase that was put off is to be looked at again. */
export const PURCHASE = 'purchase';

/** Requests until none is due: several of a fixed quantity may be. Or puts them off, if the plan says so. */
export function requestWhatIsDue(plan: InventoryPlan, draft: StockDraft, messages: Message[]): void {
  if (plan.purchaseAfter === null) requestAllDue(plan, draft, messages);
  else if (!draft.kept.isBuying && isDue(plan, draft)) {
    draft.kept = { ...draft.kept, isBuying: true };
    const { address: from, purchaseAfter: after } = plan;
    messages.push({ type: 'alarm.requested', to: ALARMS, from, alarm: PURCHASE, after });
  }
  repeatLater(plan, draft, messages);
}

/** What was put off is due now, if it still is. */
export function purchase({ plan, stock }: InventoryContext): Outcome<InventoryContext, Message> {
  const draft = draftOf(stock);
  const messages: Message[] = [];
  draft.kept = { ...draft.kept, isBuying: false };
  requestAllDue(plan, draft, messages);
  repeatLater(plan, draft, messages);
  return { patch: { stock: draft }, messages };
}

function requestAllDue(plan: InventoryPlan, draft: StockDraft, messages: Message[]): void {
  for (let due = requestIfDue(plan, draft); due !== null; due = requestIfDue(plan, draft)) messages.push(due);
}

/** The next request that is due, made at once; null: none is, or the inventory is going offline. */
export function requestIfDue(plan: InventoryPlan, draft: StockDraft): StockRequested | null {
  return isDue(plan, draft) ? request(plan, draft, orderQuantity(plan, stockPosition(draft))) : null;
}

function isDue(plan: InventoryPlan, draft: StockDraft): boolean {
  if (plan.parent === null || draft.kept.drain !== null) return false;
  return isOrderDue(plan, stockPosition(draft), draft.openOrders.length);
}

/** Asks the point above for `quantity` PINs. */
export function request(
  plan: InventoryPlan,
  draft: StockDraft,
  quantity: number,
  isEmergency = false,
): StockRequested {
  if (plan.parent === null) fail(`${plan.address} has no one to ask`);
  const to = draft.source === 0 ? plan.parent : plan.standbys[draft.source - 1]!;
  const order = { number: draft.nextOrder, missing: quantity, to, repeats: 0, isEmergency };
  draft.openOrders = draft.openOrders.length === 0 ? [order] : [...draft.openOrders, order];
  draft.nextOrder += 1;
  if (isEmergency) draft.emergencies += 1;
  draft.onOrder += quantity;
  return requestOf(plan, draft, order);
}

/**
 * The message that asks for an open order, also when it is repeated: the position is the one that the order is to
 * raise, or a repeated request would look like one without need.
 */
export function requestOf(plan: InventoryPlan, draft: StockDraft, order: OpenOrder): StockRequested {
  return {
    type: 'stock.requested',
    to: order.to,
    from: plan.address,
    variety: plan.variety,
    order: order.number,
    quantity: order.missing,
    onHand: draft.onHand,
    stockPosition: stockPosition(draft) - order.missing,
    lowWatermark: plan.lowWatermark,
    isEmergency: order.isEmergency,
  };
}

/** Nothing more is expected of that order; the next one goes to the next source. */
export function strikeOrder(plan: InventoryPlan, draft: StockDraft, number: number): void {
  const order = draft.openOrders.find((open) => open.number === number);
  if (order === undefined) return;
  draft.openOrders = draft.openOrders.filter((open) => open !== order);
  draft.onOrder -= order.missing;
  draft.source = (draft.source + 1) % (plan.standbys.length + 1);
}
