import { placeByName } from '#src/domain/placeByName';
import { replaceAt } from '#src/domain/replaceAt';
import { withStanding } from '#src/domain/lotStanding';
import { alarmRequest } from './alarm.ts';
import { NOTHING_HAPPENS } from './apply.ts';
import type { Outcome } from './apply.ts';
import type { LotDesk, LotOfficeContext, LotOfficePlan } from './lotOfficeContext.ts';
import type { AlarmRang, LotStandingAcknowledged, LotStandingSet, Message } from './protocol.ts';
import { refuse } from './refusal.ts';

type LotOfficeOutcome = Outcome<LotOfficeContext, Message>;

const REPEAT = 'repeat';

/**
 * The operator freezes, frees or recalls a lot: every inventory of the variety is told. Said again, it changes nothing.
 * Under another variety than the lot was imported as it is refused, for it would reach none of its PINs.
 */
export function setStanding(context: LotOfficeContext, event: LotStandingSet): LotOfficeOutcome {
  const { plan } = context;
  const index = deskIndex(plan, event.variety);
  if (index === undefined || isOfAnother(context, event)) return refuse(context, event);
  const desk = context.desks[index]!;
  const held = withStanding(desk.held, event.lot, event.standing);
  if (held === desk.held) return NOTHING_HAPPENS;
  const desks = replaceAt(context.desks, index, { ...desk, held, number: desk.number + 1 });
  const messages: Message[] = [];
  tell(plan, index, desks[index]!, messages);
  return repeatLater(context, desks, context.isRepeating, messages);
}

/** To free it does no harm: it may have been frozen so before it was imported. */
function isOfAnother({ accepted }: LotOfficeContext, { lot, variety, standing }: LotStandingSet): boolean {
  return standing !== 'free' && accepted.some((known) => known.lot === lot && known.variety !== variety);
}

/** An inventory has the change, or a later one. */
export function noteAcknowledged(
  context: LotOfficeContext,
  event: LotStandingAcknowledged,
): LotOfficeOutcome {
  const { plan, desks } = context;
  const index = deskIndex(plan, event.variety);
  if (index === undefined) return NOTHING_HAPPENS;
  const desk = desks[index]!;
  const place = placeByName(plan.desks[index]!.inventories, event.from, String);
  if (place === undefined || event.number > desk.number || event.number <= desk.acknowledged[place]!) {
    return NOTHING_HAPPENS;
  }
  const acknowledged = replaceAt(desk.acknowledged, place, event.number);
  return { patch: { desks: replaceAt(desks, index, { ...desk, acknowledged }) }, messages: [] };
}

export function repeat(context: LotOfficeContext, event: AlarmRang): LotOfficeOutcome {
  return event.alarm === REPEAT ? repeatNow(context) : NOTHING_HAPPENS;
}

/** Tells again whoever has not acknowledged the last change of its variety. */
export function repeatNow(context: LotOfficeContext): LotOfficeOutcome {
  const { plan, desks } = context;
  const messages: Message[] = [];
  for (const [index, desk] of desks.entries()) tell(plan, index, desk, messages);
  return repeatLater(context, desks, false, messages);
}

function tell(plan: LotOfficePlan, index: number, desk: LotDesk, messages: Message[]): void {
  const { held, number, acknowledged } = desk;
  for (const [place, to] of plan.desks[index]!.inventories.entries()) {
    if (acknowledged[place]! >= number) continue;
    messages.push({ type: 'lot.standing.changed', to, from: plan.address, held, number });
  }
}

/** Asks for the alarm if someone has not acknowledged and none has been asked for. */
function repeatLater(
  context: LotOfficeContext,
  desks: readonly LotDesk[],
  wasRepeating: boolean,
  messages: Message[],
): LotOfficeOutcome {
  const { address: from, repeatAfter: after } = context.plan;
  const isOpen = desks.some(({ number, acknowledged }) => acknowledged.some((seen) => seen < number));
  const isRepeating = wasRepeating || (after !== null && isOpen);
  if (isRepeating && !wasRepeating) {
    messages.push(alarmRequest(from, REPEAT, after));
  }
  return { patch: { desks, isRepeating }, messages };
}

export function deskIndex(plan: LotOfficePlan, variety: string): number | undefined {
  return placeByName(plan.desks, variety, (desk) => desk.variety);
}
