import type { HubPlan as HubMachinePlan } from '#machines/hub';
import type { InventoryInput, InventoryPlan } from '#machines/inventory';
import type { PinRange } from '#src/domain/pinRange';
import type { MachineActor, Executor } from '#src/executor/actor';
import type { NetworkMachines } from './machines.ts';
import type { CentralStockPlan, HubPlan, ServerPlan, Topology } from './topology.ts';

type ActorKind = 'hub' | 'inventory' | 'server' | 'supplier' | 'terminal';

/** One actor of a network, where it stands, and what kind it is. */
export type NetworkActor = {
  readonly [Kind in ActorKind]: {
    readonly kind: Kind;
    readonly node: string;
    readonly address: string;
    readonly actor: MachineActor<NetworkMachines[Kind]>;
  };
}[ActorKind];

/**
 * What an unlimited hub holds of each variety: more than a run sells, and small enough for V8's fast integers, which
 * a larger number would take from every stock. A hub that uses it up fails aloud.
 */
export const AMPLE_STOCK = 2 ** 30;

export function inventoryAddress(node: string, variety: string): string {
  return oneOfAKind(`${node}/${variety}`);
}

/**
 * The same text, as the one object by which V8 knows it: equal texts are then found by comparing pointers, where texts
 * that were put together or cut out of a file would be compared letter by letter at every look-up.
 */
function oneOfAKind(text: string): string {
  return Object.keys({ [text]: null })[0]!;
}

/** The topology with every name as one object. */
function withNamesOnce(topology: Topology): Topology {
  const { hub, servers, suppliers, varieties } = topology;
  const stocked = <Stocked extends { readonly variety: string }>(stock: Stocked): Stocked => ({
    ...stock,
    variety: oneOfAKind(stock.variety),
  });
  return {
    varieties: varieties.map(oneOfAKind),
    suppliers: suppliers.map((supplier) => ({ ...supplier, name: oneOfAKind(supplier.name) })),
    hub: {
      ...hub,
      name: oneOfAKind(hub.name),
      stock: hub.stock
        .map(stocked)
        .map((stock) =>
          stock.supply === 'supplier' ? { ...stock, supplier: oneOfAKind(stock.supplier) } : stock,
        ),
    },
    servers: servers.map((server) => ({
      ...server,
      name: oneOfAKind(server.name),
      stock: server.stock.map(stocked),
      terminals: server.terminals.map((till) => ({ ...till, name: oneOfAKind(till.name) })),
    })),
  };
}

/** The PINs with which an inventory starts: a lot of its own, serials from 1. */
export function openingRanges(address: string, count: number): readonly PinRange[] {
  return count === 0 ? [] : [{ lot: oneOfAKind(`opening:${address}`), first: 1, count }];
}

/** Starts every actor of a topology. Terminals are left out where no one stands at them. */
export function startActors(
  given: Topology,
  executor: Executor,
  machines: NetworkMachines,
  withTerminals: boolean,
): NetworkActor[] {
  const topology = withNamesOnce(given);
  const { hub, servers, suppliers } = topology;
  const actors: NetworkActor[] = [];
  const inventory = (node: string, input: InventoryInput) => {
    const { address } = input.plan;
    actors.push({ kind: 'inventory', node, address, actor: executor.start(machines.inventory, input) });
  };
  const hubActor = executor.start(machines.hub, hubInput(topology));
  actors.push({ kind: 'hub', node: hub.name, address: hub.name, actor: hubActor });
  for (const stock of hub.stock) inventory(hub.name, centralInput(hub, stock, servers));
  for (const server of servers) {
    const address = server.name;
    const inventories = Object.fromEntries(
      server.stock.map(({ variety }) => [variety, inventoryAddress(address, variety)]),
    );
    const actor = executor.start(machines.server, { address, inventories });
    actors.push({ kind: 'server', node: address, address, actor });
    for (const input of serverInputs(hub.name, server)) inventory(address, input);
    for (const terminal of withTerminals ? server.terminals : []) {
      const till = executor.start(machines.terminal, { address: terminal.name, server: address });
      actors.push({ kind: 'terminal', node: terminal.name, address: terminal.name, actor: till });
    }
  }
  for (const { name: address } of suppliers) {
    const customers = hub.stock
      .filter((stock) => stock.supply === 'supplier' && stock.supplier === address)
      .map(({ variety }) => inventoryAddress(hub.name, variety));
    const actor = executor.start(machines.supplier, { address, customers });
    actors.push({ kind: 'supplier', node: address, address, actor });
  }
  return actors;
}

function hubInput({ hub, servers }: Topology): HubMachinePlan {
  const desks = hub.stock.map(({ variety }) => ({
    variety,
    central: inventoryAddress(hub.name, variety),
    donors: servers
      .filter(({ stock }) => stock.some((own) => own.variety === variety && own.highWatermark !== null))
      .map(({ name }) => inventoryAddress(name, variety)),
  }));
  return { address: hub.name, shipping: hub.shipping, desks };
}

function centralInput(hub: HubPlan, stock: CentralStockPlan, servers: readonly ServerPlan[]): InventoryInput {
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
  } as const;
  if (stock.supply === 'unlimited') {
    const plan = {
      ...common,
      parent: null,
      lowWatermark: 0,
      order: { kind: 'upTo', desiredLevel: AMPLE_STOCK },
      maxOutstandingOrders: null,
      highWatermark: null,
      peers,
    } as const;
    return { plan: uniformPlan(plan), ranges: openingRanges(address, AMPLE_STOCK) };
  }
  const { lowWatermark, order, maxOutstandingOrders, highWatermark, supplier } = stock;
  const plan = {
    ...common,
    parent: supplier,
    lowWatermark,
    order,
    maxOutstandingOrders,
    highWatermark,
    peers: [...peers, supplier],
  } as const;
  return { plan: uniformPlan(plan), ranges: openingRanges(address, stock.initialOnHand) };
}

function serverInputs(hub: string, server: ServerPlan): InventoryInput[] {
  return server.stock.map((stock) => {
    const { variety, lowWatermark, order, maxOutstandingOrders, highWatermark, initialOnHand } = stock;
    const address = inventoryAddress(server.name, variety);
    const plan = {
      address,
      variety,
      keeper: server.name,
      parent: hub,
      role: 'server',
      unmet: server.unmet,
      shipping: 'partial',
      lowWatermark,
      order,
      maxOutstandingOrders,
      highWatermark,
      peers: [inventoryAddress(hub, variety)],
    } as const;
    return { plan: uniformPlan(plan), ranges: openingRanges(address, initialOnHand) };
  });
}

/** The same plan as an object of one shape for all inventories: V8 reads those several times faster. */
function uniformPlan(plan: InventoryPlan): InventoryPlan {
  const { order } = plan;
  return {
    address: plan.address,
    variety: plan.variety,
    keeper: plan.keeper,
    parent: plan.parent,
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
  };
}
