import { takePins } from '#src/domain/pinRange';
import type { PinRange } from '#src/domain/pinRange';
import type { SaleReference, StockDraft } from '#src/domain/stock';
import type { InventoryPlan } from './inventoryContext.ts';
import { askTime, hasExpiring } from './inventoryExpiry.ts';
import { CUSTOMERS } from './protocol.ts';
import type { Message, PinReserved, PinsIssued, StockReceived } from './protocol.ts';

/** Issues `count` PINs to customers who have no name, for good. */
export function issue(plan: InventoryPlan, draft: StockDraft, count: number): PinsIssued {
  const { taken, rest } = takePins(draft.ranges, count);
  draft.ranges = rest;
  draft.onHand -= count;
  return sold(plan, draft, taken, count, null);
}

/** Those `count` PINs, which have left their place already, are a customer's for good. */
export function sold(
  { address: from, variety }: InventoryPlan,
  draft: StockDraft,
  ranges: readonly PinRange[],
  count: number,
  sale: SaleReference | null,
): PinsIssued {
  draft.sold += count;
  return { type: 'pins.issued', to: CUSTOMERS, from, variety, ranges, count, sale };
}

/** Sets the next PIN aside for `sale`; there must be one. */
export function reserve(plan: InventoryPlan, draft: StockDraft, sale: SaleReference): PinReserved {
  const { taken, rest } = takePins(draft.ranges, 1);
  draft.ranges = rest;
  draft.onHand -= 1;
  return setAside(plan, draft, sale, taken);
}

/** Those PINs are for that sale. */
export function setAside(
  plan: InventoryPlan,
  draft: StockDraft,
  sale: SaleReference,
  ranges: readonly PinRange[],
): PinReserved {
  const { reservations } = draft.kept;
  draft.kept = { ...draft.kept, reservations: [...reservations, { sale, ranges, isSuspect: false }] };
  return { type: 'pin.reserved', to: plan.keeper, from: plan.address, sale, ranges };
}

/** Who waited leaves without a PIN. */
export function loseWaiting(draft: StockDraft, count: number): void {
  draft.owed -= count;
  draft.backordered -= count;
  draft.lost += count;
}

/** Gives what has come in to those who wait, first come first served. */
export function serveWaiting(plan: InventoryPlan, draft: StockDraft, messages: Message[]): void {
  if (draft.owed === 0) return;
  const named = draft.waiting.slice(0, draft.onHand);
  for (const sale of named) messages.push(reserve(plan, draft, sale));
  draft.waiting = draft.waiting.slice(named.length);
  const nameless = Math.min(draft.onHand, draft.owed - named.length);
  if (nameless > 0) messages.push(issue(plan, draft, nameless));
  draft.owed -= named.length + nameless;
  // The delivery was gone before a customer could see it: the shelf stayed empty, no stock-out began.
}

/**
 * PINs came in at `at`: those who wait come first, customers at a server, servers at the hub. A customer is given only
 * what is surely good: where something expires and the time is not known, the alarm that tells it comes first.
 */
export function passOn(
  plan: InventoryPlan,
  draft: StockDraft,
  at: number | undefined,
  messages: Message[],
): void {
  if (plan.role === 'server') {
    if (at !== undefined || !hasExpiring(draft)) serveWaiting(plan, draft, messages);
    else if (draft.owed > 0) askTime(plan, draft, messages);
  } else if (draft.owed > 0 || draft.kept.drain !== null) {
    messages.push(received(plan, draft, null));
  }
}

/** What the hub hears of PINs that it can share out; `recall`: of the pull that they answer. */
export function received(plan: InventoryPlan, draft: StockDraft, recall: number | null): StockReceived {
  const { address: from, keeper: to, variety } = plan;
  return { type: 'stock.received', to, from, variety, onHand: shareable(plan, draft), recall };
}

/** What the hub may share out of a central inventory; an unlimited one that goes offline has nothing to hand over. */
export function shareable({ parent }: InventoryPlan, { onHand, kept }: StockDraft): number {
  return parent === null && kept.drain !== null ? 0 : onHand;
}
