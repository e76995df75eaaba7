import type { DealersInput } from '#machines/dealersRules';
import type { DirectoryInput } from '#machines/directoryRules';
import type { HubPlan as HubMachinePlan } from '#machines/hub';
import type { LotOfficePlan } from '#machines/lotOffice';
import type { Bucket, ServerPlan as ServerMachinePlan } from '#machines/server';
import type { Dealer } from '#src/domain/dealer';
import { inventoryAddress } from './names.ts';
import { conduitAddress, passingShelves } from './productPlans.ts';
import type { ProductPlan, ServerPlan, ServerStockPlan, Topology } from './topology.ts';

/** What the hub's actor is told of the network. */
export function hubInput({ hub, servers, timing }: Topology): HubMachinePlan {
  const desks = hub.stock.map(({ variety }) => ({
    variety,
    central: inventoryAddress(hub.name, variety),
    donors: servers
      .filter(({ stock }) => stock.some((own) => own.variety === variety && own.highWatermark !== null))
      .map(({ name }) => inventoryAddress(name, variety)),
    receivers: servers.flatMap(({ name, stock: shelves }) =>
      shelves
        .filter((own) => own.variety === variety)
        .map((own) => ({ address: inventoryAddress(name, variety), weight: weightOf(own) })),
    ),
  }));
  return {
    address: hub.name,
    shipping: hub.shipping,
    rebalancing: hub.rebalancing ?? { kind: 'everyShortage' },
    patience: timing?.hubPatience ?? null,
    desks,
  };
}

/** A shelf's level says how fast it sells next to the others: levels are set as days of demand. */
function weightOf({ order, lowWatermark }: ServerStockPlan): number {
  return Math.max(1, order.kind === 'upTo' ? order.desiredLevel : lowWatermark + order.quantity);
}

/** What a server's own actor is told: what it sells under which SKU, and from where. */
export function serverInput(topology: Topology, server: ServerPlan): ServerMachinePlan {
  const { name: address, stock, terminals } = server;
  const { timing, dealers } = topology;
  return {
    address,
    buckets: bucketsOf(topology, server),
    inventories: [
      ...stock.map(({ variety }) => inventoryAddress(address, variety)),
      ...passingShelves(topology, address).map(({ plan }) => plan.address),
    ],
    terminals: terminals.map(({ name }) => name),
    dealers: dealers === undefined ? null : dealersAddress(address),
    conduit: conduitAddress(topology, address),
    reservationTime: timing?.reservationTime ?? null,
    restocksUnshown: true,
  };
}

function bucketsOf(topology: Topology, { name, stock }: ServerPlan): Record<string, Bucket> {
  const products: readonly ProductPlan[] =
    topology.products ??
    stock.map(({ variety }) => ({ sku: variety, kind: 'stock' as const, variety, priceCents: 0 }));
  const buckets: [string, Bucket][] = [];
  for (const product of products) {
    const { sku, kind, priceCents } = product;
    if (kind === 'stock' && !stock.some(({ variety }) => variety === product.variety)) continue;
    const inventory = kind === 'topUp' ? null : inventoryAddress(name, product.variety);
    const source = kind === 'stock' ? 'stock' : 'conduit';
    buckets.push([sku, { source, inventory, priceCents, needsAccount: kind === 'topUp' }]);
  }
  return Object.fromEntries(buckets);
}

/** The replica of the dealer directory at a server, the centre at the hub. */
function dealersAddress(node: string): string {
  return `${node}/dealers`;
}

/** What the centre of the dealer directory is told. */
export function directoryInput(
  { hub, servers, timing }: Topology,
  dealers: readonly Dealer[],
): DirectoryInput {
  const replicas = servers.map(({ name }) => dealersAddress(name));
  const announceEvery = timing?.announceEvery ?? null;
  return { plan: { address: dealersAddress(hub.name), replicas, announceEvery }, dealers };
}

export function dealersInput({ hub }: Topology, dealers: readonly Dealer[], node: string): DealersInput {
  return { plan: { address: dealersAddress(node), centre: dealersAddress(hub.name) }, dealers };
}

/** What the hub's lot office is told: every inventory of each variety. */
export function lotOfficeInput({ hub, servers, timing }: Topology): LotOfficePlan {
  const desks = hub.stock.map(({ variety }) => {
    const central = inventoryAddress(hub.name, variety);
    const shelves = servers
      .filter(({ stock }) => stock.some((own) => own.variety === variety))
      .map(({ name }) => inventoryAddress(name, variety));
    return { variety, central, inventories: [central, ...shelves] };
  });
  return { address: `${hub.name}/lots`, desks, repeatAfter: timing?.repeatAfter ?? null };
}
