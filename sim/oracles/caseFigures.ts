import { HUB_COST_FIGURES, HUB_FIGURES, SERVER_COST_FIGURES, SERVER_FIGURES } from '#sim/measures/figures';
import type { Figure } from '#sim/measures/figures';

/** One of the sums that the simulation's figures are quotients of. */
export interface Summand {
  readonly figure: string;
  readonly side: 'numerators' | 'denominators';
  /** 1 if left out. */
  readonly factor?: number;
}

/** What a case calls by one name, as a quotient of the simulation's sums. */
export interface CaseFigure {
  readonly numerator: readonly Summand[];
  readonly denominator: Summand;
}

function figure(name: string): CaseFigure {
  return {
    numerator: [{ figure: name, side: 'numerators' }],
    denominator: { figure: name, side: 'denominators' },
  };
}

function quotient(numerator: readonly Summand[], denominator: Summand): CaseFigure {
  return { numerator, denominator };
}

const above = (name: string): Summand => ({ figure: name, side: 'numerators' });
const below = (name: string): Summand => ({ figure: name, side: 'denominators' });
const less = (summand: Summand): Summand => ({ ...summand, factor: -1 });

const asked = above('askedPerHour');
const met = above('fillRate');
const lost = above('lostFraction');
const helped = above('transferFraction');
const onHand = above('meanOnHand');
const onOrder = above('meanOnOrder');
const owed = above('meanBackorders');
const empty = above('stockoutTimeFraction');
const hours = below('meanOnHand');
const shelfHours = below('stockoutTimeFraction');
const requests = below('requestFillRate');
const waited = [asked, less(met), less(lost), less(helped)];

/** What servers and the hub have in common and the simulation does not tell itself. */
const DERIVED: Readonly<Record<string, CaseFigure>> = {
  inStockTimeFraction: quotient([shelfHours, less(empty)], shelfHours),
  meanNetStock: quotient([onHand, less(owed)], hours),
  meanStockPosition: quotient([onHand, onOrder, less(owed)], hours),
};

const DERIVED_OF_SERVERS: Readonly<Record<string, CaseFigure>> = {
  ...DERIVED,
  requestsPerHour: quotient([requests], hours),
  metPerHour: quotient([met], hours),
  soldPerHour: quotient([asked, less(lost)], hours),
  backorderedPerHour: quotient(waited, hours),
  backorderedFraction: quotient(waited, asked),
  /** Of all who ask; who is served at once waits 0. */
  meanWaitHours: quotient([owed], asked),
};

const DERIVED_OF_HUB: Readonly<Record<string, CaseFigure>> = {
  ...DERIVED,
  /** Of all PINs that servers ask for. */
  meanWaitHours: quotient([owed], above('shippedPerHour')),
};

/** Other names for the same. */
const SYNONYMS: Readonly<Record<string, string>> = {
  meanOutstanding: 'meanOnOrder',
  meanBackordered: 'meanBackorders',
  meanBacklog: 'meanBackorders',
  meanNetInventory: 'meanNetStock',
  meanWait: 'meanWaitHours',
  meanDelayHours: 'meanWaitHours',
  inStockFraction: 'inStockTimeFraction',
  stockoutFraction: 'stockoutTimeFraction',
  backorderFraction: 'backorderedFraction',
  transferredFraction: 'transferFraction',
  cost: 'costPerHour',
  costRate: 'costPerHour',
  costRatePerHour: 'costPerHour',
  meanCostPerHour: 'costPerHour',
  ...perHour('orderRatePerHour', ['orders', 'orderRate']),
  ...perHour('askedPerHour', ['demand', 'demandRate', 'askedUnits', 'askedRate']),
  ...perHour('requestsPerHour', ['requestRate']),
  ...perHour('soldPerHour', ['sales', 'salesRate', 'soldUnits', 'saleRate', 'served', 'servedUnits']),
  ...perHour('metPerHour', ['metUnits', 'metRate']),
  ...perHour('lostPerHour', ['lostUnits', 'lostRate', 'lostSales', 'lostSalesRate']),
  ...perHour('backorderedPerHour', ['backorderedUnits', 'backorderRate', 'backorderedRate']),
  ...perHour('expiredPerHour', ['expiredUnits', 'expiredRate', 'expiryRate', 'expired']),
  ...perHour('recalledPerHour', ['recalledUnits', 'recallRate', 'recalledRate', 'recalled']),
  ...perHour('transfersPerHour', ['transferRate', 'transferredUnits', 'transferUnits', 'transferred']),
  ...perHour('receivedPerHour', ['receivedUnits', 'receivedRate']),
  ...perHour('shippedPerHour', ['shippedUnits', 'shippedRate']),
  ...perHour('stockoutsPerHour', ['stockoutRate']),
};

/** Every one of these names with "PerHour" behind it, and those that are rates also without. */
function perHour(figureName: string, names: readonly string[]): Record<string, string> {
  const spelt = names.flatMap((name) =>
    name.endsWith('Rate') ? [name, `${name}PerHour`] : [`${name}PerHour`],
  );
  return Object.fromEntries(spelt.map((name) => [name, figureName]));
}

/** Other names for parts of the cost. */
const COST_PARTS: Readonly<Record<string, string>> = {
  backorder: 'backlog',
  backorders: 'backlog',
  lost: 'lostMargin',
  lostSales: 'lostMargin',
  order: 'ordering',
  orders: 'ordering',
  expired: 'expiry',
  transfers: 'transfer',
  recalls: 'recall',
};

function catalogue(
  told: readonly (readonly Figure[])[],
  derived: Readonly<Record<string, CaseFigure>>,
): ReadonlyMap<string, CaseFigure> {
  const own = told.flat().map(({ name }) => [name, figure(name)] as const);
  const all = new Map([...own, ...Object.entries(derived)]);
  for (const [name, meant] of Object.entries(SYNONYMS)) {
    const same = all.get(meant);
    if (same !== undefined && !all.has(name)) all.set(name, same);
  }
  return all;
}

/** All that is known of servers, and of all of them together, by the names that cases use. */
export const SERVER_CATALOGUE = catalogue([SERVER_FIGURES, SERVER_COST_FIGURES], DERIVED_OF_SERVERS);
export const HUB_CATALOGUE = catalogue([HUB_FIGURES, HUB_COST_FIGURES], DERIVED_OF_HUB);

/** "costPerTime.total" and "costPerHour.order" as the simulation has them. */
export function plainName(name: string): string {
  const cost = /^(?:costPerTime|costPerHour)(?:\.(.+))?$/.exec(name);
  if (cost === null) return name;
  const [, part = 'total'] = cost;
  if (part === 'total') return 'costPerHour';
  return `costPerHour.${Object.hasOwn(COST_PARTS, part) ? COST_PARTS[part] : part}`;
}

/** A figure of one hour of the day; those who were not met at once are lost, or wait. */
export function hourFigure(name: string, isLost: boolean): CaseFigure | null {
  const [, what, hour] = /^(fillRate|lostFraction)ByHour\.(\d+)$/.exec(name) ?? [];
  if (hour === undefined) return null;
  const watched = `fillRateByHour.${hour}`;
  if (what === 'fillRate') return figure(watched);
  return isLost ? quotient([below(watched), less(above(watched))], below(watched)) : null;
}
