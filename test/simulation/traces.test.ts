import { afterEach, expect, test, vi } from 'vitest';
import type { ArrivalStream } from '#sim/demand/arrivalStream';
import type { Mode } from '#sim/mode';
import type { Plan } from '#sim/plan';
import { runPlan } from '#sim/run';
import type { RunResult } from '#sim/result';
import type { TraceEntry } from '#sim/trace';
import type { Executor } from '#src/executor/actor';
import { compiled } from '#src/executor/compiled';
import { interpreted } from '#src/executor/interpreted';
import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { ServerPlan } from '#src/network/topology';
import { ListedArrivals } from '../support/listedArrivals.ts';
import { constant, hours, plainNetwork } from '../support/smallPlans.ts';

// Runs so small that their whole course was worked out by hand, with customers who come at listed times.

const listed = vi.hoisted(() => new Map<string, readonly number[]>());

vi.mock('#sim/demand/arrivalStream', () => ({
  arrivalStream: (_rate: unknown, _seed: number, who: string): ArrivalStream =>
    new ListedArrivals((listed.get(who) ?? []).map(hours)),
}));

afterEach(() => listed.clear());

const ways: readonly (readonly [Mode, Executor['name'], Executor])[] = [
  ['lazy', 'compiled', compiled],
  ['lazy', 'interpreted', interpreted],
  ['each-sale', 'compiled', compiled],
  ['each-sale', 'interpreted', interpreted],
];

function observe(plan: Plan, mode: Mode, executor: Executor): { trace: TraceEntry[]; result: RunResult } {
  const trace: TraceEntry[] = [];
  const onTrace = (entry: TraceEntry) => trace.push(entry);
  return { trace, result: runPlan(plan, { mode, executor, check: true, onTrace, clock: () => 0 }) };
}

function inHours(time: number): number {
  return Math.round((time / HOUR_MICROSECONDS) * 1e6) / 1e6;
}

test.each(ways)('one server, forty listed customers in 24 hours (%s, %s)', (mode, _, executor) => {
  listed.set(
    'north/ten',
    [
      0.029, 0.444, 1.087, 1.17, 1.294, 1.459, 1.541, 3.577, 4.878, 5.456, 5.628, 6.515, 6.859, 7.595, 7.799,
      9.201, 9.418, 9.803, 10.439, 10.48, 11.833, 12.081, 12.368, 13.334, 15.657, 16.241, 16.3, 16.764, 16.98,
      19.32, 19.349, 19.391, 20.262, 20.882, 20.933, 21.112, 21.491, 21.544, 23.38, 23.98,
    ],
  );
  const levels = { lowWatermark: 3, order: { kind: 'upTo', desiredLevel: 8 }, initialOnHand: 6 } as const;
  const plan = plainNetwork({
    seed: 1,
    customersPerHour: 1,
    hours: 24,
    levels,
    leadTime: constant(hours(2.25)),
  });
  const { trace, result } = observe(plan, mode, executor);
  const orders = trace.flatMap(({ time, message }) =>
    message.type === 'stock.requested' ? [[inHours(time), message.quantity]] : [],
  );
  expect(orders).toEqual([
    [1.087, 5],
    [4.878, 5],
    [7.799, 5],
    [10.48, 5],
    [15.657, 5],
    [19.349, 5],
    [23.98, 5],
  ]);
  // What was lost until the delivery after: 1.541 · 6.859 · 16.98 · 20.933, 21.112, 21.491, 21.544.
  const deliveries = trace.flatMap(({ time, message, sold, lost }) =>
    message.type === 'transfer.shipped' ? [[inHours(time), sold, lost]] : [],
  );
  expect(deliveries).toEqual([
    [3.337, 6, 1],
    [7.128, 11, 2],
    [10.049, 16, 2],
    [12.73, 21, 2],
    [17.907, 26, 3],
    [21.599, 31, 7],
  ]);
  const { asked, sold, lost, finalOnHand, meanOnHand } = result.network;
  expect({ asked, sold, lost, finalOnHand }).toEqual({ asked: 40, sold: 33, lost: 7, finalOnHand: 3 });
  expect(meanOnHand * 24).toBeCloseTo(65.664, 9);
});

