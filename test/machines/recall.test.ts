import { describe, expect, test } from 'vitest';
import type { HubContext } from '#machines/hub';
import { Router } from '../support/router.ts';

// North is short, south has more than its high watermark, and no supplier answers.
const HIGH = 5;
const shortNetwork = (southOnHand: number, central = 0) =>
  new Router({ 'south/day': { highWatermark: HIGH }, 'hub/day': { parent: 'nobody' } }, [
    central,
    6,
    southOnHand,
  ]);

const requestOf = (quantity: number, stockPosition: number) =>
  ({
    type: 'stock.requested',
    to: 'hub',
    from: 'north/day',
    variety: 'day',
    order: 9,
    quantity,
    onHand: stockPosition,
    stockPosition,
    lowWatermark: 2,
    isEmergency: false,
  }) as const;

const TO_THE_OFFER = [
  'stock.requested',
  'stock.allotted',
  'stock.withheld',
  'surplus.asked',
  'surplus.offered',
] as const;

describe('pulling PINs from one server for another', () => {
  test('B05 B14 a request that the hub cannot fill makes it request PINs back and pass them on', () => {
    const network = shortNetwork(20);
    network.demand('north/day', 4);
    network.settle();
    expect(network.sent('recall.requested')).toMatchObject([
      { to: 'south/day', from: 'hub', receiver: 'hub/day', quantity: 4 },
    ]);
    expect(
      network.sent('transfer.shipped').map(({ from, to, count, reason }) => [from, to, count, reason]),
    ).toEqual([
      ['south/day', 'hub/day', 4, 'recall'],
      ['hub/day', 'north/day', 4, 'order'],
    ]);
    expect(network.stock('north/day')).toMatchObject({ onHand: 6, onOrder: 0 });
    expect(network.stock('south/day')).toMatchObject({ onHand: 16, recalled: 4 });
    expect(network.stock('hub/day')).toMatchObject({ onHand: 0, owed: 0, recalled: 4 });
  });

  test('B06 a donor offers and gives only what it has above its high watermark', () => {
    const network = shortNetwork(HIGH + 2);
    network.demand('north/day', 4);
    network.settle();
    // What came back is too little, so the hub asks once more, in vain.
    expect(network.sent('surplus.offered')).toMatchObject([
      { from: 'south/day', surplus: 2 },
      { from: 'south/day', surplus: 0 },
    ]);
    expect(network.stock('south/day').onHand).toBe(HIGH);
    expect(network.stock('north/day').onHand).toBe(4);
  });

  test('B06 what counts is the moment of the answer: sales between offer and recall are not taken', () => {
    const network = shortNetwork(HIGH + 4);
    network.demand('north/day', 4);
    network.deliverOnly(...TO_THE_OFFER);
    expect(network.waiting).toMatchObject([{ type: 'recall.requested', quantity: 4 }]);
    network.demand('south/day', 3);
    network.settle();
    expect(network.sent('recall.answered')).toMatchObject([{ quantity: 1 }]);
    expect(network.stock('south/day').onHand).toBe(HIGH);
  });

  test('B06 the hub counts a recall as coming in: it does not ask again for what is under way', () => {
    const network = shortNetwork(20);
    network.demand('north/day', 4);
    network.deliverOnly(...TO_THE_OFFER);
    const desk = () => network.context<HubContext>('hub').desks[0]!;
    expect(desk().recalls).toMatchObject([{ donor: 'south/day', quantity: 4 }]);
    expect(desk().inquiry).toBeNull();
    // While its PINs are under way a donor is not asked again: one recall a donor.
    network.deliver(requestOf(3, 2));
    network.deliverOnly(...TO_THE_OFFER);
    expect(network.sent('surplus.asked')).toHaveLength(1);
    expect(desk().recalls.map(({ quantity }) => quantity)).toEqual([4]);
    // When they have come, what is missing on top makes the hub pull only that.
    network.settle();
    expect(network.sent('recall.requested').map(({ quantity }) => quantity)).toEqual([4, 3]);
    expect(network.stock('hub/day')).toMatchObject({ onHand: 0, owed: 0, recalled: 7 });
  });

  test('B06 a donor that turns out to have nothing is no longer counted on', () => {
    const network = shortNetwork(HIGH + 4);
    network.demand('north/day', 4);
    network.deliverOnly(...TO_THE_OFFER);
    network.demand('south/day', 4);
    network.settle();
    expect(network.sent('recall.answered')).toMatchObject([{ quantity: 0 }]);
    expect(network.context<HubContext>('hub').desks[0]).toMatchObject({
      recalls: [],
      waiting: [{ missing: 4 }],
    });
  });

  test('B06 the hub pulls only for a server at or under its low watermark', () => {
    for (const [stockPosition, asked] of [
      [2, 1],
      [3, 0],
    ] as const) {
      const network = shortNetwork(20);
      network.deliver(requestOf(3, stockPosition));
      network.deliverOnly(...TO_THE_OFFER);
      expect(network.sent('surplus.asked')).toHaveLength(asked);
    }
  });

  test('B05 a server without a high watermark is never asked, nor one that waits itself', () => {
    const network = new Router({ 'hub/day': { parent: 'nobody' } }, [0, 6, 20]);
    network.demand('north/day', 4);
    network.settle();
    expect(network.sent('surplus.asked')).toEqual([]);
    const both = shortNetwork(6);
    both.demand('south/day', 5);
    both.demand('north/day', 5);
    both.settle();
    expect(both.sent('surplus.asked')).toEqual([]);
  });

  test('an offer that answers no open question is left alone', () => {
    const network = shortNetwork(20);
    const before = structuredClone(network.context<HubContext>('hub'));
    const offer = {
      to: 'hub',
      from: 'south/day',
      variety: 'day',
      inquiry: 1,
      surplus: 9,
      spare: 14,
      onHand: 14,
    };
    expect(network.deliver({ type: 'surplus.offered', ...offer, isDraining: false })).toEqual([]);
    expect(network.context<HubContext>('hub')).toEqual(before);
  });
});
