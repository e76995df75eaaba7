import { donorInEmergency } from '#src/policy/recall';
import type { SurplusOffer } from '#src/policy/recall';
import type { Desk, Emergency, Help, HubContext, HubPlan, Inquiry } from './hubContext.ts';
import { NOTHING_HAPPENS } from './apply.ts';
import { afterOffer, openInquiry, withDesk } from './hubDesk.ts';
import type { HubOutcome } from './hubDesk.ts';
import { afterRequest } from './hubRequests.ts';
import type {
  AllotmentReason,
  Message,
  RecallAnswered,
  StockReceived,
  StockRequested,
  SurplusOffered,
} from './protocol.ts';

/**
 * A customer waits at an empty shelf, and his server asks whether another can spare a PIN. The hub asks all others, has
 * the one with most on hand send one to the central inventory, and passes it on; if nobody can, the server is told. It
 * turns to the next emergency once the donor has said what it sends, so that a donor needs to remember one answer only;
 * what is on its way keeps nobody waiting.
 */
export function help(context: HubContext, index: number, event: StockRequested): HubOutcome {
  const { plan } = context;
  const desk = afterRequest(context, index, event);
  const { from: receiver, order, quantity } = event;
  const emergency = { receiver, order, quantity };
  if (desk === null) return answerAgain(context, index, emergency);
  const messages: Message[] = [];
  const emergencies = [...desk.emergencies, emergency];
  return withDesk(context, index, begin(plan, index, { ...desk, emergencies }, messages), messages);
}

/** Going offline or offline, the hub helps nobody; the central inventory knows what is on its way. */
export function refuseHelp(context: HubContext, index: number, event: StockRequested): HubOutcome {
  const { from: receiver, order, quantity } = event;
  const desk = afterRequest(context, index, event) ?? context.desks[index]!;
  const messages = [allotment(context.plan, index, { receiver, order, quantity }, 'refusal')];
  return withDesk(context, index, desk, messages);
}

/** A repeated request: it is in work, or has been granted or refused. Word of a refusal may have been lost. */
function answerAgain({ plan, desks }: HubContext, index: number, emergency: Emergency): HubOutcome {
  const { receiver, order } = emergency;
  const { emergencies, coming } = desks[index]!;
  const isSame = (one: Emergency) => one.receiver === receiver && one.order === order;
  if (emergencies.some(isSame) || coming.some(isSame)) return NOTHING_HAPPENS;
  return { patch: null, messages: [allotment(plan, index, emergency, 'refusal')] };
}

/** Sees to the first emergency, if none is in work. */
function begin(plan: HubPlan, index: number, given: Desk, messages: Message[]): Desk {
  let desk = given;
  while (desk.help === null && desk.emergencies.length > 0) {
    const [first] = desk.emergencies;
    const asked = plan.desks[index]!.receivers.flatMap(({ address }) =>
      address === first!.receiver ? [] : [address],
    );
    if (asked.length === 0) desk = giveUp(plan, index, desk, messages);
    else {
      const inquiry = openInquiry(plan, index, desk, asked, 'emergency', messages);
      const search: Help = { inquiry, offers: [], pull: null, isOld: false };
      desk = { ...desk, nextInquiry: inquiry.number + 1, help: search };
    }
  }
  return desk;
}

/** Nobody can spare a PIN for the first emergency. */
function giveUp(plan: HubPlan, index: number, desk: Desk, messages: Message[]): Desk {
  const [first, ...emergencies] = desk.emergencies;
  messages.push(allotment(plan, index, first!, 'refusal'));
  return { ...desk, emergencies, help: null };
}

function allotment(
  plan: HubPlan,
  index: number,
  { receiver, order, quantity }: Emergency,
  reason: AllotmentReason,
): Message {
  const to = plan.desks[index]!.central;
  const from = plan.address;
  return {
    type: 'stock.allotted',
    to,
    from,
    receiver,
    order,
    quantity,
    owed: false,
    inNeed: true,
    reason,
  };
}

/** Another server says how it stands: the desk after that; null: nobody asked it in an emergency. */
export function collectHelp(
  plan: HubPlan,
  index: number,
  desk: Desk,
  event: SurplusOffered,
  messages: Message[],
): Desk | null {
  const search = desk.help;
  const inquiry = afterOffer(search?.inquiry ?? null, event);
  if (search === null || inquiry === null) return null;
  if (inquiry.unanswered.length > 0) return { ...desk, help: { ...search, inquiry } };
  return pullFrom(plan, index, desk, inquiry.offers, messages);
}

