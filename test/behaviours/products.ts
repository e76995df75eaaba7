import { expect } from 'vitest';
import { CUSTOMERS } from '#machines/protocol';
import type { NetworkMachines } from '#src/network/machines';
import { doubled } from '../support/census.ts';
import { BLUE, NOBODY, productTopology, RED } from '../support/productTopology.ts';
import { pinsOf, SmallNetwork } from '../support/smallNetwork.ts';
import { TIMING } from '../support/smallTopology.ts';
import type { Behaviour } from './behaviour.ts';

function start(machines: NetworkMachines, patient = false): SmallNetwork {
  return new SmallNetwork(machines, productTopology(patient));
}

function buy(network: SmallNetwork, sku: string, account: string | null = null, till = 'north:1'): void {
  network.ask(till, sku, account);
  network.settle();
}

function balances(network: SmallNetwork, supplier: string): Readonly<Record<string, number>> {
  const { balances: all } = network.context('account', `${supplier}/accounts`);
  return Object.fromEntries(all.map(({ account, balanceCents }) => [account, balanceCents]));
}

const reasons = (network: SmallNetwork) => network.said('customer.refused').map(({ reason }) => reason);
const printedPins = (network: SmallNetwork) => network.printed().flatMap(({ ranges }) => pinsOf(ranges));

