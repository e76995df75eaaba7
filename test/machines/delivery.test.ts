import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasReceived } from '#src/domain/link';
import { Router } from '../support/router.ts';

const TRANSFERS = new Set(['transfer.shipped', 'transfer.acknowledged']);

describe('transfers that are repeated and overtake each other', () => {
  const levels = fc.record({
    unmet: fc.constantFrom('lost' as const, 'backorder' as const, 'fetch' as const),
    highWatermark: fc.constantFrom(null, 3, 5, 5),
    shipping: fc.constantFrom('partial' as const, 'wholeOrders' as const),
    maxOutstandingOrders: fc.constantFrom(null, 1),
    southOnHand: fc.constantFrom(6, 30, 30),
    centralOnHand: fc.constantFrom(0, 0, 6),
  });
  const steps = fc.array(
    fc.record({
      server: fc.constantFrom('north/day', 'south/day'),
      count: fc.integer({ min: 1, max: 9 }),
      /** How many messages are delivered before the next customers come. */
      deliveries: fc.nat(8),
    }),
    { minLength: 5, maxLength: 40 },
  );

  test('no PIN is credited twice or lost, at any moment, and everything comes to rest', () => {
    const seen = { repeated: 0, overtaken: 0, recalls: 0 };
    fc.assert(
      fc.property(
        levels,
        steps,
        fc.array(fc.nat(1000), { minLength: 300, maxLength: 300 }),
        (plan, customers, dice) => {
          const { unmet, highWatermark, shipping, maxOutstandingOrders, southOnHand, centralOnHand } = plan;
          const server = { unmet, highWatermark, maxOutstandingOrders };
          const network = new Router(
            {
              'north/day': server,
              'south/day': server,
              'hub/day': { shipping, maxOutstandingOrders },
            },
            [centralOnHand, 6, southOnHand],
          );
          const opening = centralOnHand + 6 + southOnHand;
          let rolls = 0;
          const roll = () => dice[rolls++ % dice.length]!;
          const bought = () =>
            network
              .sent('transfer.shipped')
              .filter(({ reason }) => reason === 'purchase')
              .map(({ number, count }) => ({ number, count }));
          const check = () => {
            const { held, issued, moving } = network.serials();
            expect(new Set([...held, ...issued]).size).toBe(held.length + issued.length);
            const arrived = bought().filter(({ number }) => {
              const link = network.stock('hub/day').links[0]!;
              return hasReceived(link, number);
            });
            const all = opening + arrived.reduce((sum, { count }) => sum + count, 0);
            expect(held.length + issued.length + moving).toBe(all);
          };
          const deliverOne = () => {
            // Only transfers and acknowledgements overtake; the other links are kept in order here.
            const choice = roll() % network.waiting.length;
            const place = TRANSFERS.has(network.waiting[choice]!.type) ? choice : 0;
            const [message] = network.waiting.splice(place, 1);
            if (place > 0) seen.overtaken += 1;
            if (TRANSFERS.has(message!.type) && roll() % 3 === 0) {
              network.waiting.push(message!);
              seen.repeated += 1;
            }
            network.deliver(message!);
            check();
          };
          for (const { server: address, count, deliveries } of customers) {
            network.demand(address, count);
            for (let left = deliveries; left > 0 && network.waiting.length > 0; left--) deliverOne();
          }
          for (let left = 5000; left > 0 && network.waiting.length > 0; left--) deliverOne();
          expect(network.waiting).toEqual([]);
          expect(network.serials().moving).toBe(0);
          for (const address of ['hub/day', 'north/day', 'south/day']) {
            const { links, openOrders, onOrder } = network.stock(address);
            expect(links.every((link) => link.unacknowledged.length === 0)).toBe(true);
            expect(links.every((link) => link.received.early.length === 0)).toBe(true);
            expect(openOrders.reduce((sum, { missing }) => sum + missing, 0)).toBe(onOrder);
          }
          seen.recalls += network.sent('recall.answered').length;
        },
      ),
      { numRuns: 200, seed: 21 },
    );
    expect(seen.repeated).toBeGreaterThan(500);
    expect(seen.overtaken).toBeGreaterThan(500);
    expect(seen.recalls).toBeGreaterThan(20);
  });
});
