import { apply } from '#machines/apply';
import * as inventory from '#machines/inventoryRules';
import type { Message, SaleReference } from '#machines/protocol';
import type { SaleRecord, ServerContext } from '#machines/server';
import * as server from '#machines/serverRules';
import { find, remember } from '#machines/serverSales';
import type { TerminalContext, TillSale } from '#machines/terminal';
import * as terminal from '#machines/terminalRules';
import { changed, misled, withEach, withMessages, withStock } from './mutant.ts';
import { machinesWith, nothing, silent } from './rowMutant.ts';
import type { RowMutant } from './rowMutant.ts';
import { secretsOf } from '../support/vault.ts';

/** The context of a server that remembers that sale at another stage. */
function recalledAs(
  context: ServerContext,
  sale: SaleReference,
  stage: SaleRecord['stage'],
  other: SaleRecord['stage'],
): { readonly context: ServerContext } {
  const found = find(context, sale);
  if (found?.record?.stage !== stage) return { context };
  return { context: { ...context, ...remember(context, found, { ...found.record, stage: other }) } };
}

/** The context of a till whose record has its sales, or that one of them, at another stage. */
export function tilledAs(
  context: TerminalContext,
  stage: TillSale['stage'],
  other: TillSale['stage'],
  number: number | null = null,
): { readonly context: TerminalContext } {
  const sales = context.sales.map((sale) =>
    sale.stage === stage && (number === null || sale.number === number) ? { ...sale, stage: other } : sale,
  );
  return { context: { ...context, sales } };
}

/** A server that acknowledges the reversal of a sale that it has not seen, and forgets it. */
export const withoutTombstones = machinesWith('server', {
  reverseSale: apply(
    changed(server.reverseSale, ({ patch, messages }, context, { sale }) => ({
      patch: find(context, sale)?.record === null ? null : patch,
      messages,
    })),
  ),
});

