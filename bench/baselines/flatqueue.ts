import FlatQueue from 'flatqueue';
import {
  DESIRED_LEVELS,
  INVENTORIES,
  LEAD_TIME_HOURS,
  LOW_WATERMARKS,
  MEAN_GAP_HOURS,
  baselineGenerator,
  unitExponential,
} from './referenceModel.ts';
import type { BaselineResult, Exponentials } from './referenceModel.ts';

/** What the queue lies on: arrays that grow, or typed arrays of a fixed capacity. */
export type Storage = 'plain' | 'typed';

/**
 * The reference model with an event a sale over flatqueue, until `sales` are served. The queue holds the next customer of
 * each inventory (its number) and each order under way (INVENTORIES plus its number).
 */
export function run(
  sales: number,
  seed: number,
  exponentials: Exponentials = 'logarithm',
  storage: Storage = 'plain',
): BaselineResult {
  const generator = baselineGenerator(seed);
  const queue = storage === 'typed' ? new FlatQueue<number>(2 * INVENTORIES) : new FlatQueue<number>();
  const onHand = Int32Array.from(DESIRED_LEVELS);
  const onOrder = new Int32Array(INVENTORIES);
  let sold = 0;
  let lost = 0;
  let orders = 0;

  for (let inventory = 0; inventory < INVENTORIES; inventory++) {
    queue.push(inventory, MEAN_GAP_HOURS[inventory]! * unitExponential(generator, exponentials));
  }
  while (sold < sales) {
    const now = queue.peekValue()!;
    const event = queue.pop()!;
    let inventory = event;
    if (event < INVENTORIES) {
      if (onHand[inventory]! > 0) {
        onHand[inventory]!--;
        sold++;
      } else {
        lost++;
      }
      queue.push(event, now + MEAN_GAP_HOURS[inventory]! * unitExponential(generator, exponentials));
    } else {
      inventory = event - INVENTORIES;
      onHand[inventory]! += onOrder[inventory]!;
      onOrder[inventory] = 0;
    }
    if (onHand[inventory]! <= LOW_WATERMARKS[inventory]! && onOrder[inventory] === 0) {
      onOrder[inventory] = DESIRED_LEVELS[inventory]! - onHand[inventory]!;
      orders++;
      queue.push(INVENTORIES + inventory, now + LEAD_TIME_HOURS);
    }
  }
  return { sales: sold, lost, fillRate: sold / (sold + lost), orders };
}
