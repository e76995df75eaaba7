import { describe, expect, it } from 'vitest';
import type { Plan } from '#sim/plan';
import { runPlan } from '#sim/run';
import type { TraceEntry } from '#sim/trace';
import { HOUR_MICROSECONDS as HOUR } from '#src/domain/time';
import type { Duration, ServerPlan } from '#src/network/topology';

const constant = (hours: number): Duration => ({ distribution: 'constant', mean: hours * HOUR });

function server(name: string, leadTime: Duration, messageLatency: Duration): ServerPlan {
  return {
    name,
    leadTime,
    recallTime: constant(0),
    messageLatency,
    unmet: 'lost',
    stock: [
      {
        variety: 'day',
        lowWatermark: 40,
        order: { kind: 'upTo', desiredLevel: 80 },
        highWatermark: null,
        maxOutstandingOrders: null,
        initialOnHand: 80,
      },
    ],
    terminals: [{ name: `${name}:1`, latency: constant(0) }],
  };
}

const plan: Plan = {
  name: 'links',
  topology: {
    varieties: ['day'],
    suppliers: [{ name: 'mint', leadTime: constant(30), messageLatency: constant(2) }],
    hub: {
      name: 'hub',
      shipping: 'partial',
      stock: [
        {
          variety: 'day',
          supply: 'supplier',
          supplier: 'mint',
          lowWatermark: 400,
          order: { kind: 'upTo', desiredLevel: 900 },
          highWatermark: null,
          maxOutstandingOrders: null,
          initialOnHand: 900,
        },
      ],
    },
    servers: [
      server('near', constant(3), constant(0.5)),
      server('far', { distribution: 'uniform', from: 10 * HOUR, to: 20 * HOUR }, constant(1.5)),
    ],
  },
  demand: ['near', 'far'].map((name) => ({
    server: name,
    variety: 'day',
    rate: { kind: 'constant', ratePerHour: 2 },
  })),
  seed: 3,
  stop: { until: 20_000 * HOUR, sales: null },
};

const trace: TraceEntry[] = [];
runPlan(plan, { clock: () => 0, onTrace: (entry) => trace.push(entry) });

/** Hours between what sets a message off and its arrival, for each such pair on one link. */
function travelHours(
  isCause: (entry: TraceEntry) => number | null,
  isArrival: (entry: TraceEntry) => number | null,
): number[] {
  const causes = new Map<number, number>();
  const hours: number[] = [];
  for (const entry of trace) {
    const cause = isCause(entry);
    if (cause !== null) causes.set(cause, entry.time);
    const arrival = isArrival(entry);
    if (arrival !== null) hours.push((entry.time - causes.get(arrival)!) / HOUR);
  }
  return hours;
}

/** From the hub's word to ship to the PINs' arrival. */
const deliveries = (name: string) =>
  travelHours(
    ({ message }) =>
      message.type === 'stock.allotted' && message.receiver === `${name}/day` ? message.order : null,
    ({ message }) =>
      message.type === 'transfer.shipped' && message.to === `${name}/day` ? message.order : null,
  );

/** From the PINs' arrival to the hub's knowing of it. */
const acknowledgements = (name: string, receiver: string) =>
  travelHours(
    ({ message }) =>
      message.type === 'transfer.shipped' && message.to === receiver && message.from.startsWith(name)
        ? message.number
        : null,
    ({ message }) =>
      message.type === 'transfer.acknowledged' && message.from === receiver && message.to.startsWith(name)
        ? message.number
        : null,
  );

describe('B02 every link has its own latencies', () => {
  it('B02 a constant lead time is that of its own link', () => {
    const hours = deliveries('near');
    expect(hours.length).toBeGreaterThan(500);
    expect(new Set(hours)).toEqual(new Set([3]));
  });

  it('B02 a random lead time follows its own distribution', () => {
    const hours = deliveries('far');
    expect(hours.length).toBeGreaterThan(500);
    expect(Math.min(...hours)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...hours)).toBeLessThanOrEqual(20);
    // Uniform on 10 h to 20 h: five standard errors of the mean, exceeded with probability 6e-7.
    const mean = hours.reduce((sum, own) => sum + own, 0) / hours.length;
    expect(Math.abs(mean - 15)).toBeLessThan((5 * (10 / Math.sqrt(12))) / Math.sqrt(hours.length));
  });

  it('B02 messages take the time of their own link, to servers and to suppliers', () => {
    expect(new Set(acknowledgements('hub', 'near/day'))).toEqual(new Set([0.5]));
    expect(new Set(acknowledgements('hub', 'far/day'))).toEqual(new Set([1.5]));
    expect(new Set(acknowledgements('mint', 'hub/day'))).toEqual(new Set([2]));
  });

  it('B02 what a supplier sends takes the supplier’s lead time from its receipt of the order', () => {
    const purchases = travelHours(
      ({ message }) => (message.type === 'stock.requested' && message.to === 'mint' ? message.order : null),
      ({ message }) =>
        message.type === 'transfer.shipped' && message.from === 'mint' ? message.order : null,
    );
    expect(purchases.length).toBeGreaterThan(50);
    expect(new Set(purchases)).toEqual(new Set([30]));
  });
});
