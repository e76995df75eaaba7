import { setup } from 'xstate';
import { readAccountNumber } from '#src/domain/accountNumber';
import type { NumberRange } from '#src/domain/accountNumber';
import { enter, heed, lookUp, newBook } from '#src/domain/horizon';
import type { Book } from '#src/domain/horizon';
import { placeByName } from '#src/domain/placeByName';
import { replaceAt } from '#src/domain/replaceAt';
import { apply } from './apply.ts';
import type { Outcome } from './apply.ts';
import type {
  InsertionRequested,
  Message,
  MessageRefused,
  NodeRestarted,
  WithdrawalRequested,
} from './protocol.ts';
import { refuse } from './refusal.ts';

export interface AccountPlan {
  readonly address: string;
  /** Who may ask, by way of the supplier: the supply interfaces. */
  readonly sources: readonly string[];
  /** The numbers that are accounts here. */
  readonly numberRanges: readonly NumberRange[];
  /** Numbers of that form that no customer has. */
  readonly unknown: readonly string[];
}

export interface AccountContext {
  readonly plan: AccountPlan;
  /** In order of account; one that never had value is not listed. */
  readonly balances: readonly Balance[];
  /** In the order of `plan.sources`; no more than the sources themselves keep open. */
  readonly books: readonly Book<InsertionEntry>[];
  readonly inserted: number;
  readonly takenOut: number;
  /** Messages that the keeper of accounts did not know. */
  readonly refused: number;
}

export interface Balance {
  readonly account: string;
  readonly balanceCents: number;
}

/** `isUndone` with no value: it was undone before it came, and shall not be done when it comes. */
export interface InsertionEntry {
  readonly number: number;
  readonly account: string;
  readonly valueCents: number;
  readonly isUndone: boolean;
}

export type AccountEvent = InsertionRequested | WithdrawalRequested | NodeRestarted | MessageRefused;

type AccountOutcome = Outcome<AccountContext, Message>;

/** Adds value once per request; a repetition is told the same, a settled one nothing. */
export function insertValue(context: AccountContext, event: InsertionRequested): AccountOutcome {
  const { plan, balances } = context;
  const { source, number, account, valueCents, from: to } = event;
  const place = placeByName(plan.sources, source, String);
  if (place === undefined) return refuse(context, event);
  const { address: from } = plan;
  const problem = problemOf(plan, account, valueCents);
  if (problem !== null) {
    return {
      patch: null,
      messages: [{ type: 'insertion.refused', to, from, source, number, reason: problem }],
    };
  }
  const book = heed(context.books[place]!, event.horizon);
  const entry = lookUp(book, number);
  if (entry === 'settled') return { patch: { books: replaceAt(context.books, place, book) }, messages: [] };
  if (entry !== 'new') {
    const answer: Message = entry.isUndone
      ? { type: 'insertion.refused', to, from, source, number, reason: 'it was voided' }
      : { type: 'insertion.accepted', to, from, source, number };
    return { patch: { books: replaceAt(context.books, place, book) }, messages: [answer] };
  }
  const entered = enter(book, { number, account, valueCents, isUndone: false });
  return {
    patch: {
      balances: addValue(balances, account, valueCents),
      books: replaceAt(context.books, place, entered),
      inserted: context.inserted + 1,
    },
    messages: [{ type: 'insertion.accepted', to, from, source, number }],
  };
}

/** Takes the value of one request out again, once. */
export function withdrawValue(context: AccountContext, event: WithdrawalRequested): AccountOutcome {
  const { plan, balances } = context;
  const { source, number, from: to } = event;
  const place = placeByName(plan.sources, source, String);
  if (place === undefined) return refuse(context, event);
  const book = heed(context.books[place]!, event.horizon);
  const messages: readonly Message[] = [{ type: 'withdrawal.done', to, from: plan.address, source, number }];
  const entry = lookUp(book, number);
  if (entry === 'settled' || (entry !== 'new' && entry.isUndone)) {
    return { patch: { books: replaceAt(context.books, place, book) }, messages };
  }
  if (entry === 'new') {
    const tombstone = enter(book, { number, account: '', valueCents: 0, isUndone: true });
    return { patch: { books: replaceAt(context.books, place, tombstone) }, messages };
  }
  return {
    patch: {
      balances: addValue(balances, entry.account, -entry.valueCents),
      books: replaceAt(context.books, place, enter(book, { ...entry, isUndone: true })),
      takenOut: context.takenOut + 1,
    },
    messages,
  };
}

function problemOf(plan: AccountPlan, account: string, valueCents: number): string | null {
  const reading = readAccountNumber(plan.numberRanges, account);
  if (!reading.isValid) return reading.problem;
  if (plan.unknown.includes(account)) return `no customer has the account ${account}`;
  if (!Number.isSafeInteger(valueCents) || valueCents <= 0) {
    return `${valueCents} cents cannot be added; expected a whole number above zero`;
  }
  return null;
}

function addValue(balances: readonly Balance[], account: string, valueCents: number): readonly Balance[] {
  const place = placeOf(balances, account);
  const old = balances[place];
  if (old?.account !== account) return balances.toSpliced(place, 0, { account, balanceCents: valueCents });
  return replaceAt(balances, place, { account, balanceCents: old.balanceCents + valueCents });
}

/** Where the account is among the balances, or would be. */
function placeOf(balances: readonly Balance[], account: string): number {
  let low = 0;
  let high = balances.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (balances[middle]!.account < account) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Keeps the accounts of a supplier's customers: what was inserted for them at points of sale adds up. */
export const accountMachine = setup({
  types: {
    context: {} as AccountContext,
    input: {} as AccountPlan,
    events: {} as AccountEvent,
    emitted: {} as Message,
  },
  actions: {
    insertValue: apply(insertValue),
    withdrawValue: apply(withdrawValue),
    refuse: apply(refuse<AccountContext>),
  },
}).createMachine({
  id: 'account',
  context: ({ input }) => ({
    plan: input,
    balances: [],
    books: input.sources.map((source) => newBook<InsertionEntry>(source)),
    inserted: 0,
    takenOut: 0,
    refused: 0,
  }),
  initial: 'keeping',
  states: {
    keeping: {
      on: {
        'insertion.requested': { actions: 'insertValue' },
        'withdrawal.requested': { actions: 'withdrawValue' },
        'node.restarted': {},
      },
    },
  },
  on: { '*': { actions: 'refuse' } },
});
