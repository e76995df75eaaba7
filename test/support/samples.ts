import type { AnyStateMachine, ContextFrom, InputFrom } from 'xstate';
import { hubMachine } from '#machines/hub';
import type { HubContext, HubPlan } from '#machines/hub';
import type { Message } from '#machines/protocol';
import { serverMachine } from '#machines/server';
import { terminalMachine } from '#machines/terminal';

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
const WARE = { variety: VARIETY, ranges: [{ lot: 'z', first: 1, count: 1 }], count: 1 };
const SALE = { terminal: 'till', number: 1 };

const terminal: Sample<typeof terminalMachine> = {
  title: 'terminal',
  machine: terminalMachine,
  input: { address: 'till', server: 'north' },
  events: ({ open, nextSale }) => {
    const answers = [open[0] ?? 0, open.at(-1) ?? 0, nextSale].flatMap((number): readonly Message[] => {
      const common = { to: 'till', from: 'north', variety: VARIETY, sale: { terminal: 'till', number } };
      return [
        { type: 'sale.granted', ...common, ranges: WARE.ranges },
        { type: 'sale.delayed', ...common },
        { type: 'sale.refused', ...common, reason: 'out of stock' },
      ];
    });
    return [{ type: 'customer.asked', to: 'till', from: 'customers', variety: VARIETY }, ...answers];
  },
  wild: () => [
    { type: 'review.due', to: 'till', from: 'north' },
    { type: 'message.refused', to: 'till', from: 'north', refusedType: 'sale.requested' },
  ],
  fold: ({ open }) => open.length,
  isFar: ({ open }) => open.length > 3,
};

const server: Sample<typeof serverMachine> = {
  title: 'server',
  machine: serverMachine,
  input: { address: 'north', inventories: { [VARIETY]: 'north/day' } },
  events: () => [
    { type: 'sale.requested', to: 'north', from: 'till', variety: VARIETY, sale: SALE },
    { type: 'sale.requested', to: 'north', from: 'till', variety: 'unknown', sale: SALE },
    { type: 'pins.issued', to: 'north', from: 'north/day', ...WARE, sale: SALE },
    { type: 'pins.issued', to: 'north', from: 'north/day', ...WARE, sale: null },
    { type: 'sale.unmet', to: 'north', from: 'north/day', variety: VARIETY, sale: SALE, waits: true },
    { type: 'sale.unmet', to: 'north', from: 'north/day', variety: VARIETY, sale: SALE, waits: false },
  ],
  wild: () => [
    { type: 'review.due', to: 'north', from: 'hub' },
    { type: 'message.refused', to: 'north', from: 'till', refusedType: 'sale.granted' },
  ],
  fold: () => null,
  isFar: () => false,
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

/** Everything but the inventories. */
export const nodeSamples: readonly Sample[] = [terminal, server, hub('partial'), hub('wholeOrders')];
