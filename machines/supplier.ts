import { setup } from 'xstate';
import { newLink } from '#src/domain/link';
import { NOTHING_SEEN } from '#src/domain/numberMemory';
import { apply } from './apply.ts';
import type {
  AlarmRang,
  Message,
  MessageRefused,
  NodeRestarted,
  StockRequested,
  SupplierDisposed,
  TransferAcknowledged,
} from './protocol.ts';
import { refuse } from './refusal.ts';
import * as rules from './supplierRules.ts';
import type { SupplierContext, SupplierPlan } from './supplierRules.ts';

export { deliverLot } from './supplierRules.ts';
export type { SupplierContext, SupplierPlan } from './supplierRules.ts';

export type SupplierEvent =
  StockRequested | TransferAcknowledged | SupplierDisposed | AlarmRang | NodeRestarted | MessageRefused;

/**
 * Sells PINs to the hub, a lot a purchase. It may deliver in part, late, twice or not at all; how, comes from outside.
 */
export const supplierMachine = setup({
  types: {
    context: {} as SupplierContext,
    input: {} as SupplierPlan,
    events: {} as SupplierEvent,
    emitted: {} as Message,
  },
  actions: {
    deliverLot: apply(rules.deliverLot),
    forgetTransfer: apply(rules.forgetTransfer),
    dispose: apply(rules.dispose),
    wake: apply(rules.wake),
    resume: apply(rules.resume),
    refuse: apply(refuse<SupplierContext>),
  },
}).createMachine({
  id: 'supplier',
  context: ({ input }) => ({
    plan: input,
    links: input.customers.map(newLink),
    desks: input.customers.map(() => ({ variety: '', orders: NOTHING_SEEN, refusals: [] })),
    handlings: input.handlings,
    delayed: [],
    refused: 0,
  }),
  initial: 'delivering',
  states: {
    delivering: {
      on: {
        'stock.requested': { actions: 'deliverLot' },
        'transfer.acknowledged': { actions: 'forgetTransfer' },
        'supplier.disposed': { actions: 'dispose' },
        'alarm.rang': { actions: 'wake' },
        'node.restarted': { actions: 'resume' },
      },
    },
  },
  on: { '*': { actions: 'refuse' } },
});
