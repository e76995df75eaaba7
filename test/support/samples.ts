import type { AnyStateMachine, ContextFrom, InputFrom } from 'xstate';
import { hubMachine } from '#machines/hub';
import type { HubContext, HubPlan } from '#machines/hub';
import type { Message } from '#machines/protocol';
import { saleSamples } from './saleSamples.ts';

/** A machine with one input, and the messages worth sending to it. */
export interface Sample<Machine extends AnyStateMachine = AnyStateMachine> {
  readonly title: string;
  readonly machine: Machine;
  readonly input: InputFrom<Machine>;
  /** Messages that suit the context, of sizes about `n`; no rule throws at one. */
  events(context: ContextFrom<Machine>, n: number): readonly Message[];
  /** Messages of the right shape that make no sense; a rule may throw. */
  wild(context: ContextFrom<Machine>, n: number): readonly Message[];
  /** The context without its counters: what tells one situation from another. */
  fold(context: ContextFrom<Machine>): unknown;
  /** A situation from which nothing new comes. */
  isFar(context: ContextFrom<Machine>): boolean;
}

const VARIETY = 'day';

const DAY_RECEIVERS = [
  { address: 'east/day', weight: 1 },
  { address: 'north/day', weight: 2 },
  { address: 'south/day', weight: 3 },
];

const HUB: HubPlan = {
  address: 'hub',
  shipping: 'partial',
  rebalancing: { kind: 'everyShortage' },
  patience: null,
  desks: [
    {
      variety: VARIETY,
      central: 'hub/day',
      donors: ['north/day', 'south/day'],
      receivers: DAY_RECEIVERS,
    },
    { variety: 'week', central: 'hub/week', donors: [], receivers: [] },
  ],
};

const hub = (title: string, change: Partial<HubPlan>): Sample<typeof hubMachine> => ({
  title: `hub that ${title}`,
  machine: hubMachine,
  input: { ...HUB, ...change },
  events: (context, n) => [
    ...context.desks.flatMap((_, index) => deskEvents(context, index, n)),
    ...(['drain.ordered', 'drain.cancelled', 'return.ordered'] as const).map((type): Message => ({
      type,
      to: 'hub',
      from: 'operator',
    })),
    ...['repeat', 'rebalance'].map((alarm): Message => ({
      type: 'alarm.rang',
      to: 'hub',
      from: 'alarms',
      alarm,
      at: n,
    })),
    { type: 'node.restarted', to: 'hub', from: 'hub' },
  ],
  wild: (_, n) => [
    { ...orderOf('hub', 'north/moon', n), variety: 'moon' },
    { type: 'stock.received', to: 'hub', from: 'hub/moon', variety: 'moon', onHand: n, recall: null },
    { ...offerOf('x', VARIETY, n), surplus: n },
    { type: 'requests.withdrawn', to: 'hub', from: 'north/moon', variety: 'moon', order: n },
    { type: 'requests.withdrawn', to: 'hub', from: 'stranger/day', variety: VARIETY, order: n },
    { type: 'alarm.rang', to: 'hub', from: 'alarms', alarm: 'unknown', at: n },
    { type: 'recall.answered', to: 'hub', from: 'x', variety: VARIETY, recall: n, quantity: n },
    { type: 'review.due', to: 'hub', from: 'hub/day' },
    { type: 'message.refused', to: 'hub', from: 'north/day', refusedType: 'surplus.asked' },
  ],
  fold: ({ desks, drained, isRepeating, isScheduled }) => [
    desks.map(({ waiting, inquiry, recalls, emergencies, help, coming }) => [
      emergencies.length,
      coming.length,
      help?.pull === null,
      help?.isOld,
      waiting.length,
      waiting.some(({ inNeed }) => inNeed),
      inquiry?.purpose,
      inquiry?.unanswered.length,
      recalls.length,
    ]),
    drained.length,
    isRepeating || isScheduled,
  ],
  isFar: ({ desks, drained }) =>
    desks[1]!.waiting.length > 0 ||
    desks[0]!.recalls.length > 1 ||
    desks[0]!.emergencies.length > 1 ||
    desks[0]!.coming.length > 1 ||
    (desks[0]!.emergencies.length > 0 && desks[0]!.waiting.length > 0) ||
    desks[1]!.emergencies.length > 0 ||
    desks[0]!.waiting.length > 1 ||
    // Away, and still in the middle of something.
    (drained.length > 0 && desks[0]!.waiting.length > 0),
});

