import { setup } from 'xstate';
import { NOTHING_KEPT } from '#src/domain/kept';
import { newLink } from '#src/domain/link';
import { countPins } from '#src/domain/pinRange';
import type { Stock } from '#src/domain/stock';
import { apply } from './apply.ts';
import type { InventoryContext, InventoryInput } from './inventoryContext.ts';
import { EXPIRY } from './inventoryExpiry.ts';
import { PURCHASE } from './inventoryRequests.ts';
import * as rules from './inventoryRules.ts';
import type {
  AlarmRang,
  DebtCancelled,
  LotStandingChanged,
  Message,
  MessageRefused,
  NodeRestarted,
  PinsDelivered,
  RecallRequested,
  ReceiptAsked,
  ReceiptGiven,
  RedemptionListed,
  RequestsCleared,
  ReservationClosed,
  ReviewDue,
  StockAllotted,
  StockDemanded,
  StockPromised,
  StockRefused,
  StockResumed,
  StockSurrendered,
  SurplusAsked,
  TransferAcknowledged,
  TransferShipped,
} from './protocol.ts';
import { refuse } from './refusal.ts';

export type { InventoryContext, InventoryInput, InventoryPlan, Unmet } from './inventoryContext.ts';

export type InventoryEvent =
  | StockDemanded
  | ReservationClosed
  | PinsDelivered
  | ReviewDue
  | TransferShipped
  | TransferAcknowledged
  | StockAllotted
  | StockPromised
  | StockRefused
  | SurplusAsked
  | RecallRequested
  | StockSurrendered
  | StockResumed
  | RequestsCleared
  | DebtCancelled
  | ReceiptAsked
  | ReceiptGiven
  | LotStandingChanged
  | RedemptionListed
  | AlarmRang
  | NodeRestarted
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
    isExpiry: ({ event }) => event.type === 'alarm.rang' && event.alarm === EXPIRY,
    isPurchase: ({ event }) => event.type === 'alarm.rang' && event.alarm === PURCHASE,
    isNotEmpty: (args) => !isEmpty(args),
    isNotLow: (args) => !isLow(args),
    isNotSurplus: (args) => !isSurplus(args),
    isNotStocked: (args) => !isStocked(args),
  },
  actions: {
    sell: apply(rules.sell),
    turnAwayAll: apply(rules.turnAwayAll),
    closeReservation: apply(rules.closeReservation),
    takeInNew: apply(rules.takeInNew),
    review: apply(rules.review),
    takeIn: apply(rules.takeIn),
    forgetTransfer: apply(rules.forgetTransfer),
    ship: apply(rules.ship),
    promise: apply(rules.promise),
    offerSurplus: apply(rules.offerSurplus),
    giveBack: apply(rules.giveBack),
    askElsewhere: apply(rules.askElsewhere),
    surrender: apply(rules.surrender),
    resume: apply(rules.resume),
    clearRequests: apply(rules.clearRequests),
    cancelDebt: apply(rules.cancelDebt),
    giveReceipt: apply(rules.giveReceipt),
    checkReceipt: apply(rules.checkReceipt),
    repeat: apply(rules.repeat),
    restart: apply(rules.restart),
    changeStandings: apply(rules.changeStandings),
    reconcile: apply(rules.reconcile),
    expire: apply(rules.expire),
    purchase: apply(rules.purchase),
    refuse: apply(refuse<InventoryContext>),
  },
}).createMachine({
  id: 'inventory',
  context: ({ input }) => ({ plan: input.plan, stock: openingStock(input), refused: 0 }),
  on: {
    'stock.demanded': { actions: 'sell' },
    'reservation.closed': { actions: 'closeReservation' },
    'pins.delivered': { actions: 'takeInNew' },
    'review.due': { actions: 'review' },
    'transfer.shipped': { actions: 'takeIn' },
    'transfer.acknowledged': { actions: 'forgetTransfer' },
    'stock.allotted': { actions: 'ship' },
    'stock.promised': { actions: 'promise' },
    'surplus.asked': { actions: 'offerSurplus' },
    'recall.requested': { actions: 'giveBack' },
    'stock.refused': { actions: 'askElsewhere' },
    'stock.surrendered': { target: '.draining', actions: 'surrender' },
    'requests.cleared': { actions: 'clearRequests' },
    'debt.cancelled': { actions: 'cancelDebt' },
    'receipt.asked': { actions: 'giveReceipt' },
    'receipt.given': { actions: 'checkReceipt' },
    'lot.standing.changed': { actions: 'changeStandings' },
    'redemption.listed': { actions: 'reconcile' },
    'alarm.rang': [
      { guard: 'isExpiry', actions: 'expire' },
      { guard: 'isPurchase', actions: 'purchase' },
      { actions: 'repeat' },
    ],
    'node.restarted': { actions: 'restart' },
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
    // Going offline, and offline: what comes in goes back, and no customer is served.
    draining: {
      on: {
        'stock.demanded': { actions: 'turnAwayAll' },
        'stock.surrendered': {},
        'stock.resumed': { target: 'sorting', actions: 'resume' },
      },
    },
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
    helped: 0,
    emergencies: 0,
    stockouts: 0,
    received: 0,
    shipped: 0,
    recalled: 0,
    lent: 0,
    retired: 0,
    source: 0,
    kept: NOTHING_KEPT,
  };
}
