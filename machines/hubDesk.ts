import { fail } from '#src/domain/assertion';
import { placeByName } from '#src/domain/placeByName';
import { replaceAt } from '#src/domain/replaceAt';
import { isWorthALook } from '#src/policy/rebalancing';
import type { Occasion } from '#src/policy/rebalancing';
import { alarmRequest } from './alarm.ts';
import type { Outcome } from './apply.ts';
import type { Desk, HubContext, HubPlan, Inquiry, Recall } from './hubContext.ts';
import type { Message, StockReceived, SurplusOffered } from './protocol.ts';

/** What all of the hub's rules share: a desk found, changed, put back, and the questions that it asks. */

export type HubOutcome = Outcome<HubContext, Message>;

/** Alarm for questions without an answer. */
export const REPEAT = 'repeat';
/** Alarm for the scheduled look at the balance. */
export const REBALANCE = 'rebalance';

export function deskIndex(plan: HubPlan, variety: string): number {
  const index = placeByName(plan.desks, variety, (desk) => desk.variety);
  if (index === undefined) fail(`${plan.address} does not deal in ${variety}`);
  return index;
}

/** The change that puts `desk` back, with the alarms that its open questions need. */
export function withDesk(context: HubContext, index: number, desk: Desk, messages: Message[]): HubOutcome {
  return withDesks(context, replaceAt(context.desks, index, desk), messages);
}

/** The change to those desks, with the alarms that open questions need and that have not been asked for. */
export function withDesks(context: HubContext, desks: readonly Desk[], messages: Message[]): HubOutcome {
  const { plan } = context;
  let { isRepeating, isScheduled } = context;
  if (plan.patience !== null && !isRepeating && desks.some(isUnanswered)) {
    isRepeating = true;
    messages.push(alarmRequest(plan.address, REPEAT, plan.patience));
  }
  const { rebalancing } = plan;
  if (rebalancing.kind === 'scheduled' && !isScheduled && desks.some(({ waiting }) => waiting.length > 0)) {
    isScheduled = true;
    messages.push(alarmRequest(plan.address, REBALANCE, rebalancing.every));
  }
  return { patch: { desks, isRepeating, isScheduled }, messages };
}

/** Whether the hub waits for someone who may never answer. */
export function isUnanswered({ inquiry, recalls, help }: Desk): boolean {
  return inquiry !== null || recalls.length > 0 || help !== null;
}

/** Asks every donor what it could give back, if the policy finds it worth a look and that question is not open. */
export function inquire(
  plan: HubPlan,
  index: number,
  desk: Desk,
  messages: Message[],
  occasion: Occasion,
): Desk {
  if (desk.inquiry !== null || !isWorthALook(plan.rebalancing, missingForNeed(desk), occasion)) {
    return desk;
  }
  const asked = plan.desks[index]!.donors.filter(
    (address) =>
      !desk.waiting.some(({ receiver }) => receiver === address) &&
      !desk.recalls.some(({ donor }) => donor === address),
  );
  return asked.length === 0 ? desk : ask(plan, index, desk, asked, 'recall', messages);
}

/** Asks those inventories how they stand, for a recall or a push. */
export function ask(
  plan: HubPlan,
  index: number,
  desk: Desk,
  asked: readonly string[],
  purpose: Inquiry['purpose'],
  messages: Message[],
): Desk {
  const inquiry = openInquiry(plan, index, desk, asked, purpose, messages);
  return { ...desk, inquiry, nextInquiry: inquiry.number + 1 };
}

/** The questions of a new inquiry, with the desk's next number. */
export function openInquiry(
  plan: HubPlan,
  index: number,
  desk: Desk,
  asked: readonly string[],
  purpose: Inquiry['purpose'],
  messages: Message[],
): Inquiry {
  const { variety } = plan.desks[index]!;
  const number = desk.nextInquiry;
  for (const to of asked) {
    messages.push({ type: 'surplus.asked', to, from: plan.address, variety, inquiry: number });
  }
  return { number, purpose, unanswered: asked, offers: [], isOld: false };
}

/** The inquiry after that answer; null: it is not one to it. */
export function afterOffer(inquiry: Inquiry | null, event: SurplusOffered): Inquiry | null {
  if (inquiry === null || inquiry.number !== event.inquiry || !inquiry.unanswered.includes(event.from)) {
    return null;
  }
  const unanswered = inquiry.unanswered.filter((address) => address !== event.from);
  const { from: donor, surplus, spare, onHand, isDraining } = event;
  const offers = [...inquiry.offers, { donor, surplus, spare, onHand, isDraining }];
  return { ...inquiry, unanswered, offers };
}

/** What servers in need wait for, less what is there for them and what recalls already bring. */
export function missingForNeed(desk: Desk): number {
  let missing = 0;
  let spare = desk.onHand;
  for (const order of desk.waiting) {
    if (order.inNeed) missing += order.missing;
    else spare -= order.missing;
  }
  for (const recall of desk.recalls) missing -= recall.quantity;
  return missing - Math.max(0, spare);
}

/** The pulls that are open after PINs came in: one that they answer is over. */
export function recallsAfter({ recalls }: Desk, { recall }: StockReceived): readonly Recall[] {
  return recalls.filter(({ number }) => number !== recall);
}
