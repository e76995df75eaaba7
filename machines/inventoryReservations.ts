import { addPins } from '#src/domain/pinRange';
import { isSameSale } from '#src/domain/sale';
import type { Reservation } from '#src/domain/kept';
import { draftOf } from '#src/domain/stock';
import type { SaleReference, StockDraft } from '#src/domain/stock';
import { afterChange } from './inventoryDrain.ts';
import type { InventoryContext, InventoryOutcome, InventoryPlan } from './inventoryContext.ts';
import { shelve } from './inventoryLots.ts';
import { loseWaiting, passOn, setAside, sold } from './inventoryShelf.ts';
import type { Message, PinsDelivered, ReservationClosed } from './protocol.ts';

/** PINs that are new to the network: for a sale that waits for just this one, or for the shelf. */
export function takeInNew(context: InventoryContext, event: PinsDelivered): InventoryOutcome {
  const { plan } = context;
  const draft = draftOf(context.stock);
  const messages: Message[] = [];
  draft.received += event.count;
  if (event.sale !== null) messages.push(setAside(plan, draft, event.sale, event.ranges));
  else {
    shelve(plan, draft, event.ranges, event.at, messages);
    passOn(plan, draft, event.at, messages);
  }
  return afterChange(plan, draft, messages);
}

/** The keeper says what becomes of a sale's PIN. A sale that is not known here has been closed before. */
export function closeReservation(context: InventoryContext, event: ReservationClosed): InventoryOutcome {
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
    settle(plan, draft, index, event.fate, event.at, messages);
  }
  return afterChange(plan, draft, messages);
}

/** A customer who waits for a PIN leaves without one. */
function leaveLine(draft: StockDraft, sale: SaleReference): boolean {
  const waiting = draft.waiting.filter((one) => !isSameSale(one, sale));
  if (waiting.length === draft.waiting.length) return false;
  draft.waiting = waiting;
  loseWaiting(draft, 1);
  return true;
}

function settle(
  plan: InventoryPlan,
  draft: StockDraft,
  index: number,
  fate: 'sold' | 'quarantined' | 'restocked',
  at: number | undefined,
  messages: Message[],
): void {
  const { reservations, quarantined } = draft.kept;
  const { sale, ranges } = reservations[index]!;
  const others = reservations.length === 1 ? NO_RESERVATIONS : reservations.toSpliced(index, 1);
  if (fate === 'sold') {
    draft.kept = { ...draft.kept, reservations: others };
    messages.push(sold(plan, draft, ranges, 1, sale));
    return;
  }
  if (fate === 'quarantined') {
    draft.kept = { ...draft.kept, reservations: others, quarantined: addPins(quarantined, ranges) };
  } else {
    draft.kept = { ...draft.kept, reservations: others };
    shelve(plan, draft, ranges, at, messages);
    passOn(plan, draft, at, messages);
  }
}

const NO_RESERVATIONS: readonly Reservation[] = [];
