import { z } from 'zod';
import { demandEntry, perHour } from '#sim/scenario/demandSchema';
import { parsePurchases, PURCHASES_PATTERN } from '#sim/scenario/purchases';
import { anyPins, count, durationText, entry, name, pins, say } from '#sim/scenario/words';

const levelShape = {
  lowWatermark: anyPins
    .optional()
    .describe('A stock position (on hand + on order − owed) at or under this triggers an order.'),
  desiredLevel: pins().optional().describe('An order fills the stock position up to this.'),
  orderQuantity: pins(1).optional().describe('Instead of desiredLevel: the size of every order.'),
  maxOutstandingOrders: count('orders', 1)
    .optional()
    .describe('No more orders than this on the way at once; no limit if left out.'),
  lifetime: durationText('above zero')
    .optional()
    .describe('PINs expire this time after they are put on the shelf; they keep for ever if left out.'),
  initial: pins().optional().describe('On hand at the start; the desired level if left out.'),
};

/** Levels of one variety at a server. */
export const serverLevels = entry('stock levels', {
  ...levelShape,
  highWatermark: pins()
    .optional()
    .describe('The hub may recall what is on hand above this; nothing is ever recalled if left out.'),
  reserve: pins()
    .optional()
    .describe('So many PINs are not given to another server whose customer waits; 0 if left out.'),
  demandPerHour: perHour.optional().describe('Mean customers per hour; arrivals are Poisson.'),
  demand: demandEntry.optional().describe('Instead of demandPerHour: customers of a varying kind.'),
}).superRefine((levels, context) => {
  if (levels.demandPerHour !== undefined && levels.demand !== undefined) {
    const message = say(
      'either demandPerHour or demand',
      'write the rate as perHour: into demand',
      `demandPerHour beside demand`,
    );
    context.addIssue({ code: 'custom', path: ['demandPerHour'], message });
  }
  for (const remark of levelConflicts(levels)) context.addIssue({ code: 'custom', ...remark });
});

const whenToBuy = say(
  'at once, last, or after a time, such as after 10 min',
  'write at once, last, or after 10 min',
);
const purchases = z
  .string({ error: whenToBuy })
  .superRefine((written, context) => {
    if (parsePurchases(written) === undefined) context.addIssue({ code: 'custom', message: whenToBuy });
  })
  .meta({ pattern: PURCHASES_PATTERN });

/** Levels of one variety at the hub. */
export const centralLevels = entry('stock levels of the hub', {
  ...levelShape,
  supplier: name('supplier').optional().describe('Who fills this stock; the only supplier if left out.'),
  purchases: purchases
    .optional()
    .describe(
      'When the hub buys what is due: at once (if left out), last of all that happens at that moment, or after a time.',
    ),
}).superRefine((levels, context) => {
  for (const remark of levelConflicts(levels)) context.addIssue({ code: 'custom', ...remark });
});

interface Levels {
  readonly lowWatermark?: number | undefined;
  readonly desiredLevel?: number | undefined;
  readonly orderQuantity?: number | undefined;
  readonly highWatermark?: number | undefined;
}

function levelConflicts(levels: Levels): { path: string[]; message: string }[] {
  const { lowWatermark: low, desiredLevel: desired, orderQuantity, highWatermark: high } = levels;
  const conflicts: { path: string[]; message: string }[] = [];
  if (desired !== undefined && orderQuantity !== undefined) {
    conflicts.push({
      path: ['orderQuantity'],
      message: say(
        'either desiredLevel or orderQuantity',
        'remove orderQuantity to order up to the desired level, or desiredLevel to order a fixed quantity',
        `${orderQuantity} beside desiredLevel: ${desired}`,
      ),
    });
  }
  if (low !== undefined && desired !== undefined && desired >= 0 && low >= desired) {
    conflicts.push({
      path: ['lowWatermark'],
      message: say(
        `a low watermark below the desired level, which is ${desired}`,
        'lower lowWatermark or raise desiredLevel',
      ),
    });
  }
  if (low !== undefined && high !== undefined && high >= 0 && high < low) {
    conflicts.push({
      path: ['highWatermark'],
      message: say(
        `a high watermark at or above the low watermark, which is ${low}`,
        'raise highWatermark, or remove it if nothing may be recalled',
      ),
    });
  }
  return conflicts;
}

export type ServerLevels = z.infer<typeof serverLevels>;
export type CentralLevels = z.infer<typeof centralLevels>;
