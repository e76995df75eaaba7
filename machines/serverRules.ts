import type { SaleReference } from '#src/domain/sale';
import { NOTHING_HAPPENS } from './apply.ts';
import type {
  CreditHeld,
  CreditRefused,
  Message,
  PinReserved,
  ProductDelivered,
  ProductRefused,
  RefusalReason,
  SaleRequested,
  SaleUnmet,
} from './protocol.ts';
import type { SaleRecord, ServerContext, TillMemory } from './serverContext.ts';
import { bucketOf, closeAccounts, deadline, find, remember } from './serverSales.ts';
import type { Found, ServerOutcome } from './serverSales.ts';

export { confirmSale, reportSale, reverseSale, settleSuspect, suspectSale } from './serverSettlement.ts';

/** A terminal asks: a known sale gets the answer it got before, a new one is begun. */
export function requestSale(context: ServerContext, event: SaleRequested): ServerOutcome {
  return answerRequest(context, event, null);
}

/** A server that is going offline answers for what it knows, and begins nothing. */
export function requestSaleWhileDraining(context: ServerContext, event: SaleRequested): ServerOutcome {
  return answerRequest(context, event, 'server is draining');
}

function answerRequest(
  given: ServerContext,
  event: SaleRequested,
  closed: RefusalReason | null,
): ServerOutcome {
  const first = find(given, event.sale);
  if (first === null) return { patch: { refused: given.refused + 1 }, messages: [] };
  const context = forgetSettled(given, first, event.settledBelow);
  const found = context === given ? first : find(context, event.sale)!;
  const { record, till, sale } = found;
  const { from: to, sku, dealer, account } = event;
  const { address: from } = context.plan;
  if (sale.number < till.settledBelow) {
    return { patch: null, messages: [{ type: 'sale.refused', to, from, sale, reason: 'settled before' }] };
  }
  if (record === null) return begin(context, found, event, closed);
  // A tombstone does not know the content: the reversal came first.
  const isTombstone = record.stage === 'reversed' && record.sku === '';
  if (!isTombstone && (record.sku !== sku || record.dealer !== dealer || record.account !== account)) {
    return { patch: null, messages: [{ type: 'sale.refused', to, from, sale, reason: 'conflict' }] };
  }
  return { patch: null, messages: answersTo(from, to, sale, record) };
}

/** What the terminal no longer needs to be remembered: everything below `settledBelow`. */
function forgetSettled(
  context: ServerContext,
  { till, tillIndex }: Found,
  settledBelow: number,
): ServerContext {
  if (settledBelow <= till.settledBelow) return context;
  const next: TillMemory = {
    settledBelow,
    sales: till.sales.filter(({ number }) => number >= settledBelow),
  };
  return { ...context, tills: context.tills.with(tillIndex, next) };
}

function begin(
  context: ServerContext,
  found: Found,
  event: SaleRequested,
  closed: RefusalReason | null,
): ServerOutcome {
  const { plan } = context;
  const { sale, sku, dealer, account } = event;
  const asked = context.asked + 1;
  const record: SaleRecord = {
    number: sale.number,
    sku,
    dealer,
    account,
    askedAt: event.at,
    stage: 'pending',
    isWaiting: false,
    ranges: [],
    reason: null,
  };
  const bucket = bucketOf(plan, sku);
  const reason = closed ?? (bucket === null ? 'not sold here' : null);
  if (bucket === null || reason !== null) {
    const { patch, messages } = refuseSale(context, found, record, reason!, asked);
    return { patch, messages: [...messages, ...missed(context, sku)] };
  }
  if (bucket.needsAccount && account === null) {
    return refuseSale(context, found, record, 'account is not valid', asked);
  }
  const patch = { ...remember(context, found, record), asked };
  const { address: from, dealers: to } = plan;
  if (to === null || dealer === null) {
    return { patch, messages: [supplyRequest(context, sale, record)] };
  }
  const { priceCents } = bucket;
  return { patch, messages: [{ type: 'credit.requested', to, from, sale, dealer, sku, priceCents }] };
}

/** The shelf counts who was turned away, though it was never asked; it is going offline with its server. */
function missed({ plan }: ServerContext, sku: string): Message[] {
  const bucket = bucketOf(plan, sku);
  if (bucket === null || bucket.source !== 'stock' || bucket.inventory === null) return [];
  const { address: from } = plan;
  return [{ type: 'stock.demanded', to: bucket.inventory, from, count: 1, sale: null }];
}

function refuseSale(
  context: ServerContext,
  found: Found,
  record: SaleRecord,
  reason: RefusalReason,
  asked = context.asked,
): ServerOutcome {
  const { sale } = found;
  const refused: SaleRecord = { ...record, stage: 'refused', reason };
  return {
    patch: { ...remember(context, found, refused), asked, refusedSales: context.refusedSales + 1 },
    messages: [{ type: 'sale.refused', to: sale.terminal, from: context.plan.address, sale, reason }],
  };
}

