import type { HubPlan as HubMachinePlan } from '#machines/hub';
import type { Bucket, ServerPlan as ServerMachinePlan } from '#machines/server';
import { inventoryAddress } from './names.ts';
import type { ServerPlan, ServerStockPlan, Topology } from './topology.ts';

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
export function serverInput({ timing }: Topology, server: ServerPlan): ServerMachinePlan {
  const { name: address, stock, terminals } = server;
  const buckets = Object.fromEntries(
    stock.map(({ variety }): [string, Bucket] => [
      variety,
      {
        source: 'stock',
        inventory: inventoryAddress(address, variety),
        priceCents: 0,
        needsAccount: false,
      },
    ]),
  );
  return {
    address,
    buckets,
    inventories: stock.map(({ variety }) => inventoryAddress(address, variety)),
    terminals: terminals.map(({ name }) => name),
    dealers: null,
    conduit: null,
    reservationTime: timing?.reservationTime ?? null,
    restocksUnshown: true,
  };
}
