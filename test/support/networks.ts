import fc from 'fast-check';
import type { DemandPlan, Plan, RatePlan } from '#sim/plan';
import { HOUR_MICROSECONDS } from '#src/domain/time';
import type {
  CentralStockPlan,
  Duration,
  LeadTime,
  ServerPlan,
  StockLevels,
  SupplierPlan,
  Topology,
  Unmet,
} from '#src/network/topology';
import { constant } from './smallPlans.ts';

/** What random networks are like. */
export interface NetworkShape {
  /** Links between terminals and servers take time now and then; only the each-sale mode runs such networks. */
  readonly slowTerminals?: boolean;
  /** Customers to expect in all. */
  readonly customers?: readonly [least: number, most: number];
  readonly mostServers?: number;
  readonly unmet?: readonly Unmet[];
  /** The hub holds next to nothing and several servers may give PINs back: recalls everywhere. */
  readonly scarce?: boolean;
  /** What the naive books of ShelfBook do not know: PINs that expire, and emergencies. */
  readonly policies?: boolean;
}

// Addresses order ties, so servers stand before and behind the hub and its suppliers.
const SERVERS = ['alpha', 'golf', 'hut', 'tango', 'zulu'];
const SUPPLIERS = ['press', 'mint'];
const VARIETIES = ['day', 'ten', 'yes'];

/**
 * The unit of all durations, in microseconds, and what a duration may be besides a whole number of units. In units of
 * a few microseconds even random times fall together; in hours constants do, and sales hardly ever meet a message.
 */
const ticks = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(4, 10, 25) },
  { weight: 2, arbitrary: fc.constantFrom(60_000_000, HOUR_MICROSECONDS) },
);

/** A plan that runs in a few milliseconds. Shrinks towards one server and one variety. */
export function plans(shape: NetworkShape = {}): fc.Arbitrary<Plan> {
  const most = shape.mostServers ?? SERVERS.length;
  const { scarce = false } = shape;
  return fc
    .record({
      tick: ticks,
      varieties: fc.integer({ min: 1, max: scarce ? 1 : VARIETIES.length }),
      suppliers: fc.integer({ min: scarce ? 1 : 0, max: SUPPLIERS.length }),
      servers: fc.subarray(SERVERS.slice(0, most), { minLength: scarce ? Math.min(3, most) : 1 }),
    })
    .chain(({ tick, varieties, suppliers, servers }) =>
      fc
        .record({
          topology: topologies(
            tick,
            VARIETIES.slice(0, varieties),
            SUPPLIERS.slice(0, suppliers),
            servers,
            shape,
          ),
          demands: fc.array(relativeDemands, { minLength: 15, maxLength: 15 }),
          intensity: fc.constantFrom(0.2, 0.5, 1, 2),
          customers: fc.integer({ min: shape.customers?.[0] ?? 20, max: shape.customers?.[1] ?? 350 }),
          seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
          saleShare: fc.option(fc.double({ min: 0.02, max: 1.2, noNaN: true }), { freq: 2 }),
        })
        .map((parts) => planOf(tick, parts)),
    );
}

interface RelativeDemand {
  /** Customers per unit of time, as multiples of the network's intensity; several: one after another. */
  readonly rates: readonly number[];
  readonly periodTicks: number;
  /** Whether several rates end with the last, come again and again, or are phases of random length (the first two). */
  readonly manner: 'periods' | 'cycle' | 'bursts';
  /** Growth, an event and a random factor a day, too. */
  readonly isScaled: boolean;
}

const relativeDemands: fc.Arbitrary<RelativeDemand | null> = fc.option(
  fc.record({
    rates: fc.oneof(
      { weight: 3, arbitrary: fc.tuple(fc.constantFrom(0.3, 1, 3)) },
      { weight: 1, arbitrary: fc.array(fc.constantFrom(0, 0.5, 1, 4), { minLength: 2, maxLength: 6 }) },
    ),
    periodTicks: fc.integer({ min: 3, max: 30 }),
    manner: fc.constantFrom('periods', 'cycle', 'bursts'),
    isScaled: fc.integer({ min: 0, max: 4 }).map((draw) => draw === 4),
  }),
  { freq: 12 },
);

interface Parts {
  readonly topology: Topology;
  readonly demands: readonly (RelativeDemand | null)[];
  readonly intensity: number;
  readonly customers: number;
  readonly seed: number;
  readonly saleShare: number | null;
}

