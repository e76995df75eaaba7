import { draftOf } from '#src/domain/stock';
import type { StockDraft } from '#src/domain/stock';
import { NOTHING_HAPPENS } from './apply.ts';
import { REPEAT, repeatLater } from './inventoryAlarm.ts';
import type { InventoryContext, InventoryOutcome, InventoryPlan } from './inventoryContext.ts';
import { askAgainForDrain } from './inventoryDrain.ts';
import { settleExpiry } from './inventoryExpiry.ts';
import { requestOf, requestWhatIsDue, strikeOrder } from './inventoryRequests.ts';
import type { AlarmRang, Message } from './protocol.ts';
import { shipmentOf } from './shipment.ts';

/** So often an order is repeated before a supplier is given up: the next one is asked, or the same one anew. */
const MOST_REPEATS = 6;

/** Repeats all that is unanswered. Harmless however often it is done: receivers recognise what they know. */
export function repeat(context: InventoryContext, event: AlarmRang): InventoryOutcome {
  if (event.alarm !== REPEAT) return NOTHING_HAPPENS;
  const { plan } = context;
  const draft = draftOf(context.stock);
  const messages: Message[] = [];
  repeatAll(plan, draft, messages);
  return { patch: { stock: draft }, messages };
}

function repeatAll(plan: InventoryPlan, draft: StockDraft, messages: Message[]): void {
  const { address, variety } = plan;
  for (const link of draft.links) {
    for (const parcel of link.unacknowledged) messages.push(shipmentOf(address, variety, link, parcel));
  }
  draft.openOrders = draft.openOrders.map((order) => ({ ...order, repeats: order.repeats + 1 }));
  for (const order of draft.openOrders) messages.push(requestOf(plan, draft, order));
  askAgainForDrain(plan, draft, messages);
  giveUpOnSuppliers(plan, draft, messages);
  draft.kept = { ...draft.kept, isRepeating: false };
  repeatLater(plan, draft, messages);
}

/**
 * After a restart whatever left before may have been lost with the node. The clock may have moved on as well: the alarm
 * for what expires is asked for anew.
 */
export function restart(context: InventoryContext): InventoryOutcome {
  const { plan } = context;
  const draft = draftOf(context.stock);
  const messages: Message[] = [];
  repeatAll(plan, draft, messages);
  draft.kept = { ...draft.kept, expiryWatched: null, isBuying: false };
  settleExpiry(plan, draft, undefined, messages);
  if (plan.purchaseAfter !== null) requestWhatIsDue(plan, draft, messages);
  return { patch: { stock: draft }, messages };
}

/** An order that a supplier will not fill is struck, and the next supplier asked; what comes of it all the same is taken in. */
function giveUpOnSuppliers(plan: InventoryPlan, draft: StockDraft, messages: Message[]): void {
  if (plan.role !== 'central') return;
  const hopeless = draft.openOrders.filter(({ repeats }) => repeats > MOST_REPEATS);
  if (hopeless.length === 0) return;
  for (const { number } of hopeless) strikeOrder(plan, draft, number);
  requestWhatIsDue(plan, draft, messages);
}
