import type { Horizon } from '#src/domain/horizon';
import { countPins } from '#src/domain/pinRange';
import type { PinRange } from '#src/domain/pinRange';
import { replaceAt } from '#src/domain/replaceAt';
import { isSameSale } from '#src/domain/sale';
import type { SaleReference } from '#src/domain/sale';
import type { Transaction } from '#src/domain/transaction';
import { afterRefusal, afterSilence, afterSuccess } from '#src/policy/routing';
import type { SupplyHealth } from '#src/policy/routing';
import { alarmRequest } from './alarm.ts';
import { NOTHING_HAPPENS } from './apply.ts';
import type { Outcome } from './apply.ts';
import type {
  AlarmRang,
  Message,
  NodeRestarted,
  SupplyDelivered,
  SupplyRefused,
  TransactionClosed,
  TransactionOrdered,
  TransactionRevoked,
  VoidAcknowledged,
} from './protocol.ts';
import { refuse } from './refusal.ts';

export interface SupplyInterfacePlan {
  readonly address: string;
  readonly conduit: string;
  /** Address of the external supplier. */
  readonly supplier: string;
  /** How long to wait for an answer before asking again; null: links are perfect, each message is sent once. */
  readonly patience: number | null;
  /** How often to ask before the supplier counts as silent; at least 1. What is to be undone is asked for without end. */
  readonly tries: number;
}

export interface SupplyInterfaceContext {
  readonly plan: SupplyInterfacePlan;
  readonly nextNumber: number;
  /** What the supplier must still remember, in order of number. */
  readonly open: readonly OpenTransaction[];
  readonly health: SupplyHealth;
  /** How often the supplier was silent for all the tries. */
  readonly givenUp: number;
  /** Messages that the interface did not know. */
  readonly refused: number;
}

export interface OpenTransaction {
  readonly number: number;
  readonly transaction: Transaction;
  /** `voiding`: revoked or given up, until the supplier says that it is undone. */
  readonly stage: 'asked' | 'delivered' | 'voiding';
  /** In vain so far, to do it or to undo it; 0 once it is delivered, and not counted on once the supplier is given up. */
  readonly timesAsked: number;
  readonly ranges: readonly PinRange[];
}

type SupplyInterfaceOutcome = Outcome<SupplyInterfaceContext, Message>;

export function order(context: SupplyInterfaceContext, event: TransactionOrdered): SupplyInterfaceOutcome {
  const { transaction } = event;
  const known = context.open.find((entry) => isSameSale(entry.transaction.request, transaction.request));
  if (known !== undefined) {
    return { patch: null, messages: orderedAgain(context, known) };
  }
  const { nextNumber: number } = context;
  const entry: OpenTransaction = { number, transaction, stage: 'asked', timesAsked: 1, ranges: [] };
  const open = [...context.open, entry];
  return {
    patch: { open, nextNumber: number + 1 },
    messages: [
      question(context, entry, { nextNumber: number + 1, open: open.map(numberOf) }),
      ...alarm(context, entry),
    ],
  };
}

function orderedAgain(context: SupplyInterfaceContext, known: OpenTransaction): readonly Message[] {
  const { plan, health } = context;
  switch (known.stage) {
    case 'asked':
      return [];
    case 'delivered':
      return [completion(context, known, known.ranges, health)];
    case 'voiding': {
      const { request } = known.transaction;
      const { conduit: to, address: from } = plan;
      return [{ type: 'transaction.refused', to, from, request, reason: 'it is being undone', health }];
    }
  }
}

