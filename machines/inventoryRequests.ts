import { fail } from '#src/domain/assertion';
import { stockPosition } from '#src/domain/stock';
import type { OpenOrder, StockDraft } from '#src/domain/stock';
import { isOrderDue, orderQuantity } from '#src/policy/replenishment';
import { repeatLater } from './inventoryAlarm.ts';
import type { InventoryPlan } from './inventoryContext.ts';
import type { Message, StockRequested } from './protocol.ts';

/** Requests until none is due: several of a fixed quantity may be. */
export function requestWhatIsDue(plan: InventoryPlan, draft: StockDraft, messages: Message[]): void {
  for (let due = requestIfDue(plan, draft); due !== null; due = requestIfDue(plan, draft)) messages.push(due);
  repeatLater(plan, draft, messages);
}

/** The next request that is due, made; null: none is, or the inventory is going offline. */
export function requestIfDue(plan: InventoryPlan, draft: StockDraft): StockRequested | null {
  if (plan.parent === null || draft.kept.drain !== null) return null;
  const position = stockPosition(draft);
  if (!isOrderDue(plan, position, draft.openOrders.length)) return null;
  return request(plan, draft, orderQuantity(plan, position));
}

/** Asks the point above for `quantity` PINs. */
export function request(plan: InventoryPlan, draft: StockDraft, quantity: number): StockRequested {
  if (plan.parent === null) fail(`${plan.address} has no one to ask`);
  const to = draft.source === 0 ? plan.parent : plan.standbys[draft.source - 1]!;
  const order = { number: draft.nextOrder, missing: quantity, to, repeats: 0 };
  draft.openOrders = draft.openOrders.length === 0 ? [order] : [...draft.openOrders, order];
  draft.nextOrder += 1;
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
