import { acknowledgeParcel, countReturned, hasReceived, receiveParcel } from '#src/domain/link';
import { addPins } from '#src/domain/pinRange';
import { replaceAt } from '#src/domain/replaceAt';
import { draftOf } from '#src/domain/stock';
import type { OpenOrder, StockDraft } from '#src/domain/stock';
import { NOTHING_HAPPENS } from './apply.ts';
import type { InventoryContext, InventoryOutcome, InventoryPlan } from './inventoryContext.ts';
import { afterChange, progressOfDrain } from './inventoryDrain.ts';
import { requestWhatIsDue, strikeOrder } from './inventoryRequests.ts';
import { shelve } from './inventoryLots.ts';
import { loseWaiting, passOn, received } from './inventoryShelf.ts';
import { linkIndex } from './inventoryShipping.ts';
import type { Message, StockRefused, TransferAcknowledged, TransferShipped } from './protocol.ts';

/** A transfer arrives: taken in once, acknowledged every time. */
export function takeIn(context: InventoryContext, event: TransferShipped): InventoryOutcome {
  const { plan, stock } = context;
  const index = linkIndex(plan, event.from);
  const link = stock.links[index]!;
  const { from: peer, number, variety } = event;
  const messages: Message[] = [
    { type: 'transfer.acknowledged', to: peer, from: plan.address, variety, number },
  ];
  if (hasReceived(link, number)) return { patch: null, messages };
  const draft = draftOf(stock);
  draft.links = replaceAt(stock.links, index, receiveParcel(link, number));
  if (isOrdered(plan, event)) {
    shelve(plan, draft, event.ranges, event.at, messages);
    draft.received += event.count;
    fillOrder(draft, event.order, event.count);
  } else takeInUnordered(plan, draft, index, event, messages);
  if (plan.role === 'server') {
    const { owed } = draft;
    passOn(plan, draft, event.at, messages);
    if (event.reason === 'emergency') draft.helped += Math.min(owed - draft.owed, event.count);
  } else if (draft.owed > 0 || event.reason !== 'purchase' || draft.kept.drain !== null) {
    const recall = event.reason === 'recall' || event.reason === 'emergency' ? event.order : null;
    messages.push(received(plan, draft, recall));
  }
  return afterChange(plan, draft, messages);
}

function isOrdered({ role }: InventoryPlan, { reason }: TransferShipped): boolean {
  return reason === 'purchase' || reason === 'order' || (reason === 'emergency' && role === 'server');
}

/** What no order asked for: pushed by a hub that goes offline, recalled or given back by a server. */
function takeInUnordered(
  plan: InventoryPlan,
  draft: StockDraft,
  index: number,
  event: TransferShipped,
  messages: Message[],
): void {
  const { reason, ranges, count } = event;
  if (reason === 'quarantined') {
    draft.kept = { ...draft.kept, quarantined: addPins(draft.kept.quarantined, ranges) };
  } else shelve(plan, draft, ranges, event.at, messages);
  if (plan.role === 'server') {
    draft.received += count;
    return;
  }
  if (reason === 'emergency') draft.lent += count;
  else draft.recalled += count;
  draft.links = replaceAt(draft.links, index, countReturned(draft.links[index]!, ranges));
}

/** A supplier may send more than was asked, or what was given up: PINs are PINs, but only what is open is filled. */
function fillOrder(draft: StockDraft, number: number, count: number): void {
  const orders = draft.openOrders;
  const index = orders.findIndex((order) => order.number === number);
  const order = orders[index];
  if (order === undefined) return;
  if (order.missing > count) {
    draft.onOrder -= count;
    draft.openOrders = replaceAt(orders, index, { ...order, missing: order.missing - count, repeats: 0 });
  } else {
    draft.onOrder -= order.missing;
    draft.openOrders = orders.length === 1 ? NO_ORDERS : orders.toSpliced(index, 1);
  }
}

const NO_ORDERS: readonly OpenOrder[] = [];

/** The peer has it: the sender may forget it. */
export function forgetTransfer(context: InventoryContext, event: TransferAcknowledged): InventoryOutcome {
  const { plan, stock } = context;
  const index = linkIndex(plan, event.from);
  const link = stock.links[index]!;
  const next = acknowledgeParcel(link, event.number);
  if (next === link) return NOTHING_HAPPENS;
  const draft = draftOf(stock);
  const messages: Message[] = [];
  draft.links = replaceAt(draft.links, index, next);
  progressOfDrain(plan, draft, messages);
  return { patch: { stock: draft }, messages };
}

/** A supplier will not deliver what is left of an order: ask the next one. No server helps: who waits for that leaves. */
export function askElsewhere(context: InventoryContext, event: StockRefused): InventoryOutcome {
  const { plan, stock } = context;
  const refused = stock.openOrders.find(({ number }) => number === event.order);
  // Word of an emergency comes from whoever would have sent the PIN.
  if (refused === undefined || (refused.to !== event.from && !refused.isEmergency)) {
    return NOTHING_HAPPENS;
  }
  const draft = draftOf(stock);
  const messages: Message[] = [];
  strikeOrder(plan, draft, event.order);
  if (refused.isEmergency) dismiss(plan, draft, messages);
  requestWhatIsDue(plan, draft, messages);
  return { patch: { stock: draft }, messages };
}

/** Whoever waits, and for whom no emergency request is open any more, leaves; the first in line first. */
function dismiss(plan: InventoryPlan, draft: StockDraft, messages: Message[]): void {
  let hopeful = 0;
  for (const { isEmergency, missing } of draft.openOrders) if (isEmergency) hopeful += missing;
  const count = Math.max(0, draft.owed - hopeful);
  const { address: from, keeper: to } = plan;
  for (const sale of draft.waiting.slice(0, count)) {
    messages.push({ type: 'sale.unmet', to, from, sale, waits: false });
  }
  draft.waiting = draft.waiting.slice(count);
  loseWaiting(draft, count);
}
