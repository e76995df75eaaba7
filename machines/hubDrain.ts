import { shareToLastLongest } from '#src/policy/distribution';
import { NOTHING_HAPPENS } from './apply.ts';
import type { Desk, HubContext, HubPlan, Inquiry } from './hubContext.ts';
import { endHelp, refuseHelp } from './hubEmergencies.ts';
import { afterRequest, orderOf, promiseOf } from './hubRequests.ts';
import { ask, deskIndex, inquire, recallsAfter, withDesk, withDesks } from './hubDesk.ts';
import type { HubOutcome } from './hubDesk.ts';
import { drained, resume, surrender } from './nodeDrain.ts';
import type { InventoryDrained, Message, StockReceived, StockRequested } from './protocol.ts';

/** Going offline: the central inventories stop buying, and what they hold is shared out to the servers. */
export function startDrain(context: HubContext): HubOutcome {
  const { plan } = context;
  const helpless: Message[] = [];
  // What servers could give back for others they keep: nothing is pulled to a hub that empties itself.
  const desks = context.desks.map((desk, index) => ({
    ...endHelp(plan, index, desk, helpless),
    inquiry: null,
  }));
  const patch = { drained: [], desks };
  const messages = [...helpless, ...surrender(plan.address, centralsOf(plan))];
  return { patch, messages: [...messages, ...whenDrained({ ...context, ...patch })] };
}

/** The drain is called off, or the hub comes back: it takes up where it left off, with those who wait in line. */
export function endDrain(context: HubContext): HubOutcome {
  const { plan } = context;
  const messages = resume(plan.address, centralsOf(plan));
  const desks = context.desks.map((desk, index) => {
    const idle = desk.inquiry?.purpose === 'push' ? { ...desk, inquiry: null } : desk;
    return inquire(plan, index, idle, messages, 'newLine');
  });
  const outcome = withDesks(context, desks, messages);
  return { patch: { ...outcome.patch, drained: [] }, messages };
}

/** A central inventory that is going offline has PINs: ask the servers' how they stand, to share them out. */
export function push(context: HubContext, event: StockReceived): HubOutcome {
  const { plan } = context;
  const index = deskIndex(plan, event.variety);
  const given = context.desks[index]!;
  const desk = { ...given, recalls: recallsAfter(given, event), onHand: event.onHand };
  // PINs that are not for sale may come to one that is empty, and stays so.
  const stillDrained =
    event.onHand === 0 ? context.drained : context.drained.filter((central) => central !== event.from);
  const messages: Message[] = [];
  const isAsking = desk.inquiry?.purpose === 'push' && !isInVain(desk.inquiry);
  const next = event.onHand === 0 || isAsking ? desk : askWhoGetsWhat(plan, index, desk, messages);
  const outcome = withDesk(context, index, next, messages);
  return { patch: { ...outcome.patch, drained: stillDrained }, messages };
}

/** PINs that come in while the hub is offline are there when it returns; a recall that they answer is over. */
export function keepForReturn(context: HubContext, event: StockReceived): HubOutcome {
  const index = deskIndex(context.plan, event.variety);
  const desk = context.desks[index]!;
  const recalls = recallsAfter(desk, event);
  return withDesk(context, index, { ...desk, recalls, onHand: event.onHand }, []);
}

export function askWhoGetsWhat(plan: HubPlan, index: number, desk: Desk, messages: Message[]): Desk {
  const receivers = plan.desks[index]!.receivers.map(({ address }) => address);
  return receivers.length === 0 ? desk : ask(plan, index, desk, receivers, 'push', messages);
}

/** Everyone has answered, and nobody could take anything: the question stays open until someone can. */
function isInVain({ purpose, unanswered }: Inquiry): boolean {
  return purpose === 'push' && unanswered.length === 0;
}

/** Whether someone answered who stays online. */
function hasTaker({ offers }: Inquiry): boolean {
  return offers.some(({ isDraining }) => !isDraining);
}

/** Shares what the central inventory holds among those that answered and stay online; without any it asks again later. */
export function concludePush(
  plan: HubPlan,
  index: number,
  desk: Desk,
  inquiry: Inquiry,
  messages: Message[],
): Desk {
  const { receivers, central: to } = plan.desks[index]!;
  if (desk.onHand > 0 && !hasTaker(inquiry)) {
    return { ...desk, inquiry: { ...inquiry, unanswered: [], isOld: true } };
  }
  const holdings = inquiry.offers
    .filter(({ isDraining }) => !isDraining)
    .map(({ donor: address, onHand }) => {
      const weight = receivers.find((receiver) => receiver.address === address)?.weight ?? 0;
      return { address, onHand, weight };
    });
  const from = plan.address;
  let { onHand } = desk;
  for (const { receiver, quantity } of shareToLastLongest(holdings, desk.onHand)) {
    messages.push({
      type: 'stock.allotted',
      to,
      from,
      receiver,
      order: 0,
      quantity,
      owed: false,
      inNeed: false,
      reason: 'push',
    });
    onHand -= quantity;
  }
  return { ...desk, onHand };
}

/** A request that comes while the hub is going or is offline waits for its return. */
export function queueUntilReturn(context: HubContext, event: StockRequested): HubOutcome {
  const { plan } = context;
  const index = deskIndex(plan, event.variety);
  if (event.isEmergency) return refuseHelp(context, index, event);
  const desk = afterRequest(context, index, event);
  if (desk === null) return NOTHING_HAPPENS;
  const waiting = [...desk.waiting, orderOf(event)];
  const messages = [promiseOf(plan, index, event)];
  const queued = { ...desk, waiting };
  // Whoever asks is there: a hub that found nobody to give its PINs to asks anew.
  const isTaker = desk.inquiry !== null && isInVain(desk.inquiry);
  const next = isTaker ? askWhoGetsWhat(plan, index, queued, messages) : queued;
  return withDesk(context, index, next, messages);
}

export function noteDrained(context: HubContext, event: InventoryDrained): HubOutcome {
  if (context.drained.includes(event.from)) return NOTHING_HAPPENS;
  const patch = { drained: [...context.drained, event.from] };
  return { patch, messages: whenDrained({ ...context, ...patch }) };
}

/** What the operator hears when that context is ready to be offline. */
function whenDrained(context: HubContext): Message[] {
  return isDrained(context) ? [drained(context.plan.address, 0)] : [];
}

const centralsOf = ({ desks }: HubPlan): readonly string[] => desks.map(({ central }) => central);

/** Every central inventory is empty and all that it sent has arrived. */
export function isDrained(context: HubContext): boolean {
  return context.drained.length === context.plan.desks.length;
}
