import { expect } from 'vitest';
import { doubled } from '../support/census.ts';
import { SmallNetwork } from '../support/smallNetwork.ts';
import { smallTopology, TIMING, upTo } from '../support/smallTopology.ts';
import type { Behaviour } from './behaviour.ts';

const noOne = () => null;
const ALWAYS_LONG_ENOUGH = 5 * TIMING.repeatAfter;

/** Going offline in good order: B04 a server, B09 the hub. */
export const drains: readonly Behaviour[] = [
  {
    id: 'B04',
    title: 'a server that drains takes no new sale, finishes open ones, and only then is offline',
    run(machines) {
      const network = new SmallNetwork(machines, smallTopology({ levels: { 'north/day': upTo(2, 6) } }));
      network.customer = noOne;
      network.ask('north:1', 'day');
      network.settle();
      network.order('drain.ordered', 'north');
      network.ask('north:2', 'day');
      network.settle();
      expect(
        network.said('customer.refused').map(({ reason }) => reason),
        'why a customer of a server that drains is refused',
      ).toEqual(['server is draining']);
      expect(network.value('north'), 'north with an open reservation').toBe('draining');
      expect(network.said('node.drained'), 'what the operator hears of an open reservation').toEqual([]);
      const sale = { terminal: 'north:1', number: 1 };
      const till = { to: 'north:1', from: 'customers', sale };
      network.hand({ type: 'payment.taken', ...till });
      network.hand({ type: 'print.finished', ...till });
      network.settle();
      expect(network.said('pins.issued').length, 'sales finished while north drained').toBe(1);
      expect(network.value('north'), 'north after its last sale').toBe('offline');
      expect(
        network.said('node.drained').map(({ count }) => count),
        'PINs given back as the operator hears',
      ).toEqual([5]);
      expect(network.stock('hub/day').onHand, 'PINs at the hub').toBe(105);
      expect(network.stock('north/day').onHand, 'PINs left at north').toBe(0);
    },
  },
  {
    id: 'B04',
    title: "a server is offline only when the hub's receipt, count and hash, matches what it sent",
    run(machines) {
      const network = new SmallNetwork(machines, smallTopology());
      network.order('drain.ordered', 'north');
      network.next('requests.withdrawn');
      network.next('requests.cleared');
      network.take('transfer.shipped');
      network.settle();
      expect(network.value('north'), 'north while the PINs that it sent back are lost').toBe('draining');
      const { count, print } = network.stock('north/day').links[0]!.returned;
      const wrong = { to: 'north/day', from: 'hub/day', variety: 'day' } as const;
      network.ring('north/day');
      network.next('transfer.shipped');
      network.next('transfer.acknowledged');
      network.hand({ type: 'receipt.given', ...wrong, count: count - 1, print });
      network.hand({ type: 'receipt.given', ...wrong, count, print: print + 1 });
      expect(network.value('north'), 'north after receipts that do not match').toBe('draining');
      network.pass(ALWAYS_LONG_ENOUGH);
      const receipt = network.said('receipt.given').at(-1)!;
      expect([receipt.count, receipt.print], 'the receipt of the hub').toEqual([6, print]);
      expect(network.value('north'), 'north after a receipt that matches').toBe('offline');
      expect(network.stock('hub/day').onHand, 'PINs at the hub').toBe(106);
      expect(doubled(network), 'PINs in several places').toEqual([]);
    },
  },
  {
    id: 'B04',
    title: 'a drain can be cancelled, and a server that returns is stocked and sells',
    run(machines) {
      const network = new SmallNetwork(machines, smallTopology({ levels: { 'north/day': upTo(2, 6) } }));
      network.order('drain.ordered', 'north');
      network.order('drain.cancelled', 'north');
      network.pass(ALWAYS_LONG_ENOUGH);
      expect(network.value('north'), 'north after the drain was cancelled').toBe('online');
      expect(network.stock('north/day').onHand, 'PINs at north after the drain was cancelled').toBe(6);
      network.serve('north:1', 'day');
      network.order('drain.ordered', 'north');
      network.pass(ALWAYS_LONG_ENOUGH);
      expect(network.value('north'), 'north after a drain').toBe('offline');
      network.order('return.ordered', 'north');
      network.pass(ALWAYS_LONG_ENOUGH);
      network.serve('north:1', 'day');
      expect(network.value('north'), 'north after its return').toBe('online');
      expect(network.printed().length, 'PINs sold after the cancelled drain and after the return').toBe(2);
      expect(network.stock('north/day').onHand, 'PINs at north after its return and a sale').toBe(5);
      expect(doubled(network), 'PINs in several places').toEqual([]);
    },
  },
  {
    id: 'B09',
    title: 'a hub that goes offline shares what it has out so that the network lasts longest',
    run(machines) {
      const levels = {
        'hub/day': { initialOnHand: 10 },
        'north/day': upTo(0, 8, 1),
        'south/day': upTo(0, 4, 5),
      };
      const network = new SmallNetwork(machines, smallTopology({ levels }));
      network.order('drain.ordered', 'hub');
      expect(network.value('hub'), 'the hub before it is empty').toBe('draining');
      network.settle();
      // Sixteen PINs, and north sells twice as fast as south: 10.67 and 5.33.
      expect(network.stock('north/day').onHand, 'PINs at north').toBe(11);
      expect(network.stock('south/day').onHand, 'PINs at south').toBe(5);
      expect(network.stock('hub/day').onHand, 'PINs left at the hub').toBe(0);
      expect(network.value('hub'), 'the hub when it is empty').toBe('offline');
      expect(network.said('node.drained').length, 'what the operator hears').toBe(1);
    },
  },
  {
    id: 'B09',
    title: 'a hub that returns takes up where it left off, and a drain of it can be cancelled',
    run(machines) {
      const levels = {
        'hub/day': upTo(0, 20, 4),
        'north/day': upTo(2, 6),
        'south/day': upTo(-1, 6),
      };
      const network = new SmallNetwork(machines, smallTopology({ levels }));
      network.order('drain.ordered', 'hub');
      network.order('drain.cancelled', 'hub');
      network.pass(ALWAYS_LONG_ENOUGH);
      expect(network.value('hub'), 'the hub after a cancelled drain').toBe('online');
      expect(network.stock('hub/day').onHand, 'PINs at the hub after a cancelled drain').toBe(4);
      network.order('drain.ordered', 'hub');
      network.pass(ALWAYS_LONG_ENOUGH);
      expect(network.value('hub'), 'the hub after a drain').toBe('offline');
      const before = network.stock('north/day').onHand;
      expect(before + network.stock('south/day').onHand, 'PINs at the servers').toBe(16);
      network.serve('north:1', 'day', before - 2);
      network.pass(ALWAYS_LONG_ENOUGH);
      expect(network.stock('north/day').onHand, 'PINs at north while the hub is offline').toBe(2);
      expect(network.said('transfer.shipped').filter(({ reason }) => reason === 'purchase')).toEqual([]);
      network.order('return.ordered', 'hub');
      network.pass(ALWAYS_LONG_ENOUGH);
      expect(network.value('hub'), 'the hub after its return').toBe('online');
      expect(network.stock('north/day').onHand, 'PINs at north after the return of the hub').toBe(6);
      expect(network.stock('hub/day').onHand, 'PINs at the hub after its return').toBe(20);
      expect(doubled(network), 'PINs in several places').toEqual([]);
    },
  },
  {
    id: 'B09',
    title: 'a hub that keeps no stock is offline at once, and the operator hears of it',
    run(machines) {
      const network = new SmallNetwork(machines, smallTopology({ varieties: [] }));
      network.order('drain.ordered', 'hub');
      expect(network.value('hub'), 'a hub without stock').toBe('offline');
      expect(
        network.said('node.drained').map(({ from, count }) => [from, count]),
        'what the operator hears of a hub without stock',
      ).toEqual([['hub', 0]]);
    },
  },
];
