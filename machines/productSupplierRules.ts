import { enter, heed, lookUp } from '#src/domain/horizon';
import type { Book } from '#src/domain/horizon';
import type { PinRange } from '#src/domain/pinRange';
import { placeByName } from '#src/domain/placeByName';
import { replaceAt } from '#src/domain/replaceAt';
import type { Outcome } from './apply.ts';
import type {
  InsertionAccepted,
  InsertionRefused,
  Message,
  SupplyRequested,
  VoidRequested,
  WithdrawalDone,
} from './protocol.ts';
import { refuse } from './refusal.ts';

export interface ProductSupplierPlan {
  readonly address: string;
  /** Addresses of the supply interfaces that ask here. */
  readonly customers: readonly string[];
  /** Keeper of its customers' accounts, on the same node; null: it tops up none. */
  readonly accounts: string | null;
  readonly products: readonly { readonly product: string; readonly kind: 'activate' | 'topUp' }[];
}

export interface ProductSupplierContext {
  readonly plan: ProductSupplierPlan;
  /** Of activations; in the order of `plan.customers`. The keeper of accounts remembers what concerns accounts. */
  readonly books: readonly Book<ActivationEntry>[];
  /** Next serial of each product's own lot, in the order of `plan.products`. */
  readonly nextSerials: readonly number[];
  readonly activated: number;
  readonly voided: number;
  /** Messages that came while it was out of order. */
  readonly unheard: number;
  /** Messages that the supplier did not know. */
  readonly refused: number;
}

/** `isVoided` without ranges: the void came first, and the request shall find this when it comes. */
export interface ActivationEntry {
  readonly number: number;
  readonly isVoided: boolean;
  readonly ranges: readonly PinRange[];
}

type ProductSupplierOutcome = Outcome<ProductSupplierContext, Message>;

/** Carries a transaction out once; a repetition gets the same answer, one that is settled gets none. */
export function carryOut(context: ProductSupplierContext, event: SupplyRequested): ProductSupplierOutcome {
  const { plan } = context;
  const { from: to, number, horizon, transaction } = event;
  const customer = placeByName(plan.customers, to, String);
  if (customer === undefined) return refuse(context, event);
  const product = placeByName(plan.products, transaction.product, (one) => one.product);
  // What depends on the plan alone is refused in the same way each time, without remembering it.
  if (product === undefined || plan.products[product]!.kind !== transaction.kind) {
    return refusal(context, to, number, `it does not offer ${transaction.product} to ${transaction.kind}`);
  }
  if (transaction.kind === 'topUp') {
    const { account, valueCents } = transaction;
    if (plan.accounts === null) return refusal(context, to, number, 'it keeps no accounts');
    const common = { to: plan.accounts, from: plan.address, source: to, number, horizon };
    return {
      patch: null,
      messages: [{ type: 'insertion.requested', ...common, account, valueCents }],
    };
  }
  return activate(context, event, customer, product);
}

function activate(
  context: ProductSupplierContext,
  event: SupplyRequested,
  customer: number,
  product: number,
): ProductSupplierOutcome {
  const { plan, nextSerials } = context;
  const { from: to, number } = event;
  const { address: from } = plan;
  const book = heed(context.books[customer]!, event.horizon);
  const entry = lookUp(book, number);
  if (entry === 'settled')
    return { patch: { books: replaceAt(context.books, customer, book) }, messages: [] };
  if (entry !== 'new') {
    const books = replaceAt(context.books, customer, book);
    const answer: Message = entry.isVoided
      ? { type: 'supply.refused', to, from, number, reason: 'it was voided' }
      : { type: 'supply.delivered', to, from, number, ranges: entry.ranges };
    return { patch: { books }, messages: [answer] };
  }
  const serial = nextSerials[product]!;
  const ranges = [{ lot: `${from}:${plan.products[product]!.product}`, first: serial, count: 1 }];
  return {
    patch: {
      books: replaceAt(context.books, customer, enter(book, { number, isVoided: false, ranges })),
      nextSerials: replaceAt(nextSerials, product, serial + 1),
      activated: context.activated + 1,
    },
    messages: [{ type: 'supply.delivered', to, from, number, ranges }],
  };
}

/** Undoes a transaction, or sees to it that it will not be done. */
export function undo(context: ProductSupplierContext, event: VoidRequested): ProductSupplierOutcome {
  const { plan, books } = context;
  const { from: to, number, horizon, transaction } = event;
  const customer = placeByName(plan.customers, to, String);
  if (customer === undefined) return refuse(context, event);
  const { address: from, accounts } = plan;
  if (transaction.kind === 'topUp' && accounts !== null) {
    const common = { to: accounts, from, source: to, number, horizon };
    return { patch: null, messages: [{ type: 'withdrawal.requested', ...common }] };
  }
  const book = heed(books[customer]!, horizon);
  const entry = lookUp(book, number);
  const acknowledgement: Message = { type: 'void.acknowledged', to, from, number };
  if (entry === 'settled' || (entry !== 'new' && entry.isVoided)) {
    return { patch: { books: replaceAt(books, customer, book) }, messages: [acknowledgement] };
  }
  const ranges = entry === 'new' ? [] : entry.ranges;
  return {
    patch: {
      books: replaceAt(books, customer, enter(book, { number, isVoided: true, ranges })),
      voided: context.voided + (entry === 'new' ? 0 : 1),
    },
    messages: [acknowledgement],
  };
}

export function passInsertion(
  context: ProductSupplierContext,
  event: InsertionAccepted,
): ProductSupplierOutcome {
  const { source: to, number } = event;
  const { address: from } = context.plan;
  return { patch: null, messages: [{ type: 'supply.delivered', to, from, number, ranges: [] }] };
}

export function passInsertionRefusal(
  context: ProductSupplierContext,
  event: InsertionRefused,
): ProductSupplierOutcome {
  return refusal(context, event.source, event.number, event.reason);
}

export function passWithdrawal(
  context: ProductSupplierContext,
  event: WithdrawalDone,
): ProductSupplierOutcome {
  const { source: to, number } = event;
  return { patch: null, messages: [{ type: 'void.acknowledged', to, from: context.plan.address, number }] };
}

/** Out of order: who asked will ask again. */
export function overhear(context: ProductSupplierContext): ProductSupplierOutcome {
  return { patch: { unheard: context.unheard + 1 }, messages: [] };
}

function refusal(
  { plan }: ProductSupplierContext,
  to: string,
  number: number,
  reason: string,
): ProductSupplierOutcome {
  return {
    patch: null,
    messages: [{ type: 'supply.refused', to, from: plan.address, number, reason }],
  };
}
