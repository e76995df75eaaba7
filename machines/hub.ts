import { setup } from 'xstate';
import { NOTHING_SEEN } from '#src/domain/numberMemory';
import { apply } from './apply.ts';
import type { HubContext, HubPlan } from './hubContext.ts';
import { isDrained } from './hubDrain.ts';
import * as rules from './hubRules.ts';
import type {
  AlarmRang,
  DrainCancelled,
  DrainOrdered,
  InventoryDrained,
  Message,
  MessageRefused,
  NodeRestarted,
  RecallAnswered,
  RequestsWithdrawn,
  ReturnOrdered,
  StockReceived,
  StockRequested,
  StockWithheld,
  SurplusOffered,
} from './protocol.ts';
import { refuse } from './refusal.ts';

export type { HubContext, HubPlan } from './hubContext.ts';

export type HubEvent =
  | StockRequested
  | StockWithheld
  | StockReceived
  | RequestsWithdrawn
  | SurplusOffered
  | RecallAnswered
  | InventoryDrained
  | DrainOrdered
  | DrainCancelled
  | ReturnOrdered
  | AlarmRang
  | NodeRestarted
  | MessageRefused;

/**
 * The hub takes the servers' requests, has the central inventory ship, keeps those that must wait in line, and
 * pulls PINs back from servers above their high watermark for servers in need. Buying is the central
 * inventories' own business: each is a stocking point whose point above is a supplier.
 */
export const hubMachine = setup({
  types: {
    context: {} as HubContext,
    input: {} as HubPlan,
    events: {} as HubEvent,
    emitted: {} as Message,
  },
  guards: { isDrained: ({ context }) => isDrained(context) },
  actions: {
    allot: apply(rules.allot),
    queue: apply(rules.queue),
    withdraw: apply(rules.withdraw),
    collectOffer: apply(rules.collectOffer),
    correctRecall: apply(rules.correctRecall),
    ration: apply(rules.ration),
    look: apply(rules.look),
    lookWhileAway: apply(rules.lookWhileAway),
    startDrain: apply(rules.startDrain),
    endDrain: apply(rules.endDrain),
    push: apply(rules.push),
    queueUntilReturn: apply(rules.queueUntilReturn),
    keepForReturn: apply(rules.keepForReturn),
    noteDrained: apply(rules.noteDrained),
    refuse: apply(refuse<HubContext>),
  },
}).createMachine({
  id: 'hub',
  context: ({ input }) => ({
    plan: input,
    desks: input.desks.map(({ receivers }) => ({
      waiting: [],
      onHand: 0,
      inquiry: null,
      nextInquiry: 1,
      recalls: [],
      nextRecall: 1,
      emergencies: [],
      help: null,
      coming: [],
      orders: 0,
      seen: receivers.map(() => NOTHING_SEEN),
    })),
    drained: [],
    isRepeating: false,
    isScheduled: false,
    refused: 0,
  }),
  on: {
    'stock.requested': { actions: 'allot' },
    'stock.withheld': { actions: 'queue' },
    'stock.received': { actions: 'ration' },
    'requests.withdrawn': { actions: 'withdraw' },
    'surplus.offered': { actions: 'collectOffer' },
    'recall.answered': { actions: 'correctRecall' },
    'alarm.rang': { actions: 'look' },
    // What it waits for is in its journal, and so are its alarms.
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
        'stock.requested': { actions: 'queueUntilReturn' },
        'stock.received': { actions: 'push' },
        'inventory.drained': { actions: 'noteDrained' },
        'alarm.rang': { actions: 'lookWhileAway' },
        'drain.ordered': {},
        'drain.cancelled': { target: 'online', actions: 'endDrain' },
      },
    },
    // Whoever switches the node off does so from here on; a message that still comes in is kept for the return.
    offline: {
      on: {
        'stock.requested': { actions: 'queueUntilReturn' },
        'stock.received': { actions: 'keepForReturn' },
        'alarm.rang': { actions: 'lookWhileAway' },
        'drain.ordered': {},
        'return.ordered': { target: 'online', actions: 'endDrain' },
      },
    },
  },
});
