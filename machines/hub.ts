import { setup } from 'xstate';
import { apply } from './apply.ts';
import type { HubContext, HubPlan } from './hubContext.ts';
import * as rules from './hubRules.ts';
import type {
  Message,
  MessageRefused,
  RecallAnswered,
  StockReceived,
  StockRequested,
  StockWithheld,
  SurplusOffered,
} from './protocol.ts';
import { refuse } from './refusal.ts';

export type { HubContext, HubPlan } from './hubContext.ts';

export type HubEvent =
  StockRequested | StockWithheld | StockReceived | SurplusOffered | RecallAnswered | MessageRefused;

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
  actions: {
    allot: apply(rules.allot),
    queue: apply(rules.queue),
    collectOffer: apply(rules.collectOffer),
    correctRecall: apply(rules.correctRecall),
    ration: apply(rules.ration),
    refuse: apply(refuse<HubContext>),
  },
}).createMachine({
  id: 'hub',
  context: ({ input }) => ({
    plan: input,
    desks: input.desks.map(() => ({
      waiting: [],
      onHand: 0,
      inquiry: null,
      nextInquiry: 1,
      recalls: [],
      nextRecall: 1,
    })),
    refused: 0,
  }),
  initial: 'online',
  states: {
    online: {
      on: {
        'stock.requested': { actions: 'allot' },
        'stock.withheld': { actions: 'queue' },
        'stock.received': { actions: 'ration' },
        'surplus.offered': { actions: 'collectOffer' },
        'recall.answered': { actions: 'correctRecall' },
      },
    },
  },
  on: { '*': { actions: 'refuse' } },
});
