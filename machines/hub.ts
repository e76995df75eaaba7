import { setup } from 'xstate';
import type { SurplusOffer } from '#src/policy/recall';
import type { WaitingOrder } from '#src/policy/rationing';
import { apply } from './apply.ts';
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

/** The hub's fixed view of one variety. */
export interface DeskPlan {
  readonly variety: string;
  /** Address of the central inventory. */
  readonly central: string;
  /** Addresses of the servers' inventories that have a high watermark. */
  readonly donors: readonly string[];
}

/** What is going on about one variety. */
export interface Desk {
  /** Requests that the hub could not fill, in their order of arrival. */
  readonly waiting: readonly WaitingOrder[];
  /** What the central inventory holds while requests wait: too little for the first of them. */
  readonly onHand: number;
  /** The question to all donors that is still open, or null. */
  readonly inquiry: Inquiry | null;
  readonly nextInquiry: number;
  /** Pulls that have not arrived: counted as coming in. */
  readonly recalls: readonly Recall[];
  readonly nextRecall: number;
}

export interface Inquiry {
  readonly number: number;
  readonly unanswered: readonly string[];
  readonly offers: readonly SurplusOffer[];
}

export interface Recall {
  readonly number: number;
  readonly donor: string;
  readonly quantity: number;
}

export interface HubPlan {
  readonly address: string;
  readonly shipping: 'partial' | 'wholeOrders';
  readonly desks: readonly DeskPlan[];
  readonly deskIndex: Readonly<Record<string, number>>;
}

export interface HubContext {
  readonly plan: HubPlan;
  /** In the order of `plan.desks`. */
  readonly desks: readonly Desk[];
  /** Messages that the hub did not know. */
  readonly refused: number;
}

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
