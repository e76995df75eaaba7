import type { InventoryInput, InventoryPlan } from '#machines/inventory';
import { PLAIN_INVENTORY } from '#machines/inventoryContext';
import type { PinRange } from '#src/domain/pinRange';
import { inventoryAddress, oneOfAKind } from './names.ts';
import type { CentralStockPlan, ServerPlan, Topology } from './topology.ts';

/**
 * What an unlimited hub holds of each variety: more than a run sells, and small enough for V8's fast integers, which
 * a larger number would take from every stock. A hub that uses it up fails aloud.
 */
export const AMPLE_STOCK = 2 ** 30;

/** The PINs with which an inventory starts, at time 0: a lot of its own, serials from 1. */
export function openingRanges(
  address: string,
  count: number,
  lifetime: number | null = null,
): readonly PinRange[] {
  if (count === 0) return [];
  const range = { lot: oneOfAKind(`opening:${address}`), first: 1, count };
  return [lifetime === null ? range : { ...range, expiresAt: lifetime }];
}

/** A central inventory of the hub. */
export function centralInput({ hub, servers, timing }: Topology, stock: CentralStockPlan): InventoryInput {
  const { variety } = stock;
  const address = inventoryAddress(hub.name, variety);
  const peers = servers
    .filter((server) => server.stock.some((own) => own.variety === variety))
    .map(({ name }) => inventoryAddress(name, variety));
  const common = {
    address,
    variety,
    keeper: hub.name,
    role: 'central',
    unmet: 'backorder',
    shipping: hub.shipping,
    repeatAfter: timing?.repeatAfter ?? null,
  } as const;
  if (stock.supply === 'unlimited') {
    const plan = {
      ...common,
      parent: null,
      lowWatermark: 0,
      order: { kind: 'upTo', desiredLevel: AMPLE_STOCK },
      maxOutstandingOrders: null,
      highWatermark: null,
      standbys: [],
      peers,
    } as const;
    return { plan: uniformPlan(plan), ranges: openingRanges(address, AMPLE_STOCK) };
  }
  const { lowWatermark, order, maxOutstandingOrders, highWatermark, supplier, lifetime = null } = stock;
  const plan = {
    ...common,
    parent: supplier,
    lowWatermark,
    order,
    maxOutstandingOrders,
    highWatermark,
    standbys: stock.standbys ?? [],
    purchaseAfter: stock.purchaseAfter ?? null,
    lifetime,
    peers: [...peers, supplier, ...(stock.standbys ?? [])],
  } as const;
  return { plan: uniformPlan(plan), ranges: openingRanges(address, stock.initialOnHand, lifetime) };
}

/** The inventories of a server: one for each variety that it stocks. */
export function serverInputs({ hub, timing }: Topology, server: ServerPlan): InventoryInput[] {
  return server.stock.map((stock) => {
    const {
      variety,
      lowWatermark,
      order,
      maxOutstandingOrders,
      highWatermark,
      initialOnHand,
      lifetime = null,
      reserve = 0,
    } = stock;
    const address = inventoryAddress(server.name, variety);
    const plan = {
      address,
      variety,
      keeper: server.name,
      parent: hub.name,
      standbys: [],
      role: 'server',
      unmet: server.unmet,
      shipping: 'partial',
      lowWatermark,
      order,
      maxOutstandingOrders,
      highWatermark,
      lifetime,
      reserve,
      peers: [inventoryAddress(hub.name, variety)],
      repeatAfter: timing?.repeatAfter ?? null,
    } as const;
    return { plan: uniformPlan(plan), ranges: openingRanges(address, initialOnHand, lifetime) };
  });
}

type PlanSketch = Omit<InventoryPlan, keyof typeof PLAIN_INVENTORY> &
  Partial<Pick<InventoryPlan, keyof typeof PLAIN_INVENTORY>>;

/** The same plan as an object of one shape for all inventories: V8 reads those several times faster. */
export function uniformPlan(plan: PlanSketch): InventoryPlan {
  const { order } = plan;
  return {
    address: plan.address,
    variety: plan.variety,
    keeper: plan.keeper,
    parent: plan.parent,
    standbys: plan.standbys,
    role: plan.role,
    unmet: plan.unmet,
    shipping: plan.shipping,
    lowWatermark: plan.lowWatermark,
    order:
      order.kind === 'upTo'
        ? { kind: order.kind, desiredLevel: order.desiredLevel }
        : { kind: order.kind, quantity: order.quantity },
    maxOutstandingOrders: plan.maxOutstandingOrders,
    highWatermark: plan.highWatermark,
    peers: plan.peers,
    purchaseAfter: plan.purchaseAfter ?? PLAIN_INVENTORY.purchaseAfter,
    lifetime: plan.lifetime ?? PLAIN_INVENTORY.lifetime,
    reserve: plan.reserve ?? PLAIN_INVENTORY.reserve,
    repeatAfter: plan.repeatAfter,
  };
}
