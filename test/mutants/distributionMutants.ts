import { apply } from '#machines/apply';
import * as hub from '#machines/hubRules';
import * as inventory from '#machines/inventoryRules';
import type { HubContext } from '#machines/hub';
import type { InventoryContext, InventoryPlan } from '#machines/inventory';
import type { Message, StockDemanded } from '#machines/protocol';
import { deliverLot } from '#machines/supplier';
import { changed, misled, withEach, withStock } from './mutant.ts';
import { machinesWith, nothing, planned, silent, stocked } from './rowMutant.ts';
import type { RowMutant } from './rowMutant.ts';

const NOBODY_SHIPS = { unacknowledged: [] };

/** The rules by which a server asks for more, as if its plan were another. */
function asking(change: (plan: InventoryPlan) => Partial<InventoryPlan>) {
  const mislead = (context: InventoryContext) => ({ context: planned(context, change(context.plan)) });
  return {
    sell: apply(misled(inventory.sell, mislead)),
    closeReservation: apply(misled(inventory.closeReservation, mislead)),
    takeIn: apply(misled(inventory.takeIn, mislead)),
  };
}

/** B01 to B03, B05 to B08, B10, B12 to B14, and B20. */
export const distributionMutants: readonly RowMutant[] = [
  {
    id: 'B01',
    name: 'the hub feeds every server but south',
    foundWithin: 10,
    machines: machinesWith('hub', {
      allot: apply(
        changed(hub.allot, (outcome, _, { from }) => (from.startsWith('south') ? nothing() : outcome)),
      ),
    }),
    says: 'PINs at south after the hub fed it',
  },
  {
    id: 'B02',
    name: 'a server sells nothing while it waits for the hub',
    foundWithin: null,
    machines: machinesWith('inventory', {
      sell: apply<InventoryContext, StockDemanded, Message>((context, event) =>
        context.stock.openOrders.length > 0
          ? inventory.turnAwayAll(context, event)
          : inventory.sell(context, event),
      ),
    }),
    says: 'PINs that north sold while it was cut off',
  },
  {
    id: 'B02',
    name: 'what was lost in a cut is not said again',
    foundWithin: 10,
    machines: machinesWith('inventory', { repeat: apply(nothing<InventoryContext>) }),
    says: 'PINs at north after its link is back',
  },
  {
    id: 'B03',
    name: 'what a server gives back is never sent',
    foundWithin: 10,
    machines: machinesWith('inventory', {
      giveBack: apply(
        changed(inventory.giveBack, (outcome) =>
          silent(
            withStock(outcome, ({ links }) => ({
              links: links.map((link) => ({ ...link, ...NOBODY_SHIPS })),
            })),
            'transfer.shipped',
          ),
        ),
      ),
    }),
    says: 'PINs on their way to the hub',
  },
  {
    id: 'B05',
    name: 'servers say that they have no surplus',
    foundWithin: null,
    machines: machinesWith('inventory', {
      offerSurplus: apply(
        misled(inventory.offerSurplus, (context) => ({ context: planned(context, { highWatermark: null }) })),
      ),
    }),
    says: 'what the hub pulled for north',
  },
  {
    id: 'B05',
    name: 'the hub keeps what it pulls',
    foundWithin: 10,
    machines: machinesWith('hub', {
      ration: apply(changed(hub.ration, (outcome, _, { recall }) => (recall === null ? outcome : nothing()))),
    }),
    says: 'PINs at north',
  },
  {
    id: 'B06',
    name: 'a donor gives from below its high watermark',
    foundWithin: null,
    machines: machinesWith('inventory', {
      giveBack: apply(
        misled(inventory.giveBack, (context) => ({ context: planned(context, { highWatermark: 0 }) })),
      ),
    }),
    says: 'the answer of south, which has sold 3 of its 9 since',
  },
  {
    id: 'B06',
    name: 'the hub counts as coming in what it asked for, not what the donor sends',
    foundWithin: 40,
    machines: machinesWith('hub', { correctRecall: apply(nothing<HubContext>) }),
    says: 'what the hub counts as coming in after the answer',
  },
  {
    id: 'B06',
    name: 'the hub pulls for servers that are not in need',
    foundWithin: null,
    machines: machinesWith('hub', {
      queue: apply(misled(hub.queue, (_, event) => ({ event: { ...event, inNeed: true } }))),
    }),
    says: 'whether the hub pulls for a server that has 3 with a low watermark of 2',
  },
  {
    id: 'B07',
    name: 'a request is placed below the low watermark only',
    foundWithin: null,
    machines: machinesWith(
      'inventory',
      asking(({ lowWatermark }) => ({ lowWatermark: lowWatermark - 1 })),
    ),
    says: 'requests at the low watermark of north/week',
  },
  {
    id: 'B07',
    name: 'one low watermark serves all varieties',
    foundWithin: null,
    machines: machinesWith(
      'inventory',
      asking(({ order }) => ({
        // At its desired level an inventory would ask for nothing, for ever.
        lowWatermark: Math.min(2, order.kind === 'upTo' ? order.desiredLevel - 1 : Infinity),
      })),
    ),
    says: 'requests above the low watermarks',
  },
  {
    id: 'B08',
    name: 'a request is for one PIN more than the desired level',
    foundWithin: null,
    machines: machinesWith('inventory', {
      sell: apply(
        misled(inventory.sell, (context) => {
          const { order } = context.plan;
          if (order.kind !== 'upTo') return {};
          return { context: planned(context, { order: { ...order, desiredLevel: order.desiredLevel + 1 } }) };
        }),
      ),
    }),
    says: 'PINs at north, desired 6, after customer 1',
  },
  {
    id: 'B10',
    name: 'what the hub ships is no reason to buy',
    foundWithin: null,
    machines: machinesWith('inventory', {
      ship: apply(
        misled(inventory.ship, (context) => ({ context: planned(context, { lowWatermark: -1000 }) })),
      ),
    }),
    says: 'what the hub buys with a low watermark of 10',
  },
  {
    id: 'B10',
    name: 'a part of an order counts as the whole',
    foundWithin: 10,
    machines: machinesWith('inventory', {
      takeIn: apply(
        misled(inventory.takeIn, (context, { count }) => ({
          context: stocked(context, {
            openOrders: context.stock.openOrders.map((order) => ({ ...order, missing: count })),
            onOrder: count,
          }),
        })),
      ),
    }),
    says: 'PINs still on order',
  },
  {
    id: 'B10',
    name: 'a silent supplier is asked for ever',
    foundWithin: null,
    machines: machinesWith('inventory', {
      repeat: apply(
        misled(inventory.repeat, (context) => ({
          context: stocked(context, {
            openOrders: context.stock.openOrders.map((order) => ({ ...order, repeats: 0 })),
          }),
        })),
      ),
    }),
    says: 'PINs at the hub whose first supplier is silent',
  },
  {
    id: 'B10',
    name: 'when a supplier refuses no other is asked',
    foundWithin: null,
    machines: machinesWith('inventory', { askElsewhere: apply(nothing<InventoryContext>) }),
    says: 'PINs at the hub whose first supplier refuses',
  },
  {
    id: 'B12',
    name: 'a server does not ask for the PIN that its customer waits for',
    foundWithin: null,
    machines: machinesWith('inventory', {
      sell: apply(
        misled(inventory.sell, (context) => ({
          context: planned(context, context.plan.unmet === 'fetch' ? { unmet: 'backorder' } : {}),
        })),
      ),
    }),
    says: 'PINs asked for, one a customer',
  },
  {
    id: 'B12',
    name: 'a PIN that comes for a customer who waits goes on the shelf',
    foundWithin: 10,
    machines: machinesWith('inventory', {
      takeIn: apply(
        misled(inventory.takeIn, (context) => ({ context: stocked(context, { owed: 0, waiting: [] }) })),
      ),
    }),
    says: 'tills whose customers were served, first come first',
  },
  {
    id: 'B12',
    name: 'customers who wait are served last come first',
    foundWithin: null,
    machines: machinesWith('inventory', {
      sell: apply(
        changed(inventory.sell, (outcome) =>
          withStock(outcome, ({ waiting }) => ({ waiting: waiting.toReversed() })),
        ),
      ),
    }),
    says: 'tills whose customers were served, first come first',
  },
  {
    id: 'B13',
    name: 'a server asks only when its shelf is empty',
    foundWithin: null,
    machines: machinesWith(
      'inventory',
      asking(() => ({ lowWatermark: 0 })),
    ),
    says: 'requests made while there was stock',
  },
  {
    id: 'B14',
    name: 'a server that is asked again gives again',
    foundWithin: null,
    machines: machinesWith('inventory', {
      giveBack: apply(
        misled(inventory.giveBack, (context) => ({
          context: stocked(context, {
            kept: { ...context.stock.kept, lastRecall: { number: 0, quantity: 0 } },
          }),
        })),
      ),
    }),
    says: 'answers to one recall, asked twice',
  },
  {
    id: 'B14',
    name: 'a server says that it sends one PIN less',
    foundWithin: null,
    machines: machinesWith('inventory', {
      giveBack: apply(
        changed(inventory.giveBack, (outcome) =>
          withEach(outcome, 'recall.answered', (message) => ({ ...message, quantity: message.quantity - 1 })),
        ),
      ),
    }),
    says: 'answers to one recall, asked twice',
  },
  {
    id: 'B20',
    name: 'a supplier delivers one PIN where a batch was ordered',
    foundWithin: null,
    machines: machinesWith('supplier', {
      deliverLot: apply(misled(deliverLot, (_, event) => ({ event: { ...event, quantity: 1 } }))),
    }),
    says: 'PINs at the hub after a batch of 40',
  },
];
