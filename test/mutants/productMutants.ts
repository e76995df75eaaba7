import * as account from '#machines/account';
import { apply } from '#machines/apply';
import type { ConduitContext, ProductOffer } from '#machines/conduitContext';
import * as conduit from '#machines/conduitRules';
import * as generator from '#machines/generator';
import type { SaleReference } from '#machines/protocol';
import * as server from '#machines/serverRules';
import * as supplyInterface from '#machines/supplyInterfaceRules';
import type { SupplyInterfaceContext } from '#machines/supplyInterfaceRules';
import { readAccountNumber } from '#src/domain/accountNumber';
import { newBook } from '#src/domain/horizon';
import { isSameSale } from '#src/domain/sale';
import type { PinRange } from '#src/domain/pinRange';
import { UNTRIED } from '#src/policy/routing';
import { changed, misled, withEach, withMessages } from './mutant.ts';
import { machinesWith, nothing, silent } from './rowMutant.ts';
import type { RowMutant } from './rowMutant.ts';

const anonymous = (ranges: readonly PinRange[]) => ranges.map((range) => ({ ...range, lot: 'own' }));

/** The context of a conduit that takes all its offers for others. */
function withOffers(
  context: ConduitContext,
  change: (offer: ProductOffer) => Partial<ProductOffer>,
): { readonly context: ConduitContext } {
  const products = context.plan.products.map((product) => ({
    ...product,
    offers: product.offers.map((offer) => ({ ...offer, ...change(offer) })),
  }));
  return { context: { ...context, plan: { ...context.plan, products } } };
}

/** B15 to B20 and B23. */
export const productMutants: readonly RowMutant[] = [
  {
    id: 'B15',
    name: 'value is added as often as it is asked for',
    foundWithin: 20,
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
    foundWithin: 20,
    machines: machinesWith('account', {
      withdrawValue: apply(changed(account.withdrawValue, ({ messages }) => ({ patch: null, messages }))),
    }),
    says: 'after a customer who did not pay',
  },
  {
    id: 'B16',
    name: 'an account that cannot be read is taken for another',
    foundWithin: 20,
    machines: machinesWith('conduit', {
      requestProduct: apply(
        misled(conduit.requestProduct, ({ plan: { numberRanges } }, event) => {
          const [range] = numberRanges;
          if (range === undefined || readAccountNumber(numberRanges, event.account ?? '').isValid) return {};
          return { event: { ...event, account: range.prefix.padEnd(range.lengths[0]!, '1') } };
        }),
      ),
    }),
    says: 'an account with a digit too few',
  },
  {
    id: 'B16',
    name: 'a later purchase replaces the value of the earlier one',
    foundWithin: 20,
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
    foundWithin: null,
    machines: machinesWith('conduit', {
      requestProduct: apply(
        misled(conduit.requestProduct, (context) => withOffers(context, () => ({ operator: null }))),
      ),
    }),
    says: 'accounts of blue',
  },
  {
    id: 'B17',
    name: 'every product is activated',
    foundWithin: null,
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
    foundWithin: null,
    machines: machinesWith('conduit', {
      requestProduct: apply(
        misled(conduit.requestProduct, (context) =>
          withOffers(context, ({ costCents }) => ({ costCents: -costCents })),
        ),
      ),
    }),
    says: 'whom three kinds of products were ordered from',
  },
  {
    id: 'B18',
    name: 'when a supplier fails no other is asked',
    foundWithin: null,
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
    foundWithin: null,
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
    foundWithin: 20,
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
    foundWithin: 40,
    machines: machinesWith('conduit', {
      failOver: apply(changed(conduit.failOver, (outcome) => silent(outcome, 'product.refused'))),
    }),
    says: 'what a customer hears whose account the supplier does not know',
  },
  {
    id: 'B19',
    name: 'what is revoked is forgotten, not undone',
    foundWithin: 10,
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
    foundWithin: 20,
    machines: machinesWith('server', {
      takeProduct: apply(
        changed(server.takeProduct, (outcome) =>
          withEach(outcome, 'pins.delivered', (message) => ({ ...message, sale: null })),
        ),
      ),
    }),
    says: 'PINs activated',
  },
  {
    id: 'B23',
    name: 'a generator draws the same PIN again',
    foundWithin: 10,
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
    foundWithin: 10,
    machines: machinesWith('generator', {
      drawPin: apply(
        changed(generator.drawPin, (outcome) =>
          withEach(outcome, 'transaction.completed', (message) => ({
            ...message,
            ranges: anonymous(message.ranges),
          })),
        ),
      ),
    }),
    says: 'PINs that two customers saw',
  },
  {
    id: 'B23',
    name: 'a PIN of a reversed sale is drawn again',
    foundWithin: 10,
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
    foundWithin: 10,
    machines: machinesWith('conduit', { cancelProduct: apply(nothing<ConduitContext>) }),
    says: 'after a customer who did not pay',
  },
];

function without({ open }: SupplyInterfaceContext, request: SaleReference): SupplyInterfaceContext['open'] {
  return open.filter(({ transaction }) => !isSameSale(transaction.request, request));
}
