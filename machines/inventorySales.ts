import { fail } from '#src/domain/assertion';
import { takePins } from '#src/domain/pinRange';
import { draftOf, stockPosition } from '#src/domain/stock';
import type { Stock, StockDraft } from '#src/domain/stock';
import { salesUntilOrder } from '#src/policy/replenishment';
import type { Outcome } from './apply.ts';
import type { InventoryContext, InventoryPlan } from './inventoryContext.ts';
import { request, requestIfDue, requestWhatIsDue } from './inventoryRequests.ts';
import { CUSTOMERS } from './protocol.ts';
import type { Message, PinsIssued, StockDemanded } from './protocol.ts';

/**
 * How many further sales, one PIN each, it takes until one makes something happen: a request, or a customer who
 * waits. Infinity: no number of sales does, as when every further customer is lost. Up to and including that sale,
 * they can be handed over as one event.
 */
export function salesUntilDecision({ plan, stock }: InventoryContext): number {
  if (plan.unmet !== 'lost') return headroom(plan, stock);
  if (plan.parent === null) return Infinity;
  const untilOrder = salesUntilOrder(plan, stockPosition(stock), stock.openOrders.length);
  // Sales behind the last PIN are lost and lower nothing.
  return untilOrder <= stock.onHand ? untilOrder : Infinity;
}

/** How many further sales are all alike: PINs issued up to a request or the last PIN, or none issued at all. */
function headroom(plan: InventoryPlan, stock: Stock): number {
  if (stock.onHand === 0) return plan.unmet === 'lost' ? Infinity : 1;
  if (plan.parent === null) return stock.onHand;
  const untilOrder = salesUntilOrder(plan, stockPosition(stock), stock.openOrders.length);
  return Math.min(stock.onHand, untilOrder);
}

/** `count` customers one after another: the same as `count` events of one, whatever the count. */
export function sell(context: InventoryContext, event: StockDemanded): Outcome<InventoryContext, Message> {
  const { plan } = context;
  const { count, sale } = event;
  if (sale !== null && count !== 1) fail(`${plan.address}: a named sale asks for one PIN`);
  const draft = draftOf(context.stock);
  if (count > 0 && draft.onHand > 0 && count <= headroom(plan, draft)) {
    // The usual case by far; a list that is written out takes a tenth of the memory of one that grows.
    const issued = issue(plan, draft, count, sale);
    if (draft.onHand === 0) draft.stockouts += 1;
    const due = requestIfDue(plan, draft);
    if (due === null) return { patch: { stock: draft }, messages: [issued] };
    const messages: Message[] = [issued, due];
    requestWhatIsDue(plan, draft, messages);
    return { patch: { stock: draft }, messages };
  }
  const messages: Message[] = [];
  let remaining = count;
  while (remaining > 0) {
    const alike = Math.min(remaining, headroom(plan, draft));
    if (draft.onHand > 0) {
      messages.push(issue(plan, draft, alike, sale));
      if (draft.onHand === 0) draft.stockouts += 1;
    } else {
      turnAway(plan, draft, alike, event, messages);
    }
    remaining -= alike;
    requestWhatIsDue(plan, draft, messages);
  }
  return { patch: { stock: draft }, messages };
}

function issue(
  plan: InventoryPlan,
  draft: StockDraft,
  count: number,
  sale: StockDemanded['sale'],
): PinsIssued {
  const { taken, rest } = takePins(draft.ranges, count);
  draft.ranges = rest;
  draft.onHand -= count;
  draft.sold += count;
  return {
    type: 'pins.issued',
    to: sale === null ? CUSTOMERS : plan.keeper,
    from: plan.address,
    variety: plan.variety,
    ranges: taken,
    count,
    sale,
  };
}

function turnAway(
  plan: InventoryPlan,
  draft: StockDraft,
  count: number,
  event: StockDemanded,
  messages: Message[],
): void {
  const waits = plan.unmet !== 'lost';
  const { sale } = event;
  if (waits) {
    draft.owed += count;
    draft.backordered += count;
    if (sale !== null) draft.waiting = [...draft.waiting, sale];
  } else {
    draft.lost += count;
  }
  if (sale !== null) {
    const { address: from, variety, keeper: to } = plan;
    messages.push({ type: 'sale.unmet', to, from, variety, sale, waits });
  }
  if (plan.unmet === 'fetch') messages.push(request(plan, draft, count));
}

/** Gives what has come in to those who wait, first come first served. */
export function serveWaiting(plan: InventoryPlan, draft: StockDraft, messages: Message[]): void {
  if (draft.owed === 0) return;
  const named = draft.waiting.slice(0, draft.onHand);
  for (const sale of named) messages.push(issue(plan, draft, 1, sale));
  draft.waiting = draft.waiting.slice(named.length);
  const nameless = Math.min(draft.onHand, draft.owed - named.length);
  if (nameless > 0) messages.push(issue(plan, draft, nameless, null));
  draft.owed -= named.length + nameless;
  // The delivery was gone before a customer could see it: the shelf stayed empty, no stock-out began.
}
