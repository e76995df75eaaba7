import { readAccountNumber } from '#src/domain/accountNumber';
import { placeByName } from '#src/domain/placeByName';
import { replaceAt } from '#src/domain/replaceAt';
import { isSameSale } from '#src/domain/sale';
import type { SaleReference } from '#src/domain/sale';
import type { Transaction } from '#src/domain/transaction';
import { UNTRIED, routeByHealthAndCost } from '#src/policy/routing';
import type { SupplyHealth } from '#src/policy/routing';
import { NOTHING_HAPPENS } from './apply.ts';
import type { Outcome } from './apply.ts';
import type {
  ConduitContext,
  ConduitPlan,
  OpenProduct,
  ProductOffer,
  ProductPlan,
} from './conduitContext.ts';
import type {
  Message,
  ProductCancelled,
  ProductConfirmed,
  ProductRefusalReason,
  ProductRequested,
  TransactionCompleted,
  TransactionFailed,
  TransactionRefused,
  TransactionUndone,
} from './protocol.ts';

type ConduitOutcome = Outcome<ConduitContext, Message>;

/** Hands a new request on as a transaction; gives an old one its old answer. */
export function requestProduct(context: ConduitContext, event: ProductRequested): ConduitOutcome {
  const index = indexOf(context, event.request);
  if (index >= 0) return answerAgain(context, context.open[index]!, event);
  const plan = placeProduct(context.plan, event);
  if ('reason' in plan) {
    // Nothing outside was asked, so nothing need be remembered to refuse it in the same way again.
    const { reason, detail } = plan;
    return {
      patch: { refusedRequests: context.refusedRequests + 1 },
      messages: [refusal(context, event.from, event.request, reason, detail)],
    };
  }
  const { request, from: caller, sku, account } = event;
  const { transaction, offers } = plan;
  const entry: OpenProduct = {
    request,
    caller,
    sku,
    account,
    stage: 'asked',
    transaction,
    offers,
    tried: [],
    ranges: [],
    problem: '',
  };
  return askNext(context, [...context.open, entry], context.open.length, context.health);
}

function answerAgain(context: ConduitContext, entry: OpenProduct, event: ProductRequested): ConduitOutcome {
  const { request, ranges, problem } = entry;
  const { from: to } = event;
  if (entry.sku !== event.sku || entry.account !== event.account) {
    const { sku, account } = entry;
    const detail = `the request was for ${sku}, account ${account ?? 'none'}, before; expected the same under the same number`;
    return { patch: null, messages: [refusal(context, to, request, 'conflict', detail)] };
  }
  const from = context.plan.address;
  switch (entry.stage) {
    case 'asked':
      return NOTHING_HAPPENS;
    case 'delivered':
      return { patch: null, messages: [{ type: 'product.delivered', to, from, request, ranges }] };
    case 'refused':
      return { patch: null, messages: [refusal(context, to, request, 'supplier refused', problem)] };
    case 'cancelled':
      return { patch: null, messages: [refusal(context, to, request, 'reversed', 'it was cancelled')] };
  }
}

type Placement =
  | { readonly transaction: Transaction; readonly offers: readonly ProductOffer[] }
  | { readonly reason: ProductRefusalReason; readonly detail: string };

/** The typed transaction that a request stands for, and who could carry it out. */
function placeProduct(plan: ConduitPlan, { sku, account, request }: ProductRequested): Placement {
  const place = placeByName(plan.products, sku, (product) => product.sku);
  if (place === undefined) {
    return {
      reason: 'not sold here',
      detail: `no product has the SKU ${sku}; expected one of this server's`,
    };
  }
  const product = plan.products[place]!;
  const { kind, valueCents, offers } = product;
  if (kind === 'topUp') return placeTopUp(plan, product, account, request);
  if (account !== null) {
    const detail = `${sku} adds nothing to an account; expected a request without one`;
    return { reason: 'account is not valid', detail };
  }
  return { transaction: { kind, request, product: sku, valueCents }, offers };
}

function placeTopUp(
  plan: ConduitPlan,
  { sku, valueCents, offers: allOffers }: ProductPlan,
  typed: string | null,
  request: SaleReference,
): Placement {
  const reading = readAccountNumber(plan.numberRanges, typed ?? '');
  if (!reading.isValid) return { reason: 'account is not valid', detail: reading.problem };
  const { account, operator } = reading;
  const offers = allOffers.filter((offer) => offer.operator === null || offer.operator === operator);
  // Of a product that nobody offers at all, that is the problem.
  if (offers.length === 0 && allOffers.length > 0) {
    const operators = [...new Set(allOffers.map((offer) => offer.operator))].join(', ');
    const detail = `${account} is a number of ${operator}; expected one of ${operators} for ${sku}`;
    return { reason: 'account is not valid', detail };
  }
  return { transaction: { kind: 'topUp', request, product: sku, valueCents, account }, offers };
}

