import { HOUR_MICROSECONDS } from '#src/domain/time';
import { inventoryAddress } from '#src/network/names';
import { hubContext, inventoryContext } from '#src/network/network';
import type { Cell } from '#src/network/network';
import type { Topology } from '#src/network/topology';
import { exposureFigures } from '#sim/metrics/exposureFigures';
import type { Exposure, NetworkExposure, NodeExposure } from '#sim/result';
import type { Simulation } from '#sim/simulation';
import { NO_COSTS } from './costs.ts';
import type { CostRates } from './costs.ts';
import { HUB_COST_FIGURES, HUB_FIGURES, SERVER_COST_FIGURES, SERVER_FIGURES } from './figures.ts';
import type { Figure } from './figures.ts';
import type { MeasureName, Totals } from './measure.ts';
import { addInventory, noSums } from './sums.ts';
import type { Sums } from './sums.ts';
import { quantilesOf, Watched } from './watched.ts';
import type { Watching } from './watched.ts';

/** How finely figures are told: `nodes` adds servers, varieties and the hub's; `inventories` every single shelf. */
export type Detail = 'network' | 'nodes' | 'inventories';

/** A scope of figures: whose sums make it up. */
interface Part {
  readonly scope: MeasureName['scope'];
  readonly server: string | null;
  readonly variety: string | null;
  readonly cells: readonly Cell[];
}

/** What is known at the end of a run only, and exposure, which belongs to nodes and not to single shelves. */
const OTHER_FIGURES = ['finalOnHand', 'timeToFirstStockoutHours', 'strandedAtEnd', 'meanExposed'] as const;

/** By part; null where there are none. */
type LevelTimes = readonly (Float64Array | null)[];

/** Reads all figures off a simulation, at any moment at which it stands still. */
export class TotalsReader {
  readonly names: readonly MeasureName[];
  private readonly simulation: Simulation;
  private readonly costs: CostRates;
  private readonly parts: readonly Part[];
  private readonly hubCells: readonly Cell[];
  private readonly watched: Watched;
  private readonly warmUps: { readonly totals: Totals; readonly times: LevelTimes }[] = [];

  /** Before the simulation begins; without anything to watch, at any moment at which it stands still. */
  constructor(simulation: Simulation, detail: Detail, watching: Watching = {}) {
    this.simulation = simulation;
    this.costs = simulation.plan.costs ?? NO_COSTS;
    this.parts = partsOf(simulation, detail);
    const { topology } = simulation.plan;
    this.hubCells = cellsAt(simulation, topology, topology.hub.name);
    this.watched = new Watched(simulation, watching);
    const watchedFigures = this.watched.figures;
    this.names = this.parts.flatMap(({ scope, server, variety }) =>
      [...figuresOf(scope), ...(scope === 'hub' ? [] : watchedFigures)].map((figure) => ({
        scope,
        server,
        variety,
        figure,
      })),
    );
  }

  /** A warm-up may end now: what is told at the end only, quantiles, will be told from here on, too. */
  readAfterWarmUp(): Totals {
    const totals = this.read(false);
    this.warmUps.push({ totals, times: this.levelTimes() });
    return totals;
  }

  read(isAtEnd: boolean): Totals {
    const { simulation, names } = this;
    const numerators = new Float64Array(names.length);
    const denominators = new Float64Array(names.length);
    let index = 0;
    const put = (numerator: number, denominator: number): void => {
      numerators[index] = numerator;
      denominators[index] = denominator;
      index += 1;
    };
    const hub = this.sumsOf(this.hubCells);
    const exposure = exposureFigures(simulation);
    for (const part of this.parts) {
      const { scope, cells } = part;
      const sums = this.sumsOf(cells);
      const isHub = scope === 'hub';
      for (const figure of isHub ? HUB_FIGURES : SERVER_FIGURES) this.putFigure(figure, sums, put);
      for (const [place, figure] of (isHub ? HUB_COST_FIGURES : SERVER_COST_FIGURES).entries()) {
        const ofHub = scope === 'network' ? hubPartOf(figure.name, place) : undefined;
        const more = ofHub === undefined ? 0 : ofHub.numerator(hub, this.costs);
        put(figure.numerator(sums, this.costs) + more, figure.denominator(sums));
      }
      put(isAtEnd ? this.finalOnHand(cells) : 0, isAtEnd ? 1 : 0);
      const firstStockout = isAtEnd ? this.hoursToFirstStockout(cells) : null;
      put(firstStockout ?? 0, firstStockout === null ? 0 : 1);
      const exposed = exposedPart(part, exposure);
      put(isAtEnd && exposed !== null ? exposed.stranded.total : 0, isAtEnd && exposed !== null ? 1 : 0);
      const hours = exposed === null ? 0 : simulation.now / HOUR_MICROSECONDS;
      put(exposed === null ? 0 : exposed.meanTotal * hours, hours);
      if (!isHub) this.watched.read(cells, isAtEnd, put);
    }
    if (isAtEnd) this.tellQuantiles(numerators);
    return { time: simulation.now, numerators, denominators };
  }

  private levelTimes(): LevelTimes {
    return this.parts.map(({ scope, cells }) => (scope === 'hub' ? null : this.watched.levelTimes(cells)));
  }

