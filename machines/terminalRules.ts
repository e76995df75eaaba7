import type { PinRange } from '#src/domain/pinRange';
import { replaceAt } from '#src/domain/replaceAt';
import { alarmRequest } from './alarm.ts';
import { NOTHING_HAPPENS } from './apply.ts';
import type { Outcome } from './apply.ts';
import { CUSTOMERS } from './protocol.ts';
import type {
  AlarmRang,
  CustomerAsked,
  Message,
  PaymentFailed,
  PaymentTaken,
  PrintFinished,
  SaleDelayed,
  SaleGranted,
  SaleReference,
  SaleRefused,
  SaleSettled,
} from './protocol.ts';
import type { TerminalContext, TerminalPlan, TillSale, TillStage } from './terminalContext.ts';

type TerminalOutcome = Outcome<TerminalContext, Message>;

const NO_SALES: readonly TillSale[] = [];
const NO_PINS: readonly PinRange[] = [];

/** INTENT: the number is given once, and every retry names it. */
export function requestSale(context: TerminalContext, event: CustomerAsked): TerminalOutcome {
  const { plan, nextSale: number } = context;
  const { sku, account } = event;
  const sale: TillSale = {
    number,
    sku,
    account,
    stage: 'intent',
    ranges: NO_PINS,
    repeats: 0,
    isUnshown: false,
  };
  const sales = context.sales.length === 0 ? [sale] : [...context.sales, sale];
  const patch = { nextSale: number + 1, sales };
  return { patch, messages: withAlarm(plan, number, requestOf({ ...context, ...patch }, sale)) };
}

function requestOf({ plan, sales }: TerminalContext, { number, sku, account }: TillSale): Message {
  const { address: from, server: to, dealer } = plan;
  const sale = { terminal: from, number };
  const settledBelow = sales[0]!.number;
  return { type: 'sale.requested', to, from, sale, sku, dealer, account, settledBelow, at: 0 };
}

function withAlarm(plan: TerminalPlan, number: number, message: Message): Message[] {
  return plan.patience === null ? [message] : [message, alarm(plan, number)];
}

function alarm({ address: from, patience: after }: TerminalPlan, number: number): Message {
  return alarmRequest(from, String(number), after);
}

/** RECEIVED: the PIN is here; now the money. A late answer to a sale that was given up changes nothing. */
export function receive(context: TerminalContext, event: SaleGranted): TerminalOutcome {
  const index = indexOf(context, event.sale, 'intent', 'delayed');
  if (index < 0) return NOTHING_HAPPENS;
  const sales = replaceAt(context.sales, index, at(context.sales[index]!, 'received', event.ranges));
  const { address: from } = context.plan;
  return {
    patch: { sales },
    messages: [{ type: 'payment.requested', to: CUSTOMERS, from, sale: event.sale }],
  };
}

/** PRINTING: recorded before the printer hears of it, since messages leave only after the record is durable. */
export function print(context: TerminalContext, event: PaymentTaken): TerminalOutcome {
  const index = indexOf(context, event.sale, 'received');
  if (index < 0) return NOTHING_HAPPENS;
  const paid = context.sales[index]!;
  const sales = replaceAt(context.sales, index, at(paid, 'printing', paid.ranges));
  return { patch: { sales }, messages: [printOf(context, paid, false)] };
}

function printOf(
  { plan }: TerminalContext,
  { number, ranges }: Pick<TillSale, 'number' | 'ranges'>,
  isCopy: boolean,
): Message {
  const { address: from } = plan;
  const sale = { terminal: from, number };
  return { type: 'print.requested', to: CUSTOMERS, from, sale, ranges, isCopy };
}

/** The customer does not pay: give the sale up. */
export function voidSale(context: TerminalContext, event: PaymentFailed): TerminalOutcome {
  const index = indexOf(context, event.sale, 'received');
  return index < 0 ? NOTHING_HAPPENS : giveUp(context, index, true);
}

/** PRINTED: the sale stands; the server hears of it until it says so. */
export function confirm(context: TerminalContext, event: PrintFinished): TerminalOutcome {
  const index = indexOf(context, event.sale, 'printing');
  if (index < 0) return NOTHING_HAPPENS;
  const printed = context.sales[index]!;
  const { number, ranges } = printed;
  const sales = replaceAt(context.sales, index, at(printed, 'confirming', ranges));
  const patch = { sales, last: { number, ranges }, granted: context.granted + 1 };
  return { patch, messages: withAlarm(context.plan, number, confirmationOf(context, printed)) };
}

function confirmationOf({ plan }: TerminalContext, { number }: TillSale): Message {
  const { address: from, server: to } = plan;
  return { type: 'sale.confirmed', to, from, sale: { terminal: from, number } };
}

function giveUp(context: TerminalContext, index: number, isUnshown: boolean): TerminalOutcome {
  const given = { ...context.sales[index]!, stage: 'reversing', isUnshown } as const;
  return {
    patch: { sales: replaceAt(context.sales, index, given) },
    messages: withAlarm(context.plan, given.number, reversalOf(context, given)),
  };
}

function reversalOf({ plan }: TerminalContext, { number, isUnshown }: TillSale): Message {
  const { address: from, server: to } = plan;
  return { type: 'sale.reversed', to, from, sale: { terminal: from, number }, isUnshown };
}

