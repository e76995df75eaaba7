import { setup } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import { apply } from '#machines/apply';
import { hubMachine } from '#machines/hub';
import type { HubPlan } from '#machines/hub';
import { inventoryMachine } from '#machines/inventory';
import { PLAIN_INVENTORY } from '#machines/inventoryContext';
import type { InventoryPlan } from '#machines/inventory';
import { ALARMS, OPERATOR } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import { refuse } from '#machines/refusal';
import { serverMachine } from '#machines/server';
import type { ServerPlan } from '#machines/serverContext';
import { supplierMachine } from '#machines/supplier';
import { terminalMachine } from '#machines/terminal';
import type { Executor, MachineActor } from '#src/executor/actor';

export type StartActors = (executor: Executor) => ReadonlyMap<string, MachineActor<AnyStateMachine>>;

export interface SmallNode {
  readonly name: string;
  readonly start: StartActors;
}

const actorsOf =
  (...list: readonly (readonly [string, AnyStateMachine, unknown])[]): StartActors =>
  (executor) =>
    new Map(list.map(([address, machine, input]) => [address, executor.start(machine, input as never)]));

const VARIETY = 'day';

const inventory = (plan: Partial<InventoryPlan> & { readonly address: string }, count: number) => ({
  plan: {
    variety: VARIETY,
    keeper: '',
    parent: null,
    standbys: [],
    role: 'server',
    unmet: 'lost',
    shipping: 'partial',
    lowWatermark: 2,
    order: { kind: 'upTo', desiredLevel: 5 },
    maxOutstandingOrders: null,
    highWatermark: 6,
    peers: [],
    ...PLAIN_INVENTORY,
    repeatAfter: 30,
    ...plan,
  } satisfies InventoryPlan,
  ranges: [{ lot: `opening:${plan.address}`, first: 1, count }],
});

const hubPlan: HubPlan = {
  address: 'hub',
  shipping: 'partial',
  rebalancing: { kind: 'everyShortage' },
  patience: 40,
  desks: [
    {
      variety: VARIETY,
      central: 'hub/day',
      donors: ['north/day'],
      receivers: [{ address: 'north/day', weight: 1 }],
    },
  ],
};

const serverPlan: ServerPlan = {
  address: 'north',
  buckets: {
    day: { source: 'stock', inventory: 'north/day', priceCents: 500, needsAccount: false },
  },
  inventories: ['north/day'],
  terminals: ['north:1'],
  dealers: null,
  conduit: null,
  reservationTime: 100,
  restocksUnshown: false,
};

/** A whole network, a node a row: a supplier, the hub, a server, and its terminal. */
export const smallNodes: readonly SmallNode[] = [
  {
    name: 'mint',
    start: actorsOf([
      'mint',
      supplierMachine,
      { address: 'mint', customers: ['hub/day'], handlings: [], lotLife: null, repeatAfter: 50 },
    ]),
  },
  {
    name: 'hub',
    start: actorsOf(
      ['hub', hubMachine, hubPlan],
      [
        'hub/day',
        inventoryMachine,
        inventory(
          {
            address: 'hub/day',
            keeper: 'hub',
            parent: 'mint',
            role: 'central',
            unmet: 'backorder',
            peers: ['north/day', 'mint'],
          },
          4,
        ),
      ],
    ),
  },
  {
    name: 'north',
    start: actorsOf(
      ['north', serverMachine, serverPlan],
      [
        'north/day',
        inventoryMachine,
        inventory({ address: 'north/day', keeper: 'north', parent: 'hub', peers: ['hub/day'] }, 4),
      ],
    ),
  },
  {
    name: 'north:1',
    start: actorsOf([
      'north:1',
      terminalMachine,
      { address: 'north:1', server: 'north', dealer: null, patience: 20, mostRepeats: 2 },
    ]),
  },
];

interface Clerk {
  readonly plan: { readonly address: string; readonly next: string | null };
  readonly count: number;
  readonly times: readonly number[];
  readonly refused: number;
}

const drained = (to: string, { plan, count }: Clerk): Message => ({
  type: 'node.drained',
  to,
  from: plan.address,
  count,
});

const wake = ({ plan }: Clerk, after: number | null): Message => ({
  type: 'alarm.requested',
  to: ALARMS,
  from: plan.address,
  alarm: 'wake',
  after,
});

// The compiler loses sight of a union of so many types once it is spread.
const redirected = (event: Message, to: string, from: string) => ({ ...event, to, from }) as Message;

const passOn = ({ plan }: Clerk, event: Message): readonly Message[] =>
  plan.next === null ? [] : [redirected(event, plan.next, plan.address)];

const count = (clerk: Clerk) => ({ count: clerk.count + 1 });

/** A machine that does everything a journal must cope with, and has no other sense. */
const clerkMachine = setup({
  types: {
    context: {} as Clerk,
    input: {} as Clerk['plan'],
    events: {} as Message,
    emitted: {} as Message,
  },
  guards: { isMany: ({ context }: { readonly context: Clerk }) => context.count > 2 },
  actions: {
    tell: apply((clerk: Clerk, event: Message) => ({
      patch: count(clerk),
      messages: [drained('elsewhere', clerk), ...passOn(clerk, event), wake(clerk, 10)],
    })),
    rest: apply((clerk: Clerk) => ({ patch: count(clerk), messages: [wake(clerk, null)] })),
    wakeUp: apply((clerk: Clerk, event: Extract<Message, { type: 'alarm.rang' }>) => ({
      patch: { ...count(clerk), times: [...clerk.times, event.at] },
      messages: clerk.count % 2 === 0 ? [drained(OPERATOR, clerk), wake(clerk, 7)] : [],
    })),
    lose: apply((clerk: Clerk, event: Message) => ({
      patch: null,
      messages: [redirected(event, `${clerk.plan.address}/nobody`, clerk.plan.address)],
    })),
    stumble: apply((clerk: Clerk, event: Message) => {
      if (clerk.plan.next === null) throw new Error('the clerk stumbles');
      return { patch: count(clerk), messages: [wake(clerk, 1), ...passOn(clerk, event)] };
    }),
    chase: apply((clerk: Clerk, event: Message) => ({
      patch: count(clerk),
      messages: [redirected(event, clerk.plan.address, clerk.plan.address)],
    })),
    refuse: apply(refuse<Clerk>),
  },
}).createMachine({
  id: 'clerk',
  context: ({ input }) => ({ plan: input, count: 0, times: [], refused: 0 }),
  type: 'parallel',
  states: {
    work: {
      initial: 'some',
      states: {
        some: { always: { guard: 'isMany', target: 'many' } },
        many: { on: { 'node.restarted': 'some' } },
      },
    },
    desk: {
      on: {
        'drain.ordered': { actions: 'tell' },
        'drain.cancelled': { actions: 'rest' },
        'alarm.rang': { actions: 'wakeUp' },
        'return.ordered': { actions: 'lose' },
        'stock.resumed': { actions: 'stumble' },
        'review.due': { actions: 'chase' },
        '*': { actions: 'refuse' },
      },
    },
  },
});

/** Two clerks of one node; the first hands on to the second what it hears, and the second stumbles at `stock.resumed`. */
export const clerks: SmallNode = {
  name: 'shop',
  start: actorsOf(
    ['shop', clerkMachine, { address: 'shop', next: 'shop/back' }],
    ['shop/back', clerkMachine, { address: 'shop/back', next: null }],
  ),
};
