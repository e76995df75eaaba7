import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import type { Topology } from '#src/network/topology';
import type { Exposure, Flow, InventoryKpis, Kpis, NodeExposure, RunResult, StockSeries } from '#sim/result';
import type { Plan } from '#sim/plan';
import type { Scenario } from '#sim/scenario/scenario';

/** What a report needs, made without the simulator: a rough (s, S) simulation in fixed steps. */
export interface ReportFixture {
  readonly scenario: Scenario;
  readonly results: readonly RunResult[];
}

interface Site {
  readonly server: string;
  readonly variety: string;
  readonly perHour: number;
  readonly lowWatermark: number;
  readonly desiredLevel: number;
  readonly highWatermark: number | null;
}

interface Shape {
  readonly stepHours: number;
  readonly days: number;
  readonly leadTimeHours: number;
  readonly seed: number;
  /** Factor on the mean rate of a site at an hour of the run. */
  readonly season: (server: string, hour: number) => number;
}

const STATIONS =
  'Austin Quincy_Wells Belmont Archer_35th Oak_Park Western Clark_Lake Clinton Merchandise_Mart Irving_Park Washington_Wells Harlem Monroe Polk Ashland Kedzie Addison Jefferson_Park Montrose California'.split(
    ' ',
  );
const RIDERS = [
  1.4, 8.3, 12.1, 2.4, 1.5, 3.5, 19.8, 3.9, 6.7, 4.6, 7.9, 2.8, 10.4, 2.6, 1.6, 3.2, 8.9, 6.9, 3.1, 1.0,
];

export function smallFixture(): ReportFixture {
  const sites: Site[] = [];
  for (const [server, perHour] of [
    ['north', 9],
    ['centre', 22],
    ['south', 5],
  ] as const) {
    for (const [variety, part] of [
      ['day-pass', 0.6],
      ['credit-10', 0.4],
    ] as const) {
      const daily = perHour * part * 24;
      sites.push({
        server,
        variety,
        perHour: perHour * part,
        lowWatermark: Math.round(daily * (server === 'north' ? 1.05 : 1.3)),
        desiredLevel: Math.round(daily * 3),
        highWatermark: Math.round(daily * 3.6),
      });
    }
  }
  const shape: Shape = { stepHours: 1, days: 30, leadTimeHours: 24, seed: 7, season: () => 1 };
  const scenario = scenarioOf({
    name: 'first',
    title: 'A first network: three servers behind one hub',
    question: 'How many sales do three servers lose in a month, and where?',
    startsOn: null,
    days: 30,
    plans: [['as drawn', sites]],
    assumptions: ['Customers do not come back: an empty shelf is a lost sale.'],
    periods: false,
  });
  return { scenario, results: [resultOf('as drawn', sites, shape)] };
}

export function largeFixture(): ReportFixture {
  const levels = [2, 3, 4, 6];
  const sitesOf = (cover: number): Site[] =>
    STATIONS.flatMap((server, index) =>
      [
        ['day-pass', 0.5],
        ['value-10', 0.35],
        ['value-25', 0.15],
      ].map(([variety, part]) => {
        const daily = (RIDERS[index] ?? 1) * 20 * Number(part);
        return {
          server,
          variety: String(variety),
          perHour: daily / 24,
          lowWatermark: Math.round(daily * (cover * 0.5)),
          desiredLevel: Math.round(daily * cover),
          highWatermark: null,
        };
      }),
    );
  const shape: Shape = {
    stepHours: 24,
    days: 365,
    leadTimeHours: 24,
    seed: 1,
    season: (server, hour) => {
      const day = Math.floor(hour / 24);
      const weekday = (day + 3) % 7;
      const weekend = weekday === 5 ? 0.7 : weekday === 6 ? 0.55 : 1.12;
      const game = server === 'Addison' && day > 95 && day < 278 && day % 11 < 4 ? 2.1 : 1;
      const parade = day > 328 && day < 333 ? 1.9 : 1;
      return weekend * game * parade * (1 + 0.12 * Math.sin(((day - 100) / 365) * 2 * Math.PI));
    },
  };
  const plans = levels.map((cover): [string, Site[]] => [`${cover} days of cover`, sitesOf(cover)]);
  const scenario = scenarioOf({
    name: 'chicago',
    title: 'Prepaid PINs at twenty Chicago “L” stations, 2015',
    question:
      'How many sales are lost at four levels of cover, where and when, and how much stock does that take?',
    startsOn: '2015-01-01',
    days: 365,
    plans,
    assumptions: [
      'Two percent of the recorded station entries buy a prepaid PIN.',
      'Of the buyers, 50 % take a day pass, 35 % a 10 dollar value and 15 % a 25 dollar value.',
      'Watermarks come from the entries of 2014: desired level = days of cover × mean entries a day × 2 %.',
    ],
    periods: true,
  });
  return { scenario, results: plans.map(([name, sites]) => resultOf(name, sites, shape)) };
}

