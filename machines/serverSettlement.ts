import { NOTHING_HAPPENS } from './apply.ts';
import type {
  AlarmRang,
  Message,
  SaleConfirmed,
  SaleQueried,
  SaleReversed,
  SuspectSettled,
} from './protocol.ts';
import type { SaleRecord, ServerContext } from './serverContext.ts';
import {
  atStage,
  bucketOf,
  closeAccounts,
  closeEverywhere,
  find,
  remember,
  saleOfDeadline,
} from './serverSales.ts';
import type { ServerOutcome } from './serverSales.ts';

/** How a sale ends: sold, reversed, suspect, or settled by reconciliation. */

/** The customer has it: sold, for good. */
export function confirmSale(context: ServerContext, event: SaleConfirmed): ServerOutcome {
  const { sale, from: to } = event;
  const { plan } = context;
  const from = plan.address;
  const found = find(context, sale);
  if (found === null) return { patch: { refused: context.refused + 1 }, messages: [] };
  const { record } = found;
  const fate =
    record !== null && (record.stage === 'reversed' || record.stage === 'refused') ? 'reversed' : 'sold';
  const messages: Message[] = [{ type: 'sale.settled', to, from, sale, fate }];
  if (record === null ? sale.number >= found.till.settledBelow : record.stage === 'pending') {
    // No request of that number was ever granted: nothing can have been printed.
    return { patch: { refused: context.refused + 1 }, messages: [] };
  }
  if (record === null || (record.stage !== 'reserved' && record.stage !== 'suspect')) {
    return { patch: null, messages };
  }
  closeEverywhere(plan, sale, record, 'sold', messages);
  return { patch: remember(context, found, atStage(record, 'sold')), messages };
}

/** The sale did not happen; of one that is not known a tombstone stays, because the request may still come. */
export function reverseSale(context: ServerContext, event: SaleReversed): ServerOutcome {
  const { sale, from: to, isUnshown } = event;
  const { plan } = context;
  const from = plan.address;
  const found = find(context, sale);
  if (found === null) return { patch: { refused: context.refused + 1 }, messages: [] };
  const { record, till } = found;
  if (record === null) {
    const messages: Message[] = [{ type: 'sale.settled', to, from, sale, fate: 'reversed' }];
    if (sale.number < till.settledBelow) return { patch: null, messages };
    return { patch: remember(context, found, tombstone(sale.number)), messages };
  }
  const fate = record.stage === 'sold' ? 'sold' : 'reversed';
  const messages: Message[] = [{ type: 'sale.settled', to, from, sale, fate }];
  if (record.stage !== 'pending' && record.stage !== 'reserved' && record.stage !== 'suspect') {
    return { patch: null, messages };
  }
  const isRestocked = isUnshown && plan.restocksUnshown;
  closeEverywhere(plan, sale, record, isRestocked ? 'restocked' : 'quarantined', messages);
  return { patch: remember(context, found, { ...atStage(record, 'reversed'), isWaiting: false }), messages };
}

function tombstone(number: number): SaleRecord {
  return {
    number,
    sku: '',
    dealer: null,
    account: null,
    askedAt: 0,
    stage: 'reversed',
    isWaiting: false,
    ranges: [],
    reason: null,
  };
}

/** A reservation's deadline: without an answer it is suspect. It never goes back to stock by itself. */
export function suspectSale(context: ServerContext, event: AlarmRang): ServerOutcome {
  const sale = saleOfDeadline(event.alarm);
  const found = find(context, sale);
  if (found?.record?.stage !== 'reserved') return NOTHING_HAPPENS;
  const { record } = found;
  const { plan } = context;
  const to = bucketOf(plan, record.sku)?.inventory ?? null;
  const messages: Message[] =
    to === null ? [] : [{ type: 'reservation.closed', to, from: plan.address, sale, fate: 'suspect' }];
  return { patch: remember(context, found, atStage(record, 'suspect')), messages };
}

/** Reconciliation has settled a suspect PIN. */
export function settleSuspect(context: ServerContext, event: SuspectSettled): ServerOutcome {
  const found = find(context, event.sale);
  if (found?.record?.stage !== 'suspect') return NOTHING_HAPPENS;
  const { record, sale } = found;
  const isSold = event.fate === 'sold';
  const messages: Message[] = [];
  closeAccounts(context.plan, sale, record, isSold, messages);
  return { patch: remember(context, found, atStage(record, isSold ? 'sold' : 'reversed')), messages };
}

/** How stands that sale? A sale that is settled and forgotten is known to its terminal alone. */
export function reportSale(context: ServerContext, event: SaleQueried): ServerOutcome {
  const { sale, from: to } = event;
  const record = find(context, sale)?.record ?? null;
  const from = context.plan.address;
  const status = record?.stage ?? 'unknown';
  const ranges = record?.ranges ?? [];
  return { patch: null, messages: [{ type: 'sale.reported', to, from, sale, status, ranges }] };
}
