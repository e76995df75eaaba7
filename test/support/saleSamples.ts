import type { Message, SaleReference } from '#machines/protocol';
import { serverMachine } from '#machines/server';
import type { ServerContext, ServerPlan } from '#machines/server';
import { terminalMachine } from '#machines/terminal';
import type { TerminalContext, TerminalPlan } from '#machines/terminal';
import type { Sample } from './samples.ts';

/** The till and its server. */

const PIN = [{ lot: 'z', first: 1, count: 1 }];

const terminalPlan: TerminalPlan = {
  address: 'till',
  server: 'north',
  dealer: null,
  patience: null,
  mostRepeats: 2,
};

const terminal = (title: string, change: Partial<TerminalPlan>): Sample<typeof terminalMachine> => ({
  title: `terminal ${title}`,
  machine: terminalMachine,
  input: { ...terminalPlan, ...change },
  events: tillEvents,
  wild: () => [
    { type: 'alarm.rang', to: 'till', from: 'alarms', alarm: 'unknown', at: 1 },
    { type: 'review.due', to: 'till', from: 'north' },
    { type: 'message.refused', to: 'till', from: 'north', refusedType: 'sale.requested' },
  ],
  fold: ({ sales, last }) => [
    sales.map(({ stage, repeats, isUnshown }) => [stage, repeats, isUnshown]),
    last === null,
  ],
  isFar: ({ sales }) => sales.length > 1,
});

function tillEvents({ sales, nextSale }: TerminalContext, n: number): readonly Message[] {
  const to = 'till';
  const numbers = [sales[0]?.number ?? 0, sales.at(-1)?.number ?? 0, nextSale];
  const account = n === 1 ? null : '07700 900001';
  return [
    { type: 'customer.asked', to, from: 'customers', sku: 'day', account },
    { type: 'reprint.asked', to, from: 'operator' },
    { type: 'node.restarted', to, from: 'till' },
    ...numbers.flatMap((number) => answersTo({ terminal: 'till', number })),
  ];
}

function answersTo(sale: SaleReference): readonly Message[] {
  const to = 'till';
  const fromServer = { to, from: 'north', sale };
  const fromCustomer = { to, from: 'customers', sale };
  return [
    { type: 'sale.granted', ...fromServer, ranges: PIN },
    { type: 'sale.delayed', ...fromServer },
    { type: 'sale.refused', ...fromServer, reason: 'out of stock' },
    { type: 'sale.refused', ...fromServer, reason: 'conflict' },
    { type: 'sale.settled', ...fromServer, fate: 'sold' },
    { type: 'sale.reported', ...fromServer, status: 'reserved', ranges: PIN },
    { type: 'payment.taken', ...fromCustomer },
    { type: 'payment.failed', ...fromCustomer },
    { type: 'print.finished', ...fromCustomer },
    { type: 'alarm.rang', to, from: 'alarms', alarm: String(sale.number), at: sale.number },
  ];
}

const serverPlan: ServerPlan = {
  address: 'north',
  buckets: {
    day: { source: 'stock', inventory: 'north/day', priceCents: 500, needsAccount: false },
    live: { source: 'conduit', inventory: 'north/live', priceCents: 500, needsAccount: false },
    topup: { source: 'conduit', inventory: null, priceCents: 900, needsAccount: true },
  },
  inventories: ['north/day', 'north/live'],
  terminals: ['till', 'till 2'],
  dealers: 'north/dealers',
  conduit: 'north/conduit',
  reservationTime: 60,
  restocksUnshown: false,
};