/** Also gives back the credit that was held, and tells the conduit, which forgets a request only when it is told to. */
function refuseAndRelease(
  context: ServerContext,
  found: Found,
  record: SaleRecord,
  reason: RefusalReason,
): ServerOutcome {
  const { patch, messages } = refuseSale(context, found, record, reason);
  const released: Message[] = [...messages];
  closeAccounts(context.plan, found.sale, record, false, released);
  return { patch, messages: released };
}

/** Asks whoever supplies the SKU: the shelf, or the conduit. */
function supplyRequest(
  { plan }: ServerContext,
  sale: SaleReference,
  { sku, account, askedAt: at }: SaleRecord,
): Message {
  const from = plan.address;
  const { source, inventory } = bucketOf(plan, sku)!;
  if (source === 'conduit') {
    return { type: 'product.requested', to: plan.conduit!, from, request: sale, sku, account };
  }
  return { type: 'stock.demanded', to: inventory!, from, count: 1, sale, at };
}

function answersTo(from: string, to: string, sale: SaleReference, record: SaleRecord): Message[] {
  const { stage, ranges, reason, isWaiting } = record;
  switch (stage) {
    case 'pending':
      return isWaiting ? [{ type: 'sale.delayed', to, from, sale }] : [];
    case 'reversed':
      return [{ type: 'sale.refused', to, from, sale, reason: 'reversed' }];
    case 'refused':
      return [{ type: 'sale.refused', to, from, sale, reason: reason! }];
    default:
      return [{ type: 'sale.granted', to, from, sale, ranges }];
  }
}

/** Credit is there: now for the product. */
export function supply(context: ServerContext, event: CreditHeld): ServerOutcome {
  const found = find(context, event.sale);
  if (found?.record?.stage !== 'pending') return NOTHING_HAPPENS;
  return { patch: null, messages: [supplyRequest(context, event.sale, found.record)] };
}

export function refuseForCredit(context: ServerContext, event: CreditRefused): ServerOutcome {
  const found = find(context, event.sale);
  if (found?.record?.stage !== 'pending') return NOTHING_HAPPENS;
  return refuseSale(context, found, found.record, event.reason);
}

/** The PIN is set aside and the request remembered: the terminal may have it, once this step is durable. */
export function grantSale(context: ServerContext, event: PinReserved): ServerOutcome {
  const { sale, ranges } = event;
  const found = find(context, sale);
  if (found?.record?.stage !== 'pending') {
    // Given up before its PIN came: nobody has seen that PIN.
    const { from: to, to: from } = event;
    return { patch: null, messages: [{ type: 'reservation.closed', to, from, sale, fate: 'restocked' }] };
  }
  return grant(context, found, { ...found.record, stage: 'reserved', isWaiting: false, ranges });
}

function grant(context: ServerContext, found: Found, record: SaleRecord): ServerOutcome {
  const { address: from, reservationTime } = context.plan;
  const { sale } = found;
  const granted: Message = { type: 'sale.granted', to: sale.terminal, from, sale, ranges: record.ranges };
  return {
    patch: { ...remember(context, found, record), granted: context.granted + 1 },
    messages: reservationTime === null ? [granted] : [granted, deadline(from, sale, reservationTime)],
  };
}

export function answerUnmet(context: ServerContext, event: SaleUnmet): ServerOutcome {
  const { sale } = event;
  const found = find(context, sale);
  if (found?.record?.stage !== 'pending') return NOTHING_HAPPENS;
  const { record } = found;
  const { plan } = context;
  if (event.waits) {
    const waiting = { ...record, isWaiting: true };
    return {
      patch: remember(context, found, waiting),
      messages: [{ type: 'sale.delayed', to: sale.terminal, from: plan.address, sale }],
    };
  }
  return refuseAndRelease(context, found, record, 'out of stock');
}

/** The conduit has it: a PIN goes through the shelf, so that all PINs are kept in one way. */
export function takeProduct(context: ServerContext, event: ProductDelivered): ServerOutcome {
  const { request: sale, ranges } = event;
  const { address: from, conduit } = context.plan;
  const found = find(context, sale);
  if (found?.record?.stage !== 'pending') {
    const isGone =
      found?.record == null || found.record.stage === 'reversed' || found.record.stage === 'refused';
    if (!isGone) return NOTHING_HAPPENS;
    return { patch: null, messages: [{ type: 'product.cancelled', to: conduit!, from, request: sale }] };
  }
  const { inventory: to } = bucketOf(context.plan, found.record.sku)!;
  if (to === null || ranges.length === 0) {
    return grant(context, found, { ...found.record, stage: 'reserved', isWaiting: false });
  }
  const variety = to.slice(to.indexOf('/') + 1);
  return {
    patch: null,
    messages: [{ type: 'pins.delivered', to, from, variety, ranges, count: 1, sale }],
  };
}

export function refuseForProduct(context: ServerContext, event: ProductRefused): ServerOutcome {
  const { request: sale, reason } = event;
  const found = find(context, sale);
  if (found?.record?.stage !== 'pending') return NOTHING_HAPPENS;
  return refuseAndRelease(context, found, found.record, reason);
}
