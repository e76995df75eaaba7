import type { InventoryContext } from '#machines/inventory';
import type { SupplierContext } from '#machines/supplier';
import type { Kept } from '#src/domain/kept';
import { hasReceived } from '#src/domain/link';
import type { Link } from '#src/domain/link';
import { countPins } from '#src/domain/pinRange';
import type { PinRange } from '#src/domain/pinRange';
import { DAY_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import type { Holding, Stranded } from '#sim/result';

export const STRANDING_HORIZON: Microseconds = 30 * DAY_MICROSECONDS;

/** What a shelf can be expected to sell. Times are whole microseconds. */
export interface Outlook {
  /** All customers who asked for a PIN here from time 0 until `now`: they go on to come at this rate. */
  readonly customers: number;
  readonly now: Microseconds;
  /** How far ahead its sales are counted. */
  readonly horizon: Microseconds;
  /** Nothing is sold here: its node is offline, or a server that is going offline. */
  readonly isClosed: boolean;
}

/**
 * The PINs of an inventory that cannot be sold in time where they are. The hub's sell nowhere and are not stranded by
 * lying on its shelf, unless it is offline: they go to whoever asks.
 */
export function strandedAt(context: InventoryContext, outlook: Outlook): Stranded {
  const { plan, stock } = context;
  const { kept, ranges } = stock;
  let onShelf = 0;
  if (outlook.isClosed) onShelf = isUnlimited(context) ? 0 : stock.onHand;
  else if (plan.role === 'server') onShelf = beyondSales(ranges, outlook);
  const { suspect } = reservedPins(kept);
  const [quarantined, frozen] = [countPins(kept.quarantined), countPins(kept.frozen)];
  const total = onShelf + quarantined + frozen + suspect;
  return { onShelf, quarantined, frozen, suspect, total };
}

/** Ranges sell in their order, which is that of expiry, so what is sold of one leaves less time for those behind it. */
function beyondSales(ranges: readonly PinRange[], outlook: Outlook): number {
  let sold = 0;
  let stranded = 0;
  for (const { count, expiresAt } of ranges) {
    const time = Math.min(outlook.horizon, (expiresAt ?? Infinity) - outlook.now);
    const inTime = Math.min(count, Math.max(0, salesWithin(time, outlook) - sold));
    sold += inTime;
    stranded += count - inTime;
  }
  return stranded;
}

/** Whole sales. Products go beyond 2^53, and a rounded one could be a sale too many. */
function salesWithin(time: Microseconds, { customers, now }: Outlook): number {
  if (time <= 0 || now === 0) return 0;
  return Number((BigInt(customers) * BigInt(Math.floor(time))) / BigInt(now));
}

/**
 * Crash exposure, by node: the PINs for which only that node can account, now. PINs in transit count at their sender and
 * at their receiver until the receiver has taken them in, then at the receiver alone. So `total - outgoing`, summed over
 * all nodes, counts every PIN once that is neither sold nor retired. A node that is down counts by what its journal says.
 */
export function exposureOf(
  inventories: readonly InventoryContext[],
  suppliers: readonly SupplierContext[] = [],
): ReadonlyMap<string, Holding> {
  const holdings = new Map<string, Holding>();
  const add = (node: string | undefined, part: Partial<Holding>) => {
    if (node !== undefined) holdings.set(node, sumOf(holdings.get(node) ?? NOTHING_HELD, part));
  };
  const nodes = new Map<string, string>();
  const links = new Map<string, Link>();
  for (const context of inventories) {
    const { address, keeper } = context.plan;
    nodes.set(address, keeper);
    for (const link of context.stock.links) links.set(`${address} ${link.peer}`, link);
    add(keeper, heldAt(context));
  }
  const addTransits = (node: string, address: string, link: Link) => {
    const far = links.get(`${link.peer} ${address}`);
    for (const { number, count } of link.unacknowledged) {
      if (far !== undefined && hasReceived(far, number)) continue;
      add(node, { outgoing: count });
      add(nodes.get(link.peer), { incoming: count });
    }
  };
  for (const { plan, stock } of inventories) {
    for (const link of stock.links) addTransits(plan.keeper, plan.address, link);
  }
  for (const { plan, links: own } of suppliers) {
    for (const link of own) addTransits(plan.address, plan.address, link);
  }
  return holdings;
}

function heldAt(context: InventoryContext): Partial<Holding> {
  const { onHand, kept } = context.stock;
  return {
    onHand: isUnlimited(context) ? 0 : onHand,
    ...reservedPins(kept),
    quarantined: countPins(kept.quarantined),
    frozen: countPins(kept.frozen),
  };
}

function reservedPins({ reservations }: Kept): { reserved: number; suspect: number } {
  let [reserved, suspect] = [0, 0];
  for (const { ranges, isSuspect } of reservations) {
    if (isSuspect) suspect += countPins(ranges);
    else reserved += countPins(ranges);
  }
  return { reserved, suspect };
}

/** PINs at an inventory that are not for sale. */
export function setAside(kept: Kept): number {
  const { reserved, suspect } = reservedPins(kept);
  return reserved + suspect + countPins(kept.quarantined) + countPins(kept.frozen);
}

/** A central inventory that no one fills stands for a source outside the network, and its shelf for no PINs in it. */
export function isUnlimited({ plan }: InventoryContext): boolean {
  return plan.role === 'central' && plan.parent === null;
}

export const NOTHING_HELD: Holding = {
  onHand: 0,
  reserved: 0,
  suspect: 0,
  quarantined: 0,
  frozen: 0,
  incoming: 0,
  outgoing: 0,
  total: 0,
};

function sumOf(one: Holding, other: Partial<Holding>): Holding {
  const parts = {
    onHand: one.onHand + (other.onHand ?? 0),
    reserved: one.reserved + (other.reserved ?? 0),
    suspect: one.suspect + (other.suspect ?? 0),
    quarantined: one.quarantined + (other.quarantined ?? 0),
    frozen: one.frozen + (other.frozen ?? 0),
    incoming: one.incoming + (other.incoming ?? 0),
    outgoing: one.outgoing + (other.outgoing ?? 0),
  };
  return { ...parts, total: Object.values(parts).reduce((sum, pins) => sum + pins, 0) };
}

export function sumStranded(parts: readonly Stranded[]): Stranded {
  const sum = (field: keyof Stranded) => parts.reduce((total, part) => total + part[field], 0);
  return {
    onShelf: sum('onShelf'),
    quarantined: sum('quarantined'),
    frozen: sum('frozen'),
    suspect: sum('suspect'),
    total: sum('total'),
  };
}
