import { apply } from '#machines/apply';
import type { HubContext } from '#machines/hub';
import { hubMachine } from '#machines/hub';
import * as hubRules from '#machines/hubRules';
import type { Message } from '#machines/protocol';
import { serverMachine } from '#machines/server';
import { grantSale } from '#machines/serverRules';
import { deliverLot, supplierMachine } from '#machines/supplier';
import type { Outcome } from '#machines/apply';
import { standardMachines } from '#src/network/machines';
import { changed, misled, withMessages } from './mutant.ts';
import type { Mutant } from './mutant.ts';

type HubActions = NonNullable<Parameters<typeof hubMachine.provide>[0]['actions']>;

function hubMutant(name: string, caughtBy: Mutant['caughtBy'], actions: HubActions): Mutant {
  return { name, caughtBy, machines: { ...standardMachines, hub: hubMachine.provide({ actions }) } };
}

type Desk = HubContext['desks'][number];

/** The outcome with other fields in each desk that changed. */
function withDesks(
  { patch, messages }: Outcome<HubContext, Message>,
  before: HubContext,
  change: (desk: Desk, before: Desk) => Partial<Desk>,
): Outcome<HubContext, Message> {
  if (patch?.desks === undefined) return { patch, messages };
  const desks = patch.desks.map((desk, index) => ({ ...desk, ...change(desk, before.desks[index]!) }));
  return { patch: { desks }, messages };
}

const withoutQuestions = (outcome: Outcome<HubContext, Message>, context: HubContext) =>
  withMessages(
    withDesks(outcome, context, (_, { inquiry, nextInquiry }) => ({ inquiry, nextInquiry })),
    (message) => (message.type === 'surplus.asked' ? [] : [message]),
  );

export const otherMutants: readonly Mutant[] = [
  {
    name: 'a server grants the same PIN to the next sale, too',
    caughtBy: 'the ledger',
    machines: {
      ...standardMachines,
      server: serverMachine.provide({
        actions: {
          grantSale: apply(
            changed(grantSale, (outcome) =>
              withMessages(outcome, (message) => {
                if (message.type !== 'sale.granted') return [message];
                const { terminal, number } = message.sale;
                return [message, { ...message, sale: { terminal, number: number + 1 } }];
              }),
            ),
          ),
        },
      }),
    },
  },
  {
    name: 'a supplier gives every lot the same serials',
    caughtBy: 'the ledger',
    machines: {
      ...standardMachines,
      supplier: supplierMachine.provide({
        actions: {
          deliverLot: apply(
            changed(deliverLot, (outcome) =>
              withMessages(outcome, (message) => {
                if (message.type !== 'transfer.shipped') return [message];
                return [{ ...message, ranges: message.ranges.map((range) => ({ ...range, lot: 'lot' })) }];
              }),
            ),
          ),
        },
      }),
    },
  },
  {
    name: 'a supplier forgets a lot before it is acknowledged',
    caughtBy: 'the ledger',
    machines: {
      ...standardMachines,
      supplier: supplierMachine.provide({
        actions: {
          deliverLot: apply(
            changed(deliverLot, ({ patch, messages }) => ({
              patch: { links: patch?.links?.map((link) => ({ ...link, unacknowledged: [] })) ?? [] },
              messages,
            })),
          ),
        },
      }),
    },
  },
  hubMutant('a recall is not counted as coming in', 'a recall is for what is missing', {
    collectOffer: apply(
      changed(hubRules.collectOffer, (outcome, context) =>
        withDesks(outcome, context, (_, { recalls }) => ({ recalls })),
      ),
    ),
  }),
  hubMutant(
    'a recall counts what was asked, not what the donor sends',
    'the hub asks for surplus while a server in need waits',
    {
      correctRecall: apply(() => ({ patch: null, messages: [] })),
    },
  ),
  hubMutant('the hub pulls a whole order although it has a part', 'a recall is for what is missing', {
    queue: apply(misled(hubRules.queue, (_, event) => ({ event: { ...event, onHand: 0 } }))),
  }),
  hubMutant('the hub forgets a request that it cannot fill', 'the hub ships what it can', {
    queue: apply(
      changed(hubRules.queue, (outcome, context) =>
        withDesks(outcome, context, (_, { waiting }) => ({ waiting })),
      ),
    ),
  }),
  hubMutant('the hub serves who came last first', 'the hub ships first come, first served', {
    ration: apply(
      misled(hubRules.ration, (context) => ({
        context: {
          ...context,
          desks: context.desks.map((desk) => ({ ...desk, waiting: desk.waiting.toReversed() })),
        },
      })),
    ),
  }),
  hubMutant('a request that joins the line is not bought for', 'the hub owes what waits', {
    allot: apply(
      changed(hubRules.allot, (outcome) =>
        withMessages(outcome, (message) => (message.type === 'stock.promised' ? [] : [message])),
      ),
    ),
  }),
  hubMutant('the hub never asks for surplus', 'the hub asks for surplus while a server in need waits', {
    queue: apply(changed(hubRules.queue, withoutQuestions)),
    allot: apply(changed(hubRules.allot, withoutQuestions)),
  }),
  hubMutant('the hub pulls PINs for servers that are not in need', 'a recall is for what is missing', {
    queue: apply(misled(hubRules.queue, (_, event) => ({ event: { ...event, inNeed: true } }))),
  }),
];
