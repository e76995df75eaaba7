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

/**
 * The reference model with an event a sale over a binary heap on typed arrays, until `sales` are served. A customer
 * leaves the next one in his place at the top of the heap: one pass down instead of one down and one up.
 */
export function run(sales: number, seed: number, exponentials: Exponentials = 'logarithm'): BaselineResult {
  const generator = baselineGenerator(seed);
  const heap = new Heap(2 * INVENTORIES);
  const onHand = Int32Array.from(DESIRED_LEVELS);
  const onOrder = new Int32Array(INVENTORIES);
  let sold = 0;
  let lost = 0;
  let orders = 0;

  for (let inventory = 0; inventory < INVENTORIES; inventory++) {
    heap.push(inventory, MEAN_GAP_HOURS[inventory]! * unitExponential(generator, exponentials));
  }
  while (sold < sales) {
    const now = heap.times[0]!;
    const event = heap.events[0]!;
    let inventory = event;
    if (event < INVENTORIES) {
      if (onHand[inventory]! > 0) {
        onHand[inventory]!--;
        sold++;
      } else {
        lost++;
      }
      heap.replaceTop(event, now + MEAN_GAP_HOURS[inventory]! * unitExponential(generator, exponentials));
    } else {
      inventory = event - INVENTORIES;
      onHand[inventory]! += onOrder[inventory]!;
      onOrder[inventory] = 0;
      heap.pop();
    }
    if (onHand[inventory]! <= LOW_WATERMARKS[inventory]! && onOrder[inventory] === 0) {
      onOrder[inventory] = DESIRED_LEVELS[inventory]! - onHand[inventory]!;
      orders++;
      heap.push(INVENTORIES + inventory, now + LEAD_TIME_HOURS);
    }
  }
  return { sales: sold, lost, fillRate: sold / (sold + lost), orders };
}

class Heap {
  readonly times: Float64Array;
  readonly events: Int32Array;
  private size = 0;

  constructor(capacity: number) {
    this.times = new Float64Array(capacity);
    this.events = new Int32Array(capacity);
  }

  push(event: number, time: number): void {
    const { times, events } = this;
    let place = this.size++;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (times[parent]! <= time) break;
      times[place] = times[parent]!;
      events[place] = events[parent]!;
      place = parent;
    }
    times[place] = time;
    events[place] = event;
  }

  pop(): void {
    const last = --this.size;
    if (last > 0) this.replaceTop(this.events[last]!, this.times[last]!);
  }

  replaceTop(event: number, time: number): void {
    const { times, events, size } = this;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && times[child + 1]! < times[child]!) child++;
      if (times[child]! >= time) break;
      times[place] = times[child]!;
      events[place] = events[child]!;
      place = child;
    }
    times[place] = time;
    events[place] = event;
  }
}
