import { fail } from '#src/domain/assertion';
import { draftOf } from '#src/domain/stock';
import type { StockDraft } from '#src/domain/stock';
import { surplusAbove } from '#src/policy/recall';
import { NOTHING_HAPPENS } from './apply.ts';
import type { InventoryContext, InventoryOutcome, InventoryPlan } from './inventoryContext.ts';
import { afterChange } from './inventoryDrain.ts';
import { settleExpiry } from './inventoryExpiry.ts';
import { requestWhatIsDue } from './inventoryRequests.ts';
import { linkIndex, send } from './inventoryShipping.ts';
import type { Message, RecallRequested, StockAllotted, StockPromised, SurplusAsked } from './protocol.ts';

export { cancelDebt, checkReceipt, clearRequests, giveReceipt, resume, surrender } from './inventoryDrain.ts';
export { changeStandings, expire } from './inventoryLots.ts';
export { reconcile } from './inventoryReconciliation.ts';
export { repeat, restart } from './inventoryRepeats.ts';
export { purchase } from './inventoryRequests.ts';
export { closeReservation, takeInNew } from './inventoryReservations.ts';
export { salesUntilDecision, sell, turnAwayAll } from './inventorySales.ts';
export { askElsewhere, forgetTransfer, takeIn } from './inventoryTransfers.ts';

/** Looks at the trigger without a sale: at the start, and whenever a policy asks. */
export function review(context: InventoryContext): InventoryOutcome {
  const draft = draftOf(context.stock);
  const messages: Message[] = [];
  settleExpiry(context.plan, draft, undefined, messages);
  requestWhatIsDue(context.plan, draft, messages);
  return { patch: { stock: draft }, messages };
}

/** The hub's word to ship; what a new request finds missing is owed. */
export function ship(context: InventoryContext, event: StockAllotted): InventoryOutcome {
  const { plan } = context;
  const draft = draftOf(context.stock);
  const { receiver, order, quantity, reason } = event;
  if (reason === 'refusal') return { patch: null, messages: refusal(plan, draft, event) };
  const isHeld = plan.shipping === 'wholeOrders' && reason === 'order' && draft.onHand < quantity;
  const count = isHeld ? 0 : Math.min(draft.onHand, quantity);
  const messages: Message[] = count > 0 ? [send(plan, draft, receiver, count, reason, order)] : [];
  draft.shipped += count;
  if (event.owed) {
    if (count !== quantity) fail(`${plan.address}: allotted ${quantity} owed PINs with ${count} on hand`);
    draft.owed -= count;
  } else if (count < quantity && reason === 'order') {
    const missing = quantity - count;
    if (plan.parent === null) fail(`${plan.address}: the ample stock of an unlimited hub is used up`);
    draft.owed += missing;
    const { address: from, keeper: to, variety } = plan;
    const { inNeed } = event;
    const { onHand } = draft;
    messages.push({ type: 'stock.withheld', to, from, variety, receiver, order, missing, onHand, inNeed });
  } else if (count === 0 && reason === 'emergency') messages.push(...refusal(plan, draft, event));
  return afterChange(plan, draft, messages);
}

/** No PIN for a customer who waits elsewhere, unless it has been sent already. */
function refusal(plan: InventoryPlan, { links }: StockDraft, event: StockAllotted): Message[] {
  const { receiver: to, order, quantity: missing } = event;
  const isOnItsWay = links[linkIndex(plan, to)]!.unacknowledged.some(
    (parcel) => parcel.reason === 'emergency' && parcel.order === order,
  );
  if (isOnItsWay) return [];
  const { address: from, variety } = plan;
  return [{ type: 'stock.refused', to, from, variety, order, missing }];
}

/** A request waits in line at the hub: owe it, and buy for it. */
export function promise(context: InventoryContext, event: StockPromised): InventoryOutcome {
  const draft = draftOf(context.stock);
  const messages: Message[] = [];
  draft.owed += event.quantity;
  requestWhatIsDue(context.plan, draft, messages);
  return { patch: { stock: draft }, messages };
}

export function offerSurplus(context: InventoryContext, event: SurplusAsked): InventoryOutcome {
  const { address: from, variety, highWatermark, reserve } = context.plan;
  const { onHand, kept } = context.stock;
  const surplus = surplusAbove(highWatermark, onHand);
  const spare = surplusAbove(reserve, onHand);
  const { inquiry, from: to } = event;
  const isDraining = kept.drain !== null;
  return {
    patch: null,
    messages: [{ type: 'surplus.offered', to, from, variety, inquiry, surplus, spare, onHand, isDraining }],
  };
}

/**
 * Sends back what the hub asks for, but only from above the high watermark as it stands now, in an emergency from above
 * the reserve. Asked the same again it gives the same answer; an older question is stale.
 */
export function giveBack(context: InventoryContext, event: RecallRequested): InventoryOutcome {
  const { plan, stock } = context;
  const { address: from, variety } = plan;
  const { receiver, recall, isEmergency } = event;
  const last = isEmergency ? stock.kept.lastHelp : stock.kept.lastRecall;
  if (recall < last.number) return NOTHING_HAPPENS;
  const isRepeated = recall === last.number;
  const given = surplusAbove(isEmergency ? plan.reserve : plan.highWatermark, stock.onHand);
  const quantity = isRepeated ? last.quantity : Math.min(event.quantity, given);
  const messages: Message[] = [{ type: 'recall.answered', to: event.from, from, variety, recall, quantity }];
  if (isRepeated) return { patch: null, messages };
  const draft = draftOf(stock);
  const answer = { number: recall, quantity };
  draft.kept = { ...draft.kept, ...(isEmergency ? { lastHelp: answer } : { lastRecall: answer }) };
  if (quantity > 0) {
    messages.push(send(plan, draft, receiver, quantity, isEmergency ? 'emergency' : 'recall', recall));
    if (isEmergency) draft.lent += quantity;
    else draft.recalled += quantity;
  }
  requestWhatIsDue(plan, draft, messages);
  return { patch: { stock: draft }, messages };
}
