import { setup } from 'xstate';
import { UNTRIED } from '#src/policy/routing';
import { apply } from './apply.ts';
import type {
  AlarmRang,
  Message,
  MessageRefused,
  NodeRestarted,
  SupplyDelivered,
  SupplyRefused,
  TransactionClosed,
  TransactionOrdered,
  TransactionRevoked,
  VoidAcknowledged,
} from './protocol.ts';
import { refuse } from './refusal.ts';
import * as rules from './supplyInterfaceRules.ts';
import type { SupplyInterfaceContext, SupplyInterfacePlan } from './supplyInterfaceRules.ts';

export type { SupplyInterfaceContext, SupplyInterfacePlan } from './supplyInterfaceRules.ts';

export type SupplyInterfaceEvent =
  | TransactionOrdered
  | TransactionRevoked
  | TransactionClosed
  | SupplyDelivered
  | SupplyRefused
  | VoidAcknowledged
  | AlarmRang
  | NodeRestarted
  | MessageRefused;

/**
 * A conduit's side of one external supplier: asks until there is an answer, gives the supplier up after so many
 * tries, and has everything undone that was revoked or given up, however long that takes.
 */
export const supplyInterfaceMachine = setup({
  types: {
    context: {} as SupplyInterfaceContext,
    input: {} as SupplyInterfacePlan,
    events: {} as SupplyInterfaceEvent,
    emitted: {} as Message,
  },
  actions: {
    order: apply(rules.order),
    revoke: apply(rules.revoke),
    close: apply(rules.close),
    passDelivery: apply(rules.passDelivery),
    passRefusal: apply(rules.passRefusal),
    finishVoid: apply(rules.finishVoid),
    askAgain: apply(rules.askAgain),
    resume: apply(rules.resume),
    refuse: apply(refuse<SupplyInterfaceContext>),
  },
}).createMachine({
  id: 'supplyInterface',
  context: ({ input }) => ({
    plan: input,
    nextNumber: 1,
    open: [],
    health: UNTRIED,
    givenUp: 0,
    refused: 0,
  }),
  initial: 'open',
  states: {
    open: {
      on: {
        'transaction.ordered': { actions: 'order' },
        'transaction.revoked': { actions: 'revoke' },
        'transaction.closed': { actions: 'close' },
        'supply.delivered': { actions: 'passDelivery' },
        'supply.refused': { actions: 'passRefusal' },
        'void.acknowledged': { actions: 'finishVoid' },
        'alarm.rang': { actions: 'askAgain' },
        'node.restarted': { actions: 'resume' },
      },
    },
  },
  on: { '*': { actions: 'refuse' } },
});
