import { setup } from 'xstate';
import { apply } from './apply.ts';
import type {
  AlarmRang,
  CustomerAsked,
  Message,
  MessageRefused,
  NodeRestarted,
  PaymentFailed,
  PaymentTaken,
  PrintFinished,
  ReprintAsked,
  SaleDelayed,
  SaleGranted,
  SaleRefused,
  SaleReported,
  SaleSettled,
} from './protocol.ts';
import { refuse } from './refusal.ts';
import * as rules from './terminalRules.ts';
import type { TerminalContext, TerminalPlan, TillStage } from './terminalContext.ts';

export type { TerminalContext, TerminalPlan, TillSale } from './terminalContext.ts';

export type TerminalEvent =
  | CustomerAsked
  | PaymentTaken
  | PaymentFailed
  | PrintFinished
  | ReprintAsked
  | SaleGranted
  | SaleDelayed
  | SaleRefused
  | SaleSettled
  | SaleReported
  | AlarmRang
  | NodeRestarted
  | MessageRefused;

const SETTLING: ReadonlySet<TillStage> = new Set(['confirming', 'reversing']);

type Guarded = { readonly context: TerminalContext };

const isIdle = ({ context }: Guarded) => context.sales.length === 0;
const isSettling = ({ context }: Guarded) =>
  context.sales.length > 0 && context.sales.every(({ stage }) => SETTLING.has(stage));
const isSelling = ({ context }: Guarded) => context.sales.some(({ stage }) => !SETTLING.has(stage));

/**
 * The till. Its context is its durable record: each sale with the stage that it has reached, so that after a crash it
 * knows for every sale whether a customer may have seen the PIN.
 */
export const terminalMachine = setup({
  types: {
    context: {} as TerminalContext,
    input: {} as TerminalPlan,
    events: {} as TerminalEvent,
    emitted: {} as Message,
  },
  guards: { isIdle, isSettling, isSelling },
  actions: {
    requestSale: apply(rules.requestSale),
    receive: apply(rules.receive),
    print: apply(rules.print),
    voidSale: apply(rules.voidSale),
    confirm: apply(rules.confirm),
    giveUpSale: apply(rules.giveUpSale),
    keepWaiting: apply(rules.keepWaiting),
    forgetSale: apply(rules.forgetSale),
    repeat: apply(rules.repeat),
    resume: apply(rules.resume),
    reprint: apply(rules.reprint),
    refuse: apply(refuse<TerminalContext>),
  },
}).createMachine({
  id: 'terminal',
  context: ({ input }) => ({
    plan: input,
    nextSale: 1,
    sales: [],
    last: null,
    granted: 0,
    refusedSales: 0,
    refused: 0,
  }),
  on: {
    'customer.asked': { actions: 'requestSale' },
    'sale.granted': { actions: 'receive' },
    'payment.taken': { actions: 'print' },
    'payment.failed': { actions: 'voidSale' },
    'print.finished': { actions: 'confirm' },
    'sale.delayed': { actions: 'keepWaiting' },
    'sale.refused': { actions: 'giveUpSale' },
    'sale.settled': { actions: 'forgetSale' },
    'reprint.asked': { actions: 'reprint' },
    'alarm.rang': { actions: 'repeat' },
    'node.restarted': { actions: 'resume' },
    'sale.reported': {},
    '*': { actions: 'refuse' },
  },
  initial: 'idle',
  states: {
    /** No sale is open. */
    idle: { always: { guard: 'isSelling', target: 'selling' } },
    /** A customer stands at the till. */
    selling: {
      always: [
        { guard: 'isIdle', target: 'idle' },
        { guard: 'isSettling', target: 'settling' },
      ],
    },
    /** Nothing but confirmations and reversals that the server has not acknowledged. */
    settling: {
      always: [
        { guard: 'isIdle', target: 'idle' },
        { guard: 'isSelling', target: 'selling' },
      ],
    },
  },
});
