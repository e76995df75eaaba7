import { fail } from '#src/domain/assertion';
import { acknowledgeParcel, hasReceived, receiveParcel, sendParcel } from '#src/domain/link';
import { addPins, takePins } from '#src/domain/pinRange';
import { placeByName } from '#src/domain/placeByName';
import { replaceAt } from '#src/domain/replaceAt';
import { draftOf } from '#src/domain/stock';
import type { OpenOrder, StockDraft } from '#src/domain/stock';
import { surplusAbove } from '#src/policy/recall';
import type { Outcome } from './apply.ts';
import type { InventoryContext, InventoryPlan } from './inventoryContext.ts';
import { requestWhatIsDue } from './inventoryRequests.ts';
import { serveWaiting } from './inventorySales.ts';
import type {
  Message,
  RecallRequested,
  StockAllotted,
  StockPromised,
  SurplusAsked,
  TransferAcknowledged,
  TransferShipped,
} from './protocol.ts';

export { salesUntilDecision, sell } from './inventorySales.ts';

type InventoryOutcome = Outcome<InventoryContext, Message>;

/** Looks at the trigger without a sale: at the start, and whenever a policy asks. */
export function review(context: InventoryContext): InventoryOutcome {
  const draft = draftOf(context.stock);
  const messages: Message[] = [];
  requestWhatIsDue(context.plan, draft, messages);
  return { patch: { stock: draft }, messages };
}

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
  draft.ranges = addPins(stock.ranges, event.ranges);
  draft.onHand += event.count;
  if (event.reason === 'recall') {
    draft.recalled += event.count;
  } else {
    draft.received += event.count;
    draft.onOrder -= event.count;
    draft.openOrders = fillOrder(stock.openOrders, event.order, event.count);
  }
  if (plan.role === 'server') serveWaiting(plan, draft, messages);
  else if (draft.owed > 0 || event.reason === 'recall') {
    const recall = event.reason === 'recall' ? event.order : null;
    const { address: from, keeper: to } = plan;
    messages.push({ type: 'stock.received', to, from, variety, onHand: draft.onHand, recall });
  }
  requestWhatIsDue(plan, draft, messages);
  return { patch: { stock: draft }, messages };
}

function fillOrder(orders: readonly OpenOrder[], number: number, count: number): readonly OpenOrder[] {
  const index = orders.findIndex((order) => order.number === number);
  const order = orders[index];
  if (order === undefined || order.missing < count) fail(`order ${number} was not open for ${count} PINs`);
  if (order.missing === count) return orders.length === 1 ? NO_ORDERS : orders.toSpliced(index, 1);
  return replaceAt(orders, index, { number, missing: order.missing - count });
}

const NO_ORDERS: readonly OpenOrder[] = [];

/** The hub's word to ship; what a new request finds missing is owed. */
export function ship(context: InventoryContext, event: StockAllotted): InventoryOutcome {
  const { plan } = context;
  const draft = draftOf(context.stock);
  const { receiver, order, quantity } = event;
  const count =
    plan.shipping === 'wholeOrders' && draft.onHand < quantity ? 0 : Math.min(draft.onHand, quantity);
  const messages: Message[] = count > 0 ? [send(plan, draft, receiver, count, 'order', order)] : [];
  draft.shipped += count;
  if (event.owed) {
    if (count !== quantity) fail(`${plan.address}: allotted ${quantity} owed PINs with ${count} on hand`);
    draft.owed -= count;
  } else if (count < quantity) {
    const missing = quantity - count;
    if (plan.parent === null) fail(`${plan.address}: the ample stock of an unlimited hub is used up`);
    draft.owed += missing;
    const { address: from, keeper: to, variety } = plan;
    const { inNeed } = event;
    const { onHand } = draft;
    messages.push({ type: 'stock.withheld', to, from, variety, receiver, order, missing, onHand, inNeed });
  }
  requestWhatIsDue(plan, draft, messages);
  return { patch: { stock: draft }, messages };
}

function send(
  plan: InventoryPlan,
  draft: StockDraft,
  to: string,
  count: number,
  reason: 'order' | 'recall',
  order: number,
): TransferShipped {
  const index = linkIndex(plan, to);
  const link = draft.links[index]!;
  const { taken, rest } = takePins(draft.ranges, count);
  draft.ranges = rest;
  draft.onHand -= count;
  if (draft.onHand === 0) draft.stockouts += 1;
  draft.links = replaceAt(draft.links, index, sendParcel(link, taken, count));
  const { address: from, variety } = plan;
  const { nextNumber: number } = link;
  return { type: 'transfer.shipped', to, from, variety, number, ranges: taken, count, reason, order };
}

/** A request waits in line at the hub: owe it, and buy for it. */
export function promise(context: InventoryContext, event: StockPromised): InventoryOutcome {
  const draft = draftOf(context.stock);
  const messages: Message[] = [];
  draft.owed += event.quantity;
  requestWhatIsDue(context.plan, draft, messages);
  return { patch: { stock: draft }, messages };
}

/** The peer has it: the sender may forget it. */
export function forgetTransfer(context: InventoryContext, event: TransferAcknowledged): InventoryOutcome {
  const index = linkIndex(context.plan, event.from);
  const link = context.stock.links[index]!;
  const next = acknowledgeParcel(link, event.number);
  if (next === link) return { patch: null, messages: [] };
  const draft = draftOf(context.stock);
  draft.links = replaceAt(draft.links, index, next);
  return { patch: { stock: draft }, messages: [] };
}

export function offerSurplus(context: InventoryContext, event: SurplusAsked): InventoryOutcome {
  const { address: from, variety, highWatermark } = context.plan;
  const surplus = surplusAbove(highWatermark, context.stock.onHand);
  const { inquiry } = event;
  return {
    patch: null,
    messages: [{ type: 'surplus.offered', to: event.from, from, variety, inquiry, surplus }],
  };
}

/** Sends back what the hub asks for, but only from above the high watermark as it stands now. */
export function giveBack(context: InventoryContext, event: RecallRequested): InventoryOutcome {
  const { plan } = context;
  const draft = draftOf(context.stock);
  const { receiver, recall } = event;
  const quantity = Math.min(event.quantity, surplusAbove(plan.highWatermark, draft.onHand));
  const { address: from, variety } = plan;
  const messages: Message[] = [{ type: 'recall.answered', to: event.from, from, variety, recall, quantity }];
  if (quantity > 0) {
    messages.push(send(plan, draft, receiver, quantity, 'recall', recall));
    draft.recalled += quantity;
    requestWhatIsDue(plan, draft, messages);
  }
  return { patch: { stock: draft }, messages };
}

function linkIndex({ peers, address }: InventoryPlan, peer: string): number {
  // A server's inventory has one peer; only the hub's central one, with one for each server, needs to look it up.
  if (peers.length === 1 && peers[0] === peer) return 0;
  const index = placeByName(peers, peer, String);
  if (index === undefined) fail(`${address} has no link with ${peer}`);
  return index;
}
