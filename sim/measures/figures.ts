import type { CostRates } from './costs.ts';
import type { Sums } from './sums.ts';

/** One key figure: the quotient of two sums. */
export interface Figure {
  readonly name: string;
  /** What it is, for tables and pictures. */
  readonly title: string;
  readonly numerator: (sums: Sums, costs: CostRates) => number;
  readonly denominator: (sums: Sums) => number;
}

const perHour = ({ hours }: Sums): number => hours;
const perAsked = ({ asked }: Sums): number => asked;

// What servers’ inventories and the hub’s have in common.
const ON_HAND: Figure = {
  name: 'meanOnHand',
  title: 'on hand',
  numerator: ({ onHandHours }) => onHandHours,
  denominator: perHour,
};
const ON_ORDER: Figure = {
  name: 'meanOnOrder',
  title: 'on order',
  numerator: ({ onOrderHours }) => onOrderHours,
  denominator: perHour,
};
const WITHOUT_STOCK: Figure = {
  name: 'stockoutTimeFraction',
  title: 'time without stock',
  numerator: ({ emptyHours }) => emptyHours,
  denominator: ({ inventoryHours }) => inventoryHours,
};
const EXPIRED: Figure = {
  name: 'expiredPerHour',
  title: 'expired, an hour',
  numerator: ({ expired }) => expired,
  denominator: perHour,
};

/** Figures of servers' inventories, and of any number of them together. */
export const SERVER_FIGURES: readonly Figure[] = [
  {
    name: 'fillRate',
    title: 'fill rate',
    numerator: ({ met }) => met,
    denominator: perAsked,
  },
  {
    name: 'requestFillRate',
    title: 'customers who got all at once',
    numerator: ({ requestsMet }) => requestsMet,
    denominator: ({ requests }) => requests,
  },
  { name: 'lostFraction', title: 'lost', numerator: ({ lost }) => lost, denominator: perAsked },
  {
    name: 'transferFraction',
    title: 'met by another server',
    numerator: ({ helped }) => helped,
    denominator: perAsked,
  },
  {
    // With the three above, whatever becomes of a customer: he waited for what the hub sent, or waits still.
    name: 'waitedFraction',
    title: 'had to wait for the hub',
    numerator: ({ asked, met, lost, helped }) => asked - met - lost - helped,
    denominator: perAsked,
  },
  { name: 'askedPerHour', title: 'asked, an hour', numerator: ({ asked }) => asked, denominator: perHour },
  { name: 'lostPerHour', title: 'lost, an hour', numerator: ({ lost }) => lost, denominator: perHour },
  ON_HAND,
  ON_ORDER,
  {
    name: 'meanInTransit',
    title: 'in transit',
    numerator: ({ inTransitHours }) => inTransitHours,
    denominator: perHour,
  },
  {
    name: 'meanBackorders',
    title: 'waiting customers',
    numerator: ({ owedHours }) => owedHours,
    denominator: perHour,
  },
  WITHOUT_STOCK,
  {
    name: 'stockoutsPerHour',
    title: 'stock-outs, an hour',
    numerator: ({ stockouts }) => stockouts,
    denominator: perHour,
  },
  {
    name: 'orderRatePerHour',
    title: 'orders, an hour',
    numerator: ({ orders }) => orders,
    denominator: perHour,
  },
  {
    name: 'receivedPerHour',
    title: 'received, an hour',
    numerator: ({ received }) => received,
    denominator: perHour,
  },
  {
    name: 'recalledPerHour',
    title: 'recalled, an hour',
    numerator: ({ recalled }) => recalled,
    denominator: perHour,
  },
  {
    name: 'transfersPerHour',
    title: 'given by another server, an hour',
    numerator: ({ helped }) => helped,
    denominator: perHour,
  },
  EXPIRED,
];

/** Figures of the hub's central inventories. */
export const HUB_FIGURES: readonly Figure[] = [
  ON_HAND,
  ON_ORDER,
  {
    name: 'meanBackorders',
    title: 'owed to servers',
    numerator: ({ owedHours }) => owedHours,
    denominator: perHour,
  },
  WITHOUT_STOCK,
  {
    name: 'meanOrdersWaiting',
    title: 'orders in line',
    numerator: ({ lineHours }) => lineHours,
    denominator: perHour,
  },
  {
    name: 'readyRate',
    title: 'orders shipped whole at once',
    numerator: ({ hubOrders, hubDelayed }) => hubOrders - hubDelayed,
    denominator: ({ hubOrders }) => hubOrders,
  },
  {
    name: 'fillRate',
    title: 'PINs shipped at once',
    numerator: ({ hubPins, hubPinsDelayed }) => hubPins - hubPinsDelayed,
    denominator: ({ hubPins }) => hubPins,
  },
  {
    name: 'orderRatePerHour',
    title: 'purchases, an hour',
    numerator: ({ orders }) => orders,
    denominator: perHour,
  },
  {
    name: 'shippedPerHour',
    title: 'shipped, an hour',
    numerator: ({ shipped }) => shipped,
    denominator: perHour,
  },
  {
    name: 'recalledPerHour',
    title: 'taken back, an hour',
    numerator: ({ recalled }) => recalled,
    denominator: perHour,
  },
  EXPIRED,
];

type CostPart = readonly [part: string, cost: (sums: Sums, rates: CostRates) => number];

const SERVER_COSTS: readonly CostPart[] = [
  ['holding', (sums, rates) => sums.onHandHours * rates.holdingPerPinHour],
  ['backlog', (sums, rates) => sums.owedHours * rates.backorderPerPinHour],
  ['stockout', (sums, rates) => (sums.asked - sums.met) * rates.stockoutPerPin],
  ['lostMargin', (sums, rates) => sums.lost * rates.lostMarginPerPin],
  ['ordering', (sums, rates) => sums.orders * rates.perOrder],
  ['expiry', (sums, rates) => sums.expired * rates.expiryLossPerPin],
  ['transfer', (sums, rates) => sums.helped * rates.transferPerPin],
  ['recall', (sums, rates) => sums.recalled * rates.recallPerPin],
];

// What servers send back they count themselves.
const HUB_COSTS: readonly CostPart[] = [
  ['holding', (sums, rates) => sums.onHandHours * rates.hubHoldingPerPinHour],
  ['ordering', (sums, rates) => sums.orders * rates.hubPerOrder],
  ['expiry', (sums, rates) => sums.expired * rates.expiryLossPerPin],
];

export const SERVER_COST_FIGURES = costFigures(SERVER_COSTS);
export const HUB_COST_FIGURES = costFigures(HUB_COSTS);

function costFigures(parts: readonly CostPart[]): readonly Figure[] {
  const total: CostPart = ['', (sums, rates) => parts.reduce((sum, [, cost]) => sum + cost(sums, rates), 0)];
  return [total, ...parts].map(([part, numerator]) => ({
    name: part === '' ? 'costPerHour' : `costPerHour.${part}`,
    title: part === '' ? 'cost, an hour' : `cost, an hour: ${part}`,
    numerator,
    denominator: perHour,
  }));
}
