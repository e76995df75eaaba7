import { recallFromLargestSurplus } from '#src/policy/recall';
import type { SurplusOffer } from '#src/policy/recall';
import { NOTHING_HAPPENS } from './apply.ts';
import type { Desk, DeskPlan, HubContext, HubPlan, Inquiry } from './hubContext.ts';
import {
  afterOffer,
  deskIndex,
  inquire,
  isUnanswered,
  missingForNeed,
  REBALANCE,
  REPEAT,
  withDesk,
  withDesks,
} from './hubDesk.ts';
import type { HubOutcome } from './hubDesk.ts';
import { askWhoGetsWhat, concludePush } from './hubDrain.ts';
import { collectHelp, correctHelp, lookForHelp } from './hubEmergencies.ts';
import type { AlarmRang, Message, RecallAnswered, SurplusOffered } from './protocol.ts';

/** An inventory says how it stands; the last answer concludes the inquiry. */
export function collectOffer(context: HubContext, event: SurplusOffered): HubOutcome {
  const { plan } = context;
  const index = deskIndex(plan, event.variety);
  const desk = context.desks[index]!;
  const messages: Message[] = [];
  const helped = collectHelp(plan, index, desk, event, messages);
  if (helped !== null) return withDesk(context, index, helped, messages);
  const open = afterOffer(desk.inquiry, event);
  if (open === null) return NOTHING_HAPPENS;
  const isComplete = open.unanswered.length === 0;
  const next = isComplete ? conclude(plan, index, desk, open, messages) : { ...desk, inquiry: open };
  return withDesk(context, index, next, messages);
}

function conclude(plan: HubPlan, index: number, desk: Desk, inquiry: Inquiry, messages: Message[]): Desk {
  const closed = { ...desk, inquiry: null };
  return inquiry.purpose === 'push'
    ? concludePush(plan, index, closed, inquiry, messages)
    : recall(plan, plan.desks[index]!, closed, inquiry.offers, messages);
}

function recall(
  plan: HubPlan,
  { central: receiver, variety }: DeskPlan,
  desk: Desk,
  offers: readonly SurplusOffer[],
  messages: Message[],
): Desk {
  const recalls = desk.recalls.slice();
  let number = desk.nextRecall;
  for (const { donor: to, quantity } of recallFromLargestSurplus(offers, missingForNeed(desk))) {
    const from = plan.address;
    const isEmergency = false;
    const request = { to, from, variety, recall: number, receiver, quantity, isEmergency };
    messages.push({ type: 'recall.requested', ...request });
    recalls.push({ number, donor: to, quantity, isAnswered: false });
    number += 1;
  }
  return { ...desk, recalls, nextRecall: number };
}

/** The donor says how many it sends: count only those as coming in. */
export function correctRecall(context: HubContext, event: RecallAnswered): HubOutcome {
  const { plan } = context;
  const index = deskIndex(plan, event.variety);
  const desk = context.desks[index]!;
  const messages: Message[] = [];
  const helped = correctHelp(plan, index, desk, event, messages);
  if (helped !== null) return withDesk(context, index, helped, messages);
  const { quantity } = event;
  const recalls = desk.recalls
    .map((open) => (open.number === event.recall ? { ...open, quantity, isAnswered: true } : open))
    .filter((open) => open.quantity > 0);
  return withDesk(context, index, { ...desk, recalls }, messages);
}

/** An alarm: repeat what is unanswered, go on without those who do not answer, look at the balance again. */
export function look(context: HubContext, event: AlarmRang): HubOutcome {
  if (event.alarm !== REPEAT && event.alarm !== REBALANCE) return NOTHING_HAPPENS;
  const { plan } = context;
  const isScheduledLook = event.alarm === REBALANCE;
  const messages: Message[] = [];
  const desks = context.desks.map((desk, index) => {
    if (isScheduledLook) return inquire(plan, index, desk, messages, 'schedule');
    return isUnanswered(desk) ? repeatAt(plan, index, desk, messages) : desk;
  });
  const rung = isScheduledLook ? { isScheduled: false } : { isRepeating: false };
  return withDesks({ ...context, ...rung }, desks, messages);
}

/** While the hub is going or is offline it pulls nothing for those who wait; the rest goes on. */
export function lookWhileAway(context: HubContext, event: AlarmRang): HubOutcome {
  return event.alarm === REBALANCE ? { patch: { isScheduled: false }, messages: [] } : look(context, event);
}

function repeatAt(plan: HubPlan, index: number, given: Desk, messages: Message[]): Desk {
  const desk = lookForHelp(plan, index, given, messages);
  const { variety, central: receiver } = plan.desks[index]!;
  for (const { number, donor: to, quantity, isAnswered } of desk.recalls) {
    if (isAnswered) continue;
    const from = plan.address;
    const isEmergency = false;
    const request = { to, from, variety, recall: number, receiver, quantity, isEmergency };
    messages.push({ type: 'recall.requested', ...request });
  }
  const { inquiry } = desk;
  if (inquiry === null) return desk;
  if (!inquiry.isOld) return { ...desk, inquiry: { ...inquiry, isOld: true } };
  const next = conclude(plan, index, desk, inquiry, messages);
  // The question to those who did not answer may have been lost: what is still missing is asked for once more.
  if (inquiry.purpose === 'recall') return inquire(plan, index, next, messages, 'newLine');
  // Nobody who could take anything answered a hub that empties itself: ask once more.
  return next.inquiry === null ? next : askWhoGetsWhat(plan, index, next, messages);
}