export function passDelivery(
  context: SupplyInterfaceContext,
  event: SupplyDelivered,
): SupplyInterfaceOutcome {
  if (event.from !== context.plan.supplier) return refuse(context, event);
  const index = indexOf(context, event.number);
  const entry = context.open[index];
  if (entry === undefined || entry.stage === 'delivered') return NOTHING_HAPPENS;
  // Too late: another may have delivered by now.
  if (entry.stage === 'voiding') {
    return { patch: null, messages: [question(context, entry, horizonOf(context))] };
  }
  const { ranges } = event;
  const problem = deliveryProblem(entry.transaction, ranges);
  if (problem !== null) return undoDelivery(context, index, entry, problem);
  const health = afterSuccess(context.health);
  const next: OpenTransaction = { ...entry, stage: 'delivered', timesAsked: 0, ranges };
  return {
    patch: { open: replaceAt(context.open, index, next), health },
    messages: [completion(context, entry, ranges, health), ...noAlarm(context, entry)],
  };
}

/** A sale takes one PIN, and a top-up none. */
function deliveryProblem({ kind }: Transaction, ranges: readonly PinRange[]): string | null {
  const expected = kind === 'topUp' ? 0 : 1;
  const count = countPins(ranges);
  return count === expected ? null : `it delivered ${count} PINs; expected ${expected}`;
}

/** The supplier has done something else than what it was asked for: nobody shall have it. */
function undoDelivery(
  context: SupplyInterfaceContext,
  index: number,
  entry: OpenTransaction,
  reason: string,
): SupplyInterfaceOutcome {
  const { conduit: to, address: from } = context.plan;
  const { request } = entry.transaction;
  const next: OpenTransaction = { ...entry, stage: 'voiding', timesAsked: 1 };
  const health = afterRefusal(context.health);
  return {
    patch: { open: replaceAt(context.open, index, next), health },
    messages: [
      question(context, next, horizonOf(context)),
      ...alarm(context, next),
      { type: 'transaction.refused', to, from, request, reason, health },
    ],
  };
}

export function passRefusal(context: SupplyInterfaceContext, event: SupplyRefused): SupplyInterfaceOutcome {
  if (event.from !== context.plan.supplier) return refuse(context, event);
  const index = indexOf(context, event.number);
  const entry = context.open[index];
  if (entry === undefined || entry.stage !== 'asked') return NOTHING_HAPPENS;
  const { conduit: to, address: from } = context.plan;
  const { request } = entry.transaction;
  const health = afterRefusal(context.health);
  return {
    patch: { open: context.open.toSpliced(index, 1), health },
    messages: [
      { type: 'transaction.refused', to, from, request, reason: event.reason, health },
      ...noAlarm(context, entry),
    ],
  };
}

/** The sale was reversed. The supplier hears of it even if it has not answered: it may have done it all the same. */
export function revoke(context: SupplyInterfaceContext, event: TransactionRevoked): SupplyInterfaceOutcome {
  const index = context.open.findIndex((entry) => isSameSale(entry.transaction.request, event.request));
  const entry = context.open[index];
  if (entry === undefined) return { patch: null, messages: [undone(context, event.request, context.health)] };
  if (entry.stage === 'voiding') return NOTHING_HAPPENS;
  const timesAsked = Math.max(1, entry.timesAsked);
  const next: OpenTransaction = { ...entry, stage: 'voiding', timesAsked };
  return {
    patch: { open: replaceAt(context.open, index, next) },
    messages: [question(context, next, horizonOf(context)), ...alarm(context, next)],
  };
}

export function finishVoid(context: SupplyInterfaceContext, event: VoidAcknowledged): SupplyInterfaceOutcome {
  if (event.from !== context.plan.supplier) return refuse(context, event);
  const index = indexOf(context, event.number);
  const entry = context.open[index];
  if (entry === undefined || entry.stage !== 'voiding') return NOTHING_HAPPENS;
  // A supplier that was given up has come back: this is how the conduit learns of it.
  const health = afterSuccess(context.health);
  return {
    patch: { open: context.open.toSpliced(index, 1), health },
    messages: [undone(context, entry.transaction.request, health), ...noAlarm(context, entry)],
  };
}