function planOf(tick: number, { topology, demands, intensity, customers, seed, saleShare }: Parts): Plan {
  const ratePerHour = (relative: number) => (relative * intensity * HOUR_MICROSECONDS) / tick;
  const demand: DemandPlan[] = [];
  let perTick = 0;
  for (const { name, stock } of topology.servers) {
    for (const { variety } of stock) {
      const own = demands[demand.length % demands.length] ?? null;
      // The first inventory always has customers.
      const given = own ?? { ...NOBODY, rates: [demand.length === 0 ? 1 : 0] };
      const { rates } = given;
      const rate = rateOf(given, tick, ratePerHour);
      perTick += intensity * (rates.reduce((sum, one) => sum + one, 0) / rates.length);
      demand.push({ server: name, variety, rate });
    }
  }
  const until = Math.ceil((customers / Math.max(perTick, intensity)) * tick);
  const sales = saleShare === null ? null : Math.max(1, Math.floor(customers * saleShare));
  return { name: 'random', topology, demand, seed, stop: { until, sales } };
}

const NOBODY: RelativeDemand = { rates: [0], periodTicks: 10, manner: 'periods', isScaled: false };

function rateOf(
  { rates, periodTicks, manner, isScaled }: RelativeDemand,
  tick: number,
  perHour: (relative: number) => number,
): RatePlan {
  const period = periodTicks * tick;
  const ratesPerHour = rates.map(perHour);
  const [first = 0, second = first] = ratesPerHour;
  const leave = HOUR_MICROSECONDS / period;
  const rate: RatePlan =
    rates.length === 1
      ? { kind: 'constant', ratePerHour: first }
      : manner === 'bursts'
        ? { kind: 'bursts', ratesPerHour: [first, second], switchesPerHour: [leave, leave] }
        : manner === 'cycle'
          ? { kind: 'cycle', periodMicroseconds: period, ratesPerHour, startsAt: period }
          : { kind: 'periods', periodMicroseconds: period, ratesPerHour };
  if (!isScaled) return rate;
  return {
    kind: 'scaled',
    of: rate,
    by: [
      { kind: 'events', events: [{ from: period, until: 2 * period + 1, factor: 2 }] },
      { kind: 'growth', perYear: 0.5 },
      { kind: 'dayFactor', group: 'all', coefficientOfVariation: 0.5 },
    ],
  };
}

function topologies(
  tick: number,
  varieties: readonly string[],
  suppliers: readonly string[],
  servers: readonly string[],
  shape: NetworkShape,
): fc.Arbitrary<Topology> {
  return fc.record({
    varieties: fc.constant(varieties),
    suppliers: fc.tuple(...suppliers.map((name) => supplier(tick, name, shape))),
    hub: fc.record({
      name: fc.constant('hub'),
      shipping: fc.constantFrom('partial' as const, 'wholeOrders' as const),
      rebalancing: fc.constantFrom({ kind: 'everyShortage' as const }, { kind: 'firstInLine' as const }),
      stock: fc.tuple(...varieties.map((variety) => central(tick, variety, suppliers, shape))),
    }),
    servers: fc.tuple(...servers.map((name) => server(tick, name, varieties, shape))),
  });
}

function supplier(
  tick: number,
  name: string,
  { scarce, policies = false }: NetworkShape,
): fc.Arbitrary<SupplierPlan> {
  return fc
    .record({
      name: fc.constant(name),
      leadTime: leadTimes(tick, scarce === true ? 40 : 8),
      messageLatency: durations(tick, 2),
      lotLife: policies ? fc.constantFrom(null, 6, 20) : fc.constant(null),
    })
    .map(({ lotLife, ...plan }) => (lotLife === null ? plan : { ...plan, lotLife: lotLife * tick }));
}

/** Often so low that servers must share what there is. */
function central(
  tick: number,
  variety: string,
  suppliers: readonly string[],
  { scarce = false }: NetworkShape,
): fc.Arbitrary<CentralStockPlan> {
  const unlimited = { variety, supply: 'unlimited' } as const;
  if (suppliers.length === 0) return fc.constant(unlimited);
  const supplied = fc
    .tuple(
      fc.constantFrom(...suppliers),
      scarce ? levels(-6, 0, 3) : levels(-4, 12, 20),
      fc.constantFrom({}, {}, { purchaseAfter: 0 }, { purchaseAfter: tick }),
    )
    .map(([name, own, purchases]): CentralStockPlan => {
      return { variety, supply: 'supplier', supplier: name, ...own, ...purchases };
    });
  return fc.oneof(
    { weight: scarce ? 0 : 1, arbitrary: fc.constant(unlimited) },
    { weight: 5, arbitrary: supplied },
  );
}

