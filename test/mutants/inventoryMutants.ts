import type { EventObject } from 'xstate';
import { apply } from '#machines/apply';
import type { Rule } from '#machines/apply';
import type { InventoryContext } from '#machines/inventory';
import { inventoryMachine } from '#machines/inventory';
import * as rules from '#machines/inventoryRules';
import type { Message } from '#machines/protocol';
import { NOTHING_SEEN } from '#src/domain/numberMemory';
import { addPins } from '#src/domain/pinRange';
import { standardMachines } from '#src/network/machines';
import { changed, misled, withEach, withMessages, withStock } from './mutant.ts';
import type { InventoryOutcome, Mutant } from './mutant.ts';

type Actions = NonNullable<Parameters<typeof inventoryMachine.provide>[0]['actions']>;

function mutant(name: string, caughtBy: Mutant['caughtBy'], actions: Actions): Mutant {
  const inventory = inventoryMachine.provide({ actions });
  return { name, caughtBy, machines: { ...standardMachines, inventory } };
}

/** A sender may repeat a transfer until it is acknowledged; this one always sends twice. No fault in itself. */
const stuttering: Actions = {
  ship: apply(changed(rules.ship, (outcome) => withMessages(outcome, twice))),
  giveBack: apply(changed(rules.giveBack, (outcome) => withMessages(outcome, twice))),
};

function twice(message: Message): readonly Message[] {
  return message.type === 'transfer.shipped' ? [message, message] : [message];
}

export const repeatingMachines = {
  ...standardMachines,
  inventory: inventoryMachine.provide({ actions: stuttering }),
};

type PlanChange = (plan: InventoryContext['plan']) => Partial<InventoryContext['plan']>;

/** The context under another plan, for rules that decide by the plan's numbers. */
function under(context: InventoryContext, change: PlanChange): InventoryContext {
  return { ...context, plan: { ...context.plan, ...change(context.plan) } };
}

type Run = (context: InventoryContext) => InventoryOutcome;

/** All rules that may place a request, each changed alike. */
function requesting(change: (run: Run, context: InventoryContext) => InventoryOutcome): Actions {
  const wrap = <Event extends EventObject>(rule: Rule<InventoryContext, Event, Message>) =>
    apply<InventoryContext, Event, Message>((context, event) => change((own) => rule(own, event), context));
  return {
    sell: wrap(rules.sell),
    review: wrap(rules.review),
    takeIn: wrap(rules.takeIn),
    ship: wrap(rules.ship),
    promise: wrap(rules.promise),
    giveBack: wrap(rules.giveBack),
  };
}

/** Places requests as if `plan` were changed, but tells the true low watermark. */
function withLowWatermark(difference: number): Actions {
  return requesting((run, context) => {
    const { lowWatermark } = context.plan;
    const outcome = run(
      under(context, ({ order }) => ({
        // At its desired level an inventory would ask for nothing, for ever.
        lowWatermark: Math.min(
          lowWatermark + difference,
          order.kind === 'upTo' ? order.desiredLevel - 1 : Infinity,
        ),
      })),
    );
    return withMessages(outcome, (message) => [
      message.type === 'stock.requested' ? { ...message, lowWatermark } : message,
    ]);
  });
}

