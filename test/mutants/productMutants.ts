import * as account from '#machines/account';
import { apply } from '#machines/apply';
import * as conduit from '#machines/conduitRules';
import * as generator from '#machines/generator';
import type { Message, SaleReference } from '#machines/protocol';
import * as server from '#machines/serverRules';
import * as supplyInterface from '#machines/supplyInterfaceRules';
import type { SupplyInterfaceContext } from '#machines/supplyInterfaceRules';
import { newBook } from '#src/domain/horizon';
import { isSameSale } from '#src/domain/sale';
import type { PinRange } from '#src/domain/pinRange';
import { UNTRIED } from '#src/policy/routing';
import { BLUE } from '../support/productTopology.ts';
import { changed, misled, withMessages } from './mutant.ts';
import { machinesWith, nothing, silent } from './rowMutant.ts';
import type { RowMutant } from './rowMutant.ts';

const anonymous = (ranges: readonly PinRange[]) => ranges.map((range) => ({ ...range, lot: 'own' }));

/** B15 to B20 and B23. */
export const productMutants: readonly RowMutant[] = [
  {
    id: 'B15',
    name: 'value is added as often as it is asked for',
    machines: machinesWith('account', {
      insertValue: apply(
        misled(account.insertValue, (context) => ({
          context: { ...context, books: context.books.map(({ source }) => newBook(source)) },
        })),
      ),
    }),
    says: 'after a purchase whose every message came three times',
  },
  {
    id: 'B15',
    name: 'value stays in the account of a customer who did not pay',
    machines: machinesWith('account', {
      withdrawValue: apply(changed(account.withdrawValue, ({ messages }) => ({ patch: null, messages }))),
    }),
    says: 'after a customer who did not pay',
  },
  {
    id: 'B16',
    name: 'an account that cannot be read is taken for another',
    machines: machinesWith('conduit', {
      requestProduct: apply(
        misled(conduit.requestProduct, (_, event) => ({
          event: event.sku === 'talk' ? { ...event, account: BLUE } : event,
        })),
      ),
    }),
    says: 'an account with a digit too few',
  },
  {
    id: 'B16',
    name: 'a later purchase replaces the value of the earlier one',
    machines: machinesWith('account', {
      insertValue: apply(
        changed(account.insertValue, ({ patch, messages }, _, event) => {
          if (patch?.balances === undefined) return { patch, messages };
          const { account: number, valueCents: balanceCents } = event;
          const balances = patch.balances.map((one) =>
            one.account === number ? { ...one, balanceCents } : one,
          );
          return { patch: { ...patch, balances }, messages };
        }),
      ),
    }),
    says: 'accounts of blue',
  },
  {
    id: 'B16',
    name: 'whose number it is does not matter',
    machines: machinesWith('conduit', {
      requestProduct: apply(
        misled(conduit.requestProduct, (context) => {
          const products = context.plan.products.map((product) => ({
            ...product,
            offers: product.offers.map((offer) => ({ ...offer, operator: null })),
          }));
          return { context: { ...context, plan: { ...context.plan, products } } };
        }),
      ),
    }),
    says: 'accounts of blue',
  },
  {
    id: 'B17',
    name: 'every product is activated',
    machines: machinesWith('conduit', {
      requestProduct: apply(
        changed(conduit.requestProduct, (outcome) =>
          withMessages(outcome, (message) => {
            if (message.type !== 'transaction.ordered') return [message];
            const { request, product, valueCents } = message.transaction;
            return [{ ...message, transaction: { kind: 'activate', request, product, valueCents } }];
          }),
        ),
      ),
    }),
    says: 'transactions',
  },
  {
    id: 'B18',
    name: 'the dearest supplier is asked first',
    machines: machinesWith('conduit', {
      requestProduct: apply(
        misled(conduit.requestProduct, (context) => {
          const products = context.plan.products.map((product) => ({
            ...product,
            offers: product.offers.map((offer) => ({ ...offer, costCents: -offer.costCents })),
          }));
          return { context: { ...context, plan: { ...context.plan, products } } };
        }),
      ),
    }),
    says: 'whom three kinds of products were ordered from',
  },
  {
    id: 'B18',
    name: 'when a supplier fails no other is asked',
    machines: machinesWith('conduit', {
      failOver: apply(
        misled(conduit.failOver, (context) => {
          const open = context.open.map((entry) => ({
            ...entry,
            offers: entry.offers.filter(({ supply }) => entry.tried.includes(supply)),
          }));
          return { context: { ...context, open } };
        }),
      ),
    }),
    says: 'whom a game was ordered from in an outage',
  },
  {
    id: 'B18',
    name: 'how suppliers have fared is forgotten',
    machines: machinesWith('conduit', {
      requestProduct: apply(
        misled(conduit.requestProduct, (context) => ({
          context: { ...context, health: context.health.map(() => UNTRIED) },
        })),
      ),
    }),
    says: 'whom the next game was ordered from',
  },
  {
    id: 'B19',
    name: 'a delivery does not come back',
    machines: machinesWith('conduit', {
      deliverProduct: apply(
        changed(conduit.deliverProduct, (outcome) => silent(outcome, 'product.delivered')),
      ),
    }),
    says: 'what was printed where',
  },
  {
    id: 'B19',
    name: 'a refusal does not come back',
    machines: machinesWith('conduit', {
      failOver: apply(changed(conduit.failOver, (outcome) => silent(outcome, 'product.refused'))),
    }),
    says: 'what a customer hears whose account the supplier does not know',
  },
  {
    id: 'B19',
    name: 'what is revoked is forgotten, not undone',
    machines: machinesWith('supplyInterface', {
      revoke: apply(
        changed(supplyInterface.revoke, ({ messages }, context, { request }) => ({
          patch: { open: without(context, request) },
          messages: messages.filter(({ type }) => type === 'transaction.undone'),
        })),
      ),
    }),
    says: 'activations undone at the supplier',
  },
  {
    id: 'B20',
    name: 'a PIN that was activated for a customer goes on the shelf',
    machines: machinesWith('server', {
      takeProduct: apply(
        changed(server.takeProduct, (outcome) =>
          withMessages(outcome, (message) =>
            message.type === 'pins.delivered' ? [{ ...message, sale: null }] : [message],
          ),
        ),
      ),
    }),
    says: 'PINs activated',
  },
  {
    id: 'B23',
    name: 'a generator draws the same PIN again',
    machines: machinesWith('generator', {
      drawPin: apply(
        changed(generator.drawPin, ({ patch, messages }, { nextSerials }) => ({
          patch: patch === null ? null : { ...patch, nextSerials },
          messages,
        })),
      ),
    }),
    says: 'PINs that two customers saw',
  },
  {
    id: 'B23',
    name: 'all generators draw from one lot',
    machines: machinesWith('generator', {
      drawPin: apply(
        changed(generator.drawPin, (outcome) =>
          withMessages(outcome, (message): readonly Message[] =>
            message.type === 'transaction.completed'
              ? [{ ...message, ranges: anonymous(message.ranges) }]
              : [message],
          ),
        ),
      ),
    }),
    says: 'PINs that two customers saw',
  },
  {
    id: 'B23',
    name: 'a PIN of a reversed sale is drawn again',
    machines: machinesWith('generator', {
      revokeDrawing: apply(
        changed(generator.revokeDrawing, ({ patch, messages }, { nextSerials }) => ({
          patch: { ...patch, nextSerials: nextSerials.map((serial) => serial - 1) },
          messages,
        })),
      ),
    }),
    says: 'PINs of a sale that was reversed and of the next one',
  },
  {
    id: 'B15',
    name: 'a product whose sale was reversed is not cancelled',
    machines: machinesWith('conduit', { cancelProduct: apply(nothing<ConduitState>) }),
    says: 'after a customer who did not pay',
  },
];

type ConduitState = Parameters<typeof conduit.cancelProduct>[0];

function without({ open }: SupplyInterfaceContext, request: SaleReference): SupplyInterfaceContext['open'] {
  return open.filter(({ transaction }) => !isSameSale(transaction.request, request));
}
