import type { AnyStateMachine, ContextFrom, InputFrom } from 'xstate';
import { hubMachine } from '#machines/hub';
import type { HubContext, HubPlan } from '#machines/hub';
import type { Message } from '#machines/protocol';
import { supplierMachine } from '#machines/supplier';
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

const supplier: Sample<typeof supplierMachine> = {
  title: 'supplier',
  machine: supplierMachine,
  input: {
    address: 'mint',
    customers: ['hub/day', 'hub/week'],
    handlings: [],
    repeatAfter: null,
  },
  events: ({ links }, n) =>
    links.flatMap(({ peer, unacknowledged }): readonly Message[] => [
      orderOf('mint', peer, n),
      ...[unacknowledged[0]?.number ?? 0, unacknowledged.at(-1)?.number ?? 0, 99].map((number) =>
        acknowledgementOf('mint', peer, number),
      ),
    ]),
  wild: (_, n) => [
    orderOf('mint', 'stranger/day', n),
    acknowledgementOf('mint', 'stranger/day', n),
    { type: 'review.due', to: 'mint', from: 'hub/day' },
    { type: 'message.refused', to: 'mint', from: 'hub/day', refusedType: 'transfer.shipped' },
  ],
  fold: ({ links }) => links.map(({ unacknowledged }) => unacknowledged.length),
  isFar: ({ links }) => links.some(({ unacknowledged }) => unacknowledged.length > 2),
};

const HUB: HubPlan = {
  address: 'hub',
  shipping: 'partial',
  desks: [
    { variety: VARIETY, central: 'hub/day', donors: ['north/day', 'south/day'] },
    { variety: 'week', central: 'hub/week', donors: [] },
  ],
};

const hub = (shipping: HubPlan['shipping']): Sample<typeof hubMachine> => ({
  title: `hub that ships ${shipping}`,
  machine: hubMachine,
  input: { ...HUB, shipping },
  events: (context, n) => context.desks.flatMap((_, index) => deskEvents(context, index, n)),
  wild: (_, n) => [
    { ...orderOf('hub', 'north/moon', n), variety: 'moon' },
    { type: 'stock.received', to: 'hub', from: 'hub/moon', variety: 'moon', onHand: n, recall: null },
    { type: 'surplus.offered', to: 'hub', from: 'x', variety: VARIETY, inquiry: n, surplus: n },
    { type: 'recall.answered', to: 'hub', from: 'x', variety: VARIETY, recall: n, quantity: n },
    { type: 'review.due', to: 'hub', from: 'hub/day' },
    { type: 'message.refused', to: 'hub', from: 'north/day', refusedType: 'surplus.asked' },
  ],
  fold: ({ desks }) =>
    desks.map(({ waiting, inquiry, recalls }) => [
      waiting.length,
      waiting.some(({ inNeed }) => inNeed),
      inquiry?.unanswered,
      recalls.length,
    ]),
  isFar: ({ desks }) =>
    desks[1]!.waiting.length > 0 || desks[0]!.recalls.length > 1 || desks[0]!.waiting.length > 1,
});

function deskEvents({ desks, plan }: HubContext, index: number, n: number): readonly Message[] {
  const { inquiry, recalls, nextInquiry } = desks[index]!;
  const { variety, central: from } = plan.desks[index]!;
  const asker = `east/${variety}`;
  const donors = ['north/day', 'south/day'];
  const recall = recalls[0]?.number ?? 0;
  const number = inquiry?.number ?? 0;
  const to = 'hub';
  return [
    { ...orderOf(to, asker, n), variety },
    { ...orderOf(to, `north/${variety}`, n), variety, onHand: 50, stockPosition: 50 },
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
      { type: 'surplus.offered', to, from: donor, variety, inquiry: number, surplus: n },
      { type: 'surplus.offered', to, from: donor, variety, inquiry: number, surplus: 0 },
      { type: 'surplus.offered', to, from: donor, variety, inquiry: nextInquiry, surplus: n },
    ]),
    { type: 'recall.answered', to, from: donors[0]!, variety, recall, quantity: 0 },
    { type: 'recall.answered', to, from: donors[0]!, variety, recall, quantity: n },
  ];
}

function orderOf(to: string, from: string, quantity: number): Extract<Message, { type: 'stock.requested' }> {
  const figures = { order: 1, quantity, onHand: 1, stockPosition: 1, lowWatermark: 2 };
  return { type: 'stock.requested', to, from, variety: VARIETY, ...figures };
}

function acknowledgementOf(to: string, from: string, number: number): Message {
  return { type: 'transfer.acknowledged', to, from, variety: VARIETY, number };
}

/** Everything but the inventories. */
export const nodeSamples: readonly Sample[] = [
  terminal,
  server,
  supplier,
  hub('partial'),
  hub('wholeOrders'),
];
