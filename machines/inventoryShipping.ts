import { fail } from '#src/domain/assertion';
import { countReturned, sendParcel } from '#src/domain/link';
import type { TransferReason } from '#src/domain/link';
import { countPins, takePins } from '#src/domain/pinRange';
import type { PinRange } from '#src/domain/pinRange';
import { placeByName } from '#src/domain/placeByName';
import { replaceAt } from '#src/domain/replaceAt';
import type { StockDraft } from '#src/domain/stock';
import type { InventoryPlan } from './inventoryContext.ts';
import { takeOffShelf } from './inventoryExpiry.ts';
import type { TransferShipped } from './protocol.ts';
import { shipmentOf } from './shipment.ts';

/** Takes `count` PINs off the stock and sends them to `to`; the link keeps them until they are acknowledged. */
export function send(
  plan: InventoryPlan,
  draft: StockDraft,
  to: string,
  count: number,
  reason: TransferReason,
  order: number,
): TransferShipped {
  const { taken, rest } = takePins(draft.ranges, count);
  takeOffShelf(draft, rest, count);
  return dispatch(plan, draft, to, taken, reason, order);
}

/** Sends PINs that have left their place already. */
export function dispatch(
  plan: InventoryPlan,
  draft: StockDraft,
  to: string,
  ranges: readonly PinRange[],
  reason: TransferReason,
  order: number,
): TransferShipped {
  const index = linkIndex(plan, to);
  const sent = sendParcel(draft.links[index]!, ranges, countPins(ranges), reason, order);
  draft.links = replaceAt(draft.links, index, plan.role === 'server' ? countReturned(sent, ranges) : sent);
  return shipmentOf(plan.address, plan.variety, sent, sent.unacknowledged.at(-1)!);
}

/** Where in `peers` and `stock.links` that peer is. */
export function linkIndex({ peers, address }: InventoryPlan, peer: string): number {
  // A server's inventory has one peer; only the hub's central one, with one for each server, needs to look it up.
  if (peers.length === 1 && peers[0] === peer) return 0;
  const index = placeByName(peers, peer, String);
  if (index === undefined) fail(`${address} has no link with ${peer}`);
  return index;
}
