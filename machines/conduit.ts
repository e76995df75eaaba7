import { setup } from 'xstate';
import { UNTRIED } from '#src/policy/routing';
import { apply } from './apply.ts';
import type { ConduitContext, ConduitPlan } from './conduitContext.ts';
import * as rules from './conduitRules.ts';
import type {
  Message,
  MessageRefused,
  NodeRestarted,
  ProductCancelled,
  ProductConfirmed,
  ProductRequested,
  TransactionCompleted,
  TransactionFailed,
  TransactionRefused,
  TransactionUndone,
} from './protocol.ts';
import { refuse } from './refusal.ts';

export type { ConduitContext, ConduitPlan } from './conduitContext.ts';

export type ConduitEvent =
  | ProductRequested
  | ProductCancelled
  | ProductConfirmed
  | TransactionCompleted
  | TransactionRefused
  | TransactionFailed
  | TransactionUndone
  | NodeRestarted
  | MessageRefused;

/**
 * Takes a server's requests for products of every kind, makes a typed transaction of each, routes it to one of the
 * supply interfaces that offer it, to the next when that one does not deliver, and brings the answer back. Everyone
 * it talks to lives on its node, so it repeats nothing and asks for no alarm: the supply interfaces do.
 */
export const conduitMachine = setup({
  types: {
    context: {} as ConduitContext,
    input: {} as ConduitPlan,
    events: {} as ConduitEvent,
    emitted: {} as Message,
  },
  actions: {
    requestProduct: apply(rules.requestProduct),
    deliverProduct: apply(rules.deliverProduct),
    failOver: apply(rules.failOver),
    cancelProduct: apply(rules.cancelProduct),
    confirmProduct: apply(rules.confirmProduct),
    forgetUndone: apply(rules.forgetUndone),
    refuse: apply(refuse<ConduitContext>),
  },
}).createMachine({
  id: 'conduit',
  context: ({ input }) => ({
    plan: input,
    open: [],
    health: input.supplies.map(() => UNTRIED),
    failOvers: 0,
    delivered: 0,
    refusedRequests: 0,
    cancelled: 0,
    refused: 0,
  }),
  initial: 'routing',
  states: {
    routing: {
      on: {
        'product.requested': { actions: 'requestProduct' },
        'product.cancelled': { actions: 'cancelProduct' },
        'product.confirmed': { actions: 'confirmProduct' },
        'transaction.completed': { actions: 'deliverProduct' },
        'transaction.refused': { actions: 'failOver' },
        'transaction.failed': { actions: 'failOver' },
        'transaction.undone': { actions: 'forgetUndone' },
        'node.restarted': {},
      },
    },
  },
  on: { '*': { actions: 'refuse' } },
});
