import { expect } from 'vitest';
import type { TransferShipped } from '#machines/protocol';
import { doubled } from '../support/census.ts';
import { SmallNetwork } from '../support/smallNetwork.ts';
import { smallTopology, TIMING, upTo } from '../support/smallTopology.ts';
import type { Behaviour } from './behaviour.ts';

/** What the hub buys (B10), and what servers ask it for: on demand (B12), and in advance (B13). */
export const supply: readonly Behaviour[] = [
  {
    id: 'B10',
    title: 'what the hub hands out makes it buy: at a watermark, or after everything that leaves',
    run(machines) {
      for (const [low, lots] of [
        [10, [12]],
        [19, [4, 4, 4]],
      ] as const) {
        const levels = { 'hub/day': upTo(low, 20), 'north/day': upTo(2, 6) };
        const network = new SmallNetwork(machines, smallTopology({ levels }));
        network.serve('north:1', 'day', 12);
        const bought = network.said('stock.requested').filter(({ to }) => to === 'mint');
        expect(
          bought.map(({ quantity }) => quantity),
          `what the hub buys with a low watermark of ${low}`,
        ).toEqual(lots);
        expect(network.stock('hub/day').onHand, 'PINs at the hub').toBe(20);
      }
    },
  },
  {
    id: 'B10',
    title: 'a supplier may deliver in part, late and twice',
    run(machines) {
      const levels = { 'hub/day': upTo(5, 10, 5) };
      const network = new SmallNetwork(machines, smallTopology({ levels }));
      network.hand({ type: 'review.due', to: 'hub/day', from: 'operator' });
      const { order, quantity } = network.take('stock.requested') as { order: number; quantity: number };
      expect(quantity, 'what the hub buys').toBe(5);
      const lot = (number: number, count: number): TransferShipped => ({
        type: 'transfer.shipped',
        to: 'hub/day',
        from: 'mint',
        variety: 'day',
        number,
        ranges: [{ lot: `mint:day:${number}`, first: 1, count }],
        count,
        reason: 'purchase',
        order,
      });
      network.hand(lot(1, 2));
      network.hand(lot(1, 2));
      expect(network.stock('hub/day').onHand, 'PINs after a part that came twice').toBe(7);
      expect(network.stock('hub/day').onOrder, 'PINs still on order').toBe(3);
      network.hand(lot(2, 3));
      expect(network.stock('hub/day').onHand, 'PINs after the rest').toBe(10);
      expect(network.stock('hub/day').openOrders, 'open orders').toEqual([]);
      network.hand(lot(1, 2));
      expect(network.stock('hub/day').onHand, 'PINs after a late copy').toBe(10);
    },
  },
  {
    id: 'B10',
    title: 'a supplier that does not deliver is asked again, and in the end another one is',
    run(machines) {
      const levels = { 'hub/day': upTo(5, 10, 5) };
      const network = new SmallNetwork(machines, smallTopology({ levels, suppliers: ['mint', 'press'] }));
      network.cut('hub', 'mint');
      network.hand({ type: 'review.due', to: 'hub/day', from: 'operator' });
      network.pass(20 * TIMING.repeatAfter);
      expect(network.stock('hub/day').onHand, 'PINs at the hub whose first supplier is silent').toBe(10);
      const asked = network.said('stock.requested').map(({ to }) => to);
      expect(new Set(asked), 'suppliers that were asked').toEqual(new Set(['mint', 'press']));
      network.mend('hub', 'mint');
      const refusing = new SmallNetwork(machines, smallTopology({ levels, suppliers: ['mint', 'press'] }));
      refusing.hand({ type: 'review.due', to: 'hub/day', from: 'operator' });
      refusing.take('stock.requested');
      const refusal = { to: 'hub/day', from: 'mint', variety: 'day', order: 1, missing: 5 } as const;
      refusing.hand({ type: 'stock.refused', ...refusal });
      refusing.settle();
      expect(refusing.stock('hub/day').onHand, 'PINs at the hub whose first supplier refuses').toBe(10);
    },
  },
  {
    id: 'B12',
    title: 'a server without a PIN asks the hub for it and then serves the customer who waits',
    run(machines) {
      const levels = { 'north/day': { initialOnHand: 0 } };
      const network = new SmallNetwork(machines, smallTopology({ levels, unmet: 'fetch' }));
      network.ask('north:1', 'day');
      network.ask('north:2', 'day');
      network.next('sale.requested');
      network.next('sale.requested');
      expect(network.said('sale.delayed').length, 'customers who were told to wait').toBe(2);
      const asked = network.said('stock.requested').map(({ quantity }) => quantity);
      expect(asked, 'PINs asked for, one a customer').toEqual([1, 1]);
      network.settle();
      const tills = network.printed().map(({ from }) => from);
      expect(tills, 'tills whose customers were served, first come first').toEqual(['north:1', 'north:2']);
      expect(network.stock('hub/day').onHand, 'PINs left at the hub').toBe(98);
      expect(network.stock('north/day').owed, 'customers who still wait').toBe(0);
      expect(doubled(network), 'PINs in several places').toEqual([]);
    },
  },
  {
    id: 'B13',
    title: 'a server asks in advance, so that its customers never meet an empty shelf',
    run(machines) {
      const network = new SmallNetwork(machines, smallTopology({ levels: { 'north/day': upTo(3, 6) } }));
      for (let customer = 1; customer <= 20; customer++) {
        network.ask('north:1', 'day');
        network.next('sale.requested');
        network.next('sale.granted');
        network.next('sale.confirmed');
        network.next('sale.settled');
        // Two customers come while a request is answered.
        if (customer % 2 === 0) network.settle();
      }
      const asked = network.said('stock.requested').filter(({ onHand }) => onHand > 0);
      expect(asked.length, 'requests made while there was stock').toBe(6);
      expect(network.stock('north/day').lost, 'customers lost').toBe(0);
      expect(network.stock('north/day').stockouts, 'times that the shelf was empty').toBe(0);
      expect(network.printed().length, 'PINs sold').toBe(20);
    },
  },
];
