import type { Message } from '#machines/protocol';
import { CUSTOMERS } from '#machines/protocol';
import type { ServerPlan, StockLevels, Topology } from '#src/network/topology';

/** A network of which all states can be walked through: one hub, two servers with a terminal each, three PINs. */
export interface SmallNetwork {
  readonly name: string;
  /** What of the protocol it makes happen. */
  readonly about: string;
  readonly topology: Topology;
  /** One customer a terminal. */
  readonly openings: readonly Message[];
}

const VARIETY = 'pin';
// Time is folded away: how long anything takes has no meaning here.
const AT_ONCE = { distribution: 'constant', mean: 0 } as const;
const UP_TO_ONE = { kind: 'upTo', desiredLevel: 1 } as const;
// So far down that the hub never buys: there are three PINs, and no more.
const NEVER_LOW = -100;

function levels(initialOnHand: number, highWatermark: number | null, lowWatermark = 0): StockLevels {
  return { lowWatermark, order: UP_TO_ONE, maxOutstandingOrders: null, highWatermark, initialOnHand };
}

function server(name: string, onHand: number, highWatermark: number | null): ServerPlan {
  return {
    name,
    leadTime: AT_ONCE,
    recallTime: AT_ONCE,
    messageLatency: AT_ONCE,
    unmet: 'backorder',
    stock: [{ variety: VARIETY, ...levels(onHand, highWatermark) }],
    terminals: [{ name: terminalOf(name), latency: AT_ONCE }],
  };
}

function terminalOf(server: string): string {
  return `${server}:1`;
}

function smallNetwork(name: string, about: string, hubOnHand: number, servers: ServerPlan[]): SmallNetwork {
  const supplier = 'supplier';
  return {
    name,
    about,
    topology: {
      varieties: [VARIETY],
      suppliers: [{ name: supplier, leadTime: AT_ONCE, messageLatency: AT_ONCE }],
      hub: {
        name: 'hub',
        shipping: 'partial',
        stock: [{ variety: VARIETY, supply: 'supplier', supplier, ...levels(hubOnHand, null, NEVER_LOW) }],
      },
      servers,
    },
    openings: servers.map(({ name }) => customerAt(terminalOf(name))),
  };
}

function customerAt(to: string): Message {
  const variety = VARIETY;
  return { type: 'customer.asked', to, from: CUSTOMERS, sku: VARIETY, account: null, variety } as Message;
}

export const smallNetworks: readonly SmallNetwork[] = [
  smallNetwork(
    'replenishment',
    'both servers sell their only PIN and ask the hub, which has one for two',
    1,
    [server('north', 1, null), server('south', 1, null)],
  ),
  smallNetwork(
    'recall',
    'one server sells its only PIN, the hub has none and pulls one from the other server',
    0,
    [server('north', 1, 1), server('south', 2, 1)],
  ),
];
