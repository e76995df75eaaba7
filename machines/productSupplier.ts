import { setup } from 'xstate';
import { newBook } from '#src/domain/horizon';
import { apply } from './apply.ts';
import type {
  InsertionAccepted,
  InsertionRefused,
  Message,
  MessageRefused,
  NodeRestarted,
  OutageBegan,
  OutageEnded,
  SupplyRequested,
  VoidRequested,
  WithdrawalDone,
} from './protocol.ts';
import * as rules from './productSupplierRules.ts';
import type { ProductSupplierContext, ProductSupplierPlan } from './productSupplierRules.ts';
import { refuse } from './refusal.ts';

export type { ProductSupplierContext, ProductSupplierPlan } from './productSupplierRules.ts';

export type ProductSupplierEvent =
  | SupplyRequested
  | VoidRequested
  | InsertionAccepted
  | InsertionRefused
  | WithdrawalDone
  | OutageBegan
  | OutageEnded
  | NodeRestarted
  | MessageRefused;

/**
 * A supplier of products in real time, as simulations need one: activates PINs of its own lots, has its keeper of
 * accounts add value, and undoes both, each once however often it is asked.
 */
export const productSupplierMachine = setup({
  types: {
    context: {} as ProductSupplierContext,
    input: {} as ProductSupplierPlan,
    events: {} as ProductSupplierEvent,
    emitted: {} as Message,
  },
  actions: {
    carryOut: apply(rules.carryOut),
    undo: apply(rules.undo),
    passInsertion: apply(rules.passInsertion),
    passInsertionRefusal: apply(rules.passInsertionRefusal),
    passWithdrawal: apply(rules.passWithdrawal),
    overhear: apply(rules.overhear),
    refuse: apply(refuse<ProductSupplierContext>),
  },
}).createMachine({
  id: 'productSupplier',
  context: ({ input }) => ({
    plan: input,
    books: input.customers.map((customer) => newBook<rules.ActivationEntry>(customer)),
    nextSerials: input.products.map(() => 1),
    activated: 0,
    voided: 0,
    unheard: 0,
    refused: 0,
  }),
  on: {
    'insertion.accepted': { actions: 'passInsertion' },
    'insertion.refused': { actions: 'passInsertionRefusal' },
    'withdrawal.done': { actions: 'passWithdrawal' },
    'node.restarted': {},
    '*': { actions: 'refuse' },
  },
  initial: 'working',
  states: {
    working: {
      on: {
        'supply.requested': { actions: 'carryOut' },
        'void.requested': { actions: 'undo' },
        'outage.began': { target: 'outOfOrder' },
        'outage.ended': {},
      },
    },
    outOfOrder: {
      on: {
        'supply.requested': { actions: 'overhear' },
        'void.requested': { actions: 'overhear' },
        'outage.began': {},
        'outage.ended': { target: 'working' },
      },
    },
  },
});
