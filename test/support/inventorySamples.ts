import { inventoryMachine } from '#machines/inventory';
import { PLAIN_INVENTORY } from '#machines/inventoryContext';
import type { InventoryContext, InventoryPlan } from '#machines/inventory';
import type { Stock } from '#src/domain/stock';
import type { Message, TransferShipped } from '#machines/protocol';
import type { Sample } from './samples.ts';

const VARIETY = 'day';

/** A server's inventory that sells at most a handful of PINs before something happens. */
export const serverPlan: InventoryPlan = {
  address: 'north/day',
  variety: VARIETY,
  keeper: 'north',
  parent: 'hub',
  role: 'server',
  unmet: 'lost',
  lowWatermark: 1,
  order: { kind: 'upTo', desiredLevel: 4 },
  maxOutstandingOrders: null,
  highWatermark: null,
  shipping: 'partial',
  peers: ['hub/day'],
  standbys: [],
  ...PLAIN_INVENTORY,
  repeatAfter: null,
};

/** A central inventory with two servers below. */
const centralPlan: InventoryPlan = {
  ...serverPlan,
  address: 'hub/day',
  keeper: 'hub',
  parent: 'mint',
  role: 'central',
  peers: ['mint', 'north/day', 'south/day'],
};

const plans: Readonly<Record<string, InventoryPlan>> = {
  'server that loses sales': serverPlan,
  'server that loses sales, above its high watermark at times': { ...serverPlan, highWatermark: 2 },
  'server whose low watermark is negative': { ...serverPlan, lowWatermark: -2, unmet: 'backorder' },
  'server with one order of fixed size at a time': {
    ...serverPlan,
    order: { kind: 'fixedQuantity', quantity: 3 },
    maxOutstandingOrders: 1,
    highWatermark: 2,
  },
  'server whose customers wait': { ...serverPlan, unmet: 'backorder', highWatermark: 3 },
  'server that fetches one PIN a customer': { ...serverPlan, unmet: 'fetch', lowWatermark: 0 },
  'server that fetches with one order at a time': {
    ...serverPlan,
    unmet: 'fetch',
    maxOutstandingOrders: 1,
    order: { kind: 'fixedQuantity', quantity: 2 },
  },
  'server that asks for PINs of others in an emergency': { ...serverPlan, unmet: 'transfer', reserve: 1 },
  'server that repeats itself': { ...serverPlan, repeatAfter: 30 },
  'inventory that no one fills': { ...serverPlan, parent: null },
  'central that ships what there is': centralPlan,
  'central that ships whole orders': {
    ...centralPlan,
    shipping: 'wholeOrders',
    order: { kind: 'fixedQuantity', quantity: 4 },
  },
  'central with one order at a time and a high watermark': {
    ...centralPlan,
    maxOutstandingOrders: 1,
    highWatermark: 3,
  },
  'central that repeats itself and has another supplier': {
    ...centralPlan,
    peers: ['mint', 'press', 'north/day', 'south/day'],
    standbys: ['press'],
    repeatAfter: 30,
  },
  'central that buys last': { ...centralPlan, purchaseAfter: 0 },
};

export const inventorySamples: readonly Sample[] = Object.entries(plans).map(
  ([title, plan]): Sample<typeof inventoryMachine> => ({
    title,
    machine: inventoryMachine,
    input: { plan, ranges: [{ lot: 'first', first: 1, count: 3 }] },
    events,
    wild,
    fold: ({ stock }) => {
      const { reservations, drain } = stock.kept;
      const isMoving = stock.links.some(({ unacknowledged }) => unacknowledged.length > 0);
      if (drain !== null) return [drain.isDone, drain.sentBelow === null, isMoving, reservations.length > 0];
      return [
        stock.onHand,
        stock.openOrders.length,
        stock.owed,
        stock.waiting.length > 0,
        stock.links[0]!.received.below > 1,
        isMoving,
        reservations.length > 0,
      ];
    },
    isFar: ({ stock }) =>
      stock.onHand > 4 ||
      stock.owed > 1 ||
      stock.openOrders.length > 1 ||
      stock.links.some(({ received }) => received.early.length > 0) ||
      stock.kept.reservations.length > 1 ||
      stock.kept.reservations.some(({ isSuspect }) => isSuspect) ||
      stock.kept.quarantined.length > 0,
  }),
);

