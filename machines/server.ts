import { setup } from 'xstate';
import { apply } from './apply.ts';
import type {
  AlarmRang,
  CreditHeld,
  CreditRefused,
  DrainCancelled,
  DrainOrdered,
  InventoryDrained,
  Message,
  MessageRefused,
  NodeRestarted,
  PinReserved,
  ProductDelivered,
  ProductRefused,
  RedemptionListed,
  ReturnOrdered,
  SaleConfirmed,
  SaleQueried,
  SaleRequested,
  SaleReversed,
  SaleUnmet,
  SuspectSettled,
} from './protocol.ts';
import { refuse } from './refusal.ts';
import type { ServerContext, ServerPlan } from './serverContext.ts';
import * as drains from './serverDrain.ts';
import * as rules from './serverRules.ts';

export type { Bucket, SaleRecord, ServerContext, ServerPlan } from './serverContext.ts';

export type ServerEvent =
  | SaleRequested
  | SaleConfirmed
  | SaleReversed
  | SaleQueried
  | CreditHeld
  | CreditRefused
  | PinReserved
  | SaleUnmet
  | SuspectSettled
  | ProductDelivered
  | ProductRefused
  | RedemptionListed
  | InventoryDrained
  | DrainOrdered
  | DrainCancelled
  | ReturnOrdered
  | AlarmRang
  | NodeRestarted
  | MessageRefused;

const NOTHING_SOLD = { settledBelow: 1, sales: [] };

/** Actions of a server that goes offline: each may be the last thing that it waited for. */
const lastActions = {
  confirmLast: apply(drains.draining(rules.confirmSale)),
  reverseLast: apply(drains.draining(rules.reverseSale)),
  suspectLast: apply(drains.draining(rules.suspectSale)),
  refuseLastForCredit: apply(drains.draining(rules.refuseForCredit)),
  answerLastUnmet: apply(drains.draining(rules.answerUnmet)),
  refuseLastForProduct: apply(drains.draining(rules.refuseForProduct)),
};

/**
 * Stands between its terminals and its inventories, which belong to the same node. It remembers every sale that a
 * terminal may still ask about, so that however often a message comes, the sale happens once.
 */
export const serverMachine = setup({
  types: {
    context: {} as ServerContext,
    input: {} as ServerPlan,
    events: {} as ServerEvent,
    emitted: {} as Message,
  },
  guards: { isDrained: ({ context }) => drains.isDrained(context) },
  actions: {
    requestSale: apply(rules.requestSale),
    requestSaleWhileDraining: apply(rules.requestSaleWhileDraining),
    supply: apply(rules.supply),
    refuseForCredit: apply(rules.refuseForCredit),
    grantSale: apply(rules.grantSale),
    answerUnmet: apply(rules.answerUnmet),
    takeProduct: apply(rules.takeProduct),
    refuseForProduct: apply(rules.refuseForProduct),
    confirmSale: apply(rules.confirmSale),
    reverseSale: apply(rules.reverseSale),
    suspectSale: apply(rules.suspectSale),
    settleSuspect: apply(rules.settleSuspect),
    reportSale: apply(rules.reportSale),
    reconcile: apply(drains.reconcile),
    startDrain: apply(drains.startDrain),
    endDrain: apply(drains.endDrain),
    noteDrained: apply(drains.noteDrained),
    ...lastActions,
    refuse: apply(refuse<ServerContext>),
  },
}).createMachine({
  id: 'server',
  context: ({ input }) => ({
    plan: input,
    tills: input.terminals.map(() => NOTHING_SOLD),
    drained: [],
    returned: 0,
    asked: 0,
    granted: 0,
    refusedSales: 0,
    refused: 0,
  }),
  on: {
    'sale.requested': { actions: 'requestSale' },
    'credit.held': { actions: 'supply' },
    'credit.refused': { actions: 'refuseForCredit' },
    'pin.reserved': { actions: 'grantSale' },
    'sale.unmet': { actions: 'answerUnmet' },
    'product.delivered': { actions: 'takeProduct' },
    'product.refused': { actions: 'refuseForProduct' },
    'sale.confirmed': { actions: 'confirmSale' },
    'sale.reversed': { actions: 'reverseSale' },
    'alarm.rang': { actions: 'suspectSale' },
    'suspect.settled': { actions: 'settleSuspect' },
    'sale.queried': { actions: 'reportSale' },
    'redemption.listed': { actions: 'reconcile' },
    // What it has to wait for is in its journal, and so are its alarms.
    'node.restarted': {},
    'inventory.drained': {},
    'drain.cancelled': {},
    'return.ordered': {},
    '*': { actions: 'refuse' },
  },
  initial: 'online',
  states: {
    online: {
      on: { 'drain.ordered': { target: 'draining', actions: 'startDrain' } },
    },
    draining: {
      always: { guard: 'isDrained', target: 'offline' },
      on: {
        'sale.requested': { actions: 'requestSaleWhileDraining' },
        'sale.confirmed': { actions: 'confirmLast' },
        'sale.reversed': { actions: 'reverseLast' },
        'alarm.rang': { actions: 'suspectLast' },
        'credit.refused': { actions: 'refuseLastForCredit' },
        'sale.unmet': { actions: 'answerLastUnmet' },
        'product.refused': { actions: 'refuseLastForProduct' },
        'inventory.drained': { actions: 'noteDrained' },
        'drain.ordered': {},
        'drain.cancelled': { target: 'online', actions: 'endDrain' },
      },
    },
    // Whoever switches the node off does so from here on; a message that still comes in is answered all the same.
    offline: {
      on: {
        'sale.requested': { actions: 'requestSaleWhileDraining' },
        'drain.ordered': {},
        'return.ordered': { target: 'online', actions: 'endDrain' },
      },
    },
  },
});
