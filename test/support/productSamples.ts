import { accountMachine } from '#machines/account';
import type { AccountContext } from '#machines/account';
import { conduitMachine } from '#machines/conduit';
import type { ConduitContext } from '#machines/conduit';
import { generatorMachine } from '#machines/generator';
import { productSupplierMachine } from '#machines/productSupplier';
import type { ProductSupplierContext } from '#machines/productSupplier';
import type { Handling, Message, SaleReference } from '#machines/protocol';
import { supplierMachine } from '#machines/supplier';
import type { SupplierContext } from '#machines/supplier';
import { supplyInterfaceMachine } from '#machines/supplyInterface';
import type { SupplyInterfaceContext } from '#machines/supplyInterface';
import type { Transaction } from '#src/domain/transaction';
import { UNTRIED } from '#src/policy/routing';
import { ACCOUNT, conduitPlanOf, numberRanges } from './productNetwork.ts';
import type { Sample } from './samples.ts';

const saleOf = (number: number): SaleReference => ({ terminal: 'north:1', number });
const RANGES = [{ lot: 'press:instant', first: 1, count: 1 }];

function wildOf(to: string): readonly Message[] {
  return [
    { type: 'review.due', to, from: 'hub' },
    { type: 'message.refused', to, from: 'hub', refusedType: 'product.requested' },
  ];
}

const conduit: Sample<typeof conduitMachine> = {
  title: 'conduit',
  machine: conduitMachine,
  input: conduitPlanOf('north'),
  events: conduitEvents,
  wild: (_, n) => [
    { ...answerOf('north/moon', saleOf(n)), type: 'transaction.completed', ranges: RANGES },
    { ...answerOf('north/press', saleOf(99)), type: 'transaction.completed', ranges: RANGES },
    ...wildOf('north/conduit'),
  ],
  fold: ({ open, health }) => [
    open.map(({ stage, sku, tried }) => [stage, sku, tried]),
    health.map(({ isReachable }) => isReachable),
  ],
  isFar: ({ open }) => open.length > 1,
};

function answerOf(from: string, request: SaleReference) {
  return { to: 'north/conduit', from, request, health: UNTRIED };
}

function conduitEvents({ open }: ConduitContext, n: number): readonly Message[] {
  const common = { to: 'north/conduit', from: 'north', request: saleOf(n) };
  const supplies = new Set(['north/press', open[0]?.tried.at(-1) ?? 'north/spare']);
  return [
    { type: 'product.requested', ...common, sku: 'instant', account: null },
    { type: 'product.requested', ...common, sku: 'credit', account: ACCOUNT },
    { type: 'product.requested', ...common, sku: 'credit', account: '1' },
    { type: 'product.cancelled', ...common },
    { type: 'product.confirmed', ...common },
    { type: 'node.restarted', to: 'north/conduit', from: 'north' },
    ...[...supplies].flatMap((supply): readonly Message[] => {
      const answer = answerOf(supply, saleOf(n));
      const gone = { ...UNTRIED, isReachable: false };
      return [
        { type: 'transaction.completed', ...answer, ranges: RANGES },
        { type: 'transaction.refused', ...answer, reason: 'no' },
        { type: 'transaction.failed', ...answer, health: gone },
        { type: 'transaction.undone', ...answer },
      ];
    }),
  ];
}

const transactionOf = (number: number): Transaction =>
  number % 2 === 1
    ? { kind: 'activate', request: saleOf(number), product: 'instant', valueCents: 500 }
    : { kind: 'topUp', request: saleOf(number), product: 'credit', valueCents: 500, account: ACCOUNT };

const supplyInterface = (patience: number | null): Sample<typeof supplyInterfaceMachine> => ({
  title: `supply interface ${patience === null ? 'over perfect links' : 'that repeats'}`,
  machine: supplyInterfaceMachine,
  input: { address: 'north/press', conduit: 'north/conduit', supplier: 'press', patience, tries: 2 },
  events: interfaceEvents,
  wild: ({ open }) => [
    {
      type: 'supply.delivered',
      to: 'north/press',
      from: 'moon',
      number: open[0]?.number ?? 1,
      ranges: RANGES,
    },
    { type: 'void.acknowledged', to: 'north/press', from: 'moon', number: open[0]?.number ?? 1 },
    ...wildOf('north/press'),
  ],
  fold: ({ open, health }) => [
    open.map(({ stage, timesAsked, transaction }) => [stage, timesAsked, transaction.request.number]),
    health.isReachable,
  ],
  isFar: ({ open }) => open.length > 1,
});