function events({ plan, stock }: InventoryContext, n: number): readonly Message[] {
  const { address: to, keeper, role } = plan;
  const down = plan.peers.at(-1)!;
  const list: Message[] = [
    { type: 'stock.demanded', to, from: 'customers', count: n, sale: null },
    { type: 'stock.demanded', to, from: 'customers', count: n + 4, sale: null },
    { type: 'stock.demanded', to, from: 'customers', count: n + 2, isOneCustomer: true, sale: null },
    { type: 'stock.demanded', to, from: keeper, count: 1, sale: { terminal: 'till', number: stock.sold } },
    { type: 'review.due', to, from: keeper },
    { type: 'surplus.asked', to, from: 'hub', variety: VARIETY, inquiry: n },
    ...[false, true].map((isEmergency): Message => {
      const recall = { to, from: 'hub', variety: VARIETY, recall: n, receiver: down, quantity: n };
      return { type: 'recall.requested', ...recall, isEmergency };
    }),
    ...deliveries(plan, stock, n),
    ...aboutSales(plan, stock, n),
    ...aboutDrains(plan, stock, n),
    { type: 'alarm.rang', to, from: 'alarms', alarm: 'repeat', at: n },
    { type: 'alarm.rang', to, from: 'alarms', alarm: 'purchase', at: n },
    { type: 'node.restarted', to, from: keeper },
    ...stock.links.map(({ peer, unacknowledged }): Message => {
      const number = unacknowledged[0]?.number ?? 99;
      return { type: 'transfer.acknowledged', to, from: peer, variety: VARIETY, number };
    }),
  ];
  if (plan.parent !== null || stock.onHand >= n) {
    const common = { to, from: 'hub', receiver: down, order: n, quantity: n, inNeed: true };
    list.push({ type: 'stock.allotted', ...common, owed: false, reason: 'order' });
  }
  if (role === 'central' || plan.unmet === 'lost') {
    if (plan.parent !== null) list.push({ type: 'stock.promised', to, from: 'hub', quantity: n });
    const quantity = Math.min(n, stock.owed, stock.onHand);
    if (quantity > 0) {
      const common = { to, from: 'hub', receiver: down, order: n, quantity, inNeed: false };
      list.push({ type: 'stock.allotted', ...common, owed: true, reason: 'order' });
    }
    const common = { to, from: 'hub', receiver: down, order: 0, quantity: n, inNeed: false };
    list.push({ type: 'stock.allotted', ...common, owed: false, reason: 'push' });
    for (const reason of ['emergency', 'refusal'] as const) {
      list.push({ type: 'stock.allotted', ...common, order: n, owed: false, reason });
    }
  }
  return list;
}

/** What the keeper says of the oldest reservation or of whoever waits, and PINs that are new to the network. */
function aboutSales(
  { address: to, keeper: from }: InventoryPlan,
  stock: Stock,
  n: number,
): readonly Message[] {
  const sale = stock.kept.reservations[0]?.sale ?? stock.waiting[0] ?? { terminal: 'till', number: 99 };
  const fates = (['sold', 'quarantined', 'restocked', 'suspect'] as const).map((fate): Message => ({
    type: 'reservation.closed',
    to,
    from,
    sale,
    fate,
  }));
  const next = { terminal: 'till', number: 1000 + stock.received };
  const ranges = [{ lot: `live ${stock.received}`, first: 1, count: 1 }];
  const delivered = { type: 'pins.delivered', to, from, variety: VARIETY, ranges, count: 1 } as const;
  return [...fates, { ...delivered, sale: n === 1 ? null : next }];
}

