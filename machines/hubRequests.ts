import { afterSeeing, hasSeen } from '#src/domain/numberMemory';
import { placeByName } from '#src/domain/placeByName';
import { replaceAt } from '#src/domain/replaceAt';
import type { WaitingOrder } from '#src/policy/rationing';
import type { Desk, HubContext, HubPlan } from './hubContext.ts';
import type { StockPromised, StockRequested } from './protocol.ts';

/** The desk that remembers this request; null: it had come before. */
export function afterRequest(
  context: HubContext,
  index: number,
  { from, order, isEmergency }: StockRequested,
): Desk | null {
  const desk = context.desks[index]!;
  const { receivers } = context.plan.desks[index]!;
  const place = placeByName(receivers, from, ({ address }) => address);
  // Someone whom no plan names; nothing of him can come twice.
  if (place === undefined) return desk;
  const memory = desk.seen[place]!;
  if (hasSeen(memory, order)) return null;
  return {
    waiting: desk.waiting,
    onHand: desk.onHand,
    inquiry: desk.inquiry,
    nextInquiry: desk.nextInquiry,
    recalls: desk.recalls,
    nextRecall: desk.nextRecall,
    emergencies: desk.emergencies,
    help: desk.help,
    coming: desk.coming,
    orders: isEmergency ? desk.orders : desk.orders + 1,
    seen: replaceAt(desk.seen, place, afterSeeing(memory, order)),
  };
}

/** Whether the requester was at or under its low watermark: only for such a one the hub pulls from others. */
export function isInNeed({ stockPosition, onHand, lowWatermark }: StockRequested): boolean {
  return stockPosition <= lowWatermark || onHand <= lowWatermark;
}

/** A request that has to wait in line. */
export function orderOf(event: StockRequested): WaitingOrder {
  const { from: receiver, order, quantity: missing } = event;
  return { receiver, order, missing, inNeed: isInNeed(event) };
}

/** What the central inventory hears of it: owe it, and buy for it. */
export function promiseOf(
  { address: from, desks }: HubPlan,
  index: number,
  { quantity }: StockRequested,
): StockPromised {
  return { type: 'stock.promised', to: desks[index]!.central, from, quantity };
}
