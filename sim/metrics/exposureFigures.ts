import type { InventoryContext } from '#machines/inventory';
import type { SupplierContext } from '#machines/supplier';
import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import type { Cell, Network } from '#src/network/network';
import type { Exposure, LargestNode, NodeExposure, Stranded } from '#sim/result';
import type { Simulation } from '#sim/simulation';
import { exposureOf, NOTHING_HELD, STRANDING_HORIZON, strandedAt, sumStranded } from './exposure.ts';
import { customersOf, timeAverage } from './kpis.ts';

/**
 * Stranded stock and crash exposure after a run. The time average of a node's exposure is that of its PINs on hand, as
 * its stock meters have it, plus that of what is reserved, quarantined, frozen, or on its way to or from the node.
 */
export function exposureFigures(simulation: Simulation, horizon: Microseconds = STRANDING_HORIZON): Exposure {
  const { network, now } = simulation;
  const { hub, servers } = simulation.plan.topology;
  const { inventories, suppliers } = contextsOf(network);
  const holdings = exposureOf(inventories, suppliers);
  const cells = byNode(network.cells);
  const nodes = [hub, ...servers].map(({ name }) => {
    const own = cells.get(name)!;
    const { exposure } = simulation.observation;
    const { aside, outgoing } = exposure.at(name);
    const mean = ({ time }: typeof aside) => timeAverage(time.value, now);
    const meanIncoming = sum(own.map((cell) => mean(exposure.incomingAt(cell))));
    const meanHeld = meanOnHand(simulation, own) + mean(aside) + meanIncoming;
    const figures: NodeExposure = {
      stranded: strandedIn(own, isClosedAt(network.find(name)!), now, horizon),
      atEnd: holdings.get(name) ?? NOTHING_HELD,
      meanTotal: meanHeld + mean(outgoing),
    };
    return { name, figures, meanHeld };
  });
  const figures = nodes.map((node) => node.figures);
  return {
    horizonHours: horizon / HOUR_MICROSECONDS,
    network: {
      stranded: sumStranded(figures.map(({ stranded }) => stranded)),
      total: sum(figures.map(({ atEnd }) => atEnd.total - atEnd.outgoing)),
      inTransit: sum(figures.map(({ atEnd }) => atEnd.incoming)),
      reserved: sum(figures.map(({ atEnd }) => atEnd.reserved)),
      meanTotal: sum(nodes.map(({ meanHeld }) => meanHeld)),
    },
    hub: figures[0]!,
    servers: Object.fromEntries(nodes.slice(1).map((node) => [node.name, node.figures])),
    largestAtEnd: largest(nodes, ({ atEnd }) => atEnd.total),
    largestOnAverage: largest(nodes, ({ meanTotal }) => meanTotal),
  };
}

function contextsOf({ cells }: Network) {
  const inventories: InventoryContext[] = [];
  const suppliers: SupplierContext[] = [];
  for (const { entry } of cells) {
    if (entry.kind === 'inventory') inventories.push(entry.actor.context);
    else if (entry.kind === 'supplier') suppliers.push(entry.actor.context);
  }
  return { inventories, suppliers };
}

function byNode(cells: readonly Cell[]): ReadonlyMap<string, readonly Cell[]> {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const group = groups.get(cell.node);
    if (group === undefined) groups.set(cell.node, [cell]);
    else group.push(cell);
  }
  return groups;
}

function strandedIn(
  cells: readonly Cell[],
  isClosed: boolean,
  now: Microseconds,
  horizon: Microseconds,
): Stranded {
  const parts: Stranded[] = [];
  for (const { entry } of cells) {
    if (entry.kind !== 'inventory') continue;
    const { context } = entry.actor;
    parts.push(strandedAt(context, { customers: customersOf(context.stock), now, horizon, isClosed }));
  }
  return sumStranded(parts);
}

/** A hub that is going offline shares out what it holds, so only an offline one keeps anything from being sold. */
function isClosedAt({ entry }: Cell): boolean {
  const isOffline = entry.actor.value === 'offline';
  return isOffline || (entry.kind === 'server' && entry.actor.value === 'draining');
}

function meanOnHand({ meters, now }: Simulation, cells: readonly Cell[]): number {
  return sum(cells.map(({ rank }) => timeAverage(meters[rank]?.onHandTime.value ?? 0, now)));
}

/** The first of those with most. */
function largest(
  nodes: readonly { readonly name: string; readonly figures: NodeExposure }[],
  pinsOf: (figures: NodeExposure) => number,
): LargestNode | null {
  let most: LargestNode | null = null;
  for (const { name: node, figures } of nodes) {
    const pins = pinsOf(figures);
    if (pins > (most?.pins ?? 0)) most = { node, pins };
  }
  return most;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
