import { fail } from '#src/domain/assertion';
import { standingOf } from '#src/domain/lotStanding';
import type { HeldLot } from '#src/domain/lotStanding';
import { addPins, countPins } from '#src/domain/pinRange';
import type { PinRange, Split } from '#src/domain/pinRange';
import { draftOf } from '#src/domain/stock';
import type { StockDraft } from '#src/domain/stock';
import type { InventoryContext, InventoryOutcome, InventoryPlan } from './inventoryContext.ts';
import { afterChange } from './inventoryDrain.ts';
import { settleExpiry, takeOffShelf } from './inventoryExpiry.ts';
import { requestWhatIsDue } from './inventoryRequests.ts';
import { passOn, serveWaiting } from './inventoryShelf.ts';
import { dispatch } from './inventoryShipping.ts';
import type { AlarmRang, LotStandingChanged, Message } from './protocol.ts';

/** The same PINs with their last day by the shelf's own rule, where that is earlier. */
function dated({ address, lifetime }: InventoryPlan, ranges: readonly PinRange[], at: number | undefined) {
  if (lifetime === null) return ranges;
  return ranges.map((range) => {
    if (at === undefined) {
      return range.expiresAt === undefined ? fail(`${address} is not told when PINs come`) : range;
    }
    const end = at + lifetime;
    return range.expiresAt !== undefined && range.expiresAt <= end ? range : { ...range, expiresAt: end };
  });
}

/** Puts PINs that come in where they belong: on the shelf in the order of their expiry, or aside if their lot is held. */
export function shelve(
  plan: InventoryPlan,
  draft: StockDraft,
  ranges: readonly PinRange[],
  at: number | undefined,
  messages: Message[],
): void {
  const { onHand: before, stockouts } = draft;
  const { taken: held, rest } = partByStanding(dated(plan, ranges, at), draft.kept.held);
  draft.ranges = addPins(draft.ranges, rest);
  draft.onHand += countPins(rest);
  holdBack(plan, draft, held, messages);
  settleExpiry(plan, draft, at, messages);
  // What was gone before a customer could see it began no stock-out.
  if (before === 0 && draft.onHand === 0) draft.stockouts = stockouts;
}

/** PINs of held lots are not for sale; a server sends those of recalled lots to the hub. */
function holdBack(
  plan: InventoryPlan,
  draft: StockDraft,
  ranges: readonly PinRange[],
  messages: Message[],
): void {
  if (ranges.length > 0) draft.kept = { ...draft.kept, frozen: addPins(draft.kept.frozen, ranges) };
  const [hub] = plan.peers;
  if (plan.role !== 'server' || hub === undefined || draft.kept.frozen.length === 0) return;
  const { held, frozen } = draft.kept;
  const recalled = frozen.filter(({ lot }) => standingOf(held, lot) === 'recalled');
  if (recalled.length === 0) return;
  draft.kept = { ...draft.kept, frozen: frozen.filter((range) => !recalled.includes(range)) };
  draft.recalled += countPins(recalled);
  messages.push(dispatch(plan, draft, hub, recalled, 'lot', 0));
}

/** Parts `ranges` into those of lots that are not free and the others. */
function partByStanding(ranges: readonly PinRange[], held: readonly HeldLot[]): Split {
  if (held.length === 0) return { taken: NO_RANGES, rest: ranges };
  const isHeld = ({ lot }: PinRange) => standingOf(held, lot) !== 'free';
  if (!ranges.some(isHeld)) return { taken: NO_RANGES, rest: ranges };
  return { taken: ranges.filter(isHeld), rest: ranges.filter((range) => !isHeld(range)) };
}

const NO_RANGES: readonly PinRange[] = [];

/** The lot office says which lots are held: an older list than the last one changes nothing. */
export function changeStandings(context: InventoryContext, event: LotStandingChanged): InventoryOutcome {
  const { plan, stock } = context;
  const { address: from, variety } = plan;
  const number = Math.max(event.number, stock.kept.standingNumber);
  const messages: Message[] = [{ type: 'lot.standing.acknowledged', to: event.from, from, variety, number }];
  if (event.number <= stock.kept.standingNumber) return { patch: null, messages };
  const draft = draftOf(stock);
  const { held } = event;
  const frozen = partByStanding(stock.kept.frozen, held);
  draft.kept = { ...stock.kept, held, standingNumber: number, frozen: frozen.taken };
  const shelf = partByStanding(stock.ranges, held);
  takeOffShelf(draft, shelf.rest, countPins(shelf.taken));
  holdBack(plan, draft, shelf.taken, messages);
  shelve(plan, draft, frozen.rest, event.at, messages);
  return concluded(context, draft, event.at, messages);
}

/** At an expiry, or when the time is told at last. */
export function expire(context: InventoryContext, event: AlarmRang): InventoryOutcome {
  const draft = draftOf(context.stock);
  const messages: Message[] = [];
  draft.kept = { ...draft.kept, expiryWatched: null };
  settleExpiry(context.plan, draft, event.at, messages);
  return concluded(context, draft, event.at, messages);
}

/** Before a sale: nothing that has expired is sold, however late the alarm, and those who wait come first. */
export function freshen(plan: InventoryPlan, draft: StockDraft, at: number | undefined): readonly Message[] {
  if (at === undefined) return NOTHING;
  const messages: Message[] = [];
  settleExpiry(plan, draft, at, messages);
  serveWaiting(plan, draft, messages);
  requestWhatIsDue(plan, draft, messages);
  return messages;
}

const NOTHING: readonly Message[] = [];

/** What follows when the shelf may have changed at `at`. */
export function concluded(
  { plan, stock }: InventoryContext,
  draft: StockDraft,
  at: number | undefined,
  messages: Message[],
): InventoryOutcome {
  if (plan.role === 'server' || draft.ranges !== stock.ranges) passOn(plan, draft, at, messages);
  return afterChange(plan, draft, messages);
}