/** Has the best of those that can spare a PIN send it; none: the emergency is over. */
function pullFrom(
  plan: HubPlan,
  index: number,
  desk: Desk,
  offers: readonly SurplusOffer[],
  messages: Message[],
): Desk {
  const { receivers } = plan.desks[index]!;
  const donor = donorInEmergency(
    offers,
    receivers.map(({ address }) => address),
  );
  if (donor === null) return begin(plan, index, giveUp(plan, index, desk, messages), messages);
  const { quantity } = desk.emergencies[0]!;
  const pull = { number: desk.nextRecall, donor, quantity };
  const left = offers.filter((offer) => offer.donor !== donor);
  const next = {
    ...desk,
    nextRecall: pull.number + 1,
    help: { inquiry: null, offers: left, pull, isOld: false },
  };
  messages.push(pullRequest(plan, index, next.help));
  return next;
}

function pullRequest(plan: HubPlan, index: number, { pull }: Help): Message {
  const { variety, central: receiver } = plan.desks[index]!;
  const { number: recall, donor: to, quantity } = pull!;
  const from = plan.address;
  return { type: 'recall.requested', to, from, variety, recall, receiver, quantity, isEmergency: true };
}

/** The donor says how many it sends: if none after all, the next is asked. null: it was not asked in an emergency. */
export function correctHelp(
  plan: HubPlan,
  index: number,
  desk: Desk,
  { recall, quantity }: RecallAnswered,
  messages: Message[],
): Desk | null {
  const search = desk.help;
  if (search === null || search.pull?.number !== recall) return null;
  if (quantity === 0) return pullFrom(plan, index, desk, search.offers, messages);
  const [first, ...emergencies] = desk.emergencies;
  const coming = [...desk.coming, { ...first!, recall }];
  return begin(plan, index, { ...desk, emergencies, help: null, coming }, messages);
}

/** PINs came to the central inventory: those for an emergency go on at once. Says how many are left for others. */
export function passHelpOn(
  plan: HubPlan,
  index: number,
  desk: Desk,
  { recall, onHand }: StockReceived,
  messages: Message[],
): { readonly desk: Desk; readonly onHand: number } {
  // A PIN may be here before the donor's word that it sends one.
  const isUnannounced = recall !== null && desk.help?.pull?.number === recall;
  const helped = isUnannounced ? desk.emergencies[0]! : desk.coming.find((one) => one.recall === recall);
  if (helped === undefined) return { desk, onHand };
  messages.push(allotment(plan, index, helped, 'emergency'));
  const left = Math.max(0, onHand - helped.quantity);
  if (!isUnannounced) {
    return { desk: { ...desk, coming: desk.coming.filter((one) => one !== helped) }, onHand: left };
  }
  const closed = { ...desk, emergencies: desk.emergencies.slice(1), help: null };
  return { desk: begin(plan, index, closed, messages), onHand: left };
}

/** The hub's patience has run out: go on without those who do not answer, and give a silent donor up at the second time. */
export function lookForHelp(plan: HubPlan, index: number, desk: Desk, messages: Message[]): Desk {
  const search = desk.help;
  if (search === null) return desk;
  const { inquiry } = search;
  if (inquiry !== null) {
    if (inquiry.isOld) return pullFrom(plan, index, desk, inquiry.offers, messages);
    const old: Inquiry = { ...inquiry, isOld: true };
    return { ...desk, help: { ...search, inquiry: old } };
  }
  if (search.isOld) return pullFrom(plan, index, desk, search.offers, messages);
  messages.push(pullRequest(plan, index, search));
  return { ...desk, help: { ...search, isOld: true } };
}

/** Nobody is helped any more; PINs that still come are the hub's. */
export function endHelp(plan: HubPlan, index: number, desk: Desk, messages: Message[]): Desk {
  for (const emergency of [...desk.coming, ...desk.emergencies]) {
    messages.push(allotment(plan, index, emergency, 'refusal'));
  }
  return { ...desk, emergencies: [], help: null, coming: [] };
}

/** Strikes the emergencies of an inventory that goes offline, up to `order`. */
export function strikeEmergencies(
  plan: HubPlan,
  index: number,
  desk: Desk,
  receiver: string,
  order: number,
  messages: Message[],
): Desk {
  const isStruck = (one: Emergency) => one.receiver === receiver && one.order <= order;
  const coming = desk.coming.some(isStruck) ? desk.coming.filter((one) => !isStruck(one)) : desk.coming;
  const [first] = desk.emergencies;
  if (first === undefined || !desk.emergencies.some(isStruck)) return { ...desk, coming };
  const emergencies = desk.emergencies.filter((one) => !isStruck(one));
  const help = isStruck(first) ? null : desk.help;
  return begin(plan, index, { ...desk, emergencies, help, coming }, messages);
}
