import { dealerFault, isSameDealer, openingVersion } from '#src/domain/dealer';
import type { Dealer } from '#src/domain/dealer';
import { placeByName } from '#src/domain/placeByName';
import { replaceAt } from '#src/domain/replaceAt';
import { alarmRequest } from './alarm.ts';
import { NOTHING_HAPPENS } from './apply.ts';
import type { Outcome } from './apply.ts';
import type {
  AlarmRang,
  AlarmRequested,
  DealerSet,
  DirectoryAcknowledged,
  DirectoryChanged,
  DirectoryRequested,
  Message,
  NodeRestarted,
} from './protocol.ts';
import { refuse } from './refusal.ts';

/** The directory's one alarm. Who starts a node lets it ring once; from then on the directory asks for it itself. */
export const ANNOUNCE = 'announce';

export interface DirectoryPlan {
  readonly address: string;
  /** Addresses of the servers' replicas. */
  readonly replicas: readonly string[];
  /** How long between two announcements, which are also the repeats; null: links are perfect. */
  readonly announceEvery: number | null;
}

export interface DirectoryInput {
  readonly plan: DirectoryPlan;
  /** What the centre and all replicas know from the start. */
  readonly dealers: readonly Dealer[];
}

interface DirectoryEntry {
  readonly dealer: Dealer;
  /** The version that last changed him. */
  readonly version: number;
}

export interface DirectoryContext {
  readonly plan: DirectoryPlan;
  /** Counts the changes. */
  readonly version: number;
  /** Each dealer once, the last changed last: what changed after any version is the tail of this list. */
  readonly entries: readonly DirectoryEntry[];
  /** Which version each replica surely has, in the order of `plan.replicas`. */
  readonly acknowledged: readonly number[];
  /** When an alarm last rang; null: not yet. */
  readonly clock: number | null;
  /** An alarm was asked for and will ring. */
  readonly isAwake: boolean;
  /** Messages that the directory did not know. */
  readonly refused: number;
}

type DirectoryOutcome = Outcome<DirectoryContext, Message>;

export function openDirectory({ plan, dealers }: DirectoryInput): DirectoryContext {
  const version = openingVersion(dealers);
  return {
    plan,
    version,
    entries: dealers.map((dealer) => ({ dealer, version })),
    // One that does not start with it will ask.
    acknowledged: plan.replicas.map(() => version),
    clock: null,
    isAwake: false,
    refused: 0,
  };
}

/** Some replica may lack the newest change. */
export function isBehind({ acknowledged, version }: DirectoryContext): boolean {
  return acknowledged.some((known) => known < version);
}

export function setDealer(context: DirectoryContext, event: DealerSet): DirectoryOutcome {
  const { plan, entries, version } = context;
  const { dealer } = event;
  const answer = { to: event.from, from: plan.address, dealer: dealer.name };
  const reason = dealerFault(dealer);
  if (reason !== null) return { patch: null, messages: [{ type: 'dealer.rejected', ...answer, reason }] };
  const known = entries.find((entry) => entry.dealer.name === dealer.name);
  if (known !== undefined && isSameDealer(known.dealer, dealer)) {
    return { patch: null, messages: [{ type: 'dealer.accepted', ...answer, version: known.version }] };
  }
  const changed = {
    version: version + 1,
    entries: [...entries.filter((entry) => entry !== known), { dealer, version: version + 1 }],
  };
  const next = { ...context, ...changed };
  const accepted: Message = { type: 'dealer.accepted', ...answer, version: next.version };
  const messages = [accepted, ...changesForAll(next)];
  // Once awake it stays so: an alarm more would say all this twice.
  if (plan.announceEvery === null || context.isAwake) return { patch: changed, messages };
  return { patch: { ...changed, isAwake: true }, messages: [...messages, alarm(plan, 0)] };
}

/** Sends every replica what it may lack, and how late it is: an answer to silence, loss and cuts alike. */
export function announce(context: DirectoryContext, event: AlarmRang): DirectoryOutcome {
  const { plan } = context;
  if (event.alarm !== ANNOUNCE || plan.announceEvery === null) return NOTHING_HAPPENS;
  const patch = { clock: event.at, isAwake: true };
  const messages = changesForAll({ ...context, ...patch });
  return { patch, messages: [...messages, alarm(plan, plan.announceEvery)] };
}

export function noteVersion(context: DirectoryContext, event: DirectoryAcknowledged): DirectoryOutcome {
  const place = replicaPlace(context, event);
  return place === null
    ? refuse(context, event)
    : { patch: noted(context, place, event.version), messages: [] };
}

export function sendMissing(context: DirectoryContext, event: DirectoryRequested): DirectoryOutcome {
  const { from, version } = event;
  const place = replicaPlace(context, event);
  if (place === null) return refuse(context, event);
  return { patch: noted(context, place, version), messages: [changesFor(context, from, version)] };
}

/** null: no replica of this centre, or one that has more than the centre ever gave out. */
function replicaPlace(
  { plan, version }: DirectoryContext,
  event: DirectoryAcknowledged | DirectoryRequested,
): number | null {
  return event.version > version ? null : (placeByName(plan.replicas, event.from, String) ?? null);
}

/** A replica's word may come late; what a replica has it does not lose. */
function noted(
  { acknowledged }: DirectoryContext,
  place: number,
  version: number,
): Pick<DirectoryContext, 'acknowledged'> | null {
  return version <= acknowledged[place]! ? null : { acknowledged: replaceAt(acknowledged, place, version) };
}

/** At once, by way of an alarm, which brings the time. */
export function resume(context: DirectoryContext, _: NodeRestarted): DirectoryOutcome {
  const { plan, acknowledged, version } = context;
  if (plan.announceEvery !== null) return { patch: { isAwake: true }, messages: [alarm(plan, 0)] };
  return {
    patch: null,
    messages: changesForAll(context).filter((_change, place) => acknowledged[place]! < version),
  };
}

function changesForAll(context: DirectoryContext): readonly Message[] {
  return context.plan.replicas.map((to, place) => changesFor(context, to, context.acknowledged[place]!));
}

function changesFor(context: DirectoryContext, to: string, base: number): DirectoryChanged {
  const { plan, entries, version, clock: sentAt } = context;
  let first = entries.length;
  while (first > 0 && entries[first - 1]!.version > base) first -= 1;
  const dealers = entries.slice(first).map(({ dealer }) => dealer);
  return { type: 'directory.changed', to, from: plan.address, base, version, dealers, sentAt };
}

function alarm({ address: from }: DirectoryPlan, after: number): AlarmRequested {
  return alarmRequest(from, ANNOUNCE, after);
}
