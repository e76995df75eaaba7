import type { HubPlan } from '#machines/hub';
import type { InventoryPlan, Unmet } from '#machines/inventory';
import { PLAIN_INVENTORY } from '#machines/inventoryContext';
import { CUSTOMERS } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import type { ServerPlan } from '#machines/server';
import type { TerminalPlan } from '#machines/terminal';

/** A network of which all states can be walked through: one hub, two servers with a terminal each, three PINs. */
export interface SmallNetwork {
  readonly name: string;
  /** What of the protocol it makes happen. */
  readonly about: string;
  readonly hub: HubPlan;
  /** The hub's central inventory first, then the servers'. */
  readonly inventories: readonly StockedInventory[];
  readonly servers: readonly ServerPlan[];
  readonly terminals: readonly TerminalPlan[];
  /** One customer a terminal, and what an operator orders. */
  readonly openings: readonly Message[];
  /** No more alarms ring early than this, so that all states can be walked through within a minute. */
  readonly mostEarlyRings: number;
}

export interface StockedInventory {
  readonly plan: InventoryPlan;
  readonly onHand: number;
}

export interface SmallServer {
  readonly name: string;
  readonly onHand: number;
  /** It orders one PIN whenever its stock position is at this or under it. */
  readonly lowWatermark: number;
  readonly highWatermark: number | null;
  readonly unmet: Unmet;
}

const HUB = 'hub';
const VARIETY = 'pin';
// Every alarm is asked for; when it rings is left open.
const SOME_TIME = 1;
// So far down that the hub never buys: there are three PINs, and no more.
const NEVER = -100;

export function shelfOf(node: string): string {
  return `${node}/${VARIETY}`;
}

export function tillOf(server: string): string {
  return `${server}:1`;
}

export function smallNetwork(
  name: string,
  about: string,
  hubOnHand: number,
  small: readonly SmallServer[],
  orders: readonly Message[] = [],
): SmallNetwork {
  const names = small.map((server) => server.name);
  return {
    name,
    about,
    hub: hubPlan(small),
    inventories: [
      { plan: centralPlan(names), onHand: hubOnHand },
      ...small.map((server) => ({ plan: shelfPlan(server), onHand: server.onHand })),
    ],
    servers: names.map(serverPlan),
    terminals: names.map(terminalPlan),
    openings: [...names.map((server) => customerAt(tillOf(server))), ...orders],
    // An order of the operator, which may come at any moment, multiplies the states.
    mostEarlyRings: orders.length === 0 ? 1 : 0,
  };
}

function customerAt(to: string): Message {
  return { type: 'customer.asked', to, from: CUSTOMERS, sku: VARIETY, account: null };
}

function hubPlan(servers: readonly SmallServer[]): HubPlan {
  const donors = servers.filter(({ highWatermark }) => highWatermark !== null);
  const desk = {
    variety: VARIETY,
    central: shelfOf(HUB),
    donors: donors.map(({ name }) => shelfOf(name)),
    receivers: servers.map(({ name }) => ({ address: shelfOf(name), weight: 1 })),
  };
  return {
    address: HUB,
    shipping: 'partial',
    rebalancing: { kind: 'everyShortage' },
    patience: SOME_TIME,
    desks: [desk],
  };
}

const anyShelf = {
  variety: VARIETY,
  standbys: [],
  shipping: 'partial',
  order: { kind: 'fixedQuantity', quantity: 1 },
  maxOutstandingOrders: null,
  ...PLAIN_INVENTORY,
  repeatAfter: SOME_TIME,
} as const;

function centralPlan(servers: readonly string[]): InventoryPlan {
  return {
    ...anyShelf,
    address: shelfOf(HUB),
    keeper: HUB,
    parent: 'supplier',
    role: 'central',
    unmet: 'backorder',
    lowWatermark: NEVER,
    highWatermark: null,
    peers: servers.map(shelfOf),
  };
}

function shelfPlan({ name, unmet, lowWatermark, highWatermark }: SmallServer): InventoryPlan {
  return {
    ...anyShelf,
    address: shelfOf(name),
    keeper: name,
    parent: HUB,
    role: 'server',
    unmet,
    lowWatermark,
    highWatermark,
    peers: [shelfOf(HUB)],
  };
}

function serverPlan(address: string): ServerPlan {
  const inventory = shelfOf(address);
  return {
    address,
    buckets: { [VARIETY]: { source: 'stock', inventory, priceCents: 100, needsAccount: false } },
    inventories: [inventory],
    terminals: [tillOf(address)],
    dealers: null,
    conduit: null,
    reservationTime: SOME_TIME,
    restocksUnshown: true,
  };
}

function terminalPlan(server: string): TerminalPlan {
  return { address: tillOf(server), server, dealer: null, patience: SOME_TIME, mostRepeats: 1 };
}