/** Has the best supply that was not tried carry the transaction out; with none left the request is refused. */
function askNext(
  context: ConduitContext,
  open: readonly OpenProduct[],
  index: number,
  health: readonly SupplyHealth[],
): ConduitOutcome {
  const { plan, failOvers } = context;
  const entry = open[index]!;
  const { transaction, tried } = entry;
  const options = entry.offers.map(({ supply, costCents }) => ({
    supply,
    costCents,
    health: health[placeByName(plan.supplies, supply, String) ?? -1] ?? UNTRIED,
  }));
  const to = routeByHealthAndCost(options, tried);
  if (to === null) return giveUp(context, open, index, health);
  const next: OpenProduct = { ...entry, tried: [...tried, to] };
  return {
    patch: {
      open: replaceAt(open, index, next),
      health,
      failOvers: tried.length > 0 ? failOvers + 1 : failOvers,
    },
    messages: [{ type: 'transaction.ordered', to, from: plan.address, transaction }],
  };
}

function giveUp(
  context: ConduitContext,
  open: readonly OpenProduct[],
  index: number,
  health: readonly SupplyHealth[],
): ConduitOutcome {
  const entry = open[index]!;
  const problem = entry.tried.length === 0 ? `no supplier offers ${entry.sku}` : entry.problem;
  const next: OpenProduct = { ...entry, stage: 'refused', problem };
  return {
    patch: {
      open: replaceAt(open, index, next),
      health,
      refusedRequests: context.refusedRequests + 1,
    },
    messages: [refusal(context, entry.caller, entry.request, 'supplier refused', problem)],
  };
}

/** The supplier has done it: the answer goes back to the caller. */
export function deliverProduct(context: ConduitContext, event: TransactionCompleted): ConduitOutcome {
  const { request, ranges, from: supply } = event;
  const from = context.plan.address;
  const health = noteHealth(context, event);
  const index = indexOf(context, request);
  const entry = context.open[index];
  if (entry?.tried.at(-1) === supply && entry.stage === 'delivered') {
    return { patch: { health }, messages: [] };
  }
  if (entry === undefined || entry.tried.at(-1) !== supply || entry.stage !== 'asked') {
    // Nobody waits for it any more, so the customer must not have it on top of what another gave.
    return { patch: { health }, messages: [{ type: 'transaction.revoked', to: supply, from, request }] };
  }
  const next: OpenProduct = { ...entry, stage: 'delivered', ranges };
  return {
    patch: { open: replaceAt(context.open, index, next), health, delivered: context.delivered + 1 },
    messages: [{ type: 'product.delivered', to: entry.caller, from, request, ranges }],
  };
}

/** The supplier refused, or was given up; in that case its interface sees to it that it does nothing after all. */
export function failOver(
  context: ConduitContext,
  event: TransactionRefused | TransactionFailed,
): ConduitOutcome {
  const health = noteHealth(context, event);
  const index = indexOf(context, event.request);
  const entry = context.open[index];
  if (entry === undefined || entry.stage !== 'asked' || entry.tried.at(-1) !== event.from) {
    return { patch: { health }, messages: [] };
  }
  const reason = event.type === 'transaction.refused' ? event.reason : 'no answer';
  const open = replaceAt(context.open, index, { ...entry, problem: `${event.from}: ${reason}` });
  return askNext(context, open, index, health);
}

export function cancelProduct(context: ConduitContext, event: ProductCancelled): ConduitOutcome {
  const { request } = event;
  const index = indexOf(context, request);
  const entry = context.open[index];
  if (entry === undefined || entry.stage === 'cancelled') return NOTHING_HAPPENS;
  const { open, cancelled } = context;
  if (entry.stage === 'refused') return { patch: { open: open.toSpliced(index, 1) }, messages: [] };
  const to = entry.tried.at(-1)!;
  return {
    patch: { open: replaceAt(open, index, { ...entry, stage: 'cancelled' }), cancelled: cancelled + 1 },
    messages: [{ type: 'transaction.revoked', to, from: context.plan.address, request }],
  };
}

export function confirmProduct(context: ConduitContext, event: ProductConfirmed): ConduitOutcome {
  const { request } = event;
  const index = indexOf(context, request);
  const entry = context.open[index];
  if (entry === undefined || entry.stage === 'asked' || entry.stage === 'cancelled') return NOTHING_HAPPENS;
  const open = context.open.toSpliced(index, 1);
  if (entry.stage === 'refused') return { patch: { open }, messages: [] };
  const to = entry.tried.at(-1)!;
  const from = context.plan.address;
  return { patch: { open }, messages: [{ type: 'transaction.closed', to, from, request }] };
}

/** What was cancelled is undone; or what a supplier was given up for, and that concerns only its health. */
export function forgetUndone(context: ConduitContext, event: TransactionUndone): ConduitOutcome {
  const health = noteHealth(context, event);
  const index = indexOf(context, event.request);
  const entry = context.open[index];
  if (entry === undefined || entry.stage !== 'cancelled' || entry.tried.at(-1) !== event.from) {
    return { patch: { health }, messages: [] };
  }
  return { patch: { open: context.open.toSpliced(index, 1), health }, messages: [] };
}

function indexOf({ open }: ConduitContext, request: SaleReference): number {
  return open.findIndex((entry) => isSameSale(entry.request, request));
}

function noteHealth(
  { plan, health }: ConduitContext,
  { from, health: told }: { readonly from: string; readonly health: SupplyHealth },
): readonly SupplyHealth[] {
  const place = placeByName(plan.supplies, from, String);
  return place === undefined ? health : replaceAt(health, place, told);
}

function refusal(
  { plan }: ConduitContext,
  to: string,
  request: SaleReference,
  reason: ProductRefusalReason,
  detail: string,
): Message {
  return { type: 'product.refused', to, from: plan.address, request, reason, detail };
}