const server = (title: string, change: Partial<ServerPlan>): Sample<typeof serverMachine> => ({
  title: `server ${title}`,
  machine: serverMachine,
  input: { ...serverPlan, ...change },
  events: serverEvents,
  wild: ({ tills }, n) => [
    { ...requestOf({ terminal: 'till', number: n }, 'unknown'), settledBelow: n },
    { ...requestOf({ terminal: 'stranger', number: n }, 'day'), settledBelow: n },
    { type: 'sale.confirmed', to: 'north', from: 'stranger', sale: { terminal: 'stranger', number: n } },
    { type: 'sale.reversed', to: 'north', from: 'x', sale: { terminal: 'x', number: n }, isUnshown: true },
    { type: 'sale.confirmed', to: 'north', from: 'till', sale: { terminal: 'till', number: 99 + n } },
    { type: 'alarm.rang', to: 'north', from: 'alarms', alarm: 'unknown', at: tills.length },
    { type: 'review.due', to: 'north', from: 'hub' },
    { type: 'message.refused', to: 'north', from: 'till', refusedType: 'sale.granted' },
  ],
  fold: ({ tills, drained }) => [
    tills[0]!.sales.map(({ stage, isWaiting }) => [stage, isWaiting]),
    drained.length,
  ],
  isFar: ({ tills }) => tills[0]!.sales.length > 1,
});

function serverEvents({ tills, plan }: ServerContext, n: number): readonly Message[] {
  const [{ sales, settledBelow }] = tills as [ServerContext['tills'][number]];
  const known = { terminal: 'till', number: sales[0]?.number ?? settledBelow };
  const next = { terminal: 'till', number: (sales.at(-1)?.number ?? settledBelow) + 1 };
  const { dealers: from } = plan;
  const to = 'north';
  return [
    ...['day', 'live', 'topup'].map((sku) => requestOf(known, sku)),
    { ...requestOf(known, 'topup'), account: '07700 900001' },
    { ...requestOf(next, 'day'), settledBelow: n === 1 ? settledBelow : next.number },
    ...aboutSale(known, n),
    ...[known, next].flatMap((sale): readonly Message[] => [
      { type: 'sale.confirmed', to, from: 'till', sale },
      { type: 'sale.reversed', to, from: 'till', sale, isUnshown: n === 1 },
      { type: 'sale.queried', to, from: 'till', sale },
    ]),
    { type: 'credit.held', to, from: from!, sale: known },
    { type: 'credit.refused', to, from: from!, sale: known, reason: 'dealer is blocked' },
    { type: 'redemption.listed', to, from: 'operator', covered: PIN, redeemed: n === 1 ? PIN : [] },
    ...plan.inventories.map((shelf): Message => ({
      type: 'inventory.drained',
      to,
      from: shelf,
      variety: shelf.split('/')[1]!,
      count: n,
    })),
    { type: 'drain.ordered', to, from: 'operator' },
    { type: 'drain.cancelled', to, from: 'operator' },
    { type: 'return.ordered', to, from: 'operator' },
    { type: 'node.restarted', to, from: 'north' },
  ];
}

/** What its own node says to a server about one sale. */
function aboutSale(sale: SaleReference, n: number): readonly Message[] {
  const to = 'north';
  const shelf = { to, from: 'north/day', sale };
  const conduit = { to, from: 'north/conduit', request: sale };
  return [
    { type: 'pin.reserved', ...shelf, ranges: PIN },
    { type: 'sale.unmet', ...shelf, waits: n === 1 },
    { type: 'suspect.settled', ...shelf, fate: n === 1 ? 'sold' : 'writtenOff' },
    { type: 'product.delivered', ...conduit, ranges: n === 1 ? PIN : [] },
    { type: 'product.refused', ...conduit, reason: 'supplier refused', detail: 'no' },
    { type: 'alarm.rang', to, from: 'alarms', alarm: `${sale.number} ${sale.terminal}`, at: n },
  ];
}

function requestOf(sale: SaleReference, sku: string): Extract<Message, { type: 'sale.requested' }> {
  return {
    type: 'sale.requested',
    to: 'north',
    from: sale.terminal,
    sale,
    sku,
    dealer: sku === 'live' ? 'ann' : null,
    account: null,
    settledBelow: 1,
    at: 7,
  };
}

export const saleSamples: readonly Sample[] = [
  terminal('with perfect links', {}),
  terminal('that repeats itself', { patience: 5, dealer: 'ann' }),
  server('with all kinds of products', {}),
  server('that restocks and trusts its links', { reservationTime: null, restocksUnshown: true }),
];
