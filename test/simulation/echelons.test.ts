import { describe, expect, test } from 'vitest';
import type { Plan } from '#sim/plan';
import type { RunResult } from '#sim/result';
import { runPlan } from '#sim/run';
import { Simulation } from '#sim/simulation';
import type { TraceEntry } from '#sim/trace';
import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { CentralStockPlan } from '#src/network/topology';
import { objections, replicate } from '../support/replications.ts';
import { solveRecallChain } from '../support/recallChain.ts';
import type { RecallChain } from '../support/recallChain.ts';
import { constant, exponential, hours, plainNetwork } from '../support/smallPlans.ts';
import { twoEchelons } from '../support/twoEchelons.ts';
import type { ServerSketch } from '../support/twoEchelons.ts';

// Known answers of theory for a hub that runs short. 40 replications at 4.5 standard errors: see oracles.test.ts.

const oneForOne = (
  customersPerHour: number,
  desiredLevel: number,
  leadTime: ServerSketch['leadTime'],
): ServerSketch => ({
  customersPerHour,
  leadTime,
  levels: {
    lowWatermark: desiredLevel - 1,
    order: { kind: 'upTo', desiredLevel },
    highWatermark: null,
    maxOutstandingOrders: null,
  },
});

const batches = (
  customersPerHour: number,
  lowWatermark: number,
  quantity: number,
  highWatermark: number | null,
): ServerSketch => ({
  customersPerHour,
  leadTime: exponential(hours(1)),
  levels: {
    lowWatermark,
    order: { kind: 'fixedQuantity', quantity },
    highWatermark,
    maxOutstandingOrders: 1,
  },
});

function measure(result: RunResult): Record<string, number> {
  const hub = result.hub['ten']!;
  const perHour = HOUR_MICROSECONDS / result.simulatedMicroseconds;
  const figures: Record<string, number> = {
    hubMeanOnHand: hub.meanOnHand!,
    hubMeanOwed: hub.meanOwed,
    hubOrdersPerHour: hub.orders * perHour,
    recalledPerHour: hub.recalled * perHour,
    lostFraction: result.network.lost / result.network.asked,
  };
  for (const own of result.inventories) {
    figures[`${own.server} lostFraction`] = own.lost / own.asked;
    figures[`${own.server} fillRate`] = own.fillRate!;
    figures[`${own.server} meanOnHand`] = own.meanOnHand;
    figures[`${own.server} meanWaiting`] = own.meanWaiting;
    figures[`${own.server} meanOnOrder`] = own.meanOnOrder;
  }
  return figures;
}

const graves = (seed: number) =>
  twoEchelons(
    {
      hours: 3_500,
      unmet: 'backorder',
      servers: [
        oneForOne(1.2, 6, constant(hours(2))),
        oneForOne(0.8, 5, constant(hours(3))),
        oneForOne(2, 5, constant(hours(1))),
      ],
      hub: { lowWatermark: 13, order: { kind: 'upTo', desiredLevel: 14 }, maxOutstandingOrders: null },
      hubLeadTime: constant(hours(4)),
    },
    seed,
  );

test('one for one with backorders behind a short hub: Graves 1985', () => {
  expect(
    objections(replicate(graves(4_000), 40, measure), {
      hubMeanOnHand: 0.7532082548012069,
      hubMeanOwed: 2.753208254801204,
      's1 fillRate': 0.8743290566739323,
      's1 meanOnHand': 2.8838801375737404,
      's1 meanWaiting': 0.10984261401410783,
      's1 meanOnOrder': 3.2259624764403556,
      's2 fillRate': 0.8164326267661197,
      's2 meanOnHand': 2.1979279500280926,
      's2 meanWaiting': 0.14856960098833938,
      's2 meanOnOrder': 2.950641650960236,
      's3 fillRate': 0.7293716717021411,
      's3 meanOnHand': 1.9902903829729688,
      's3 meanWaiting': 0.36689451037357623,
      's3 meanOnOrder': 3.3766041274005976,
    }),
  ).toEqual([]);
});

