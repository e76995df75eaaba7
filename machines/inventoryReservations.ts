import { addPins } from '#src/domain/pinRange';
import { isSameSale } from '#src/domain/sale';
import type { Reservation } from '#src/domain/kept';
import { draftOf } from '#src/domain/stock';
import type { SaleReference, StockDraft } from '#src/domain/stock';
import type { Outcome } from './apply.ts';
import { progressOfDrain } from './inventoryDrain.ts';
import type { InventoryContext, InventoryPlan } from './inventoryContext.ts';
import { requestWhatIsDue } from './inventoryRequests.ts';
import { passOn, setAside } from './inventoryShelf.ts';
import { CUSTOMERS } from './protocol.ts';
import type { Message, PinsDelivered, ReservationClosed } from './protocol.ts';

/** PINs that are new to the network: for a sale that waits for just this one, or for the shelf. */
export function takeInNew(
  context: InventoryContext,
  event: PinsDelivered,
): Outcome<InventoryContext, Message> {
  const { plan } = context;
  const draft = draftOf(context.stock);
  const messages: Message[] = [];
  draft.received += event.count;
  if (event.sale !== null) messages.push(setAside(plan, draft, event.sale, event.ranges));
  else {
    draft.ranges = addPins(draft.ranges, event.ranges);
    draft.onHand += event.count;
    passOn(plan, draft, messages);
  }
  requestWhatIsDue(plan, draft, messages);
  progressOfDrain(plan, draft, messages);
  return { patch: { stock: draft }, messages };
}

/** The keeper says what becomes of a sale's PIN. A sale that is not known here has been closed before. */
export function closeReservation(
  context: InventoryContext,
  event: ReservationClosed,
): Outcome<InventoryContext, Message> {
  const { plan, stock } = context;
  const index = stock.kept.reservations.findIndex(({ sale }) => isSameSale(sale, event.sale));
  const draft = draftOf(stock);
  const messages: Message[] = [];
  if (index < 0) {
    if (event.fate === 'suspect' || !leaveLine(draft, event.sale)) return { patch: null, messages };
  } else if (event.fate === 'suspect') {
    const reservations = stock.kept.reservations.with(index, {
      ...stock.kept.reservations[index]!,
      isSuspect: true,
    });
    draft.kept = { ...stock.kept, reservations };
  } else {
    settle(plan, draft, index, event.fate, messages);
  }
  requestWhatIsDue(plan, draft, messages);
  progressOfDrain(plan, draft, messages);
  return { patch: { stock: draft }, messages };
}

/** A customer who waits for a PIN leaves without one. */
function leaveLine(draft: StockDraft, sale: SaleReference): boolean {
  const waiting = draft.waiting.filter((one) => !isSameSale(one, sale));
  if (waiting.length === draft.waiting.length) return false;
  draft.waiting = waiting;
  draft.owed -= 1;
  draft.lost += 1;
  return true;
}

function settle(
  plan: InventoryPlan,
  draft: StockDraft,
  index: number,
  fate: 'sold' | 'quarantined' | 'restocked',
  messages: Message[],
): void {
  const { reservations, quarantined, frozen, standings } = draft.kept;
  const { sale, ranges } = reservations[index]!;
  const others = reservations.length === 1 ? NO_RESERVATIONS : reservations.toSpliced(index, 1);
  if (fate === 'sold') {
    draft.kept = { ...draft.kept, reservations: others };
    draft.sold += 1;
    const { address: from, variety } = plan;
    messages.push({ type: 'pins.issued', to: CUSTOMERS, from, variety, ranges, count: 1, sale });
    return;
  }
  const isFrozen = standings.some(({ lot, standing }) => standing !== 'free' && lot === ranges[0]!.lot);
  if (fate === 'quarantined') {
    draft.kept = { ...draft.kept, reservations: others, quarantined: addPins(quarantined, ranges) };
  } else if (isFrozen) {
    draft.kept = { ...draft.kept, reservations: others, frozen: addPins(frozen, ranges) };
  } else {
    draft.kept = { ...draft.kept, reservations: others };
    draft.ranges = addPins(draft.ranges, ranges);
    draft.onHand += 1;
    passOn(plan, draft, messages);
  }
}

const NO_RESERVATIONS: readonly Reservation[] = [];