test.each(ways)(
  'B05 B10 B14: a hub with one PIN that pulls two from a donor and buys five (%s, %s)',
  (mode, _, executor) => {
    // B sells at 1, 3.5 and, in vain, at 3.75; A sells nothing.
    listed.set('B/ten', [1, 3.5, 3.75]);
    const server = (name: string, levels: Pick<ServerPlan, 'stock'>): ServerPlan => ({
      name,
      leadTime: constant(hours(2)),
      recallTime: constant(hours(3)),
      messageLatency: constant(hours(1)),
      unmet: 'lost',
      terminals: [{ name: `${name}:1`, latency: constant(0) }],
      ...levels,
    });
    const stock = (
      low: number,
      desiredLevel: number,
      highWatermark: number | null,
      initialOnHand: number,
    ) => ({
      variety: 'ten',
      lowWatermark: low,
      order: { kind: 'upTo', desiredLevel } as const,
      highWatermark,
      maxOutstandingOrders: null,
      initialOnHand,
    });
    const plan: Plan = {
      name: 'by hand',
      topology: {
        varieties: ['ten'],
        suppliers: [{ name: 'mint', leadTime: constant(hours(8)), messageLatency: constant(hours(1)) }],
        hub: {
          name: 'hub',
          shipping: 'partial',
          stock: [{ supply: 'supplier', supplier: 'mint', ...stock(0, 3, null, 1) }],
        },
        servers: [
          server('A', { stock: [stock(0, 3, 2, 6)] }),
          server('B', { stock: [stock(1, 4, null, 2)] }),
        ],
      },
      demand: ['A', 'B'].map((name) => ({
        server: name,
        variety: 'ten',
        rate: { kind: 'constant', ratePerHour: 1 },
      })),
      seed: 1,
      stop: { until: hours(12), sales: null },
    };
    const { trace, result } = observe(plan, mode, executor);
    const course = trace
      .filter(({ time }) => time > 0)
      .map(({ time, message }) => {
        const { type, from, to } = message;
        const count = 'quantity' in message ? message.quantity : 'count' in message ? message.count : '';
        return `${inHours(time)} ${type} ${from} > ${to} ${count}`.trim();
      });
    expect(course).toEqual([
      '2 stock.requested B/ten > hub 3',
      '2 stock.allotted hub > hub/ten 3',
      '2 stock.withheld hub/ten > hub',
      '3 surplus.asked hub > A/ten',
      '3 stock.requested hub/ten > mint 5',
      '4 transfer.shipped hub/ten > B/ten 1',
      '4 surplus.offered A/ten > hub',
      '5 transfer.acknowledged B/ten > hub/ten',
      '5 recall.requested hub > A/ten 2',
      '6 recall.answered A/ten > hub 2',
      '8 transfer.shipped A/ten > hub/ten 2',
      '8 stock.received hub/ten > hub',
      '8 stock.allotted hub > hub/ten 2',
      '9 transfer.acknowledged hub/ten > A/ten',
      '10 transfer.shipped hub/ten > B/ten 2',
      // Of what falls on one instant, PINs that arrive come first.
      '11 transfer.shipped mint > hub/ten 5',
      '11 transfer.acknowledged B/ten > hub/ten',
      '12 transfer.acknowledged hub/ten > mint',
    ]);
    const [a, b] = result.inventories;
    // A: 6 until 5, then 4. B: 2 until 1, 1 until 3.5, none until 4, 1 until 10, then 3; 3 on order from 1, 2 from 4.
    expect(a!.meanOnHand * 12).toBeCloseTo(6 * 5 + 4 * 7, 9);
    expect(b!.meanOnHand * 12).toBeCloseTo(2 + 2.5 + 6 + 6, 9);
    expect(b!.meanOnOrder * 12).toBeCloseTo(3 * 3 + 2 * 6, 9);
    expect(b!.stockoutTimeFraction * 12).toBeCloseTo(0.5, 9);
    expect(b).toMatchObject({
      asked: 3,
      sold: 2,
      lost: 1,
      stockouts: 1,
      orders: 1,
      received: 3,
      finalOnHand: 3,
    });
    // The hub: 1 until 2, 5 from 11; it owes 2 from 2 to 8.
    const hub = result.hub['ten']!;
    expect(hub).toMatchObject({ orders: 1, acquired: 5, shipped: 3, recalled: 2, finalOnHand: 5 });
    expect(hub.meanOnHand! * 12).toBeCloseTo(2 + 5, 9);
    expect(hub.meanOwed * 12).toBeCloseTo(12, 9);
    expect(result.flows).toEqual(
      expect.arrayContaining([
        { from: 'hub', to: 'B', transfers: 2, pins: 3 },
        { from: 'A', to: 'hub', transfers: 1, pins: 2 },
        { from: 'mint', to: 'hub', transfers: 1, pins: 5 },
      ]),
    );
  },
);
