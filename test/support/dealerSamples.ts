import { dealersMachine } from '#machines/dealers';
import { directoryMachine } from '#machines/directory';
import { ANNOUNCE } from '#machines/directoryRules';
import type { DirectoryContext } from '#machines/directoryRules';
import type { DealersContext } from '#machines/dealersRules';
import type { Message } from '#machines/protocol';
import type { Dealer } from '#src/domain/dealer';
import type { Sample } from './samples.ts';

export function dealerOf(name: string, change: Partial<Dealer> = {}): Dealer {
  return { name, isBlocked: false, creditLimitCents: 1000, commissionBasisPoints: { day: 500 }, ...change };
}

const CENTRE = 'hub/dealers';
const REPLICA = 'north/dealers';
const REPLICAS = [REPLICA, 'south/dealers'];

const directory = (title: string, announceEvery: number | null): Sample<typeof directoryMachine> => ({
  title: `dealer directory ${title}`,
  machine: directoryMachine,
  input: {
    plan: { address: CENTRE, replicas: REPLICAS, announceEvery },
    dealers: [dealerOf('ann'), dealerOf('bob')],
  },
  events: directoryEvents,
  wild: (context, n) => [
    { type: 'directory.acknowledged', to: CENTRE, from: 'moon/dealers', version: 0 },
    { type: 'directory.requested', to: CENTRE, from: 'moon/dealers', version: 0 },
    { type: 'directory.acknowledged', to: CENTRE, from: REPLICA, version: context.version + n + 1 },
    { type: 'directory.requested', to: CENTRE, from: REPLICA, version: context.version + n + 1 },
    { type: 'review.due', to: CENTRE, from: 'hub' },
    { type: 'message.refused', to: CENTRE, from: REPLICA, refusedType: 'directory.changed' },
  ],
  fold: ({ version, acknowledged, isAwake, clock }) => [
    version > 0,
    acknowledged.map((known) => known < version),
    isAwake,
    clock === null,
  ],
  isFar: ({ version }) => version > 2,
});

function directoryEvents({ version, clock }: DirectoryContext, n: number): readonly Message[] {
  const to = CENTRE;
  const common = { type: 'dealer.set', to, from: 'operator' } as const;
  return [
    { ...common, dealer: dealerOf('ann') },
    { ...common, dealer: dealerOf('ann', { isBlocked: true }) },
    { ...common, dealer: dealerOf(`new ${n}`) },
    { ...common, dealer: dealerOf('bob', { creditLimitCents: n + version }) },
    { ...common, dealer: dealerOf('bob', { creditLimitCents: -1 }) },
    ...REPLICAS.flatMap((from): readonly Message[] => [
      { type: 'directory.acknowledged', to, from, version },
      { type: 'directory.acknowledged', to, from, version: Math.max(0, version - n) },
      { type: 'directory.requested', to, from, version: Math.max(0, version - n) },
    ]),
    { type: 'alarm.rang', to, from: 'alarms', alarm: ANNOUNCE, at: (clock ?? 0) + n },
    { type: 'alarm.rang', to, from: 'alarms', alarm: 'another', at: (clock ?? 0) + n },
    { type: 'node.restarted', to, from: 'hub' },
  ];
}

const dealers: Sample<typeof dealersMachine> = {
  title: "server's dealers",
  machine: dealersMachine,
  input: {
    plan: { address: REPLICA, centre: CENTRE },
    dealers: [dealerOf('ann'), dealerOf('bob', { isBlocked: true })],
  },
  events: (context, n) => [...directoryNews(context, n), ...creditEvents(context, n), ...payments(n)],
  wild: (_, n) => [
    { ...creditRequest('ann', 90 + n), priceCents: -n - 1 },
    { ...creditRequest('ann', 90 + n), priceCents: n + 0.5 },
    { type: 'review.due', to: REPLICA, from: 'north' },
    { type: 'message.refused', to: REPLICA, from: CENTRE, refusedType: 'directory.acknowledged' },
  ],
  fold: ({ version, currentAsOf, dealers: known, accounts, holds }) => [
    version > 0,
    currentAsOf === null,
    known.map(({ isBlocked }) => isBlocked),
    accounts.map(({ payments: { below, early } }) => [below > 1, early.length > 0]),
    holds.length,
  ],
  isFar: ({ version, holds, dealers: known, accounts }) =>
    version > 1 ||
    holds.length > 1 ||
    known.length > 2 ||
    accounts.some(({ payments: { below, early } }) => below > 2 || early.length > 1),
};

function directoryNews({ version, currentAsOf }: DealersContext, n: number): readonly Message[] {
  const common = { type: 'directory.changed', to: REPLICA, from: CENTRE } as const;
  const sentAt = (currentAsOf ?? 0) + n;
  const next = { ...common, base: version, version: version + n };
  return [
    { ...next, dealers: [dealerOf('ann', { isBlocked: n % 2 === 0 })], sentAt: null },
    { ...next, base: 0, dealers: [dealerOf('bob'), dealerOf('cleo')], sentAt },
    { ...next, version, dealers: [], sentAt },
    { ...next, version, dealers: [], sentAt: sentAt - 2 * n },
    { ...next, base: version + 1, version: version + 1 + n, dealers: [dealerOf('dan')], sentAt },
    { ...next, base: 0, version: Math.max(0, version - 1), dealers: [dealerOf('ann')], sentAt },
    { type: 'node.restarted', to: REPLICA, from: 'north' },
  ];
}

function creditRequest(dealer: string, number: number): Extract<Message, { type: 'credit.requested' }> {
  const sale = { terminal: 'till', number };
  return { type: 'credit.requested', to: REPLICA, from: 'north', sale, dealer, sku: 'day', priceCents: 450 };
}

function creditEvents({ holds }: DealersContext, n: number): readonly Message[] {
  const to = REPLICA;
  const from = 'north';
  const sales = [holds[0]?.sale, holds.at(-1)?.sale, { terminal: 'till', number: 99 }];
  return [
    ...['ann', 'bob', 'constructor'].map((dealer) => creditRequest(dealer, n)),
    { ...creditRequest('ann', n), sku: 'constructor', priceCents: n },
    ...sales.flatMap((sale): readonly Message[] =>
      sale === undefined
        ? []
        : [
            { type: 'credit.posted', to, from, sale },
            { type: 'credit.released', to, from, sale },
          ],
    ),
  ];
}

function payments(n: number): readonly Message[] {
  const common = {
    type: 'dealer.paid',
    to: REPLICA,
    from: 'operator',
    dealer: 'ann',
    amountCents: n,
  } as const;
  return [
    { ...common, number: n },
    { ...common, number: n + 1 },
    { ...common, number: -n },
    { ...common, number: 50, amountCents: -n },
    { ...common, number: n, dealer: 'nobody' },
  ];
}

/** The dealer directory and its replicas. */
export const dealerSamples: readonly Sample[] = [
  directory('that announces itself', 10),
  directory('with perfect links', null),
  dealers,
];
