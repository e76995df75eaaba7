import { fail } from '#src/domain/assertion';
import { placeByName } from '#src/domain/placeByName';
import { replaceAt } from '#src/domain/replaceAt';
import { rationFirstComeFirstServed } from '#src/policy/rationing';
import type { WaitingOrder } from '#src/policy/rationing';
import { recallFromLargestSurplus } from '#src/policy/recall';
import type { Outcome } from './apply.ts';
import type { Desk, DeskPlan, HubContext, HubPlan } from './hubContext.ts';
import type {
  Message,
  RecallAnswered,
  StockReceived,
  StockRequested,
  StockWithheld,
  SurplusOffered,
} from './protocol.ts';

type HubOutcome = Outcome<HubContext, Message>;

/** A request: straight to the central inventory, or behind those who wait already. */
export function allot(context: HubContext, event: StockRequested): HubOutcome {
  const { plan } = context;
  const index = deskIndex(plan, event.variety);
  const desk = context.desks[index]!;
  const { from: receiver, order, quantity } = event;
  const to = plan.desks[index]!.central;
  const from = plan.address;
  const inNeed = event.stockPosition <= event.lowWatermark || event.onHand <= event.lowWatermark;
  if (desk.waiting.length === 0) {
    return {
      patch: null,
      messages: [{ type: 'stock.allotted', to, from, receiver, order, quantity, owed: false, inNeed }],
    };
  }
  const messages: Message[] = [{ type: 'stock.promised', to, from, quantity }];
  return queueUp(context, index, desk, { receiver, order, missing: quantity, inNeed }, messages);
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
  const next = inquire(context.plan, index, { ...desk, waiting }, messages);
  return { patch: withDesk(context, index, next), messages };
}

/** Asks every donor what it could give back, unless that question is open or nothing is missing. */
function inquire(plan: HubPlan, index: number, desk: Desk, messages: Message[]): Desk {
  if (desk.inquiry !== null || missingForNeed(desk) <= 0) return desk;
  const { donors, variety } = plan.desks[index]!;
  const asked = donors.filter((donor) => !desk.waiting.some(({ receiver }) => receiver === donor));
  if (asked.length === 0) return desk;
  const inquiry = desk.nextInquiry;
  for (const to of asked) messages.push({ type: 'surplus.asked', to, from: plan.address, variety, inquiry });
  return {
    ...desk,
    inquiry: { number: inquiry, unanswered: asked, offers: [] },
    nextInquiry: inquiry + 1,
  };
}

/** What servers in need wait for, less what is there for them and what recalls already bring. */
function missingForNeed(desk: Desk): number {
  let missing = 0;
  let spare = desk.onHand;
  for (const order of desk.waiting) {
    if (order.inNeed) missing += order.missing;
    else spare -= order.missing;
  }
  for (const recall of desk.recalls) missing -= recall.quantity;
  return missing - Math.max(0, spare);
}

/** A donor answers; the last answer starts the recalls. */
export function collectOffer(context: HubContext, event: SurplusOffered): HubOutcome {
  const { plan } = context;
  const index = deskIndex(plan, event.variety);
  const desk = context.desks[index]!;
  const { inquiry } = desk;
  if (inquiry === null || inquiry.number !== event.inquiry || !inquiry.unanswered.includes(event.from)) {
    return { patch: null, messages: [] };
  }
  const unanswered = inquiry.unanswered.filter((donor) => donor !== event.from);
  const offers = [...inquiry.offers, { donor: event.from, surplus: event.surplus }];
  if (unanswered.length > 0) {
    const open: Desk = { ...desk, inquiry: { number: inquiry.number, unanswered, offers } };
    return { patch: withDesk(context, index, open), messages: [] };
  }
  const messages: Message[] = [];
  const recalling = recall(plan, plan.desks[index]!, { ...desk, inquiry: null }, offers, messages);
  return { patch: withDesk(context, index, recalling), messages };
}

function recall(
  plan: HubPlan,
  { central: receiver, variety }: DeskPlan,
  desk: Desk,
  offers: Parameters<typeof recallFromLargestSurplus>[0],
  messages: Message[],
): Desk {
  const recalls = desk.recalls.slice();
  let number = desk.nextRecall;
  for (const { donor: to, quantity } of recallFromLargestSurplus(offers, missingForNeed(desk))) {
    const from = plan.address;
    messages.push({ type: 'recall.requested', to, from, variety, recall: number, receiver, quantity });
    recalls.push({ number, donor: to, quantity });
    number += 1;
  }
  return { ...desk, recalls, nextRecall: number };
}

/** The donor sends less than was asked: count only that as coming in. */
export function correctRecall(context: HubContext, event: RecallAnswered): HubOutcome {
  const index = deskIndex(context.plan, event.variety);
  const desk = context.desks[index]!;
  const recalls = desk.recalls
    .map((open) => (open.number === event.recall ? { ...open, quantity: event.quantity } : open))
    .filter(({ quantity }) => quantity > 0);
  return { patch: withDesk(context, index, { ...desk, recalls }), messages: [] };
}

/** PINs came in at the central inventory: share them out among those who wait. */
export function ration(context: HubContext, event: StockReceived): HubOutcome {
  const { plan } = context;
  const index = deskIndex(plan, event.variety);
  const desk = context.desks[index]!;
  const recalls = desk.recalls.filter(({ number }) => number !== event.recall);
  const { allotments, stillWaiting } = rationFirstComeFirstServed(desk.waiting, event.onHand, plan.shipping);
  const messages = allotments.map(({ receiver, order, quantity }): Message => ({
    type: 'stock.allotted',
    to: plan.desks[index]!.central,
    from: plan.address,
    receiver,
    order,
    quantity,
    owed: true,
    inNeed: true,
  }));
  let { onHand } = event;
  for (const { quantity } of allotments) onHand -= quantity;
  return { patch: withDesk(context, index, { ...desk, recalls, waiting: stillWaiting, onHand }), messages };
}

function withDesk(context: HubContext, index: number, desk: Desk): Partial<HubContext> {
  return { desks: replaceAt(context.desks, index, desk) };
}

function deskIndex(plan: HubPlan, variety: string): number {
  const index = placeByName(plan.desks, variety, (desk) => desk.variety);
  if (index === undefined) fail(`${plan.address} does not deal in ${variety}`);
  return index;
}
