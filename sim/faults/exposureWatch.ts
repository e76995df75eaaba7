import type { InventoryContext } from '#machines/inventory';
import type { SupplierContext } from '#machines/supplier';
import { SECOND_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import { exposureOf, strandedAt, sumStranded } from '#sim/metrics/exposure';
import { customersOf } from '#sim/metrics/kpis';
import type { LargestNode, Stranded } from '#sim/result';
import { placesOf } from './places.ts';
import type { SimulatedNode } from './simulatedNode.ts';

/** What crashes could have put in doubt, and what was stuck, in a run under faults. */
export interface CampaignExposure {
  /** The most PINs that would have been suspect at any moment if one node, the hub or a server, had died. */
  readonly largest: LargestNode | null;
  /** The most PINs at any moment that were reserved for sales of which nobody knew yet what would become. */
  readonly mostReserved: number;
  /** When the faults ended. */
  readonly stranded: Stranded;
}

/** A campaign's shelves are looked ahead as long as its runs last, roughly. */
const HORIZON_MICROSECONDS: Microseconds = 60 * SECOND_MICROSECONDS;

/** Looks at exposure (B54) now and then: the hub, the servers, and what is on its way among them. */
export class ExposureWatch {
  private readonly nodes: ReadonlyMap<string, SimulatedNode>;
  private readonly inventories: readonly (() => InventoryContext)[];
  private readonly suppliers: readonly (() => SupplierContext)[];
  private largest: LargestNode | null = null;
  private mostReserved = 0;
  private stranded: Stranded = sumStranded([]);

  constructor(nodes: readonly SimulatedNode[]) {
    this.nodes = new Map(nodes.map((node) => [node.name, node]));
    const places = placesOf(nodes);
    // A crash replaces the actors of a node, so contexts are fetched anew each time.
    const reader =
      <Context>(node: SimulatedNode, address: string) =>
      () =>
        node.core.actors.get(address)!.context as Context;
    this.inventories = places
      .filter((place) => place.stock() !== null)
      .map(({ node, address }) => reader<InventoryContext>(node, address));
    this.suppliers = places
      .filter((place) => place.stock() === null)
      .map(({ node, address }) => reader<SupplierContext>(node, address));
  }

  get figures(): CampaignExposure {
    const { largest, mostReserved, stranded } = this;
    return { largest, mostReserved, stranded };
  }

  look(): void {
    const holdings = exposureOf(
      this.inventories.map((context) => context()),
      this.suppliers.map((context) => context()),
    );
    let reserved = 0;
    for (const [node, holding] of holdings) {
      reserved += holding.reserved + holding.suspect;
      if (this.nodes.get(node)!.kind === 'supplier') continue;
      if (holding.total > (this.largest?.pins ?? 0)) this.largest = { node, pins: holding.total };
    }
    this.mostReserved = Math.max(this.mostReserved, reserved);
  }

  faultsEnd(now: Microseconds): void {
    const parts = this.inventories.map((read) => {
      const context = read();
      const node = this.nodes.get(context.plan.keeper)!;
      const customers = customersOf(context.stock);
      return strandedAt(context, {
        customers,
        now,
        horizon: HORIZON_MICROSECONDS,
        isClosed: isClosed(node),
      });
    });
    this.stranded = sumStranded(parts);
  }
}

/** A hub that drains still shares out what it holds; a node that is down sells nothing while it is. */
function isClosed({ core, name, kind, isUp }: SimulatedNode): boolean {
  const { value } = core.actors.get(name)!;
  return !isUp || value === 'offline' || (kind === 'server' && value === 'draining');
}

/** The largest of several runs, and all that was stranded in them. */
export function mostExposed(runs: readonly CampaignExposure[]): CampaignExposure {
  let largest: LargestNode | null = null;
  for (const { largest: own } of runs) if (own !== null && own.pins > (largest?.pins ?? 0)) largest = own;
  return {
    largest,
    mostReserved: Math.max(0, ...runs.map(({ mostReserved }) => mostReserved)),
    stranded: sumStranded(runs.map(({ stranded }) => stranded)),
  };
}
