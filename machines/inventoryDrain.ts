import type { Drain } from '#src/domain/kept';
import { draftOf } from '#src/domain/stock';
import type { StockDraft } from '#src/domain/stock';
import { NOTHING_HAPPENS } from './apply.ts';
import { repeatLater } from './inventoryAlarm.ts';
import type { InventoryContext, InventoryOutcome, InventoryPlan } from './inventoryContext.ts';
import { requestWhatIsDue } from './inventoryRequests.ts';
import { loseWaiting, passOn, received, shareable } from './inventoryShelf.ts';
import { dispatch, send } from './inventoryShipping.ts';
import type { DebtCancelled, Message, ReceiptAsked, ReceiptGiven, RequestsCleared } from './protocol.ts';

/**
 * Going offline. A server's inventory turns away who waits, strikes its requests, sends back all it has and all that
 * still comes, and is done when the hub's receipt for everything it ever sent back matches its own books. A central
 * one only stops buying: the hub shares out what it has. An unlimited one has nothing to share: its shelf stands for
 * a source outside the network.
 */
export function surrender(context: InventoryContext): InventoryOutcome {
  const { plan } = context;
  const draft = draftOf(context.stock);
  const messages: Message[] = [];
  draft.kept = { ...draft.kept, drain: { sentBelow: null, isDone: false } };
  for (const sale of draft.waiting) {
    messages.push({ type: 'sale.unmet', to: plan.keeper, from: plan.address, sale, waits: false });
  }
  if (plan.role === 'server') {
    loseWaiting(draft, draft.owed);
    draft.waiting = [];
    // Struck here at once: if the drain is called off before the hub answers, what it strikes must not be waited for.
    draft.openOrders = [];
    draft.onOrder = 0;
    askAgainForDrain(plan, draft, messages);
  } else {
    messages.push(received(plan, draft, null));
  }
  progressOfDrain(plan, draft, messages);
  repeatLater(plan, draft, messages);
  return { patch: { stock: draft }, messages };
}

/** What follows every change of the stock: what is due is asked for, and a drain goes on. */
export function afterChange(plan: InventoryPlan, draft: StockDraft, messages: Message[]): InventoryOutcome {
  requestWhatIsDue(plan, draft, messages);
  progressOfDrain(plan, draft, messages);
  return { patch: { stock: draft }, messages };
}

/** Sends back what can be sent back, and says when nothing is left. Called after whatever changes the stock. */
export function progressOfDrain(plan: InventoryPlan, draft: StockDraft, messages: Message[]): void {
  const { drain } = draft.kept;
  if (drain === null) return;
  const isDone = isGone(plan, draft);
  if (drain.isDone) {
    if (isDone) return;
    // Not empty after all: a transfer came late, or a suspect sale was reversed.
    draft.kept = { ...draft.kept, drain: { ...drain, isDone: false } };
  }
  if (plan.role === 'central' || plan.peers.length === 0) {
    if (isDone) finish(plan, draft, drain, messages);
    return;
  }
  giveEverythingBack(plan, draft, messages);
  if (isEmptied(draft)) askAgainForDrain(plan, draft, messages);
  repeatLater(plan, draft, messages);
}

/** The questions of a drain: strike my requests; then, when all is back, give me your receipt. */
export function askAgainForDrain(plan: InventoryPlan, draft: StockDraft, messages: Message[]): void {
  const { drain } = draft.kept;
  const { address: from, variety, parent, role } = plan;
  if (drain === null || drain.isDone || role !== 'server' || parent === null) return;
  if (drain.sentBelow === null) {
    messages.push({ type: 'requests.withdrawn', to: parent, from, variety, order: draft.nextOrder - 1 });
  } else if (isEmptied(draft)) {
    messages.push({ type: 'receipt.asked', to: plan.peers[0]!, from, variety });
  }
}

/** Whether the inventory has nothing any more that could go elsewhere. */
function isGone(plan: InventoryPlan, draft: StockDraft): boolean {
  const { role, peers } = plan;
  if (role === 'central') {
    return (
      shareable(plan, draft) === 0 && draft.links.every(({ unacknowledged }) => unacknowledged.length === 0)
    );
  }
  // Without peers its PINs come when they are sold; there is no one to give any back to.
  if (peers.length === 0) return draft.kept.reservations.every(({ isSuspect }) => isSuspect);
  return isEmptied(draft);
}

