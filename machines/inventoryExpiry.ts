import { countPins, takeExpired } from '#src/domain/pinRange';
import type { PinRange } from '#src/domain/pinRange';
import type { StockDraft } from '#src/domain/stock';
import { alarmRequest } from './alarm.ts';
import type { InventoryPlan } from './inventoryContext.ts';
import { CUSTOMERS } from './protocol.ts';
import type { Message, PinsRetired } from './protocol.ts';

/** Rings at the next expiry on the shelf, or at once to tell the time. */
export const EXPIRY = 'expiry';

/** Whether something on the shelf will expire: the shelf stands in the order of expiry. */
export function hasExpiring({ ranges }: Pick<StockDraft, 'ranges'>): boolean {
  return ranges.length > 0 && ranges[0]!.expiresAt !== undefined;
}

/**
 * Takes off the shelf what has expired at `at`, and sees to it that the alarm rings when the next PIN does. Where the
 * time is not known, the alarm rings at once and tells it.
 */
export function settleExpiry(
  plan: InventoryPlan,
  draft: StockDraft,
  at: number | undefined,
  messages: Message[],
): void {
  if (!hasExpiring(draft)) return;
  if (at !== undefined) {
    const { taken, rest } = takeExpired(draft.ranges, at);
    if (taken.length > 0) {
      takeOffShelf(draft, rest, countPins(taken));
      messages.push(retire(plan, draft, taken, 'expired'));
    }
  }
  watch(plan, draft, at, messages);
}

/** Has the alarm ring at once, because someone waits who must not be given what has expired. */
export function askTime(plan: InventoryPlan, draft: StockDraft, messages: Message[]): void {
  ask(plan, 0, messages);
  draft.kept = { ...draft.kept, expiryWatched: draft.ranges[0]?.expiresAt ?? null };
}

function ask({ address: from }: InventoryPlan, after: number, messages: Message[]): void {
  messages.push(alarmRequest(from, EXPIRY, after));
}

function watch(plan: InventoryPlan, draft: StockDraft, at: number | undefined, messages: Message[]): void {
  const next = draft.ranges[0]?.expiresAt;
  if (next === undefined) return;
  const { expiryWatched: watched } = draft.kept;
  const isLate = watched !== null && at !== undefined && watched <= at;
  if (watched !== null && watched <= next && !isLate) return;
  ask(plan, at === undefined ? 0 : next - at, messages);
  draft.kept = { ...draft.kept, expiryWatched: next };
}

/** The shelf is `rest` after `count` PINs left it. */
export function takeOffShelf(draft: StockDraft, rest: readonly PinRange[], count: number): void {
  draft.ranges = rest;
  draft.onHand -= count;
  if (count > 0 && draft.onHand === 0) draft.stockouts += 1;
}

/** PINs leave the network without having been issued. */
export function retire(
  { address: from, variety }: InventoryPlan,
  draft: StockDraft,
  ranges: readonly PinRange[],
  reason: PinsRetired['reason'],
): PinsRetired {
  const count = countPins(ranges);
  draft.retired += count;
  return { type: 'pins.retired', to: CUSTOMERS, from, variety, ranges, count, reason };
}
