import { apply } from '#machines/apply';
import type { InventoryContext } from '#machines/inventory';
import * as inventory from '#machines/inventoryRules';
import { CUSTOMERS } from '#machines/protocol';
import type { Message, SaleRefused } from '#machines/protocol';
import * as server from '#machines/serverRules';
import type { TerminalContext } from '#machines/terminal';
import * as terminal from '#machines/terminalRules';
import { NOTHING_SEEN } from '#src/domain/numberMemory';
import { addPins } from '#src/domain/pinRange';
import { changed, misled, withStock } from './mutant.ts';
import { machinesWith, stocked } from './rowMutant.ts';
import type { RowMutant } from './rowMutant.ts';
import { tilledAs, withoutTombstones } from './saleMutants.ts';

/** The wrong variants of the sale protocol, in its order. */
export const protocolMutants: readonly RowMutant[] = [
  {
    id: 'P1',
    name: 'reversal of an unknown sale leaves no tombstone',
    foundWithin: 40,
    machines: withoutTombstones,
    says: 'places where PINs stay for ever',
  },
  {
    id: 'P2',
    name: 'the server does not remember sale ids',
    foundWithin: 10,
    machines: machinesWith('server', {
      requestSale: apply(
        misled(server.requestSale, (context, { sale }) => {
          const place = context.plan.terminals.indexOf(sale.terminal);
          const tills = context.tills.map((till, index) =>
            index === place
              ? { ...till, sales: till.sales.filter(({ number }) => number !== sale.number) }
              : till,
          );
          return { context: { ...context, tills } };
        }),
      ),
    }),
    says: 'places where PINs stay for ever',
  },
  {
    id: 'P3',
    name: 'the terminal retries with a new id when told of a conflict',
    foundWithin: 10,
    machines: machinesWith('terminal', {
      giveUpSale: apply<TerminalContext, SaleRefused, Message>((context, event) => {
        const sale = context.sales.find(({ number }) => number === event.sale.number);
        if (event.reason !== 'conflict' || sale === undefined) return terminal.giveUpSale(context, event);
        const { sku, account } = sale;
        const { address: to } = context.plan;
        const others = context.sales.filter((one) => one !== sale);
        const asked = { type: 'customer.asked', to, from: CUSTOMERS, sku, account } as const;
        return terminal.requestSale({ ...context, sales: others }, asked);
      }),
    }),
    says: 'places where PINs stay for ever',
  },
  {
    id: 'P4',
    name: 'the terminal prints before it records',
    foundWithin: 10,
    machines: machinesWith('terminal', {
      print: apply(changed(terminal.print, ({ messages }) => ({ patch: null, messages }))),
      confirm: apply(
        misled(terminal.confirm, (context, { sale }) =>
          tilledAs(context, 'received', 'printing', sale.number),
        ),
      ),
    }),
    says: 'PINs in the hands of customers that count as reversed',
  },
  {
    id: 'P5',
    name: 'late answers are accepted after a reversal',
    foundWithin: 10,
    machines: machinesWith('terminal', {
      receive: apply(
        misled(terminal.receive, (context, { sale }) =>
          tilledAs(context, 'reversing', 'intent', sale.number),
        ),
      ),
    }),
    says: 'PINs in the hands of customers that count as reversed',
  },
  {
    id: 'P6',
    name: "a silent server's stock is taken over on a time-out",
    foundWithin: 10,
    machines: machinesWith('inventory', {
      repeat: apply(misled(inventory.repeat, (context) => ({ context: takingOver(context) }))),
    }),
    says: 'PINs in several places',
  },
  {
    id: 'P7',
    name: 'the receiver does not recognise a repeated transfer',
    foundWithin: 10,
    machines: machinesWith('inventory', {
      takeIn: apply(
        misled(inventory.takeIn, (context) => ({
          context: stocked(context, {
            links: context.stock.links.map((link) => ({ ...link, received: NOTHING_SEEN })),
          }),
        })),
      ),
    }),
    says: 'PINs at north after a transfer that came twice',
  },
  {
    id: 'P8',
    name: 'the sender forgets a transfer before it is acknowledged',
    foundWithin: 10,
    machines: machinesWith('inventory', {
      ship: apply(
        changed(inventory.ship, (outcome) =>
          withStock(outcome, ({ links }) => ({
            links: links.map((link) => ({ ...link, unacknowledged: [] })),
          })),
        ),
      ),
    }),
    says: 'PINs somewhere while a transfer is lost',
  },
];

/** The hub puts back on its shelf what a server has not acknowledged in time. */
function takingOver(context: InventoryContext): InventoryContext {
  if (context.plan.role !== 'central') return context;
  const parcels = context.stock.links.flatMap(({ unacknowledged }) => unacknowledged);
  let { ranges, onHand } = context.stock;
  for (const parcel of parcels) {
    ranges = addPins(ranges, parcel.ranges);
    onHand += parcel.count;
  }
  const links = context.stock.links.map((link) => ({ ...link, unacknowledged: [] }));
  return stocked(context, { ranges, onHand, links });
}