/** Nothing left that can be given back, and nothing on its way in or out. */
function isEmptied({ onHand, links, kept }: StockDraft): boolean {
  const { drain, reservations, frozen, quarantined } = kept;
  const link = links[0]!;
  return (
    drain?.sentBelow != null &&
    link.received.below >= drain.sentBelow &&
    link.unacknowledged.length === 0 &&
    onHand === 0 &&
    frozen.length === 0 &&
    quarantined.length === 0 &&
    reservations.every(({ isSuspect }) => isSuspect)
  );
}

function giveEverythingBack(plan: InventoryPlan, draft: StockDraft, messages: Message[]): void {
  const hub = plan.peers[0]!;
  if (draft.onHand > 0) messages.push(send(plan, draft, hub, draft.onHand, 'return', 0));
  const { frozen, quarantined } = draft.kept;
  if (frozen.length + quarantined.length === 0) return;
  draft.kept = { ...draft.kept, frozen: [], quarantined: [] };
  if (frozen.length > 0) messages.push(dispatch(plan, draft, hub, frozen, 'lot', 0));
  if (quarantined.length > 0) messages.push(dispatch(plan, draft, hub, quarantined, 'quarantined', 0));
}

function finish(plan: InventoryPlan, draft: StockDraft, drain: Drain, messages: Message[]): void {
  const { address: from, keeper: to, variety } = plan;
  draft.kept = { ...draft.kept, drain: { ...drain, isDone: true } };
  const count = draft.links[0]?.returned.count ?? 0;
  messages.push({ type: 'inventory.drained', to, from, variety, count });
}

/** Nothing more comes of what we asked for but transfers that are already numbered. */
export function clearRequests(context: InventoryContext, event: RequestsCleared): InventoryOutcome {
  const { plan, stock } = context;
  const { drain } = stock.kept;
  // An answer to a drain that was cancelled, or a repeated one: requests made since then stay.
  if (drain === null || drain.sentBelow !== null || event.order !== stock.nextOrder - 1) {
    return NOTHING_HAPPENS;
  }
  const draft = draftOf(stock);
  const messages: Message[] = [];
  draft.kept = { ...stock.kept, drain: { ...drain, sentBelow: event.sentBelow } };
  progressOfDrain(plan, draft, messages);
  return { patch: { stock: draft }, messages };
}

/** The hub's receipt ends the drain if it says what our own books say; otherwise it is asked for again. */
export function checkReceipt(context: InventoryContext, event: ReceiptGiven): InventoryOutcome {
  const { plan, stock } = context;
  const { drain } = stock.kept;
  const { returned } = stock.links[0]!;
  const matches = event.count === returned.count && event.print === returned.print;
  if (drain === null || drain.isDone || !matches || !isEmptied(stock)) return NOTHING_HAPPENS;
  const draft = draftOf(stock);
  const messages: Message[] = [];
  finish(plan, draft, drain, messages);
  return { patch: { stock: draft }, messages };
}

/** The central inventory's receipt for what came back over that link. */
export function giveReceipt(context: InventoryContext, event: ReceiptAsked): InventoryOutcome {
  const { plan, stock } = context;
  const link = stock.links.find(({ peer }) => peer === event.from);
  if (link === undefined) return NOTHING_HAPPENS;
  const { count, print } = link.returned;
  const { address: from, variety } = plan;
  return {
    patch: null,
    messages: [{ type: 'receipt.given', to: event.from, from, variety, count, print }],
  };
}

/** The hub has struck a receiver's requests: owe them no more, and tell it up to where transfers have been sent. */
export function cancelDebt(context: InventoryContext, event: DebtCancelled): InventoryOutcome {
  const { plan, stock } = context;
  const { receiver: to, order, quantity } = event;
  const link = stock.links.find(({ peer }) => peer === to);
  if (link === undefined) return NOTHING_HAPPENS;
  const { address: from, variety } = plan;
  const sentBelow = link.nextNumber;
  const messages: Message[] = [{ type: 'requests.cleared', to, from, variety, order, sentBelow }];
  if (quantity === 0) return { patch: null, messages };
  const draft = draftOf(stock);
  draft.owed -= quantity;
  return { patch: { stock: draft }, messages };
}

/** Back from offline, or the drain is called off: ask for what the watermark wants. */
export function resume(context: InventoryContext): InventoryOutcome {
  const { plan } = context;
  const draft = draftOf(context.stock);
  const messages: Message[] = [];
  draft.kept = { ...draft.kept, drain: null };
  if (draft.onHand > 0) passOn(plan, draft, undefined, messages);
  requestWhatIsDue(plan, draft, messages);
  return { patch: { stock: draft }, messages };
}
