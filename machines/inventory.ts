import { setup } from 'xstate';
import { newLink } from '#src/domain/link';
import { countPins } from '#src/domain/pinRange';
import type { Stock } from '#src/domain/stock';
import { apply } from './apply.ts';
import type { InventoryContext, InventoryInput } from './inventoryContext.ts';
import * as rules from './inventoryRules.ts';
import type {
  Message,
  MessageRefused,
  RecallRequested,
  ReviewDue,
  StockAllotted,
  StockDemanded,
  StockPromised,
  SurplusAsked,
  TransferAcknowledged,
  TransferShipped,
} from './protocol.ts';
import { refuse } from './refusal.ts';

export type { InventoryContext, InventoryInput, InventoryPlan, Unmet } from './inventoryContext.ts';

export type InventoryEvent =
  | StockDemanded
  | ReviewDue
  | TransferShipped
  | TransferAcknowledged
  | StockAllotted
  | StockPromised
  | SurplusAsked
  | RecallRequested
  | MessageRefused;

type Guarded = { readonly context: InventoryContext };

const isEmpty = ({ context: { stock } }: Guarded) => stock.onHand === 0;
const isLow = ({ context: { plan, stock } }: Guarded) =>
  stock.onHand > 0 && stock.onHand <= plan.lowWatermark;
const isSurplus = ({ context: { plan, stock } }: Guarded) =>
  stock.onHand > Math.max(0, plan.lowWatermark) &&
  plan.highWatermark !== null &&
  stock.onHand > plan.highWatermark;
const isStocked = ({ context: { plan, stock } }: Guarded) =>
  stock.onHand > Math.max(0, plan.lowWatermark) &&
  (plan.highWatermark === null || stock.onHand <= plan.highWatermark);

/**
 * Stock of one variety at one node. The hub's central inventory and every server's are this machine with other
 * numbers. Its state says how the shelf stands; what it does is in inventoryRules.ts.
 */
export const inventoryMachine = setup({
  types: {
    context: {} as InventoryContext,
    input: {} as InventoryInput,
    events: {} as InventoryEvent,
    emitted: {} as Message,
  },
  guards: {
    isEmpty,
    isLow,
    isSurplus,
    isNotEmpty: (args) => !isEmpty(args),
    isNotLow: (args) => !isLow(args),
    isNotSurplus: (args) => !isSurplus(args),
    isNotStocked: (args) => !isStocked(args),
  },
  actions: {
    sell: apply(rules.sell),
    review: apply(rules.review),
    takeIn: apply(rules.takeIn),
    forgetTransfer: apply(rules.forgetTransfer),
    ship: apply(rules.ship),
    promise: apply(rules.promise),
    offerSurplus: apply(rules.offerSurplus),
    giveBack: apply(rules.giveBack),
    refuse: apply(refuse<InventoryContext>),
  },
}).createMachine({
  id: 'inventory',
  context: ({ input }) => ({ plan: input.plan, stock: openingStock(input), refused: 0 }),
  on: {
    'stock.demanded': { actions: 'sell' },
    'review.due': { actions: 'review' },
    'transfer.shipped': { actions: 'takeIn' },
    'transfer.acknowledged': { actions: 'forgetTransfer' },
    'stock.allotted': { actions: 'ship' },
    'stock.promised': { actions: 'promise' },
    'surplus.asked': { actions: 'offerSurplus' },
    'recall.requested': { actions: 'giveBack' },
    '*': { actions: 'refuse' },
  },
  initial: 'sorting',
  states: {
    // Passed through, never stayed in: the others ask one question after each message, not three.
    sorting: {
      always: [
        { guard: 'isEmpty', target: 'empty' },
        { guard: 'isLow', target: 'low' },
        { guard: 'isSurplus', target: 'surplus' },
        { target: 'stocked' },
      ],
    },
    stocked: { always: { guard: 'isNotStocked', target: 'sorting' } },
    low: { always: { guard: 'isNotLow', target: 'sorting' } },
    empty: { always: { guard: 'isNotEmpty', target: 'sorting' } },
    surplus: { always: { guard: 'isNotSurplus', target: 'sorting' } },
  },
});

function openingStock({ plan, ranges }: InventoryInput): Stock {
  return {
    ranges,
    onHand: countPins(ranges),
    onOrder: 0,
    openOrders: [],
    nextOrder: 1,
    owed: 0,
    waiting: [],
    links: plan.peers.map(newLink),
    sold: 0,
    lost: 0,
    backordered: 0,
    stockouts: 0,
    received: 0,
    shipped: 0,
    recalled: 0,
  };
}