function scenarioOf(given: {
  name: string;
  title: string;
  question: string;
  startsOn: string | null;
  days: number;
  plans: readonly [string, readonly Site[]][];
  assumptions: readonly string[];
  periods: boolean;
}): Scenario {
  return {
    name: given.name,
    file: `sim/scenarios/${given.name}.yaml`,
    contentHash: 'a3f1c09d5b7e4f6288d1e0c2b49a7765f03e1d8c6b5a49382716059f4e3d2c1b',
    title: given.title,
    description: 'One supplier fills a central hub; the hub refills each server when its stock runs low.',
    question: given.question,
    goal: null,
    startsOn: given.startsOn,
    assumptions: given.assumptions,
    plans: given.plans.map(([name, sites]) => planOf(name, sites, given.days, given.periods)),
    warnings: [
      {
        severity: 'warning',
        file: `sim/scenarios/${given.name}.yaml`,
        line: 41,
        column: 7,
        path: 'servers[0].stock.day-pass.highWatermark',
        found: 'a high watermark of 90',
        expected: 'at least the desired level, 100',
        advice: 'Raise the high watermark, or recalls will take what was just delivered.',
      },
    ],
  };
}

function planOf(name: string, sites: readonly Site[], days: number, periods: boolean): Plan {
  const servers = [...new Set(sites.map((site) => site.server))];
  const varieties = [...new Set(sites.map((site) => site.variety))];
  const topology: Topology = {
    varieties,
    suppliers: [
      {
        name: 'printer',
        leadTime: { distribution: 'uniform', from: 2 * DAY_MICROSECONDS, to: 4 * DAY_MICROSECONDS },
        messageLatency: { distribution: 'constant', mean: 0 },
      },
    ],
    hub: {
      name: 'hub',
      shipping: 'partial',
      stock: varieties.map((variety) => ({
        variety,
        supply: 'supplier',
        supplier: 'printer',
        lowWatermark: 4000,
        order: { kind: 'upTo', desiredLevel: 9000 },
        highWatermark: null,
        maxOutstandingOrders: null,
        initialOnHand: 9000,
      })),
    },
    servers: servers.map((server) => ({
      name: server,
      leadTime: { distribution: 'constant', mean: DAY_MICROSECONDS },
      recallTime: { distribution: 'constant', mean: DAY_MICROSECONDS },
      messageLatency: { distribution: 'constant', mean: 0 },
      unmet: 'lost',
      stock: sites
        .filter((site) => site.server === server)
        .map((site) => ({
          variety: site.variety,
          lowWatermark: site.lowWatermark,
          order: { kind: 'upTo', desiredLevel: site.desiredLevel },
          highWatermark: site.highWatermark,
          maxOutstandingOrders: 1,
          initialOnHand: site.desiredLevel,
        })),
      terminals: [{ name: `${server}-till`, latency: { distribution: 'constant', mean: 0 } }],
    })),
  };
  return {
    name,
    topology,
    demand: sites.map((site) => ({
      server: site.server,
      variety: site.variety,
      rate: periods
        ? {
            kind: 'periods',
            periodMicroseconds: DAY_MICROSECONDS,
            ratesPerHour: Array.from({ length: days }, () => site.perHour),
          }
        : { kind: 'constant', ratePerHour: site.perHour },
    })),
    seed: 1,
    stop: { until: days * DAY_MICROSECONDS, sales: null },
  };
}