/** No PIN for this customer. */
export function giveUpSale(context: TerminalContext, event: SaleRefused): TerminalOutcome {
  const index = indexOf(context, event.sale, 'intent', 'delayed');
  if (index < 0) return NOTHING_HAPPENS;
  const { sale, reason } = event;
  // Someone else used our number: what the server holds under it must not stay.
  if (reason === 'conflict') return giveUpUnanswered(context, index);
  return {
    patch: { sales: without(context.sales, index), refusedSales: context.refusedSales + 1 },
    messages: [{ type: 'customer.refused', to: CUSTOMERS, from: context.plan.address, sale, reason }],
  };
}

export function keepWaiting(context: TerminalContext, event: SaleDelayed): TerminalOutcome {
  const index = indexOf(context, event.sale, 'intent');
  if (index < 0) return NOTHING_HAPPENS;
  const sales = replaceAt(context.sales, index, at(context.sales[index]!, 'delayed', NO_PINS));
  return { patch: { sales }, messages: [] };
}

/** The server knows how the sale ended: it can be forgotten. */
export function forgetSale(context: TerminalContext, event: SaleSettled): TerminalOutcome {
  const index = indexOf(context, event.sale, 'confirming', 'reversing');
  return index < 0 ? NOTHING_HAPPENS : { patch: { sales: without(context.sales, index) }, messages: [] };
}

/** Without an answer in time: ask again under the same number, and in the end give up. */
export function repeat(context: TerminalContext, event: AlarmRang): TerminalOutcome {
  const index = indexOfNumber(context, Number(event.alarm));
  const sale = context.sales[index];
  if (sale === undefined) return NOTHING_HAPPENS;
  const { plan } = context;
  switch (sale.stage) {
    case 'intent': {
      if (sale.repeats >= plan.mostRepeats) return giveUpUnanswered(context, index);
      const sales = replaceAt(context.sales, index, { ...sale, repeats: sale.repeats + 1 });
      return { patch: { sales }, messages: withAlarm(plan, sale.number, requestOf(context, sale)) };
    }
    case 'delayed':
      return { patch: null, messages: withAlarm(plan, sale.number, requestOf(context, sale)) };
    case 'confirming':
      return { patch: null, messages: withAlarm(plan, sale.number, confirmationOf(context, sale)) };
    case 'reversing':
      return { patch: null, messages: withAlarm(plan, sale.number, reversalOf(context, sale)) };
    default:
      return NOTHING_HAPPENS;
  }
}

function giveUpUnanswered(context: TerminalContext, index: number): TerminalOutcome {
  const { patch, messages } = giveUp(context, index, true);
  const sale = { terminal: context.plan.address, number: context.sales[index]!.number };
  const { address: from } = context.plan;
  const refused: Message = { type: 'customer.refused', to: CUSTOMERS, from, sale, reason: 'no answer' };
  return {
    patch: { ...patch, refusedSales: context.refusedSales + 1 },
    messages: [refused, ...messages],
  };
}

/**
 * What the record says decides. Asked for: reverse. Received: its customer is gone, reverse to quarantine. Printing:
 * take it for sold, print it again marked COPY, and confirm. Everything else goes on.
 */
export function resume(given: TerminalContext): TerminalOutcome {
  let context = given;
  const messages: Message[] = [];
  for (const [index, sale] of given.sales.entries()) {
    const { patch, messages: more } = resumeSale(context, index, sale);
    context = patched(context, patch);
    messages.push(...more);
  }
  const { sales, last, granted, refusedSales } = context;
  return { patch: { sales, last, granted, refusedSales }, messages };
}

function patched(context: TerminalContext, patch: Partial<TerminalContext> | null): TerminalContext {
  return { ...context, ...patch };
}

function resumeSale(context: TerminalContext, index: number, sale: TillSale): TerminalOutcome {
  const reference = { terminal: context.plan.address, number: sale.number };
  switch (sale.stage) {
    case 'intent':
    case 'delayed':
      return giveUpUnanswered(context, index);
    case 'received':
      return giveUp(context, index, false);
    case 'printing': {
      const { patch, messages } = confirm(context, {
        type: 'print.finished',
        to: context.plan.address,
        from: CUSTOMERS,
        sale: reference,
      });
      return { patch, messages: [printOf(context, sale, true), ...messages] };
    }
    case 'confirming':
      return { patch: null, messages: withAlarm(context.plan, sale.number, confirmationOf(context, sale)) };
    default:
      return { patch: null, messages: withAlarm(context.plan, sale.number, reversalOf(context, sale)) };
  }
}

/** The last sale once more, marked COPY. */
export function reprint(context: TerminalContext): TerminalOutcome {
  const { last } = context;
  return last === null ? NOTHING_HAPPENS : { patch: null, messages: [printOf(context, last, true)] };
}

/** Written out: sales change stage with every message, and an object of constant shape is copied fastest. */
function at(sale: TillSale, stage: TillStage, ranges: readonly PinRange[]): TillSale {
  return {
    number: sale.number,
    sku: sale.sku,
    account: sale.account,
    stage,
    ranges,
    repeats: sale.repeats,
    isUnshown: sale.isUnshown,
  };
}

/** Where the sale is, if it is at one of those stages; -1: it is not. */
function indexOf(context: TerminalContext, sale: SaleReference, stage: TillStage, other = stage): number {
  const index = indexOfNumber(context, sale.number);
  const found = index < 0 ? null : context.sales[index]!.stage;
  return found === stage || found === other ? index : -1;
}

function indexOfNumber({ sales }: TerminalContext, number: number): number {
  for (let index = 0; index < sales.length; index++) if (sales[index]!.number === number) return index;
  return -1;
}

function without(sales: readonly TillSale[], index: number): readonly TillSale[] {
  return sales.length === 1 ? NO_SALES : sales.toSpliced(index, 1);
}
