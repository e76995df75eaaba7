import { fail } from '#src/domain/assertion';
import type { PinRange } from '#src/domain/pinRange';
import { placeByName } from '#src/domain/placeByName';
import { replaceAt } from '#src/domain/replaceAt';
import { acknowledgeParcel, sendParcel } from '#src/domain/link';
import type { Link } from '#src/domain/link';
import { afterSeeing, afterSeeingAllTo, hasSeen } from '#src/domain/numberMemory';
import type { NumberMemory } from '#src/domain/numberMemory';
import { alarmRequest } from './alarm.ts';
import { NOTHING_HAPPENS } from './apply.ts';
import type { Outcome } from './apply.ts';
import type {
  AlarmRang,
  Handling,
  Message,
  NodeRestarted,
  StockRequested,
  SupplierDisposed,
  TransferAcknowledged,
} from './protocol.ts';
import { shipmentOf } from './shipment.ts';

export interface SupplierPlan {
  readonly address: string;
  /** Addresses of the central inventories that buy here. */
  readonly customers: readonly string[];
  /** How the first orders are dealt with, one each; those after them are delivered whole. */
  readonly handlings: readonly Handling[];
  /** Its PINs expire so long after it ships them; null: never. */
  readonly lotLife: number | null;
  /** How long to wait for an acknowledgement before a lot is sent again; null: links are perfect. */
  readonly repeatAfter: number | null;
}

export interface SupplierContext {
  readonly plan: SupplierPlan;
  /** In the order of `plan.customers`. */
  readonly links: readonly Link[];
  /** In the order of `plan.customers`. */
  readonly desks: readonly SupplierDesk[];
  /** For the orders to come, one each. */
  readonly handlings: readonly Handling[];
  /** What is to be sent later. */
  readonly delayed: readonly DelayedLot[];
  /** Messages that the supplier did not know. */
  readonly refused: number;
}

/** What a supplier remembers of one customer besides the lots that are on their way. */
export interface SupplierDesk {
  /** Of the customer's last order: he buys one variety. */
  readonly variety: string;
  readonly orders: NumberMemory;
  /** The latest that were refused, so that a repetition is refused again. */
  readonly refusals: readonly Refusal[];
}

export interface Refusal {
  readonly order: number;
  readonly missing: number;
}

export interface DelayedLot {
  readonly customer: string;
  readonly variety: string;
  readonly order: number;
  readonly quantity: number;
  readonly after: number;
}

export type SupplierOutcome = Outcome<SupplierContext, Message>;

const WHOLE: Handling = { kind: 'whole' };
const NO_HANDLINGS: readonly Handling[] = [];
const NOTHING_DELAYED: readonly DelayedLot[] = [];

/**
 * A customer who also buys elsewhere leaves gaps among the orders that come here, so what is this far behind his newest
 * one counts as seen: he repeats it in vain, and orders anew.
 */
const MOST_ORDERS_BEHIND = 256;
const MOST_REFUSALS = 16;

/** Deals with a new order as is laid down; one that is known is answered only if it was refused. */
export function deliverLot(context: SupplierContext, event: StockRequested): SupplierOutcome {
  const { plan } = context;
  const index = customerIndex(plan, event.from);
  const desk = context.desks[index]!;
  const { order } = event;
  if (hasSeen(desk.orders, order)) return refuseAgain(context, desk, event);
  const handling = context.handlings[0] ?? WHOLE;
  const handlings = context.handlings.length <= 1 ? NO_HANDLINGS : context.handlings.slice(1);
  // As if the order had never come: when it is repeated, the next handling is for it.
  if (handling.kind === 'ignored') return { patch: { handlings }, messages: [] };
  const orders = remembering(desk.orders, order);
  const { variety, at } = event;
  const dispatch = new Dispatch(context, index, { variety, orders, refusals: desk.refusals }, at);
  handle(dispatch, handling, event);
  return dispatch.outcome({ handlings });
}

function handle(dispatch: Dispatch, handling: Exclude<Handling, { kind: 'ignored' }>, event: StockRequested) {
  const { order, quantity } = event;
  switch (handling.kind) {
    case 'whole':
      return dispatch.ship(order, quantity);
    case 'late':
      return dispatch.shipLater(order, quantity, handling.after);
    case 'inPart': {
      const first = Math.ceil(quantity / 2);
      dispatch.ship(order, first);
      if (first === quantity) return;
      if (handling.after === null) return dispatch.ship(order, quantity - first);
      return dispatch.shipLater(order, quantity - first, handling.after);
    }
    case 'twice':
      dispatch.ship(order, quantity);
      return dispatch.ship(order, quantity);
    case 'refused':
      return dispatch.refuse(order, quantity);
  }
}

function refuseAgain(context: SupplierContext, desk: SupplierDesk, event: StockRequested): SupplierOutcome {
  const { from: to, variety, order } = event;
  const refusal = desk.refusals.find((one) => one.order === order);
  if (refusal === undefined) return NOTHING_HAPPENS;
  const { missing } = refusal;
  const { address: from } = context.plan;
  return { patch: null, messages: [{ type: 'stock.refused', to, from, variety, order, missing }] };
}

function remembering(orders: NumberMemory, order: number): NumberMemory {
  const seen = afterSeeing(orders, order);
  const newest = seen.early.at(-1);
  return newest === undefined ? seen : afterSeeingAllTo(seen, newest - MOST_ORDERS_BEHIND);
}

