import { fail } from '#src/domain/assertion';
import { draftOf, stockPosition } from '#src/domain/stock';
import type { Stock, StockDraft } from '#src/domain/stock';
import { salesUntilOrder } from '#src/policy/replenishment';
import type { InventoryContext, InventoryOutcome, InventoryPlan } from './inventoryContext.ts';
import { hasExpiring } from './inventoryExpiry.ts';
import { freshen } from './inventoryLots.ts';
import { request, requestIfDue, requestWhatIsDue } from './inventoryRequests.ts';
import { issue, reserve } from './inventoryShelf.ts';
import type { Message, StockDemanded } from './protocol.ts';

/**
 * How many further sales, one PIN each, it takes until one makes something happen: a request, or a customer who
 * waits. Infinity: no number of sales does, as when every further customer is lost. Up to and including that sale,
 * they can be handed over as one event.
 */
export function salesUntilDecision({ plan, stock }: InventoryContext): number {
  if (plan.unmet !== 'lost') return headroom(plan, stock);
  if (plan.parent === null || stock.kept.drain !== null) return Infinity;
  const untilOrder = salesUntilOrder(plan, stockPosition(stock), stock.openOrders.length);
  // Sales behind the last PIN are lost and lower nothing.
  return untilOrder <= stock.onHand ? untilOrder : Infinity;
}

/** How many further sales are all alike: PINs issued up to a request or the last PIN, or none issued at all. */
function headroom(plan: InventoryPlan, stock: Stock): number {
  if (stock.onHand === 0) return plan.unmet === 'lost' ? Infinity : 1;
  if (plan.parent === null || stock.kept.drain !== null) return stock.onHand;
  const untilOrder = salesUntilOrder(plan, stockPosition(stock), stock.openOrders.length);
  return Math.min(stock.onHand, untilOrder);
}

/**
 * `count` customers one after another: the same as `count` events of one, whatever the count. Or one customer who asks
 * for all of them.
 */
export function sell(context: InventoryContext, event: StockDemanded): InventoryOutcome {
  if (event.isOneCustomer === true) return sellInBulk(context, event);
  const { plan } = context;
  const { count, sale } = event;
  if (sale !== null && count !== 1) fail(`${plan.address}: a named sale asks for one PIN`);
  const draft = draftOf(context.stock);
  const before = hasExpiring(draft) ? freshen(plan, draft, event.at) : NOTHING;
  if (before.length === 0 && count > 0 && draft.onHand > 0 && count <= headroom(plan, draft)) {
    // The usual case by far; a list that is written out takes a tenth of the memory of one that grows.
    const issued = sale === null ? issue(plan, draft, count) : reserve(plan, draft, sale);
    if (draft.onHand === 0) draft.stockouts += 1;
    const due = requestIfDue(plan, draft);
    if (due === null) return { patch: { stock: draft }, messages: [issued] };
    const messages: Message[] = [issued, due];
    requestWhatIsDue(plan, draft, messages);
    return { patch: { stock: draft }, messages };
  }
  const messages: Message[] = [...before];
  let remaining = count;
  while (remaining > 0) {
    const alike = Math.min(remaining, headroom(plan, draft));
    if (draft.onHand > 0) {
      messages.push(sale === null ? issue(plan, draft, alike) : reserve(plan, draft, sale));
      if (draft.onHand === 0) draft.stockouts += 1;
    } else {
      turnAway(plan, draft, alike, event, messages);
    }
    remaining -= alike;
    requestWhatIsDue(plan, draft, messages);
  }
  return { patch: { stock: draft }, messages };
}

const NOTHING: readonly Message[] = [];

/**
 * One customer takes what is there. The rest is lost, waited for PIN by PIN, fetched by one request, or asked of other
 * servers PIN by PIN; the trigger is looked at when all of that is done.
 */
function sellInBulk(context: InventoryContext, event: StockDemanded): InventoryOutcome {
  const { plan } = context;
  const { count, sale } = event;
  if (sale !== null) fail(`${plan.address}: a named sale asks for one PIN`);
  const draft = draftOf(context.stock);
  const messages: Message[] = hasExpiring(draft) ? [...freshen(plan, draft, event.at)] : [];
  const taken = Math.min(count, draft.onHand);
  if (taken > 0) {
    messages.push(issue(plan, draft, taken));
    if (draft.onHand === 0) draft.stockouts += 1;
  }
  if (taken < count) turnAway(plan, draft, count - taken, event, messages);
  requestWhatIsDue(plan, draft, messages);
  return { patch: { stock: draft }, messages };
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
    const { address: from, keeper: to } = plan;
    messages.push({ type: 'sale.unmet', to, from, sale, waits });
  }
  if (plan.unmet === 'fetch') messages.push(request(plan, draft, count));
  else if (plan.unmet === 'transfer') {
    // PIN by PIN: other servers may have some to spare, but hardly one of them all.
    for (let pin = 0; pin < count; pin++) messages.push(request(plan, draft, 1, true));
  }
}

/** An inventory that is going offline sells nothing and lets nobody wait. */
export function turnAwayAll(context: InventoryContext, event: StockDemanded): InventoryOutcome {
  const { plan, stock } = context;
  const { sale, count } = event;
  const draft = draftOf(stock);
  draft.lost += count;
  const { address: from, keeper: to } = plan;
  const messages: Message[] = sale === null ? [] : [{ type: 'sale.unmet', to, from, sale, waits: false }];
  return { patch: { stock: draft }, messages };
}