test('the orders that the hub ships whole at once are counted: the ready rate of Graves 1985', () => {
  const readyRate = Array.from({ length: 40 }, (_, index) => {
    const simulation = new Simulation(graves(4_500 + index));
    simulation.run();
    const { entry } = simulation.network.find('hub')!;
    if (entry.kind !== 'hub') throw new Error('the hub is no hub');
    const [desk] = entry.actor.context.desks;
    return 1 - simulation.observation.line.of('ten')!.delayedOrders / desk!.orders;
  });
  expect(objections({ readyRate }, { readyRate: 0.27451092386979364 })).toEqual([]);
});

test('one for one with lost sales behind a short hub: the Markov chain with its waiting line', () => {
  const plan = twoEchelons(
    {
      hours: 4_000,
      unmet: 'lost',
      servers: [oneForOne(1, 3, exponential(hours(1))), oneForOne(1.5, 4, exponential(hours(1)))],
      hub: { lowWatermark: 3, order: { kind: 'upTo', desiredLevel: 4 }, maxOutstandingOrders: null },
      hubLeadTime: exponential(hours(2)),
    },
    5_000,
  );
  expect(
    objections(replicate(plan, 40, measure), {
      hubMeanOnHand: 0.5487124257058844,
      hubMeanOwed: 0.9240807519866964,
      lostFraction: 0.12492633474383859,
      's1 lostFraction': 0.13097072984123295,
      's1 meanOnHand': 1.762701226415657,
      's2 lostFraction': 0.12089673801224234,
      's2 meanOnHand': 2.1255338584572434,
    }),
  ).toEqual([]);
});

test('batches and whole orders behind a short hub: a Markov chain of 498 states', () => {
  const plan = twoEchelons(
    {
      hours: 10_000,
      unmet: 'lost',
      servers: [batches(1, 1, 4, null), batches(1.5, 2, 6, null)],
      hub: { lowWatermark: 5, order: { kind: 'fixedQuantity', quantity: 8 }, maxOutstandingOrders: null },
      hubLeadTime: exponential(hours(2)),
    },
    6_000,
  );
  expect(
    objections(replicate(plan, 40, measure), {
      hubMeanOnHand: 6.418378145634703,
      hubOrdersPerHour: 0.26661237365831747,
      lostFraction: 0.14684040429338524,
      's1 lostFraction': 0.16272910571346913,
      's1 meanOnHand': 2.4490299262126944,
      's2 lostFraction': 0.136247936679996,
      's2 meanOnHand': 3.7703911038288624,
    }),
  ).toEqual([]);
});