function interfaceEvents({ open }: SupplyInterfaceContext, n: number): readonly Message[] {
  const order = { to: 'north/press', from: 'north/conduit', request: saleOf(n) };
  const number = open.at(n - 1)?.number ?? 99;
  const answer = { to: 'north/press', from: 'press', number };
  return [
    { type: 'transaction.ordered', to: order.to, from: order.from, transaction: transactionOf(n) },
    { type: 'transaction.revoked', ...order },
    { type: 'transaction.closed', ...order },
    { type: 'supply.delivered', ...answer, ranges: RANGES },
    { type: 'supply.delivered', ...answer, ranges: [] },
    { type: 'supply.refused', ...answer, reason: 'no' },
    { type: 'void.acknowledged', ...answer },
    { type: 'alarm.rang', to: order.to, from: 'alarms', alarm: `transaction ${number}`, at: 1 },
    { type: 'node.restarted', to: order.to, from: 'north' },
  ];
}

/** What a source that has given out `n` numbers more than the book knows may say is open. */
function horizonsOf(nextNumber: number, n: number) {
  const last = nextNumber + n - 1;
  return [
    { number: last, horizon: { nextNumber: last + 1, open: [last] } },
    { number: last, horizon: { nextNumber: last + 1, open: [Math.max(1, last - 1), last] } },
    { number: Math.max(1, last - 1), horizon: { nextNumber: last + 1, open: [Math.max(1, last - 1)] } },
    { number: 1, horizon: { nextNumber: 2, open: [1] } },
  ];
}

const productSupplier: Sample<typeof productSupplierMachine> = {
  title: 'supplier of products',
  machine: productSupplierMachine,
  input: {
    address: 'press',
    customers: ['north/press', 'south/press'],
    accounts: 'press/accounts',
    products: [
      { product: 'instant', kind: 'activate' },
      { product: 'credit', kind: 'topUp' },
    ],
  },
  events: productSupplierEvents,
  wild: (_, n) => [
    {
      type: 'supply.requested',
      to: 'press',
      from: 'moon/press',
      number: n,
      horizon: { nextNumber: n + 1, open: [n] },
      transaction: transactionOf(1),
    },
    ...wildOf('press'),
  ],
  fold: ({ books }) =>
    books.map(({ entries, awaited }) => [entries.map(({ isVoided }) => isVoided), awaited.length]),
  isFar: ({ books }) => books.some(({ nextNumber }) => nextNumber > 3),
};

function productSupplierEvents({ books }: ProductSupplierContext, n: number): readonly Message[] {
  const to = 'press';
  const from = 'north/press';
  const common = { to, from: 'press/accounts', source: from, number: n };
  return [
    ...horizonsOf(books[0]!.nextNumber, n).flatMap(({ number, horizon }) =>
      [transactionOf(1), transactionOf(2)].flatMap((transaction): readonly Message[] => [
        { type: 'supply.requested', to, from, number, horizon, transaction },
        { type: 'void.requested', to, from, number, horizon, transaction },
      ]),
    ),
    {
      type: 'supply.requested',
      to,
      from,
      ...horizonsOf(books[0]!.nextNumber, n)[0]!,
      transaction: { ...transactionOf(1), product: 'nothing' },
    },
    { type: 'insertion.accepted', ...common },
    { type: 'insertion.refused', ...common, reason: 'no' },
    { type: 'withdrawal.done', ...common },
    { type: 'outage.began', to, from: 'operator' },
    { type: 'outage.ended', to, from: 'operator' },
    { type: 'node.restarted', to, from },
  ];
}

const account: Sample<typeof accountMachine> = {
  title: 'keeper of accounts',
  machine: accountMachine,
  input: { address: 'press/accounts', sources: ['north/press'], numberRanges, unknown: ['4915100000000'] },
  events: accountEvents,
  wild: (_, n) => [
    {
      type: 'withdrawal.requested',
      to: 'press/accounts',
      from: 'press',
      source: 'moon/press',
      number: n,
      horizon: { nextNumber: n + 1, open: [n] },
    },
    ...wildOf('press/accounts'),
  ],
  fold: ({ books, balances }) => [
    books.map(({ entries, awaited }) => [entries.map(({ isUndone }) => isUndone), awaited.length]),
    balances.length,
  ],
  isFar: ({ books }) => books.some(({ nextNumber }) => nextNumber > 3),
};

