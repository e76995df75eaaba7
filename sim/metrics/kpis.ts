import type { Stock } from '#src/domain/stock';
import type { Microseconds } from '#src/domain/time';
import { inventoryContext } from '#src/network/network';
import type { Cell } from '#src/network/network';
import type { Topology } from '#src/network/topology';
import type { CentralKpis, Flow, InventoryKpis, Kpis } from '#sim/result';
import type { Simulation } from '#sim/simulation';
import type { StockMeter } from './stockMeter.ts';

/** Figures of one server's inventory after a run of `duration` microseconds. */
export function inventoryKpis(
  cell: Cell,
  variety: string,
  meter: StockMeter,
  duration: Microseconds,
): InventoryKpis {
  const { stock } = inventoryContext(cell);
  const asked = customersOf(stock);
  return {
    server: cell.node,
    variety,
    asked,
    sold: stock.sold,
    lost: stock.lost,
    backordered: stock.backordered,
    fillRate: shareMet(asked, stock.lost, stock.backordered),
    meanOnHand: timeAverage(meter.onHandTime.value, duration),
    meanOnOrder: timeAverage(meter.onOrderTime.value, duration),
    meanWaiting: timeAverage(meter.owedTime.value, duration),
    stockoutTimeFraction: timeAverage(meter.emptyTime.value, duration),
    stockouts: stock.stockouts,
    orders: ordersOf(stock),
    received: stock.received,
    recalled: stock.recalled,
    finalOnHand: stock.onHand,
  };
}

/** All who asked for a PIN so far, whether or not they have it. */
export function customersOf({ sold, lost, owed, kept }: Stock): number {
  return sold + lost + owed + kept.reservations.length;
}

/** Requests by watermarks, and fetches. */
export function ordersOf({ nextOrder, emergencies }: Stock): number {
  return nextOrder - 1 - emergencies;
}

/** The average over `duration` microseconds of what was integrated over them. */
export function timeAverage(integral: number, duration: Microseconds): number {
  return duration === 0 ? 0 : integral / duration;
}

/** Met at once from own stock / asked. */
function shareMet(asked: number, lost: number, backordered: number): number | null {
  return asked === 0 ? null : (asked - lost - backordered) / asked;
}

/** Several inventories as one: counts and stocks add up, the stock-out share is that of inventory-time. */
export function sumKpis(parts: readonly Kpis[]): Kpis {
  const sum = (field: keyof Omit<Kpis, 'fillRate'>) => parts.reduce((total, part) => total + part[field], 0);
  const [asked, lost, backordered] = [sum('asked'), sum('lost'), sum('backordered')];
  return {
    asked,
    sold: sum('sold'),
    lost,
    backordered,
    fillRate: shareMet(asked, lost, backordered),
    meanOnHand: sum('meanOnHand'),
    meanOnOrder: sum('meanOnOrder'),
    meanWaiting: sum('meanWaiting'),
    stockoutTimeFraction: parts.length === 0 ? 0 : sum('stockoutTimeFraction') / parts.length,
    stockouts: sum('stockouts'),
    orders: sum('orders'),
    received: sum('received'),
    recalled: sum('recalled'),
    finalOnHand: sum('finalOnHand'),
  };
}

/** Figures of the hub's central inventories, by variety. */
export function hubKpis(simulation: Simulation): Record<string, CentralKpis> {
  const { network, meters, plan, now } = simulation;
  const result: Record<string, CentralKpis> = {};
  for (const cell of network.cells) {
    if (cell.kind !== 'inventory' || cell.node !== plan.topology.hub.name) continue;
    const { plan: own, stock } = inventoryContext(cell);
    result[own.variety] = centralKpis(stock, meters[cell.rank]!, now);
  }
  return result;
}

function centralKpis(stock: Stock, meter: StockMeter | null, duration: Microseconds): CentralKpis {
  return {
    meanOnHand: meter === null ? null : timeAverage(meter.onHandTime.value, duration),
    stockoutTimeFraction: meter === null ? null : timeAverage(meter.emptyTime.value, duration),
    orders: ordersOf(stock),
    acquired: stock.received,
    shipped: stock.shipped,
    recalled: stock.recalled,
    meanOwed: meter === null ? 0 : timeAverage(meter.owedTime.value, duration),
    finalOnHand: meter === null ? null : stock.onHand,
  };
}

/** PINs that arrived over each link: from suppliers, to servers, and back. Links without any are left out. */
export function flowsOf(simulation: Simulation, topology: Topology): Flow[] {
  const flows = new Map<string, { from: string; to: string; transfers: number; pins: number }>();
  const add = (from: string, to: string, transfers: number, pins: number) => {
    if (transfers === 0) return;
    const key = `${from} ${to}`;
    const flow = flows.get(key) ?? { from, to, transfers: 0, pins: 0 };
    flows.set(key, { ...flow, transfers: flow.transfers + transfers, pins: flow.pins + pins });
  };
  const { network } = simulation;
  for (const cell of network.cells) {
    if (cell.kind !== 'inventory') continue;
    const { stock } = inventoryContext(cell);
    for (const link of stock.links) {
      const peer = network.find(link.peer)!;
      const arrived = link.received.below - 1 + link.received.early.length;
      // Each inventory has one source from above; what comes to the hub from an inventory was sent back by a server,
      // which counts it itself.
      const isReturn = cell.node === topology.hub.name && peer.kind === 'inventory';
      const given = inventoryContext(isReturn ? peer : cell).stock;
      const pins = isReturn ? given.recalled + given.lent : given.received;
      add(peer.node, cell.node, arrived, pins);
    }
  }
  return [...flows.values()];
}
