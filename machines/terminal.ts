import { setup } from 'xstate';
import { apply } from './apply.ts';
import type { Outcome } from './apply.ts';
import type {
  CustomerAsked,
  Message,
  MessageRefused,
  SaleDelayed,
  SaleGranted,
  SaleRefused,
} from './protocol.ts';
import { refuse } from './refusal.ts';

export interface TerminalPlan {
  readonly address: string;
  readonly server: string;
}

export interface TerminalContext {
  readonly plan: TerminalPlan;
  readonly nextSale: number;
  /** Sales asked for and neither granted nor refused; a delayed sale stays among them. */
  readonly open: readonly number[];
  readonly granted: number;
  readonly refusedSales: number;
  /** Messages that the terminal did not know, and answers to sales that are not open. */
  readonly refused: number;
}

export type TerminalEvent = CustomerAsked | SaleGranted | SaleDelayed | SaleRefused | MessageRefused;

type TerminalOutcome = Outcome<TerminalContext, Message>;

export function requestSale(context: TerminalContext, event: CustomerAsked): TerminalOutcome {
  const { plan, nextSale: number } = context;
  const { variety } = event;
  const sale = { terminal: plan.address, number };
  return {
    patch: { nextSale: number + 1, open: [...context.open, number] },
    messages: [{ type: 'sale.requested', to: plan.server, from: plan.address, variety, sale }],
  };
}

export function finishSale(context: TerminalContext, event: SaleGranted): TerminalOutcome {
  const open = withoutSale(context.open, event.sale.number);
  if (open === context.open) return { patch: { refused: context.refused + 1 }, messages: [] };
  return { patch: { open, granted: context.granted + 1 }, messages: [] };
}

export function giveUpSale(context: TerminalContext, event: SaleRefused): TerminalOutcome {
  const open = withoutSale(context.open, event.sale.number);
  if (open === context.open) return { patch: { refused: context.refused + 1 }, messages: [] };
  return { patch: { open, refusedSales: context.refusedSales + 1 }, messages: [] };
}

export function keepWaiting(): TerminalOutcome {
  return { patch: null, messages: [] };
}

const NOTHING_OPEN: readonly number[] = [];

function withoutSale(open: readonly number[], number: number): readonly number[] {
  const index = open.indexOf(number);
  if (index < 0) return open;
  return open.length === 1 ? NOTHING_OPEN : open.toSpliced(index, 1);
}

const isWaiting = ({ context }: { context: TerminalContext }) => context.open.length > 0;
const isIdle = ({ context }: { context: TerminalContext }) => context.open.length === 0;

/** The till: asks its server for one PIN a customer. */
export const terminalMachine = setup({
  types: {
    context: {} as TerminalContext,
    input: {} as TerminalPlan,
    events: {} as TerminalEvent,
    emitted: {} as Message,
  },
  guards: { isWaiting, isIdle },
  actions: {
    requestSale: apply(requestSale),
    finishSale: apply(finishSale),
    giveUpSale: apply(giveUpSale),
    keepWaiting: apply(keepWaiting),
    refuse: apply(refuse<TerminalContext>),
  },
}).createMachine({
  id: 'terminal',
  context: ({ input }) => ({
    plan: input,
    nextSale: 1,
    open: [],
    granted: 0,
    refusedSales: 0,
    refused: 0,
  }),
  on: {
    'customer.asked': { actions: 'requestSale' },
    'sale.granted': { actions: 'finishSale' },
    'sale.delayed': { actions: 'keepWaiting' },
    'sale.refused': { actions: 'giveUpSale' },
    '*': { actions: 'refuse' },
  },
  initial: 'idle',
  states: {
    idle: { always: { guard: 'isWaiting', target: 'waiting' } },
    waiting: { always: { guard: 'isIdle', target: 'idle' } },
  },
});
