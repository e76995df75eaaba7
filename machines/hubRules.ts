import { placeByName } from '#src/domain/placeByName';
import { replaceAt } from '#src/domain/replaceAt';
import { afterSeeingAllTo } from '#src/domain/numberMemory';
import { rationFirstComeFirstServed } from '#src/policy/rationing';
import type { WaitingOrder } from '#src/policy/rationing';
import { NOTHING_HAPPENS } from './apply.ts';
import type { Desk, HubContext } from './hubContext.ts';
import { help, passHelpOn, strikeEmergencies } from './hubEmergencies.ts';
import { afterRequest, isInNeed, orderOf, promiseOf } from './hubRequests.ts';
import { deskIndex, inquire, recallsAfter, withDesk } from './hubDesk.ts';
import type { HubOutcome } from './hubDesk.ts';
import type { Message, RequestsWithdrawn, StockReceived, StockRequested, StockWithheld } from './protocol.ts';

export { keepForReturn, push, noteDrained, queueUntilReturn, startDrain, endDrain } from './hubDrain.ts';
export { collectOffer, correctRecall, look, lookWhileAway } from './hubRecalls.ts';

/** A request: straight to the central inventory, or behind those who wait already. A repeated one changes nothing. */
export function allot(context: HubContext, event: StockRequested): HubOutcome {
  const { plan } = context;
  const index = deskIndex(plan, event.variety);
  if (event.isEmergency) return help(context, index, event);
  const desk = afterRequest(context, index, event);
  if (desk === null) return NOTHING_HAPPENS;
  if (desk.waiting.length > 0) {
    return queueUp(context, index, desk, orderOf(event), [promiseOf(plan, index, event)]);
  }
  const { from: receiver, order, quantity } = event;
  const to = plan.desks[index]!.central;
  const from = plan.address;
  const inNeed = isInNeed(event);
  return {
    patch: { desks: replaceAt(context.desks, index, desk) },
    messages: [
      { type: 'stock.allotted', to, from, receiver, order, quantity, owed: false, inNeed, reason: 'order' },
    ],
  };
}

/** The central inventory had too little: the rest waits in line. */
export function queue(context: HubContext, event: StockWithheld): HubOutcome {
  const { receiver, order, missing, onHand, inNeed } = event;
  const index = deskIndex(context.plan, event.variety);
  const desk = { ...context.desks[index]!, onHand };
  return queueUp(context, index, desk, { receiver, order, missing, inNeed }, []);
}

function queueUp(
  context: HubContext,
  index: number,
  desk: Desk,
  order: WaitingOrder,
  messages: Message[],
): HubOutcome {
  const waiting = [...desk.waiting, order];
  const occasion = desk.waiting.length === 0 ? 'newLine' : 'longerLine';
  const next = inquire(context.plan, index, { ...desk, waiting }, messages, occasion);
  return withDesk(context, index, next, messages);
}

/** PINs came in at the central inventory: share them out among those who wait. */
export function ration(context: HubContext, event: StockReceived): HubOutcome {
  const { plan } = context;
  const index = deskIndex(plan, event.variety);
  const messages: Message[] = [];
  const { desk, onHand: free } = passHelpOn(plan, index, context.desks[index]!, event, messages);
  const recalls = recallsAfter(desk, event);
  const { allotments, stillWaiting } = rationFirstComeFirstServed(desk.waiting, free, plan.shipping);
  let onHand = free;
  for (const { receiver, order, quantity } of allotments) {
    messages.push({
      type: 'stock.allotted',
      to: plan.desks[index]!.central,
      from: plan.address,
      receiver,
      order,
      quantity,
      owed: true,
      inNeed: true,
      reason: 'order',
    });
    onHand -= quantity;
  }
  const shared = { ...desk, recalls, waiting: stillWaiting, onHand };
  // Its donor was not asked while it was under way, whoever came to wait meanwhile.
  const next =
    recalls.length < desk.recalls.length ? inquire(plan, index, shared, messages, 'longerLine') : shared;
  return withDesk(context, index, next, messages);
}

/** An inventory that goes offline wants nothing more of its orders so far, nor of those still on their way here. */
export function withdraw(context: HubContext, event: RequestsWithdrawn): HubOutcome {
  const { plan } = context;
  const { from: receiver, order } = event;
  const index = deskIndex(plan, event.variety);
  const desk = context.desks[index]!;
  const place = placeByName(plan.desks[index]!.receivers, receiver, ({ address }) => address);
  if (place === undefined) return NOTHING_HAPPENS;
  const isStruck = (one: WaitingOrder) => one.receiver === receiver && one.order <= order;
  const waiting = desk.waiting.filter((one) => !isStruck(one));
  let quantity = 0;
  for (const one of desk.waiting) if (isStruck(one)) quantity += one.missing;
  const seen = replaceAt(desk.seen, place, afterSeeingAllTo(desk.seen[place]!, order));
  const { central: to } = plan.desks[index]!;
  const messages: Message[] = [{ type: 'debt.cancelled', to, from: plan.address, receiver, order, quantity }];
  const struck = strikeEmergencies(plan, index, { ...desk, waiting, seen }, receiver, order, messages);
  return withDesk(context, index, struck, messages);
}