export const inventoryMutants: readonly Mutant[] = [
  mutant('a transfer is credited twice', 'the ledger', {
    takeIn: apply(
      changed(rules.takeIn, (outcome, _, { ranges, count }) =>
        withStock(outcome, (stock) => ({
          ranges: addPins(stock.ranges, ranges),
          onHand: stock.onHand + count,
        })),
      ),
    ),
  }),
  mutant('a transfer is forgotten before it is acknowledged', 'the ledger', {
    ship: apply(
      changed(rules.ship, (outcome) =>
        withStock(outcome, ({ links }) => ({
          links: links.map((link) => ({ ...link, unacknowledged: [] })),
        })),
      ),
    ),
  }),
  mutant('a range is split off by one', 'the ledger', {
    sell: apply(
      changed(rules.sell, (outcome, context) =>
        withStock(outcome, ({ ranges, onHand }) => {
          const [head, ...rest] = ranges;
          if (head === undefined || onHand === context.stock.onHand) return {};
          return { ranges: [{ ...head, first: head.first - 1, count: head.count + 1 }, ...rest] };
        }),
      ),
    ),
  }),
  mutant('an inventory grants the same PIN to the next sale again', 'the ledger', {
    sell: apply(
      changed(rules.sell, (outcome, { stock: { ranges } }) => withStock(outcome, () => ({ ranges }))),
    ),
  }),
  mutant('a transfer that is sent stays on the shelf', 'the ledger', {
    ship: apply(
      changed(rules.ship, (outcome, { stock: { ranges } }) => withStock(outcome, () => ({ ranges }))),
    ),
  }),
  mutant('one acknowledgement makes the sender forget all transfers', 'the ledger', {
    forgetTransfer: apply(
      changed(rules.forgetTransfer, (outcome) =>
        withStock(outcome, ({ links }) => ({
          links: links.map((link) => ({ ...link, unacknowledged: [] })),
        })),
      ),
    ),
  }),
  mutant('a repeated transfer is taken in again', 'the ledger', {
    ...stuttering,
    takeIn: apply(
      misled(rules.takeIn, (context, { order, count }) => {
        const links = context.stock.links.map((link) => ({ ...link, received: NOTHING_SEEN }));
        const { openOrders } = context.stock;
        const isOpen = openOrders.some(({ number, missing }) => number === order && missing >= count);
        const more = isOpen
          ? openOrders
          : [...openOrders, { number: order, missing: count, to: '', repeats: 0, isEmergency: false }];
        return { context: { ...context, stock: { ...context.stock, links, openOrders: more } } };
      }),
    ),
  }),
  mutant('a transfer is acknowledged under the next number', 'a transfer is acknowledged under its number', {
    takeIn: apply(
      changed(rules.takeIn, (outcome) =>
        withEach(outcome, 'transfer.acknowledged', (message) => ({ ...message, number: message.number + 1 })),
      ),
    ),
  }),
  mutant('an acknowledged transfer is remembered for ever', 'a transfer is kept until it is acknowledged', {
    forgetTransfer: apply(() => ({ patch: null, messages: [] })),
  }),
  mutant('a recall takes from below the high watermark', 'a recall leaves the high watermark', {
    giveBack: apply(
      misled(rules.giveBack, (context, event) => ({
        context: under(context, () => ({ highWatermark: 0 })),
        event: { ...event, quantity: context.stock.onHand },
      })),
    ),
  }),
  mutant(
    'a donor sends what it offered although it has sold some since',
    'a recall leaves the high watermark',
    {
      giveBack: apply(
        misled(rules.giveBack, (context) => ({ context: under(context, () => ({ highWatermark: 0 })) })),
      ),
    },
  ),
  mutant('a surplus is offered from the low watermark on', 'a surplus is what is above the high watermark', {
    offerSurplus: apply(
      misled(rules.offerSurplus, (context) => ({
        context: under(context, ({ lowWatermark }) => ({ highWatermark: lowWatermark })),
      })),
    ),
  }),
  mutant('a donor says that it sent one PIN less', 'a recall leaves the high watermark', {
    giveBack: apply(
      changed(rules.giveBack, (outcome) =>
        withMessages(outcome, (message) =>
          message.type === 'recall.answered' && message.quantity > 0
            ? [{ ...message, quantity: message.quantity - 1 }]
            : [message],
        ),
      ),
    ),
  }),
  mutant(
    'a request is placed below the low watermark only',
    'a request is placed exactly when the position is at or under the low watermark',
    withLowWatermark(-1),
  ),
  mutant(
    'a request is placed one PIN above the low watermark already',
    'a request is placed exactly when the position is at or under the low watermark',
    withLowWatermark(1),
  ),
  mutant(
    'a request is placed although as many are under way as may be',
    'a request is placed exactly when the position is at or under the low watermark',
    requesting((run, context) =>
      run(
        under(context, ({ maxOutstandingOrders: most }) => ({
          maxOutstandingOrders: most === null ? null : most + 1,
        })),
      ),
    ),
  ),
  mutant(
    'what is on order counts for nothing in the position',
    'the counters follow the messages',
    requesting((run, context) => {
      const { onOrder } = context.stock;
      const outcome = run({ ...context, stock: { ...context.stock, onOrder: 0 } });
      return withStock(outcome, (stock) => ({ onOrder: stock.onOrder + onOrder }));
    }),
  ),
  mutant(
    'a request is for one PIN more than up to the level',
    'a request is for what the policy says',
    requesting((run, context) =>
      run(
        under(context, ({ order }) => ({
          order: order.kind === 'upTo' ? { ...order, desiredLevel: order.desiredLevel + 1 } : order,
        })),
      ),
    ),
  ),
  mutant('a lost sale is not counted', 'the counters follow the messages', {
    sell: apply(changed(rules.sell, (outcome, { stock: { lost } }) => withStock(outcome, () => ({ lost })))),
  }),
  mutant('a bulk of customers who are lost counts as one', 'the comparison of modes', {
    sell: apply(
      changed(rules.sell, (outcome, { stock: { lost } }) =>
        withStock(outcome, (stock) => ({ lost: Math.min(stock.lost, lost + 1) })),
      ),
    ),
  }),
  mutant('a waiting customer is served twice', 'the counters follow the messages', {
    takeIn: apply(
      changed(rules.takeIn, (outcome, { plan, stock: { owed } }) =>
        withStock(outcome, () => (plan.role === 'server' ? { owed } : {})),
      ),
    ),
  }),
  mutant(
    'customers who wait are served last come first',
    'customers are served while there is stock, those who wait first',
    {
      takeIn: apply(
        misled(rules.takeIn, (context) => {
          const waiting = context.stock.waiting.toReversed();
          return { context: { ...context, stock: { ...context.stock, waiting } } };
        }),
      ),
    },
  ),
  mutant('the hub ships owed PINs without paying the debt down', 'the counters follow the messages', {
    ship: apply(
      changed(rules.ship, (outcome, { stock: { owed } }, event) =>
        withStock(outcome, () => (event.owed ? { owed } : {})),
      ),
    ),
  }),
  mutant('a hub that ships whole orders ships what it has', 'the hub ships first come, first served', {
    ship: apply(
      misled(rules.ship, (context) => ({ context: under(context, () => ({ shipping: 'partial' })) })),
    ),
  }),
];
