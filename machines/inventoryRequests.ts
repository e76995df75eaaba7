import { fail } from '#src/domain/assertion';
import { stockPosition } from '#src/domain/stock';
import type { StockDraft } from '#src/domain/stock';
import { isOrderDue, orderQuantity } from '#src/policy/replenishment';
import type { InventoryPlan } from './inventoryContext.ts';
import type { Message, StockRequested } from './protocol.ts';

/** Requests until none is due: several of a fixed quantity may be. */
export function requestWhatIsDue(plan: InventoryPlan, draft: StockDraft, messages: Message[]): void {
  for (let due = requestIfDue(plan, draft); due !== null; due = requestIfDue(plan, draft)) messages.push(due);
}

/** The next request that is due, made; null: none is. */
export function requestIfDue(plan: InventoryPlan, draft: StockDraft): StockRequested | null {
  if (plan.parent === null) return null;
  const position = stockPosition(draft);
  if (!isOrderDue(plan, position, draft.openOrders.length)) return null;
  return request(plan, draft, orderQuantity(plan, position));
}

/** Asks the point above for `quantity` PINs. */
export function request(plan: InventoryPlan, draft: StockDraft, quantity: number): StockRequested {
  if (plan.parent === null) fail(`${plan.address} has no one to ask`);
  const order = { number: draft.nextOrder, missing: quantity };
  const requested: StockRequested = {
    type: 'stock.requested',
    to: plan.parent,
    from: plan.address,
    variety: plan.variety,
    order: order.number,
    quantity,
    onHand: draft.onHand,
    stockPosition: stockPosition(draft),
    lowWatermark: plan.lowWatermark,
  };
  draft.openOrders = draft.openOrders.length === 0 ? [order] : [...draft.openOrders, order];
  draft.nextOrder += 1;
  draft.onOrder += quantity;
  return requested;
}