function accountEvents({ books }: AccountContext, n: number): readonly Message[] {
  const common = { to: 'press/accounts', from: 'press', source: 'north/press' };
  return [
    ...horizonsOf(books[0]!.nextNumber, n).flatMap(({ number, horizon }): readonly Message[] => [
      { type: 'insertion.requested', ...common, number, horizon, account: ACCOUNT, valueCents: n * 100 },
      { type: 'withdrawal.requested', ...common, number, horizon },
    ]),
    ...['4915100000000', '4915199999999', '1'].map((number): Message => {
      const [first] = horizonsOf(books[0]!.nextNumber, n);
      return { type: 'insertion.requested', ...common, ...first!, account: number, valueCents: n };
    }),
    { type: 'node.restarted', to: common.to, from: common.from },
  ];
}

const generator: Sample<typeof generatorMachine> = {
  title: 'generator',
  machine: generatorMachine,
  input: {
    address: 'north/generator',
    conduit: 'north/conduit',
    products: [{ product: 'fresh', capacity: 3 }],
  },
  events: (_, n) => {
    const common = { to: 'north/generator', from: 'north/conduit' };
    const request = saleOf(n);
    const transaction = { kind: 'generate', request, product: 'fresh', valueCents: 1 } as const;
    return [
      { type: 'transaction.ordered', ...common, transaction },
      { type: 'transaction.ordered', ...common, transaction: { ...transaction, product: 'stale' } },
      { type: 'transaction.revoked', ...common, request },
      { type: 'transaction.closed', ...common, request },
      { type: 'node.restarted', ...common },
    ];
  },
  wild: () => wildOf('north/generator'),
  fold: ({ open, nextSerials }) => [open.map(({ request }) => request.number), nextSerials],
  isFar: ({ open }) => open.length > 2,
};

const HANDLINGS: readonly Handling[] = [
  { kind: 'inPart', after: null },
  { kind: 'inPart', after: 5 },
  { kind: 'late', after: 5 },
  { kind: 'twice' },
  { kind: 'refused' },
  { kind: 'ignored' },
];

const supplier = (
  repeatAfter: number | null,
  handlings: readonly Handling[],
): Sample<typeof supplierMachine> => ({
  title: `supplier ${handlings.length === 0 ? 'that delivers' : 'with moods'}`,
  machine: supplierMachine,
  input: { address: 'mint', customers: ['hub/day', 'hub/week'], handlings, lotLife: null, repeatAfter },
  events: supplierEvents,
  wild: (_, n) => [orderOf('stranger/day', n, 1), acknowledgementOf('stranger/day', n), ...wildOf('mint')],
  fold: ({ links, desks, delayed }) => [
    links.map(({ unacknowledged }) => unacknowledged.length),
    desks.map(({ refusals }) => refusals.length > 0),
    delayed.length,
  ],
  isFar: ({ links, delayed }) =>
    delayed.length > 1 || links.some(({ unacknowledged }) => unacknowledged.length > 2),
});

function supplierEvents({ links, desks, delayed }: SupplierContext, n: number): readonly Message[] {
  const to = 'mint';
  const name = delayed[0] === undefined ? 'late 9 x' : `late ${delayed[0].order} ${delayed[0].customer}`;
  return [
    ...links.flatMap(({ peer, unacknowledged }, index): readonly Message[] => [
      orderOf(peer, n, desks[index]!.orders.below + n - 1),
      orderOf(peer, n, Math.max(1, desks[index]!.orders.below - 1)),
      acknowledgementOf(peer, unacknowledged[0]?.number ?? 0),
      acknowledgementOf(peer, unacknowledged.at(-1)?.number ?? 99),
    ]),
    { type: 'supplier.disposed', to, from: 'operator', handlings: HANDLINGS.slice(n % HANDLINGS.length) },
    { type: 'alarm.rang', to, from: 'alarms', alarm: 'repeat', at: 1 },
    { type: 'alarm.rang', to, from: 'alarms', alarm: name, at: 1 },
    { type: 'node.restarted', to, from: to },
  ];
}

function orderOf(from: string, quantity: number, order: number): Message {
  const figures = { order, quantity, onHand: 1, stockPosition: 1, lowWatermark: 2, isEmergency: false };
  return { type: 'stock.requested', to: 'mint', from, variety: 'day', ...figures };
}

function acknowledgementOf(from: string, number: number): Message {
  return { type: 'transfer.acknowledged', to: 'mint', from, variety: 'day', number };
}

/** Conduit, supply interfaces, suppliers of both kinds, accounts and generator. */
export const productSamples: readonly Sample[] = [
  conduit,
  supplyInterface(null),
  supplyInterface(20),
  productSupplier,
  account,
  generator,
  supplier(null, []),
  supplier(30, HANDLINGS),
];
