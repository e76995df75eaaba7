import type { Reservation } from '#src/domain/kept';
import { countPins } from '#src/domain/pinRange';
import { intersect, partBy } from '#src/domain/pinSet';
import { draftOf } from '#src/domain/stock';
import type { StockDraft } from '#src/domain/stock';
import type { InventoryContext, InventoryOutcome, InventoryPlan } from './inventoryContext.ts';
import { retire, takeOffShelf } from './inventoryExpiry.ts';
import { concluded } from './inventoryLots.ts';
import { sold } from './inventoryShelf.ts';
import type { Message, RedemptionListed } from './protocol.ts';

/**
 * A supplier's redemption file decides what no one here knows. Suspect PINs that were redeemed are sold, the others that
 * the file covers are written off, and the keeper can close its books on the sales. Quarantined PINs likewise: redeemed
 * ones were sold after all, the others are written off, so that quarantine does not grow for ever. PINs for sale that
 * are redeemed already would only make a customer angry, so they are written off. Said again, it finds nothing to do.
 */
export function reconcile(context: InventoryContext, event: RedemptionListed): InventoryOutcome {
  const { plan, stock } = context;
  const draft = draftOf(stock);
  const messages: Message[] = [];
  settleSuspects(plan, draft, event, messages);
  settleQuarantined(plan, draft, event, messages);
  const shelf = partBy(draft.ranges, event.redeemed);
  const frozen = partBy(draft.kept.frozen, event.redeemed);
  const worthless = [...shelf.taken, ...frozen.taken];
  if (worthless.length > 0) {
    takeOffShelf(draft, shelf.rest, countPins(shelf.taken));
    draft.kept = { ...draft.kept, frozen: frozen.rest };
    messages.push(retire(plan, draft, worthless, 'writtenOff'));
  }
  // An empty answer: nothing here was in the file.
  if (messages.length === 0) return { patch: null, messages };
  return concluded(context, draft, undefined, messages);
}

function settleSuspects(
  plan: InventoryPlan,
  draft: StockDraft,
  { covered, redeemed }: RedemptionListed,
  messages: Message[],
): void {
  const { reservations } = draft.kept;
  const all = [...covered, ...redeemed];
  const settled: Reservation[] = [];
  for (const reservation of reservations) {
    const { sale, ranges, isSuspect } = reservation;
    if (!isSuspect || countPins(intersect(ranges, all)) < countPins(ranges)) continue;
    settled.push(reservation);
    const isSold = intersect(ranges, redeemed).length > 0;
    if (isSold) messages.push(sold(plan, draft, ranges, countPins(ranges), sale));
    else messages.push(retire(plan, draft, ranges, 'writtenOff'));
    const fate = isSold ? 'sold' : 'writtenOff';
    messages.push({ type: 'suspect.settled', to: plan.keeper, from: plan.address, sale, fate });
  }
  if (settled.length === 0) return;
  draft.kept = { ...draft.kept, reservations: reservations.filter((one) => !settled.includes(one)) };
}

function settleQuarantined(
  plan: InventoryPlan,
  draft: StockDraft,
  { covered, redeemed }: RedemptionListed,
  messages: Message[],
): void {
  const { taken: shown, rest } = partBy(draft.kept.quarantined, redeemed);
  const unsold = partBy(rest, covered);
  if (shown.length > 0) messages.push(sold(plan, draft, shown, countPins(shown), null));
  if (unsold.taken.length > 0) messages.push(retire(plan, draft, unsold.taken, 'writtenOff'));
  if (unsold.rest !== draft.kept.quarantined) draft.kept = { ...draft.kept, quarantined: unsold.rest };
}
