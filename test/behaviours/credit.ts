import { expect } from 'vitest';
import { CUSTOMERS } from '#machines/protocol';
import type { NetworkMachines } from '#src/network/machines';
import { SmallNetwork } from '../support/smallNetwork.ts';
import { smallTopology } from '../support/smallTopology.ts';
import type { Behaviour } from './behaviour.ts';

const ANN = {
  name: 'ann',
  isBlocked: false,
  creditLimitCents: 1000,
  commissionBasisPoints: { card: 500, gift: 1000 },
};

/** Two SKUs for one shelf, with other prices and other commissions; ann may owe 1000 cents at each server. */
function start(machines: NetworkMachines): SmallNetwork {
  const products = [
    { sku: 'card', priceCents: 400, kind: 'stock', variety: 'day' },
    { sku: 'gift', priceCents: 300, kind: 'stock', variety: 'day' },
  ] as const;
  return new SmallNetwork(machines, smallTopology({ dealer: 'ann', more: { dealers: [ANN], products } }));
}

function books(network: SmallNetwork) {
  const { accounts, holds } = network.context('dealers', 'north/dealers');
  const { heldCents, owedCents, postedCents, commissionCents } = accounts[0]!;
  return {
    held: heldCents,
    owed: owedCents,
    posted: postedCents,
    commission: commissionCents,
    open: holds.length,
  };
}

/** Dealers' credit and commission: B34. */
export const credit: readonly Behaviour[] = [
  {
    id: 'B34',
    title: 'credit is held at reservation, posted less commission at confirmation, released at reversal',
    run(machines) {
      const network = start(machines);
      network.customer = () => null;
      network.ask('north:1', 'card');
      network.settle(2);
      expect(books(network), 'with a PIN reserved').toEqual({
        held: 400,
        owed: 0,
        posted: 0,
        commission: 0,
        open: 1,
      });
      const person = { to: 'north:1', from: CUSTOMERS };
      network.hand({ type: 'payment.taken', ...person, sale: { terminal: 'north:1', number: 1 } });
      network.hand({ type: 'print.finished', ...person, sale: { terminal: 'north:1', number: 1 } });
      network.settle(2);
      const afterSale = { held: 0, owed: 380, posted: 400, commission: 20, open: 0 };
      expect(books(network), 'with the sale confirmed').toEqual(afterSale);
      network.ask('north:1', 'gift');
      network.settle(2);
      expect(books(network).held, 'cents held for the second sale').toBe(300);
      network.hand({ type: 'payment.failed', ...person, sale: { terminal: 'north:1', number: 2 } });
      network.settle(2);
      expect(books(network), 'with the second sale reversed').toEqual(afterSale);
    },
  },
  {
    id: 'B34',
    title: 'a sale for which credit is used up is refused; commission is by dealer and product',
    run(machines) {
      const network = start(machines);
      network.serve('north:1', 'card');
      network.serve('north:2', 'gift');
      // 400 - 20 and 300 - 30.
      expect(books(network).owed, 'cents owed after two sales').toBe(650);
      expect(books(network).commission, 'cents of commission').toBe(50);
      network.serve('north:1', 'card');
      expect(network.said('customer.refused').at(-1)?.reason, 'a third sale beyond the limit').toBe(
        'credit is used up',
      );
      expect(network.stock('north/day').onHand, 'PINs at north').toBe(4);
      network.serve('north:1', 'gift');
      expect(books(network), 'after a third sale within the limit').toEqual({
        held: 0,
        owed: 920,
        posted: 1000,
        commission: 80,
        open: 0,
      });
      network.serve('south:1', 'card');
      expect(network.printed('south:1').length, 'sales at south, where he owes nothing').toBe(1);
      const payment = { to: 'north/dealers', from: 'operator', dealer: 'ann', number: 1, amountCents: 500 };
      network.hand({ type: 'dealer.paid', ...payment });
      network.hand({ type: 'dealer.paid', ...payment });
      expect(books(network).owed, 'cents owed after one payment that was told twice').toBe(420);
      network.serve('north:1', 'card');
      expect(books(network).posted, 'cents posted after the payment').toBe(1400);
    },
  },
];