function server(
  tick: number,
  name: string,
  varieties: readonly string[],
  { slowTerminals = false, unmet = ['lost', 'backorder', 'fetch'], policies = false }: NetworkShape,
): fc.Arbitrary<ServerPlan> {
  const terminalLatency = slowTerminals ? durations(tick, 1) : fc.constant(constant(0));
  const terminals = fc
    .integer({ min: 1, max: 3 })
    .chain((count) =>
      fc.tuple(
        ...Array.from({ length: count }, (_, index) =>
          terminalLatency.map((latency) => ({ name: `${name}:${index + 1}`, latency })),
        ),
      ),
    );
  return fc.record({
    name: fc.constant(name),
    leadTime: leadTimes(tick, 4),
    recallTime: leadTimes(tick, 3),
    messageLatency: durations(tick, 1),
    unmet: fc.constantFrom(...unmet, ...(policies ? (['transfer', 'transfer'] as const) : [])),
    emergencyTime: policies ? durations(tick, 1) : fc.constant(constant(0)),
    stock: fc.subarray([...varieties], { minLength: 1 }).chain((own) =>
      fc.tuple(
        ...own.map((variety) =>
          fc
            .tuple(levels(-2, 6, 24), policies ? fc.constantFrom(null, 1, 5, 12) : fc.constant(null))
            .map(([numbers, life]) => ({
              variety,
              ...numbers,
              ...(life === null ? {} : { lifetime: life * tick }),
            })),
        ),
      ),
    ),
    terminals,
  });
}

/** Levels in any relation that a scenario may have: low below desired and not above high. */
function levels(leastLow: number, mostLow: number, mostInitial: number): fc.Arbitrary<StockLevels> {
  return fc
    .record({
      lowWatermark: fc.integer({ min: leastLow, max: mostLow }),
      size: fc.integer({ min: 1, max: 9 }),
      kind: fc.constantFrom('upTo', 'fixedQuantity'),
      headroom: fc.option(fc.integer({ min: 0, max: 5 }), { freq: 4 }),
      maxOutstandingOrders: fc.constantFrom(null, 1, 2),
      initialOnHand: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: mostInitial })),
    })
    .map(({ lowWatermark, size, kind, headroom, maxOutstandingOrders, initialOnHand }): StockLevels => ({
      lowWatermark,
      order:
        kind === 'upTo'
          ? { kind, desiredLevel: lowWatermark + size }
          : { kind: 'fixedQuantity', quantity: size },
      highWatermark: headroom === null ? null : Math.max(0, lowWatermark + headroom),
      maxOutstandingOrders,
      initialOnHand,
    }));
}

/** Each transfer for itself, or now and then one PIN after another. */
function leadTimes(tick: number, most: number): fc.Arbitrary<LeadTime> {
  const perPin = durations(tick, 1).map((law): LeadTime => ({ distribution: 'oneAtATime', perPin: law }));
  return fc.oneof({ weight: 9, arbitrary: durations(tick, most) }, { weight: 1, arbitrary: perPin });
}

/** Of all distributions, from nothing up to `most` units of time; constants are whole units and fall together. */
function durations(tick: number, most: number): fc.Arbitrary<Duration> {
  const mean = fc.double({ min: 0.05, max: most, noNaN: true }).map((units) => units * tick);
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc.integer({ min: 0, max: most }).map((units) => constant(units * tick)),
    },
    { weight: 2, arbitrary: fc.constant(constant(0)) },
    { weight: 1, arbitrary: mean.map(constant) },
    { weight: 1, arbitrary: mean.map((value) => ({ distribution: 'exponential' as const, mean: value })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(mean, mean)
        .map(([a, b]) => ({ distribution: 'uniform' as const, from: Math.min(a, b), to: Math.max(a, b) })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(mean, fc.integer({ min: 1, max: 4 }))
        .map(([value, shape]) => ({ distribution: 'erlang' as const, mean: value, shape })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(mean, fc.constantFrom(0.3, 1, 2)).map(([value, coefficientOfVariation]) => ({
        distribution: 'lognormal' as const,
        mean: value,
        coefficientOfVariation,
      })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(mean, mean).map((means) => ({
        distribution: 'hyperexponential' as const,
        probabilities: [0.7, 0.3],
        means,
      })),
    },
  );
}