function resultOf(planName: string, sites: readonly Site[], shape: Shape): RunResult {
  const runs = sites.map((site, index) => runSite(site, shape, shape.seed * 1000 + index));
  const inventories = runs.map((run) => run.kpis);
  const network = sum(inventories);
  const by = (key: 'server' | 'variety'): Record<string, Kpis> =>
    Object.fromEntries(
      [...new Set(inventories.map((one) => one[key]))].map((name) => [
        name,
        sum(inventories.filter((one) => one[key] === name)),
      ]),
    );
  const servers = by('server');
  const flows: Flow[] = [{ from: 'printer', to: 'hub', transfers: 40, pins: network.received + 800 }];
  for (const [name, kpis] of Object.entries(servers)) {
    flows.push({ from: 'hub', to: name, transfers: kpis.orders, pins: kpis.received });
    if (kpis.recalled > 0) flows.push({ from: name, to: 'hub', transfers: 3, pins: kpis.recalled });
  }
  return {
    planName,
    seed: 1,
    mode: 'lazy',
    executor: 'compiled',
    sales: network.sold,
    simulatedMicroseconds: shape.days * DAY_MICROSECONDS,
    seconds: 0.25,
    salesPerSecond: network.sold / 0.25,
    tracedMessages: network.orders * 4,
    traceHash: '5d41402abc4b2a76b9719d911017c592',
    network,
    servers,
    varieties: by('variety'),
    hub: Object.fromEntries(
      [...new Set(sites.map((site) => site.variety))].map((variety, index) => [
        variety,
        index === 0
          ? {
              meanOnHand: null,
              stockoutTimeFraction: null,
              orders: 12,
              acquired: 30000,
              shipped: 29100,
              recalled: 0,
              meanOwed: 0,
              finalOnHand: null,
            }
          : {
              meanOnHand: 6123.4,
              stockoutTimeFraction: 0.002,
              orders: 14,
              acquired: 21000,
              shipped: 20800,
              recalled: 12,
              meanOwed: 1.25,
              finalOnHand: 4021,
            },
      ]),
    ),
    inventories,
    flows,
    exposure: exposureOf(network, servers),
    costs: null,
    recording: {
      sampleMicroseconds: shape.stepHours * HOUR_MICROSECONDS,
      series: runs.map((run) => run.series),
    },
  };
}

/** Nothing is set aside, and a tenth of what lies on each server's shelves is more than it will sell. */
function exposureOf(network: Kpis, servers: Readonly<Record<string, Kpis>>): Exposure {
  const stranded = (onShelf: number) => ({
    onShelf,
    quarantined: 0,
    frozen: 0,
    suspect: 0,
    total: onShelf,
  });
  const node = (onHand: number, mean: number, [incoming, outgoing]: [number, number]): NodeExposure => ({
    stranded: stranded(outgoing > 0 ? 0 : Math.floor(onHand / 10)),
    atEnd: {
      onHand,
      reserved: 0,
      suspect: 0,
      quarantined: 0,
      frozen: 0,
      incoming,
      outgoing,
      total: onHand + incoming + outgoing,
    },
    meanTotal: mean,
  });
  const names = Object.keys(servers);
  const hub = node(4021, 6200.5, [0, 20 * names.length]);
  const own = Object.entries(servers).map(
    ([name, { finalOnHand, meanOnHand }]) => [name, node(finalOnHand, meanOnHand + 20, [20, 0])] as const,
  );
  return {
    horizonHours: 720,
    network: {
      stranded: stranded(
        own.reduce(
          (
            sum,
            [
              ,
              {
                stranded: { total },
              },
            ],
          ) => sum + total,
          0,
        ),
      ),
      total: 4021 + network.finalOnHand + 20 * names.length,
      inTransit: 20 * names.length,
      reserved: 0,
      meanTotal: 6200.5 + network.meanOnHand,
    },
    hub,
    servers: Object.fromEntries(own),
    largestAtEnd: { node: 'hub', pins: hub.atEnd.total },
    largestOnAverage: { node: 'hub', pins: 6200.5 },
  };
}

