import { placeByName } from '#src/domain/placeByName';
import { replaceAt } from '#src/domain/replaceAt';
import type { SaleReference } from '#src/domain/sale';
import { alarmRequest } from './alarm.ts';
import type { Outcome } from './apply.ts';
import type { Message, ReservationFate } from './protocol.ts';
import type { Bucket, SaleRecord, ServerContext, ServerPlan, TillMemory } from './serverContext.ts';

/** A server's memory of sales: looked up, changed and put back. */

export type ServerOutcome = Outcome<ServerContext, Message>;

/** Where a sale stands in the memory; `record` null: nothing is known of it. */
export interface Found {
  readonly tillIndex: number;
  readonly till: TillMemory;
  readonly sale: SaleReference;
  readonly recordIndex: number;
  readonly record: SaleRecord | null;
}

/** null: no terminal of this server. */
export function find(context: ServerContext, sale: SaleReference): Found | null {
  const tillIndex = placeByName(context.plan.terminals, sale.terminal, String);
  if (tillIndex === undefined) return null;
  const till = context.tills[tillIndex]!;
  const recordIndex = till.sales.findIndex(({ number }) => number === sale.number);
  return { tillIndex, till, sale, recordIndex, record: till.sales[recordIndex] ?? null };
}

/** The memory with that record in place of the one that was found. */
export function remember(context: ServerContext, found: Found, record: SaleRecord): Partial<ServerContext> {
  const { till, tillIndex, recordIndex } = found;
  const sales =
    recordIndex < 0
      ? till.sales.length === 0
        ? [record]
        : [...till.sales, record]
      : replaceAt(till.sales, recordIndex, record);
  const next = { settledBelow: till.settledBelow, sales };
  return { tills: replaceAt(context.tills, tillIndex, next) };
}

/** The record at another stage; written out because records are copied with every message of a sale. */
export function atStage(record: SaleRecord, stage: SaleRecord['stage']): SaleRecord {
  return {
    number: record.number,
    sku: record.sku,
    dealer: record.dealer,
    account: record.account,
    askedAt: record.askedAt,
    stage,
    isWaiting: record.isWaiting,
    ranges: record.ranges,
    reason: record.reason,
  };
}

/** Own keys only: an SKU that is called 'constructor' is not sold here. */
export function bucketOf({ buckets }: ServerPlan, sku: string): Bucket | null {
  return Object.hasOwn(buckets, sku) ? buckets[sku]! : null;
}

/** Tells everyone who had a part in a reserved or pending sale how it ended. */
export function closeEverywhere(
  plan: ServerPlan,
  sale: SaleReference,
  record: SaleRecord,
  fate: Exclude<ReservationFate, 'suspect'>,
  messages: Message[],
): void {
  const from = plan.address;
  const bucket = bucketOf(plan, record.sku);
  if (bucket === null) return;
  const { inventory: to } = bucket;
  if (to !== null) {
    // A product that is undone at its supplier leaves a PIN that is worth nothing.
    const isVoid = fate === 'restocked' && bucket.source === 'conduit';
    messages.push({ type: 'reservation.closed', to, from, sale, fate: isVoid ? 'quarantined' : fate });
  }
  closeAccounts(plan, sale, record, fate === 'sold', messages);
}

/** The dealer's credit and the conduit, where they had a part in it; and no deadline any more. */
export function closeAccounts(
  plan: ServerPlan,
  sale: SaleReference,
  record: SaleRecord,
  isSold: boolean,
  messages: Message[],
): void {
  const { address: from, dealers, conduit, reservationTime } = plan;
  if (dealers !== null && record.dealer !== null) {
    messages.push({ type: isSold ? 'credit.posted' : 'credit.released', to: dealers, from, sale });
  }
  if (conduit !== null && bucketOf(plan, record.sku)?.source === 'conduit') {
    const type = isSold ? 'product.confirmed' : 'product.cancelled';
    messages.push({ type, to: conduit, from, request: sale });
  }
  if (reservationTime !== null && record.stage === 'reserved') messages.push(deadline(from, sale, null));
}

/** Asks to be woken when a reservation becomes suspect. */
export function deadline(from: string, sale: SaleReference, after: number | null): Message {
  return alarmRequest(from, `${sale.number} ${sale.terminal}`, after);
}

/** The sale that a deadline is about. */
export function saleOfDeadline(alarm: string): SaleReference {
  const space = alarm.indexOf(' ');
  return { number: Number(alarm.slice(0, space)), terminal: alarm.slice(space + 1) };
}
