import { setup } from 'xstate';
import { apply } from './apply.ts';
import type { Outcome } from './apply.ts';
import type { Message, MessageRefused, PinsIssued, SaleRequested, SaleUnmet } from './protocol.ts';
import { refuse } from './refusal.ts';

export interface ServerPlan {
  readonly address: string;
  /** Address of the inventory of each variety sold here. */
  readonly inventories: Readonly<Record<string, string>>;
}

export interface ServerContext {
  readonly plan: ServerPlan;
  /** Sales asked for by terminals. */
  readonly asked: number;
  readonly granted: number;
  readonly refusedSales: number;
  /** Messages that the server did not know. */
  readonly refused: number;
}

export type ServerEvent = SaleRequested | PinsIssued | SaleUnmet | MessageRefused;

type ServerOutcome = Outcome<ServerContext, Message>;

/** Has the variety's inventory serve the sale, or refuses a variety that is not sold here. */
export function passToInventory(context: ServerContext, event: SaleRequested): ServerOutcome {
  const { plan } = context;
  const { sale, variety } = event;
  const from = plan.address;
  // Own keys only: a variety that is called 'constructor' is not sold here.
  const to = Object.hasOwn(plan.inventories, variety) ? plan.inventories[variety] : undefined;
  if (to !== undefined) {
    return {
      patch: { asked: context.asked + 1 },
      messages: [{ type: 'stock.demanded', to, from, count: 1, sale }],
    };
  }
  return {
    patch: { asked: context.asked + 1, refusedSales: context.refusedSales + 1 },
    messages: [
      { type: 'sale.refused', to: event.from, from, variety, sale, reason: 'variety not sold here' },
    ],
  };
}

export function grantSale(context: ServerContext, event: PinsIssued): ServerOutcome {
  const { sale, variety, ranges } = event;
  if (sale === null) return { patch: null, messages: [] };
  return {
    patch: { granted: context.granted + 1 },
    messages: [
      { type: 'sale.granted', to: sale.terminal, from: context.plan.address, variety, sale, ranges },
    ],
  };
}

export function answerUnmet(context: ServerContext, event: SaleUnmet): ServerOutcome {
  const { sale, variety } = event;
  const to = sale.terminal;
  const from = context.plan.address;
  if (event.waits) return { patch: null, messages: [{ type: 'sale.delayed', to, from, variety, sale }] };
  return {
    patch: { refusedSales: context.refusedSales + 1 },
    messages: [{ type: 'sale.refused', to, from, variety, sale, reason: 'out of stock' }],
  };
}

/** Stands between its terminals and its inventories, which belong to the same node. */
export const serverMachine = setup({
  types: {
    context: {} as ServerContext,
    input: {} as ServerPlan,
    events: {} as ServerEvent,
    emitted: {} as Message,
  },
  actions: {
    passToInventory: apply(passToInventory),
    grantSale: apply(grantSale),
    answerUnmet: apply(answerUnmet),
    refuse: apply(refuse<ServerContext>),
  },
}).createMachine({
  id: 'server',
  context: ({ input }) => ({ plan: input, asked: 0, granted: 0, refusedSales: 0, refused: 0 }),
  initial: 'online',
  states: {
    online: {
      on: {
        'sale.requested': { actions: 'passToInventory' },
        'pins.issued': { actions: 'grantSale' },
        'sale.unmet': { actions: 'answerUnmet' },
      },
    },
  },
  on: { '*': { actions: 'refuse' } },
});