function runSite(site: Site, shape: Shape, seed: number): { kpis: InventoryKpis; series: StockSeries } {
  const random = generator(seed);
  const onHand = [site.desiredLevel];
  const lost = [0];
  const asked = [0];
  const arriving = new Map<number, number>();
  let stock = site.desiredLevel;
  let onOrder = 0;
  let onHandSum = 0;
  let onOrderSum = 0;
  let emptyHours = 0;
  const totals = { asked: 0, lost: 0, orders: 0, received: 0, stockouts: 0, recalled: 0 };
  let stepAsked = 0;
  let stepLost = 0;
  for (let hour = 0; hour < shape.days * 24; hour++) {
    const delivered = arriving.get(hour) ?? 0;
    stock += delivered;
    onOrder -= delivered;
    totals.received += delivered;
    const demand = poisson(site.perHour * shape.season(site.server, hour), random);
    const missed = Math.max(0, demand - stock);
    if (missed > 0 && stock > 0) totals.stockouts += 1;
    stock -= demand - missed;
    totals.asked += demand;
    totals.lost += missed;
    stepAsked += demand;
    stepLost += missed;
    if (stock + onOrder <= site.lowWatermark) {
      const quantity = site.desiredLevel - stock - onOrder;
      onOrder += quantity;
      totals.orders += 1;
      const arrival = hour + shape.leadTimeHours;
      arriving.set(arrival, (arriving.get(arrival) ?? 0) + quantity);
    }
    if (site.server === 'south' && hour === 300) {
      const taken = Math.floor(stock / 3);
      stock -= taken;
      totals.recalled += taken;
    }
    onHandSum += stock;
    onOrderSum += onOrder;
    if (stock === 0) emptyHours += 1;
    if ((hour + 1) % shape.stepHours === 0) {
      onHand.push(stock);
      lost.push(stepLost);
      asked.push(stepAsked);
      stepAsked = 0;
      stepLost = 0;
    }
  }
  const hours = shape.days * 24;
  const sold = totals.asked - totals.lost;
  return {
    kpis: {
      server: site.server,
      variety: site.variety,
      ...totals,
      sold,
      backordered: 0,
      fillRate: totals.asked === 0 ? null : sold / totals.asked,
      meanOnHand: onHandSum / hours,
      meanOnOrder: onOrderSum / hours,
      meanWaiting: 0,
      stockoutTimeFraction: emptyHours / hours,
      finalOnHand: stock,
    },
    series: {
      server: site.server,
      variety: site.variety,
      lowWatermark: site.lowWatermark,
      desiredLevel: site.desiredLevel,
      highWatermark: site.highWatermark,
      onHand,
      lost,
      asked,
    },
  };
}

function sum(parts: readonly InventoryKpis[]): Kpis {
  const total = (key: keyof Kpis): number => parts.reduce((all, part) => all + (part[key] ?? 0), 0);
  const asked = total('asked');
  return {
    asked,
    sold: total('sold'),
    lost: total('lost'),
    backordered: total('backordered'),
    fillRate: asked === 0 ? null : total('sold') / asked,
    meanOnHand: total('meanOnHand'),
    meanOnOrder: total('meanOnOrder'),
    meanWaiting: total('meanWaiting'),
    stockoutTimeFraction: total('stockoutTimeFraction') / parts.length,
    stockouts: total('stockouts'),
    orders: total('orders'),
    received: total('received'),
    recalled: total('recalled'),
    finalOnHand: total('finalOnHand'),
  };
}

function generator(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function poisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean);
  let product = random();
  let events = 0;
  while (product > limit) {
    events += 1;
    product *= random();
  }
  return events;
}
