import { expect } from 'vitest';
import { counts, doubled } from '../support/census.ts';
import { pinsOf, SmallNetwork } from '../support/smallNetwork.ts';
import { smallTopology, upTo } from '../support/smallTopology.ts';
import type { Behaviour } from './behaviour.ts';

const RECALL = {
  type: 'recall.requested',
  from: 'hub',
  variety: 'day',
  receiver: 'hub/day',
  isEmergency: false,
} as const;

/** The network of PINs: B01 to B03, B05 to B08, B14. */
export const distribution: readonly Behaviour[] = [
  {
    id: 'B01',
    title: 'terminals get PINs of their own server, and the hub feeds every server',
    run(machines) {
      const levels = { 'north/day': upTo(2, 6), 'south/day': upTo(4, 9, 5) };
      const network = new SmallNetwork(machines, smallTopology({ levels }));
      network.serve('north:1', 'day', 2);
      network.serve('north:2', 'day', 2);
      network.serve('south:1', 'day', 3);
      const lots = (till: string) => network.printed(till).flatMap(({ ranges }) => pinsOf(ranges));
      expect(lots('north:1'), 'PINs printed at north:1').toEqual([
        'opening:north/day#1',
        'opening:north/day#2',
      ]);
      expect(lots('north:2'), 'PINs printed at north:2').toEqual([
        'opening:north/day#3',
        'opening:north/day#4',
      ]);
      expect(lots('south:1'), 'PINs printed at south:1').toEqual(
        [1, 2, 3].map((serial) => `opening:south/day#${serial}`),
      );
      expect(network.stock('north/day').onHand, 'PINs at north after the hub fed it').toBe(6);
      expect(network.stock('south/day').onHand, 'PINs at south after the hub fed it').toBe(7);
      expect(network.stock('hub/day').onHand, 'PINs left at the hub').toBe(100 - 4 - 5);
      expect(doubled(network), 'PINs in several places').toEqual([]);
    },
  },
  {
    id: 'B02',
    title: 'a server that is cut off from the hub sells what it holds, and is fed when the link is back',
    run(machines) {
      const levels = { 'north/day': upTo(2, 6), 'south/day': upTo(2, 6) };
      const network = new SmallNetwork(machines, smallTopology({ levels }));
      network.cut('hub', 'north');
      network.serve('north:1', 'day', 6);
      expect(network.printed('north:1').length, 'PINs that north sold while it was cut off').toBe(6);
      network.serve('north:2', 'day');
      expect(
        network.said('customer.refused').map(({ reason }) => reason),
        'why the next was refused',
      ).toEqual(['out of stock']);
      network.serve('south:1', 'day', 4);
      expect(network.stock('south/day').onHand, 'PINs at south, whose link is whole').toBe(6);
      network.pass(100);
      expect(network.stock('north/day').onHand, 'PINs at north while it is cut off').toBe(0);
      network.mend('hub', 'north');
      network.pass(20);
      // It had asked for 4 at a position of 2, and then sold 2 more.
      expect(network.stock('north/day').onHand, 'PINs at north after its link is back').toBe(4);
      network.serve('north:2', 'day');
      expect(network.printed('north:2').length, 'PINs sold after the cut').toBe(1);
    },
  },
  {
    id: 'B03',
    title: 'a server sends PINs back to the hub, which takes them in once',
    run(machines) {
      const levels = { 'north/day': upTo(0, 2, 6, 2) };
      const network = new SmallNetwork(machines, smallTopology({ levels }));
      network.hand({ ...RECALL, to: 'north/day', recall: 1, quantity: 3 });
      expect(counts(network)['on its way to hub/day'], 'PINs on their way to the hub').toBe(3);
      network.settle(2);
      expect(network.stock('north/day').onHand, 'PINs left at north').toBe(3);
      expect(network.stock('hub/day').onHand, 'PINs at the hub').toBe(103);
      const [sent] = network.stock('north/day').links;
      const taken = network.stock('hub/day').links.find(({ peer }) => peer === 'north/day')!;
      expect(sent!.returned.count, 'PINs that north sent back').toBe(3);
      expect(taken.returned, 'what the hub took back from north').toEqual(sent!.returned);
      expect(doubled(network), 'PINs in several places').toEqual([]);
    },
  },
  {
    id: 'B05',
    title: 'what the hub does not have it pulls from another server and passes on',
    run(machines) {
      const levels = {
        'hub/day': { initialOnHand: 1 },
        'north/day': upTo(2, 6),
        'south/day': upTo(1, 3, 9, 4),
      };
      const network = new SmallNetwork(machines, smallTopology({ levels }));
      network.serve('north:1', 'day', 4);
      expect(
        network.said('recall.requested').map(({ to, quantity }) => `${quantity} from ${to}`),
        'what the hub pulled for north',
      ).toEqual(['3 from south/day']);
      expect(network.stock('north/day').onHand, 'PINs at north').toBe(6);
      expect(network.stock('south/day').onHand, 'PINs left at south').toBe(6);
      expect(network.stock('hub/day').onHand, 'PINs left at the hub').toBe(0);
      expect(network.stock('hub/day').owed, 'PINs that the hub still owes').toBe(0);
    },
  },
  {
    id: 'B06',
    title: 'a donor gives only what it has above its high watermark when it answers',
    run(machines) {
      const levels = {
        'hub/day': { initialOnHand: 0 },
        'north/day': upTo(2, 6),
        'south/day': upTo(1, 3, 9, 4),
      };
      const network = new SmallNetwork(machines, smallTopology({ levels }));
      network.ask('north:1', 'day');
      network.ask('north:1', 'day');
      network.ask('north:2', 'day');
      network.ask('north:2', 'day');
      while (!network.waiting.some(({ type }) => type === 'recall.requested')) {
        network.hand(network.waiting.shift()!);
      }
      const recall = network.take('recall.requested');
      const comingIn = () => network.context('hub', 'hub').desks[0]!.recalls.map(({ quantity }) => quantity);
      expect(comingIn(), 'what the hub counts as coming in').toEqual([4]);
      network.serve('south:1', 'day', 3);
      network.hand(recall);
      const answer = network.next('recall.answered');
      expect(answer, 'the answer of south, which has sold 3 of its 9 since').toMatchObject({ quantity: 2 });
      expect(comingIn(), 'what the hub counts as coming in after the answer').toEqual([2]);
      expect(network.stock('south/day').onHand, 'PINs left at south, its high watermark').toBe(4);
      network.settle();
      expect(network.stock('north/day').onHand, 'PINs at north').toBe(4);
    },
  },
  {
    id: 'B06',
    title: 'the hub pulls only for a server at or under its low watermark',
    run(machines) {
      const levels = { 'hub/day': { initialOnHand: 0 }, 'south/day': upTo(1, 3, 9, 4) };
      for (const [onHand, isPulled] of [
        [3, false],
        [2, true],
        [1, true],
      ] as const) {
        const network = new SmallNetwork(machines, smallTopology({ levels }));
        network.hand({
          type: 'stock.requested',
          to: 'hub',
          from: 'north/day',
          variety: 'day',
          order: 1,
          quantity: 3,
          onHand,
          stockPosition: onHand + 3,
          lowWatermark: 2,
          isEmergency: false,
        });
        network.settle();
        const pulled = network.said('recall.requested').length > 0;
        expect(
          pulled,
          `whether the hub pulls for a server that has ${onHand} with a low watermark of 2`,
        ).toBe(isPulled);
      }
    },
  },
  {
    id: 'B07',
    title: 'each variety at each server has its own low watermark, and at or under it asks for that variety',
    run(machines) {
      const levels = {
        'north/day': upTo(2, 6),
        'north/week': upTo(4, 9, 6),
        'south/day': upTo(0, 5, 2),
        'south/week': upTo(5, 8),
      };
      const network = new SmallNetwork(machines, smallTopology({ varieties: ['day', 'week'], levels }));
      const asked = () => {
        network.settle();
        return network
          .said('stock.requested')
          .map(
            ({ from, variety, quantity, stockPosition }) =>
              `${from} ${variety} ${quantity} at ${stockPosition}`,
          );
      };
      network.serve('north:1', 'day', 3);
      network.serve('north:1', 'week', 1);
      network.serve('south:1', 'day', 1);
      network.serve('south:1', 'week', 2);
      expect(asked(), 'requests above the low watermarks').toEqual([]);
      network.serve('north:1', 'week');
      expect(asked(), 'requests at the low watermark of north/week').toEqual(['north/week week 5 at 4']);
      network.serve('north:1', 'day');
      expect(asked().slice(1), 'requests at the low watermark of north/day').toEqual([
        'north/day day 4 at 2',
      ]);
      network.serve('south:1', 'week');
      network.serve('south:1', 'day');
      expect(asked().slice(2), 'requests of south').toEqual([
        'south/week week 3 at 5',
        'south/day day 5 at 0',
      ]);
      expect(network.stock('hub/day').onHand, 'PINs of day left at the hub').toBe(100 - 4 - 5);
      expect(network.stock('hub/week').onHand, 'PINs of week left at the hub').toBe(100 - 5 - 3);
    },
  },
  {
    id: 'B08',
    title: "stock at each server is kept at that server's own desired level",
    run(machines) {
      const levels = { 'north/day': upTo(5, 6), 'south/day': upTo(3, 11, 11) };
      const network = new SmallNetwork(machines, smallTopology({ levels }));
      for (let customer = 1; customer <= 16; customer++) {
        network.serve('north:1', 'day');
        network.serve('south:1', 'day');
        const { onHand } = network.stock('north/day');
        expect(onHand, `PINs at north, desired 6, after customer ${customer}`).toBe(6);
        const south = network.stock('south/day').onHand;
        expect(south, `PINs at south, desired 11, after customer ${customer}`).toBe(11 - (customer % 8));
      }
    },
  },
  {
    id: 'B14',
    title: 'the hub asks for PINs back and the server sends them, once however often it is asked',
    run(machines) {
      const levels = { 'north/day': upTo(0, 2, 6, 2) };
      const network = new SmallNetwork(machines, smallTopology({ levels }));
      const ask = (recall: number, quantity: number) =>
        network.hand({ ...RECALL, to: 'north/day', recall, quantity });
      ask(1, 3);
      ask(1, 3);
      network.settle();
      const answers = () => network.said('recall.answered').map(({ recall, quantity }) => [recall, quantity]);
      expect(answers(), 'answers to one recall, asked twice').toEqual([
        [1, 3],
        [1, 3],
      ]);
      expect(network.stock('hub/day').onHand, 'PINs at the hub after the first recall').toBe(103);
      ask(2, 5);
      ask(1, 3);
      network.settle();
      expect(answers().slice(2), 'answers to a second recall and a late copy of the first').toEqual([[2, 1]]);
      expect(network.stock('north/day').onHand, 'PINs left at north, its high watermark').toBe(2);
      expect(network.stock('hub/day').onHand, 'PINs at the hub').toBe(104);
    },
  },
];
