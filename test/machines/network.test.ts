import { describe, expect, test } from 'vitest';
import type { HubContext } from '#machines/hub';
import type { TerminalContext } from '#machines/terminal';
import { serialsOf, Router } from '../support/router.ts';

const asks = { type: 'customer.asked', to: 'till', from: 'customers', sku: 'day', account: null } as const;

describe('terminals, servers and the hub', () => {
  test('B01 a terminal asks its server for a PIN and receives one from the server’s own inventory', () => {
    const network = new Router();
    network.deliver(asks);
    expect(network.value('till')).toBe('selling');
    network.settle();
    const [granted] = network.sent('sale.granted');
    expect(granted).toMatchObject({ to: 'till', from: 'north', sale: { terminal: 'till', number: 1 } });
    expect(serialsOf(granted!.ranges)).toEqual(['opening north/day 1']);
    expect(network.value('till')).toBe('idle');
    expect(network.context<TerminalContext>('till')).toMatchObject({ granted: 1, sales: [] });
    expect(network.stock('north/day')).toMatchObject({ onHand: 5, sold: 1 });
  });

  test('B01 the hub feeds every server’s inventory, and a supplier the hub’s', () => {
    const network = new Router();
    for (const server of ['north/day', 'south/day']) network.demand(server, 4);
    network.settle();
    for (const server of ['north/day', 'south/day', 'hub/day']) {
      expect(network.stock(server)).toMatchObject({ onHand: 6, onOrder: 0, owed: 0 });
    }
    expect(network.sent('stock.requested').map(({ from, to }) => [from, to])).toContainEqual([
      'hub/day',
      'mint',
    ]);
  });

  test('a terminal is told when its server has none, and when its server does not sell the SKU', () => {
    const network = new Router({}, [6, 0, 6]);
    network.deliver(asks);
    network.deliver({ ...asks, sku: 'moon' });
    network.settle();
    expect(
      network
        .sent('sale.refused')
        .map(({ reason }) => reason)
        .sort(),
    ).toEqual(['not sold here', 'out of stock']);
    expect(network.context<TerminalContext>('till')).toMatchObject({ refusedSales: 2, sales: [] });
  });

  test.each(['constructor', 'toString', '__proto__'])('an SKU called %s is refused like any other', (sku) => {
    const network = new Router();
    network.deliver({ ...asks, sku });
    network.settle();
    expect(network.sent('sale.refused')).toMatchObject([{ sale: { number: 1 }, reason: 'not sold here' }]);
  });

  test('B12 a server without a PIN asks the hub for one, and then serves the client who waits', () => {
    const network = new Router(
      { 'north/day': { unmet: 'fetch', lowWatermark: -9, order: { kind: 'upTo', desiredLevel: 0 } } },
      [6, 0, 6],
    );
    network.deliver(asks);
    network.settle((waiting) => waiting - 1);
    expect(network.sent('sale.delayed')).toHaveLength(1);
    expect(network.sent('stock.requested').filter(({ from }) => from === 'north/day')).toMatchObject([
      { to: 'hub', quantity: 1, onHand: 0 },
    ]);
    const [granted] = network.sent('sale.granted');
    expect(serialsOf(granted!.ranges)).toEqual(['opening hub/day 1']);
    expect(network.stock('north/day')).toMatchObject({ onHand: 0, owed: 0, waiting: [], sold: 1 });
    expect(network.value('till')).toBe('idle');
  });

  test('B13 a server asks the hub in advance: the PINs are there before any client finds the shelf empty', () => {
    const network = new Router();
    for (let client = 0; client < 30; client++) {
      network.deliver(asks);
      network.settle();
    }
    expect(network.sent('sale.granted')).toHaveLength(30);
    expect(network.sent('sale.unmet')).toEqual([]);
    const requests = network.sent('stock.requested').filter(({ from }) => from === 'north/day');
    expect(requests.length).toBeGreaterThan(5);
    expect(requests.every(({ onHand }) => onHand === 2)).toBe(true);
  });

  test('B10 distributing PINs makes the hub acquire more, before it runs dry', () => {
    const network = new Router();
    network.demand('north/day', 4);
    network.settle();
    // 6 on hand less 4 shipped is at the low watermark of 2: up to 6 again.
    expect(network.sent('stock.requested').filter(({ from }) => from === 'hub/day')).toMatchObject([
      { to: 'mint', quantity: 4, onHand: 2 },
    ]);
    expect(network.stock('hub/day')).toMatchObject({ onHand: 6, shipped: 4, received: 4 });
  });

  test('B10 what waits in line at the hub counts too: the hub buys for it', () => {
    const network = new Router({}, [0, 6, 6]);
    network.demand('north/day', 4);
    network.demand('south/day', 4);
    network.settle();
    const bought = network.sent('stock.requested').filter(({ from }) => from === 'hub/day');
    expect(bought.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(14);
    for (const server of ['north/day', 'south/day', 'hub/day']) {
      expect(network.stock(server)).toMatchObject({ onHand: 6, owed: 0, onOrder: 0 });
    }
  });

  test('requests that wait are served in the order in which they came', () => {
    const network = new Router({ 'hub/day': { parent: 'nobody' } }, [1, 6, 6]);
    network.demand('north/day', 4);
    network.settle();
    network.demand('south/day', 4);
    network.settle();
    expect(network.context<HubContext>('hub').desks[0]!.waiting).toMatchObject([
      { receiver: 'north/day', missing: 3 },
      { receiver: 'south/day', missing: 4 },
    ]);
    const ranges = [{ lot: 'late', first: 1, count: 5 }];
    network.deliver({
      type: 'transfer.shipped',
      to: 'hub/day',
      from: 'mint',
      variety: 'day',
      number: 1,
      ranges,
      count: 5,
      reason: 'purchase',
      order: 1,
    });
    network.settle();
    expect([network.stock('north/day').onHand, network.stock('south/day').onHand]).toEqual([6, 4]);
  });

  test.each(['till', 'north', 'north/day', 'hub', 'mint'])(
    '%s counts a message that it does not know, tells its sender, and changes nothing else',
    (to) => {
      const network = new Router();
      const stranger = { type: 'weather.changed', to, from: 'south' } as unknown as typeof asks;
      const before = structuredClone(network.context<object>(to));
      expect(network.deliver(stranger)).toEqual([
        { type: 'message.refused', to: 'south', from: to, refusedType: 'weather.changed' },
      ]);
      expect(network.context<object>(to)).toEqual({ ...before, refused: 1 });
      // Refusing a refusal would go on for ever.
      network.settle();
      expect(network.sent('message.refused')).toHaveLength(1);
      expect(network.context<{ refused: number }>('south').refused).toBe(1);
    },
  );
});
