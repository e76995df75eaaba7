import { fail } from '#src/domain/assertion';
import { acknowledgeParcel, hasReceived, receiveParcel, sendParcel } from '#src/domain/link';
import { addPins, takePins } from '#src/domain/pinRange';
import { replaceAt } from '#src/domain/replaceAt';
import { draftOf, stockPosition } from '#src/domain/stock';
import type { OpenOrder, Stock, StockDraft } from '#src/domain/stock';
import { surplusAbove } from '#src/policy/recall';
import { isOrderDue, orderQuantity, salesUntilOrder } from '#src/policy/replenishment';
import type { Outcome } from './apply.ts';
import type { InventoryContext, InventoryPlan } from './inventory.ts';
import { CUSTOMERS } from './protocol.ts';
import type {
  Message,
  PinsIssued,
  RecallRequested,
  StockAllotted,
  StockDemanded,
  StockPromised,
  StockRequested,
  SurplusAsked,
  TransferAcknowledged,
  TransferShipped,
} from './protocol.ts';

type InventoryOutcome = Outcome<InventoryContext, Message>;

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
export function sell(context: InventoryContext, event: StockDemanded): InventoryOutcome {
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

/** Requests until none is due: several of a fixed quantity may be. */
function requestWhatIsDue(plan: InventoryPlan, draft: StockDraft, messages: Message[]): void {
  for (let due = requestIfDue(plan, draft); due !== null; due = requestIfDue(plan, draft)) messages.push(due);
}

function requestIfDue(plan: InventoryPlan, draft: StockDraft): StockRequested | null {
  if (plan.parent === null) return null;
  const position = stockPosition(draft);
  if (!isOrderDue(plan, position, draft.openOrders.length)) return null;
  return request(plan, draft, orderQuantity(plan, position));
}

function request(plan: InventoryPlan, draft: StockDraft, quantity: number): StockRequested {
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

function serveWaiting(plan: InventoryPlan, draft: StockDraft, messages: Message[]): void {
  if (draft.owed === 0) return;
  const named = draft.waiting.slice(0, draft.onHand);
  for (const sale of named) messages.push(issue(plan, draft, 1, sale));
  draft.waiting = draft.waiting.slice(named.length);
  const nameless = Math.min(draft.onHand, draft.owed - named.length);
  if (nameless > 0) messages.push(issue(plan, draft, nameless, null));
  draft.owed -= named.length + nameless;
  // The delivery was gone before a customer could see it: the shelf stayed empty, no stock-out began.
}

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

// A server's inventory has one peer; the hub's central one has one for each server, so there it is looked up.
const peerIndexes = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

function linkIndex({ peers, address }: InventoryPlan, peer: string): number {
  if (peers.length === 1 && peers[0] === peer) return 0;
  let indexes = peerIndexes.get(peers);
  if (indexes === undefined) {
    indexes = new Map(peers.map((name, index) => [name, index]));
    peerIndexes.set(peers, indexes);
  }
  const index = indexes.get(peer);
  if (index === undefined) fail(`${address} has no link with ${peer}`);
  return index;
}