export function forgetTransfer(context: SupplierContext, event: TransferAcknowledged): SupplierOutcome {
  const index = customerIndex(context.plan, event.from);
  const link = context.links[index]!;
  const next = acknowledgeParcel(link, event.number);
  return { patch: next === link ? null : { links: replaceAt(context.links, index, next) }, messages: [] };
}

/** How the orders to come are dealt with, instead of what was laid down before. */
export function dispose(_: SupplierContext, { handlings }: SupplierDisposed): SupplierOutcome {
  return { patch: { handlings }, messages: [] };
}

const REPEAT = 'repeat';

/** A delayed lot is due, or what was not acknowledged is sent again. */
export function wake(context: SupplierContext, event: AlarmRang): SupplierOutcome {
  if (event.alarm === REPEAT) return repeat(context);
  const place = context.delayed.findIndex((lot) => delayName(lot) === event.alarm);
  const lot = context.delayed[place];
  if (lot === undefined) return NOTHING_HAPPENS;
  const index = customerIndex(context.plan, lot.customer);
  const dispatch = new Dispatch(context, index, context.desks[index]!, event.at);
  dispatch.ship(lot.order, lot.quantity);
  return dispatch.outcome({ delayed: context.delayed.toSpliced(place, 1) });
}

function repeat(context: SupplierContext): SupplierOutcome {
  const messages = unacknowledged(context);
  const { repeatAfter, address: from } = context.plan;
  if (messages.length > 0 && repeatAfter !== null) messages.push(alarmRequest(from, REPEAT, repeatAfter));
  return { patch: null, messages };
}

export function resume(context: SupplierContext, _event: NodeRestarted): SupplierOutcome {
  const { address } = context.plan;
  const delays = context.delayed.map((lot) => alarmRequest(address, delayName(lot), lot.after));
  return { patch: null, messages: [...repeat(context).messages, ...delays] };
}

function unacknowledged({ plan, links, desks }: SupplierContext): Message[] {
  return links.flatMap((link, index) =>
    link.unacknowledged.map((parcel) => shipmentOf(plan.address, desks[index]!.variety, link, parcel)),
  );
}

/** Every purchase is a new lot, named after supplier, variety and purchase; its serials start at 1. */
class Dispatch {
  private readonly context: SupplierContext;
  private readonly index: number;
  private desk: SupplierDesk;
  private link: Link;
  private delayed: readonly DelayedLot[] = NOTHING_DELAYED;
  private readonly messages: Message[] = [];
  private readonly at: number | undefined;

  constructor(context: SupplierContext, index: number, desk: SupplierDesk, at: number | undefined) {
    this.at = at;
    this.context = context;
    this.index = index;
    this.desk = desk;
    this.link = context.links[index]!;
  }

  ship(order: number, count: number): void {
    const { plan, links } = this.context;
    const { variety } = this.desk;
    const ranges = [this.lotOf(`${plan.address}:${variety}:${this.link.nextNumber}`, count)];
    // The alarm rings already while another lot is out.
    const isFirst =
      this.link === links[this.index] && links.every((link) => link.unacknowledged.length === 0);
    this.link = sendParcel(this.link, ranges, count, 'purchase', order);
    this.messages.push(shipmentOf(plan.address, variety, this.link, this.link.unacknowledged.at(-1)!));
    if (isFirst && plan.repeatAfter !== null) {
      this.messages.push(alarmRequest(plan.address, REPEAT, plan.repeatAfter));
    }
  }

  private lotOf(lot: string, count: number): PinRange {
    const { lotLife, address } = this.context.plan;
    if (lotLife === null) return { lot, first: 1, count };
    if (this.at === undefined) fail(`${address} is not told when it ships`);
    return { lot, first: 1, count, expiresAt: this.at + lotLife };
  }

  shipLater(order: number, quantity: number, after: number): void {
    const { address } = this.context.plan;
    const lot: DelayedLot = { customer: this.link.peer, variety: this.desk.variety, order, quantity, after };
    this.delayed = [...this.delayed, lot];
    this.messages.push(alarmRequest(address, delayName(lot), after));
  }

  refuse(order: number, missing: number): void {
    const { address: from } = this.context.plan;
    const { variety, orders, refusals } = this.desk;
    const latest = [...refusals, { order, missing }].slice(-MOST_REFUSALS);
    this.desk = { variety, orders, refusals: latest };
    this.messages.push({ type: 'stock.refused', to: this.link.peer, from, variety, order, missing });
  }

  outcome(more: Partial<SupplierContext>): SupplierOutcome {
    const { links, desks, delayed } = this.context;
    const patch: Partial<SupplierContext> = {
      links: replaceAt(links, this.index, this.link),
      desks: replaceAt(desks, this.index, this.desk),
      delayed: this.delayed.length === 0 ? delayed : [...delayed, ...this.delayed],
      ...more,
    };
    return { patch, messages: this.messages };
  }
}

const delayName = ({ customer, order }: DelayedLot): string => `late ${order} ${customer}`;

function customerIndex(plan: SupplierPlan, address: string): number {
  const index = placeByName(plan.customers, address, String);
  if (index === undefined) fail(`${plan.address} does not supply ${address}`);
  return index;
}