function aboutDrains(
  { address: to, keeper, peers }: InventoryPlan,
  stock: Stock,
  n: number,
): readonly Message[] {
  const hub = peers[0]!;
  const { received, returned } = stock.links[0]!;
  const open = stock.openOrders[0];
  const order = stock.nextOrder - 1;
  return [
    { type: 'stock.surrendered', to, from: keeper },
    { type: 'stock.resumed', to, from: keeper },
    { type: 'requests.cleared', to, from: hub, variety: VARIETY, order, sentBelow: received.below },
    { type: 'requests.cleared', to, from: hub, variety: VARIETY, order: order - n, sentBelow: n },
    { type: 'receipt.given', to, from: hub, variety: VARIETY, ...returned },
    { type: 'receipt.given', to, from: hub, variety: VARIETY, count: returned.count + n, print: n },
    { type: 'receipt.asked', to, from: peers.at(-1)!, variety: VARIETY },
    { type: 'debt.cancelled', to, from: 'hub', receiver: hub, order: n, quantity: 0 },
    {
      type: 'stock.refused',
      to,
      from: open?.to ?? hub,
      variety: VARIETY,
      order: open?.number ?? n,
      missing: n,
    },
  ];
}

/** Every kind of transfer that could come now: for each open order in full or in part, early, again, recalled. */
function deliveries(plan: InventoryPlan, stock: Stock, n: number): readonly Message[] {
  const [link, other] = stock.links;
  const {
    peer,
    received: { below: next },
  } = link!;
  const orders = [stock.openOrders[0], stock.openOrders.at(-1)];
  const shipped = orders.flatMap((order) =>
    order === undefined
      ? []
      : [
          transfer(plan, peer, next, order.missing, order.number),
          transfer(plan, peer, next, Math.min(n, order.missing), order.number),
          transfer(plan, peer, next + 1, Math.min(n, order.missing), order.number),
          { ...transfer(plan, peer, next, order.missing, order.number), reason: 'emergency' as const },
        ],
  );
  if (next > 1) shipped.push(transfer(plan, peer, next - 1, n, 1));
  if (other === undefined) return shipped;
  const back = transfer(plan, other.peer, other.received.below, n, 1);
  return [...shipped, { ...back, reason: 'recall' }, { ...back, reason: 'emergency' }];
}

function transfer(
  { address: to }: InventoryPlan,
  from: string,
  number: number,
  count: number,
  order: number,
): TransferShipped {
  const ranges = [{ lot: `${from}:${number}`, first: 1, count }];
  return {
    type: 'transfer.shipped',
    to,
    from,
    variety: VARIETY,
    number,
    ranges,
    count,
    reason: 'order',
    order,
  };
}

function wild({ plan, stock }: InventoryContext, n: number): readonly Message[] {
  const { address: to } = plan;
  const peer = plan.peers[0]!;
  const reason = 'order';
  const common = { to, from: 'hub', order: 1, quantity: n, inNeed: true, reason } as const;
  const allotted = { type: 'stock.allotted', ...common } as const;
  return [
    transfer(plan, 'stranger/day', 1, n, 1),
    transfer(plan, peer, stock.links[0]!.received.below, n, 9999),
    transfer(plan, peer, stock.links[0]!.received.below, 1000, stock.openOrders[0]?.number ?? 1),
    { type: 'transfer.acknowledged', to, from: 'stranger/day', variety: VARIETY, number: 1 },
    { ...allotted, receiver: 'stranger/day', owed: false },
    { ...allotted, receiver: peer, quantity: stock.onHand + n, owed: true },
    {
      type: 'recall.requested',
      to,
      from: 'hub',
      variety: VARIETY,
      recall: 1,
      receiver: 'x',
      quantity: n,
      isEmergency: false,
    },
    { type: 'stock.demanded', to, from: plan.keeper, count: 2, sale: { terminal: 'till', number: n } },
    { type: 'customer.asked', to, from: 'customers', sku: 'unknown', account: null },
    { type: 'receipt.asked', to, from: 'stranger/day', variety: VARIETY },
    { type: 'message.refused', to, from: peer, refusedType: 'transfer.shipped' },
  ];
}
