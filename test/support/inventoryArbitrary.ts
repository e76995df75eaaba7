import fc from 'fast-check';
import type { InventoryPlan } from '#machines/inventory';
import type { PinRange } from '#src/domain/pinRange';
import { serverPlan } from './inventorySamples.ts';

/** A server's plan with any levels; an inventory that fetches or orders has someone to ask. */
export const planArbitrary: fc.Arbitrary<InventoryPlan> = fc
  .record({
    unmet: fc.constantFrom('lost' as const, 'backorder' as const, 'fetch' as const),
    lowWatermark: fc.integer({ min: -4, max: 8 }),
    above: fc.integer({ min: 1, max: 12 }),
    isFixed: fc.boolean(),
    maxOutstandingOrders: fc.constantFrom(null, 1, 2, 3),
    highWatermark: fc.option(fc.nat(15)),
    hasParent: fc.boolean(),
  })
  .map(({ unmet, lowWatermark, above, isFixed, maxOutstandingOrders, highWatermark, hasParent }) => ({
    ...serverPlan,
    unmet,
    lowWatermark,
    order: isFixed
      ? { kind: 'fixedQuantity', quantity: above }
      : { kind: 'upTo', desiredLevel: lowWatermark + above },
    maxOutstandingOrders,
    highWatermark,
    parent: hasParent || unmet === 'fetch' ? 'hub' : null,
  }));

/** Up to four ranges of different lots. */
export const rangesArbitrary: fc.Arbitrary<readonly PinRange[]> = fc
  .array(fc.record({ first: fc.nat(50), count: fc.integer({ min: 1, max: 9 }) }), { maxLength: 4 })
  .map((ranges) => ranges.map((range, index) => ({ lot: `lot ${index}`, ...range })));