/** B21, B22, B30 to B33, B37. */
export const saleMutants: readonly RowMutant[] = [
  {
    id: 'B21',
    name: 'a server sets a PIN aside for the next customer, too',
    foundWithin: 20,
    machines: machinesWith('server', {
      requestSale: apply(
        changed(server.requestSale, (outcome) =>
          withMessages(outcome, (message) => {
            if (message.type !== 'stock.demanded' || message.sale === null) return [message];
            const { terminal: till, number } = message.sale;
            return [message, { ...message, sale: { terminal: till, number: number + 1 } }];
          }),
        ),
      ),
    }),
    says: 'the PIN of who scanned first',
  },
  {
    id: 'B22',
    name: 'a card that is scanned again gives the PIN that it gave before',
    foundWithin: 10,
    machines: machinesWith('terminal', {
      print: apply(
        changed(terminal.print, (outcome, { last }) =>
          withEach(outcome, 'print.requested', (message) => ({
            ...message,
            ranges: (last ?? message).ranges,
          })),
        ),
      ),
    }),
    says: 'different PINs among them',
  },
  {
    id: 'B30',
    name: 'a PIN that is sold stays reserved',
    foundWithin: 10,
    machines: machinesWith('inventory', {
      closeReservation: apply(
        changed(inventory.closeReservation, (outcome, { stock: { kept } }) =>
          withStock(outcome, (stock) => ({
            kept: { ...stock.kept, reservations: kept.reservations },
          })),
        ),
      ),
    }),
    says: 'the PIN after a confirmation that came three times',
  },
  {
    id: 'B30',
    name: 'a reversal undoes what was confirmed',
    foundWithin: null,
    machines: machinesWith('server', {
      reverseSale: apply(
        misled(server.reverseSale, (context, { sale }) => recalledAs(context, sale, 'sold', 'reserved')),
      ),
    }),
    says: 'how the sale was settled, also when it was reversed later',
  },
  {
    id: 'B30',
    name: 'a confirmation revives what was reversed',
    foundWithin: null,
    machines: machinesWith('server', {
      confirmSale: apply(
        misled(server.confirmSale, (context, { sale }) => recalledAs(context, sale, 'reversed', 'reserved')),
      ),
    }),
    says: 'how the sale was settled',
  },
  {
    id: 'B30',
    name: 'a till that died while it printed voids the sale',
    foundWithin: 10,
    machines: machinesWith('terminal', {
      resume: apply(misled(terminal.resume, (context) => tilledAs(context, 'printing', 'received'))),
    }),
    says: 'what a till prints that died in printing',
  },
  {
    id: 'B31',
    name: 'a server does not see that a request has other content',
    foundWithin: 10,
    machines: machinesWith('server', {
      requestSale: apply(
        misled(server.requestSale, (context, event) => {
          const record = find(context, event.sale)?.record;
          if (record == null) return {};
          const { sku, dealer, account } = record;
          return { event: { ...event, sku, dealer, account } };
        }),
      ),
    }),
    says: 'answers to a request, its copy, and two of other content',
  },
  {
    id: 'B31',
    name: 'a reprint looks like a first print',
    foundWithin: 10,
    machines: machinesWith('terminal', {
      reprint: apply(
        changed(terminal.reprint, (outcome) =>
          withEach(outcome, 'print.requested', (message) => ({ ...message, isCopy: false })),
        ),
      ),
    }),
    says: 'what was printed',
  },
  {
    id: 'B31',
    name: 'a sale that is final is unknown to who asks about it',
    foundWithin: null,
    machines: machinesWith('server', {
      reportSale: apply(
        changed(server.reportSale, (outcome) =>
          withEach(outcome, 'sale.reported', (message) =>
            message.status === 'sold' ? { ...message, status: 'unknown', ranges: [] } : message,
          ),
        ),
      ),
    }),
    says: 'a sale that was confirmed',
  },
  {
    id: 'B32',
    name: 'a reversal is said once',
    foundWithin: 10,
    machines: machinesWith('terminal', {
      repeat: apply(
        changed(terminal.repeat, (outcome, { sales }, { alarm }) => {
          const sale = sales.find(({ number }) => String(number) === alarm);
          return sale?.stage === 'reversing' ? silent(outcome, 'sale.reversed') : outcome;
        }),
      ),
    }),
    says: 'reversals after 1 were lost',
  },
  {
    id: 'B32',
    name: 'a server acknowledges the reversal of a sale that it has not seen, and forgets it',
    foundWithin: 40,
    machines: withoutTombstones,
    says: 'the answer to the late request',
  },
  {
    id: 'B33',
    name: 'every reversed PIN goes back to the shelf',
    foundWithin: 10,
    machines: machinesWith('server', {
      reverseSale: apply(
        misled(server.reverseSale, (_, event) => ({ event: { ...event, isUnshown: true } })),
      ),
    }),
    says: 'the PIN of a till that died with it',
  },
  {
    id: 'B33',
    name: 'a reservation without an answer goes back to the shelf',
    foundWithin: 10,
    machines: machinesWith('server', {
      suspectSale: apply(
        changed(server.suspectSale, (outcome) =>
          withEach(outcome, 'reservation.closed', (message) => ({ ...message, fate: 'restocked' })),
        ),
      ),
    }),
    says: 'the PIN at its deadline',
  },
  {
    id: 'B33',
    name: 'a reservation without an answer stays as it is',
    foundWithin: 10,
    machines: machinesWith('server', { suspectSale: apply(nothing<ServerContext>) }),
    says: 'the PIN at its deadline',
  },
  {
    id: 'B37',
    name: 'a server sends the secret along with the PIN',
    foundWithin: 10,
    machines: machinesWith('server', {
      grantSale: apply(
        changed(server.grantSale, (outcome) =>
          withEach(
            outcome,
            'sale.granted',
            (message) => ({ ...message, secrets: secretsOf(message.ranges) }) as Message,
          ),
        ),
      ),
    }),
    says: 'secrets in messages',
  },
  {
    id: 'B37',
    name: 'a till keeps the secret for a reprint',
    foundWithin: 10,
    machines: machinesWith('terminal', {
      confirm: apply(
        changed(terminal.confirm, ({ patch, messages }) => {
          if (patch?.last == null) return { patch, messages };
          const last = { ...patch.last, secrets: secretsOf(patch.last.ranges) };
          return { patch: { ...patch, last }, messages };
        }),
      ),
    }),
    says: 'secrets in contexts',
  },
  {
    id: 'B38',
    name: 'an inventory does not say that a PIN is issued',
    foundWithin: 10,
    machines: machinesWith('inventory', {
      closeReservation: apply(
        changed(inventory.closeReservation, (outcome) => silent(outcome, 'pins.issued')),
      ),
    }),
    says: 'the life of a PIN',
  },
];