function deskEvents({ desks, plan }: HubContext, index: number, n: number): readonly Message[] {
  const { inquiry, recalls, nextInquiry, help, coming } = desks[index]!;
  const { variety, central: from } = plan.desks[index]!;
  const asker = `east/${variety}`;
  const place = plan.desks[index]!.receivers.findIndex(({ address }) => address === asker);
  const order = desks[index]!.seen[place]?.below ?? n;
  const donors = ['north/day', 'south/day'];
  const recall = recalls[0]?.number ?? 0;
  const number = inquiry?.number ?? 0;
  const to = 'hub';
  return [
    { ...orderOf(to, asker, n), variety, order },
    { ...orderOf(to, asker, n), variety, order: order + 1 },
    { ...orderOf(to, `north/${variety}`, n), variety, onHand: 50, stockPosition: 50 },
    { ...orderOf(to, asker, 1), variety, order, isEmergency: true },
    { ...orderOf(to, asker, 1), variety, order: Math.max(1, order - 1), isEmergency: true },
    { type: 'requests.withdrawn', to, from: asker, variety, order: n },
    { type: 'inventory.drained', to, from, variety, count: n },
    { type: 'stock.received', to, from, variety, onHand: 0, recall: null },
    {
      type: 'stock.withheld',
      to,
      from,
      variety,
      receiver: asker,
      order: 1,
      missing: n,
      onHand: 0,
      inNeed: true,
    },
    {
      type: 'stock.withheld',
      to,
      from,
      variety,
      receiver: asker,
      order: 1,
      missing: n,
      onHand: n,
      inNeed: false,
    },
    { type: 'stock.received', to, from, variety, onHand: n, recall: null },
    { type: 'stock.received', to, from, variety, onHand: n, recall },
    ...donors.flatMap((donor): readonly Message[] => [
      { ...offerOf(donor, variety, number), surplus: n },
      offerOf(donor, variety, number),
      { ...offerOf(donor, variety, number), isDraining: true },
      { ...offerOf(donor, variety, nextInquiry), surplus: n },
      { ...offerOf(donor, variety, help?.inquiry?.number ?? 0), spare: n },
      offerOf(donor, variety, help?.inquiry?.number ?? 0),
    ]),
    ...[0, 1].map((quantity): Message => {
      const pull = help?.pull?.number ?? 0;
      return { type: 'recall.answered', to, from: donors[0]!, variety, recall: pull, quantity };
    }),
    { type: 'stock.received', to, from, variety, onHand: n, recall: help?.pull?.number ?? 0 },
    { type: 'stock.received', to, from, variety, onHand: n, recall: coming[0]?.recall ?? 0 },
    offerOf(asker, variety, number),
    { type: 'recall.answered', to, from: donors[0]!, variety, recall, quantity: 0 },
    { type: 'recall.answered', to, from: donors[0]!, variety, recall, quantity: n },
  ];
}

function orderOf(to: string, from: string, quantity: number): Extract<Message, { type: 'stock.requested' }> {
  const figures = { order: 1, quantity, onHand: 1, stockPosition: 1, lowWatermark: 2, isEmergency: false };
  return { type: 'stock.requested', to, from, variety: VARIETY, ...figures };
}

function offerOf(
  from: string,
  variety: string,
  inquiry: number,
): Extract<Message, { type: 'surplus.offered' }> {
  const figures = { surplus: 0, spare: 0, onHand: 3, isDraining: false };
  return { type: 'surplus.offered', to: 'hub', from, variety, inquiry, ...figures };
}

/** Everything but the inventories. */
export const nodeSamples: readonly Sample[] = [
  ...saleSamples,
  hub('ships what there is', {}),
  hub('ships whole orders', { shipping: 'wholeOrders' }),
  hub('repeats itself', { patience: 9 }),
  hub('looks at its balance by schedule', {
    rebalancing: { kind: 'scheduled', every: 60, leastMissing: 2 },
  }),
];