/** Value for accounts (B15, B16) and products of several suppliers (B17 to B20). */
export const products: readonly Behaviour[] = [
  {
    id: 'B15',
    title: 'value is added to the named account exactly once, as part of the purchase',
    run(machines) {
      const network = start(machines);
      network.ask('north:1', 'talk', BLUE);
      network.settle(3);
      expect(balances(network, 'telco'), 'after a purchase whose every message came three times').toEqual({
        [BLUE]: 1000,
      });
      expect(network.printed().length, 'receipts').toBe(1);
      network.ask('north:2', 'talk', BLUE);
      network.next('sale.requested');
      network.nextWithoutAnswer('supply.requested');
      network.pass(TIMING.supplierPatience);
      expect(balances(network, 'telco'), 'after a purchase whose answer was lost once').toEqual({
        [BLUE]: 2000,
      });
      network.customer = () => null;
      buy(network, 'talk', BLUE);
      const sale = { terminal: 'north:1', number: 2 };
      network.hand({ type: 'payment.failed', to: 'north:1', from: CUSTOMERS, sale });
      network.settle(2);
      expect(balances(network, 'telco'), 'after a customer who did not pay').toEqual({ [BLUE]: 2000 });
    },
  },
  {
    id: 'B16',
    title: 'the account is entered at the till, read by its format, and later purchases add to it',
    run(machines) {
      const network = start(machines);
      buy(network, 'talk', '+47 11-22 3');
      expect(reasons(network), 'an account with a digit too few').toEqual(['account is not valid']);
      buy(network, 'talk', '99112233');
      buy(network, 'talk', '47112x33');
      buy(network, 'talk');
      expect(reasons(network).slice(1), 'accounts of no operator, with a letter, and none').toEqual(
        Array(3).fill('account is not valid'),
      );
      buy(network, 'day-card', BLUE);
      expect(network.printed().length, 'a card for which an account was typed in').toBe(1);
      buy(network, 'talk', '+47 11 22-33');
      expect(reasons(network).length, 'refusals').toBe(4);
      buy(network, 'talk', `+${BLUE.slice(0, 2)} ${BLUE.slice(2, 5)}-${BLUE.slice(5)}`, 'south:1');
      buy(network, 'talk', RED);
      buy(network, 'talk', BLUE);
      expect(balances(network, 'telco'), 'accounts of blue').toEqual({ [BLUE]: 3000 });
      expect(balances(network, 'rival'), 'accounts of red').toEqual({ [RED]: 1000 });
    },
  },
  {
    id: 'B17',
    title: 'a conduit makes a typed transaction of a request for any kind of product',
    run(machines) {
      const network = start(machines);
      buy(network, 'game');
      buy(network, 'talk', '47-11 22 33');
      buy(network, 'own');
      const request = (number: number) => ({ terminal: 'north:1', number });
      expect(
        network.said('transaction.ordered').map(({ transaction }) => transaction),
        'transactions',
      ).toEqual([
        { kind: 'activate', request: request(1), product: 'game', valueCents: 1500 },
        { kind: 'topUp', request: request(2), product: 'talk', valueCents: 1000, account: BLUE },
        { kind: 'generate', request: request(3), product: 'own', valueCents: 300 },
      ]);
      expect(network.printed().length, 'products delivered').toBe(3);
    },
  },
  {
    id: 'B18',
    title: 'products go through several supply interfaces, the cheapest first, the next one when it fails',
    run(machines) {
      const network = start(machines, true);
      const interfaces = () => network.said('transaction.ordered').map(({ to }) => to);
      buy(network, 'game');
      buy(network, 'talk', RED);
      buy(network, 'own');
      expect(interfaces(), 'whom three kinds of products were ordered from').toEqual([
        'north/to-telco',
        'north/to-rival',
        'north/generator',
      ]);
      network.hand({ type: 'outage.began', to: 'telco', from: 'operator' });
      buy(network, 'game');
      network.pass(3 * TIMING.supplierPatience);
      expect(interfaces().slice(3), 'whom a game was ordered from in an outage').toEqual([
        'north/to-telco',
        'north/to-rival',
      ]);
      expect(printedPins(network).at(-1), 'the PIN after a fail-over').toBe('rival:game#1');
      buy(network, 'game');
      expect(interfaces().slice(5), 'whom the next game was ordered from').toEqual(['north/to-rival']);
      network.hand({ type: 'outage.ended', to: 'telco', from: 'operator' });
      network.pass(3 * TIMING.supplierPatience);
      buy(network, 'game');
      expect(interfaces().slice(6), 'whom a game was ordered from after the outage').toEqual([
        'north/to-telco',
      ]);
      expect(network.context('conduit', 'north/conduit').failOvers, 'fail-overs').toBe(1);
    },
  },
  {
    id: 'B19',
    title: "the supplier's answer comes back to the caller, also a refusal",
    run(machines) {
      const network = start(machines);
      buy(network, 'game', null, 'north:2');
      expect(
        network.printed().map(({ from, ranges }) => `${pinsOf(ranges).join()} at ${from}`),
        'what was printed where',
      ).toEqual(['telco:game#1 at north:2']);
      buy(network, 'talk', NOBODY);
      expect(
        network.said('customer.refused').map(({ from, reason }) => `${from}: ${reason}`),
        'what a customer hears whose account the supplier does not know',
      ).toEqual(['north:1: supplier refused']);
      expect(balances(network, 'telco'), 'accounts').toEqual({});
    },
  },
  {
    id: 'B19',
    title: 'an answer that comes after the sale was given up is undone at the supplier',
    run(machines) {
      const network = start(machines);
      network.ask('north:1', 'game');
      network.next('sale.requested');
      network.next('supply.requested');
      const late = network.take('supply.delivered');
      for (const _ of [1, 2, 3]) network.ring('north:1');
      expect(reasons(network), 'what a customer hears whose supplier is slow').toEqual(['no answer']);
      network.settle();
      network.hand(late);
      network.pass(4 * TIMING.supplierPatience);
      expect(network.context('productSupplier', 'telco').voided, 'activations undone at the supplier').toBe(
        1,
      );
      expect(network.context('supplyInterface', 'north/to-telco').open, 'open transactions').toEqual([]);
      expect(network.context('conduit', 'north/conduit').open, 'open requests').toEqual([]);
      buy(network, 'game');
      expect(printedPins(network), 'PINs sold').toEqual(['telco:game#2']);
    },
  },
  {
    id: 'B20',
    title: 'PINs are bought in batches before they are sold, or activated one by one when they are',
    run(machines) {
      const network = start(machines);
      network.hand({
        type: 'stock.requested',
        to: 'mint',
        from: 'hub/day',
        variety: 'day',
        order: 1,
        quantity: 40,
        onHand: 100,
        stockPosition: 100,
        lowWatermark: 200,
        isEmergency: false,
      });
      network.settle();
      expect(network.stock('hub/day').onHand, 'PINs at the hub after a batch of 40').toBe(140);
      const telco = () => network.context('productSupplier', 'telco').activated;
      expect(telco(), 'activations before a sale').toBe(0);
      for (const sold of [1, 2, 3]) {
        buy(network, 'game');
        expect(telco(), `activations after ${sold} sales`).toBe(sold);
      }
      expect(printedPins(network), 'PINs activated').toEqual(
        [1, 2, 3].map((serial) => `telco:game#${serial}`),
      );
      expect(network.stock('north/game').sold, 'PINs that passed through the shelf of north').toBe(3);
      expect(network.stock('north/game').onHand, 'PINs on that shelf').toBe(0);
      expect(doubled(network), 'PINs in several places').toEqual([]);
    },
  },
];