describe('B05 B06 B14: recall above the high watermark, without delay', () => {
  const chain: Omit<RecallChain, 'buys'> = {
    customersPerHour: [1, 1.5],
    lowWatermarks: [1, 2],
    highWatermarks: [2, 3],
    quantities: [4, 6],
    arrivalRate: 1,
    hub: { lowWatermark: 2, quantity: 5, arrivalRate: 0.5 },
  };

  test('the chain that serves as the oracle gives the published figures of a hub that buys last', () => {
    const figures = solveRecallChain({ ...chain, buys: 'afterRecall' });
    const published = {
      lostFractions: [0.23601004018408522, 0.22049938712317962],
      meanOnHand: [2.093950071098286, 3.1358289230584626],
      hubMeanOnHand: 3.0219902744743736,
      hubOrdersPerHour: 0.3866481758262297,
      recalledPerHour: 0.20420197708430596,
    };
    const near = (value: number) => expect.closeTo(value, 8) as number;
    expect(figures).toEqual({
      ...published,
      lostFractions: published.lostFractions.map(near),
      meanOnHand: published.meanOnHand.map(near),
      hubMeanOnHand: near(published.hubMeanOnHand),
      hubOrdersPerHour: near(published.hubOrdersPerHour),
      recalledPerHour: near(published.recalledPerHour),
    });
  });

  test('a hub that buys last, and looks for surplus only when a line begins, is that chain', () => {
    const known = solveRecallChain({ ...chain, buys: 'afterRecall' });
    const plan = twoEchelons(
      {
        hours: 12_000,
        unmet: 'lost',
        servers: [batches(1, 1, 4, 2), batches(1.5, 2, 6, 3)],
        hub: { lowWatermark: 2, order: { kind: 'fixedQuantity', quantity: 5 }, maxOutstandingOrders: null },
        hubLeadTime: exponential(hours(2)),
        hubPurchaseAfter: 0,
        rebalancing: { kind: 'firstInLine' },
      },
      7_500,
    );
    expect(
      objections(replicate(plan, 40, measure), {
        recalledPerHour: known.recalledPerHour,
        hubMeanOnHand: known.hubMeanOnHand,
        hubOrdersPerHour: known.hubOrdersPerHour,
        's1 lostFraction': known.lostFractions[0],
        's1 meanOnHand': known.meanOnHand[0],
        's2 lostFraction': known.lostFractions[1],
        's2 meanOnHand': known.meanOnHand[1],
      }),
    ).toEqual([]);
  });

  test('a hub that buys as soon as it owes, before the recalled PINs are there, is the same chain', () => {
    const known = solveRecallChain({ ...chain, buys: 'beforeRecall' });
    const plan = twoEchelons(
      {
        hours: 12_000,
        unmet: 'lost',
        servers: [batches(1, 1, 4, 2), batches(1.5, 2, 6, 3)],
        hub: { lowWatermark: 2, order: { kind: 'fixedQuantity', quantity: 5 }, maxOutstandingOrders: null },
        hubLeadTime: exponential(hours(2)),
      },
      7_000,
    );
    expect(
      objections(replicate(plan, 40, measure), {
        recalledPerHour: known.recalledPerHour,
        hubMeanOnHand: known.hubMeanOnHand,
        hubOrdersPerHour: known.hubOrdersPerHour,
        's1 lostFraction': known.lostFractions[0],
        's1 meanOnHand': known.meanOnHand[0],
        's2 lostFraction': known.lostFractions[1],
        's2 meanOnHand': known.meanOnHand[1],
      }),
    ).toEqual([]);
  });
});

test.each([
  ['alpha', 'beta'],
  ['alpha', 'north'],
  ['zulu', 'north'],
])('a hub that buys last buys once for all that %s and %s ask for in an instant', (seller, waster) => {
  // One sells a PIN in the moment in which all five of the other expire.
  const expiry = hours(10);
  const serverOf = (name: string, more: { readonly lifetime?: number }) => {
    const levels = { lowWatermark: 4, order: { kind: 'upTo', desiredLevel: 5 }, initialOnHand: 5 } as const;
    const [server] = plainNetwork({ seed: 1, customersPerHour: 0, hours: 12, levels }).topology.servers;
    const terminals = [{ name: `${name}:1`, latency: constant(0) }];
    return { ...server!, name, terminals, stock: [{ ...server!.stock[0]!, ...more }] };
  };
  const central: CentralStockPlan = {
    variety: 'ten',
    supply: 'supplier',
    supplier: 'mint',
    lowWatermark: 19,
    order: { kind: 'upTo', desiredLevel: 20 },
    highWatermark: null,
    maxOutstandingOrders: null,
    initialOnHand: 20,
    purchaseAfter: 0,
  };
  const plan: Plan = {
    ...plainNetwork({ seed: 1, customersPerHour: 0, hours: 12 }),
    topology: {
      varieties: ['ten'],
      suppliers: [{ name: 'mint', leadTime: constant(hours(1)), messageLatency: constant(0) }],
      hub: { name: 'hub', shipping: 'partial', stock: [central] },
      servers: [serverOf(seller, {}), serverOf(waster, { lifetime: expiry })],
    },
    demand: [{ server: seller, variety: 'ten', rate: { kind: 'listed', times: [expiry], sizes: null } }],
  };
  const purchases: number[] = [];
  const onTrace = ({ message }: TraceEntry) => {
    if (message.type === 'stock.requested' && message.to === 'mint') purchases.push(message.quantity);
  };
  runPlan(plan, { clock: () => 0, check: true, onTrace });
  expect(purchases).toEqual([6]);
});