/** The sale is final; the supplier learns from the next message that it may forget it. */
export function close(context: SupplyInterfaceContext, event: TransactionClosed): SupplyInterfaceOutcome {
  const index = context.open.findIndex((entry) => isSameSale(entry.transaction.request, event.request));
  if (context.open[index]?.stage !== 'delivered') return NOTHING_HAPPENS;
  return { patch: { open: context.open.toSpliced(index, 1) }, messages: [] };
}

/**
 * Asks again, or gives the supplier up: then it must undo what it may have done. A void counts too: where every
 * sale is reversed before the tries are used up, nobody would ever learn that the supplier is silent.
 */
export function askAgain(context: SupplyInterfaceContext, event: AlarmRang): SupplyInterfaceOutcome {
  const index = context.open.findIndex(({ number }) => alarmName(number) === event.alarm);
  const entry = context.open[index];
  if (entry === undefined || entry.stage === 'delivered') return NOTHING_HAPPENS;
  const { plan } = context;
  const horizon = horizonOf(context);
  if (entry.timesAsked > plan.tries) {
    return { patch: null, messages: [question(context, entry, horizon), ...alarm(context, entry)] };
  }
  const timesAsked = entry.timesAsked + 1;
  if (timesAsked <= plan.tries) {
    const next: OpenTransaction = { ...entry, timesAsked };
    return {
      patch: { open: replaceAt(context.open, index, next) },
      messages: [question(context, next, horizon), ...alarm(context, next)],
    };
  }
  const next: OpenTransaction = { ...entry, stage: 'voiding', timesAsked };
  const health = afterSilence(context.health);
  const { request } = entry.transaction;
  return {
    patch: { open: replaceAt(context.open, index, next), health, givenUp: context.givenUp + 1 },
    messages: [
      question(context, next, horizon),
      ...alarm(context, next),
      { type: 'transaction.failed', to: plan.conduit, from: plan.address, request, health },
    ],
  };
}

export function resume(context: SupplyInterfaceContext, _event: NodeRestarted): SupplyInterfaceOutcome {
  const horizon = horizonOf(context);
  const unanswered = context.open.filter(({ stage }) => stage !== 'delivered');
  return {
    patch: null,
    messages: unanswered.flatMap((entry) => [question(context, entry, horizon), ...alarm(context, entry)]),
  };
}

const numberOf = ({ number }: OpenTransaction): number => number;

function indexOf({ open }: SupplyInterfaceContext, number: number): number {
  return open.findIndex((entry) => entry.number === number);
}

function horizonOf({ nextNumber, open }: SupplyInterfaceContext): Horizon {
  return { nextNumber, open: open.map(numberOf) };
}

/** What the supplier is asked as things stand: to do it, or to undo it. */
function question({ plan }: SupplyInterfaceContext, entry: OpenTransaction, horizon: Horizon): Message {
  const { number, transaction } = entry;
  const type = entry.stage === 'voiding' ? 'void.requested' : 'supply.requested';
  return { type, to: plan.supplier, from: plan.address, number, horizon, transaction };
}

function completion(
  { plan }: SupplyInterfaceContext,
  { transaction }: OpenTransaction,
  ranges: readonly PinRange[],
  health: SupplyHealth,
): Message {
  const { request } = transaction;
  return { type: 'transaction.completed', to: plan.conduit, from: plan.address, request, ranges, health };
}

function undone({ plan }: SupplyInterfaceContext, request: SaleReference, health: SupplyHealth): Message {
  return { type: 'transaction.undone', to: plan.conduit, from: plan.address, request, health };
}

const alarmName = (number: number): string => `transaction ${number}`;

function alarm({ plan }: SupplyInterfaceContext, { number }: OpenTransaction): readonly Message[] {
  const { address: from, patience: after } = plan;
  return after === null ? [] : [alarmRequest(from, alarmName(number), after)];
}

function noAlarm({ plan }: SupplyInterfaceContext, { number }: OpenTransaction): readonly Message[] {
  const { address: from, patience } = plan;
  return patience === null ? [] : [alarmRequest(from, alarmName(number), null)];
}