  /** So that the difference to the end is the quantile of the time after each place at which a warm-up might end. */
  private tellQuantiles(whole: Float64Array): void {
    if (this.warmUps.length === 0) return;
    const times = this.levelTimes();
    let end = 0;
    for (const [place, { scope }] of this.parts.entries()) {
      end += figuresOf(scope).length + (scope === 'hub' ? 0 : this.watched.figures.length);
      const own = times[place];
      if (own === null || own === undefined) continue;
      for (const { totals, times: before } of this.warmUps) {
        const levels = quantilesOf(own, before[place]!);
        const first = end - levels.length;
        for (const [index, level] of levels.entries()) {
          totals.numerators[first + index] = whole[first + index]! - (level ?? 0);
        }
      }
    }
  }

  private putFigure(figure: Figure, sums: Sums, put: (numerator: number, denominator: number) => void): void {
    put(figure.numerator(sums, this.costs), figure.denominator(sums));
  }

  private sumsOf(cells: readonly Cell[]): Sums {
    const { meters, now, observation } = this.simulation;
    const hub = this.simulation.plan.topology.hub.name;
    const sums = noSums(now / HOUR_MICROSECONDS);
    for (const cell of cells) {
      addInventory(sums, inventoryContext(cell), meters[cell.rank]!, now);
      if (cell.node === hub) this.addDesk(sums, inventoryContext(cell).plan.variety);
      sums.inTransitHours += observation.exposure.incomingAt(cell).time.value / HOUR_MICROSECONDS;
    }
    return sums;
  }

  /** What the hub's desk for that variety has counted. */
  private addDesk(sums: Sums, variety: string): void {
    const { network, observation } = this.simulation;
    const { plan, desks } = hubContext(network);
    const desk = desks[plan.desks.findIndex((own) => own.variety === variety)]!;
    sums.hubOrders += desk.orders;
    const line = observation.line.of(variety);
    if (line === null) return;
    sums.hubDelayed += line.delayedOrders;
    sums.hubPins += line.asked;
    sums.hubPinsDelayed += line.delayedPins;
    sums.lineHours += line.time.value / HOUR_MICROSECONDS;
  }

  private finalOnHand(cells: readonly Cell[]): number {
    let onHand = 0;
    for (const cell of cells)
      if (this.simulation.meters[cell.rank] !== null) onHand += inventoryContext(cell).stock.onHand;
    return onHand;
  }

  /** Of the first shelf that ran out; the whole run if none did; null where none can, as it is unlimited. */
  private hoursToFirstStockout(cells: readonly Cell[]): number | null {
    const { meters, now } = this.simulation;
    if (cells.every(({ rank }) => meters[rank] === null)) return null;
    let first = now;
    for (const { rank } of cells) first = Math.min(first, meters[rank]?.firstEmptyAt ?? now);
    return first / HOUR_MICROSECONDS;
  }
}

/** Null for single shelves and for one variety, which have no crash of their own. */
function exposedPart(
  { scope, server, variety }: Part,
  exposure: Exposure,
): NodeExposure | NetworkExposure | null {
  if (variety !== null) return null;
  if (scope === 'network') return exposure.network;
  return scope === 'hub' ? exposure.hub : exposure.servers[server ?? '']!;
}

function hubPartOf(name: string, place: number): Figure | undefined {
  const same = HUB_COST_FIGURES[place];
  return same?.name === name ? same : HUB_COST_FIGURES.find((figure) => figure.name === name);
}

function figuresOf(scope: MeasureName['scope']): readonly string[] {
  const own = scope === 'hub' ? [HUB_FIGURES, HUB_COST_FIGURES] : [SERVER_FIGURES, SERVER_COST_FIGURES];
  return [...own.flat().map(({ name }) => name), ...OTHER_FIGURES];
}

function partsOf(simulation: Simulation, detail: Detail): Part[] {
  const { topology } = simulation.plan;
  const shelves = topology.servers.flatMap(({ name, stock }) =>
    stock.map(({ variety }) => ({ server: name, variety, cell: cellOf(simulation, name, variety) })),
  );
  const parts: Part[] = [
    { scope: 'network', server: null, variety: null, cells: shelves.map(({ cell }) => cell) },
    { scope: 'hub', server: null, variety: null, cells: cellsAt(simulation, topology, topology.hub.name) },
  ];
  if (detail === 'network') return parts;
  const cellsBy = (key: 'server' | 'variety', names: readonly string[]): Map<string, Cell[]> => {
    const groups = new Map<string, Cell[]>(names.map((one) => [one, []]));
    for (const shelf of shelves) groups.get(shelf[key])!.push(shelf.cell);
    return groups;
  };
  for (const [server, cells] of cellsBy(
    'server',
    topology.servers.map(({ name }) => name),
  )) {
    parts.push({ scope: 'server', server, variety: null, cells });
  }
  for (const [variety, cells] of cellsBy('variety', topology.varieties)) {
    parts.push({ scope: 'variety', server: null, variety, cells });
  }
  for (const { variety } of topology.hub.stock) {
    parts.push({
      scope: 'hub',
      server: null,
      variety,
      cells: [cellOf(simulation, topology.hub.name, variety)],
    });
  }
  if (detail === 'nodes') return parts;
  for (const { server, variety, cell } of shelves) {
    parts.push({ scope: 'inventory', server, variety, cells: [cell] });
  }
  return parts;
}

function cellsAt(simulation: Simulation, { hub }: Topology, node: string): Cell[] {
  return hub.stock.map(({ variety }) => cellOf(simulation, node, variety));
}

function cellOf({ network }: Simulation, node: string, variety: string): Cell {
  return network.find(inventoryAddress(node, variety))!;
}
