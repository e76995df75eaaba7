import fc from 'fast-check';

/** Scenarios as a planner might write them, of everything that the language has; some of them say what it refuses. */

type Json = Readonly<Record<string, unknown>>;

const { constantFrom: oneOf, integer, record } = fc;

/** Left out as often as not. */
const perhaps = (key: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Json> =>
  fc.option(value, { nil: undefined }).map((one) => (one === undefined ? {} : { [key]: one }));

const together = (...parts: readonly fc.Arbitrary<Json>[]): fc.Arbitrary<Json> =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as Json);

const times = oneOf('2 h', '1 d', '40 h');

const leadTime = oneOf<unknown>(
  '1 s',
  '2 h',
  '24 h',
  { distribution: 'exponential', mean: '6 h' },
  { distribution: 'uniform', from: '1 h', to: '9 h' },
  { distribution: 'lognormal', mean: '5 h', coefficientOfVariation: 0.7 },
  { distribution: 'erlang', mean: '5 h', shape: 2 },
  { distribution: 'hyperexponential', probabilities: [0.5, 0.5], means: ['1 h', '9 h'] },
  { distribution: 'one at a time', perPin: { distribution: 'exponential', mean: '10 min' } },
);

const hourOfDay = fc.array(oneOf(0, 1, 2), { minLength: 24, maxLength: 24 });

const rate = fc.oneof(
  record({ perHour: oneOf(0, 0.2, 1, 3) }),
  record({ hourOfDay }),
  fc.constant({ bursts: { perHour: [0.2, 4], switchesPerHour: [0.05, 0.3] } }),
);

const demand = fc.oneof(
  record({ demandPerHour: oneOf(0, 0.5, 2) }),
  record({
    demand: together(
      rate,
      perhaps('bulk', fc.constant({ 1: '60 %', 3: '40 %' })),
      perhaps('growthPerYear', oneOf('20 %', '-30 %')),
    ),
  }),
);

/** When to order, and how much. */
const orders = fc
  .tuple(integer({ min: 0, max: 10 }), integer({ min: 1, max: 20 }), fc.boolean())
  .map(([lowWatermark, more, isUpTo]) => ({
    lowWatermark,
    ...(isUpTo ? { desiredLevel: lowWatermark + more } : { orderQuantity: more }),
  }));

const levels = together(
  orders,
  perhaps('maxOutstandingOrders', integer({ min: 1, max: 3 })),
  perhaps('initial', integer({ min: 0, max: 30 })),
  perhaps('lifetime', oneOf('6 h', '3 d', '60 d')),
);

const shelf = together(
  levels,
  demand,
  perhaps('highWatermark', integer({ min: 31, max: 40 })),
  perhaps('reserve', integer({ min: 0, max: 3 })),
);

const centralStock = together(
  levels,
  fc.constant({ supplier: 'mint' }),
  perhaps('purchases', fc.constant('last')),
);

function hubOf(varieties: readonly string[]): fc.Arbitrary<Json> {
  const mint = together(
    fc.constant({ name: 'mint' }),
    record({ leadTime }),
    perhaps('lotLife', oneOf('30 h', '5 d')),
  );
  const hub = together(
    perhaps('shipping', fc.constant('whole orders')),
    perhaps('rebalancing', oneOf('every shortage', 'first in line')),
    record({ stock: record(Object.fromEntries(varieties.map((variety) => [variety, centralStock]))) }),
  );
  return fc.oneof(fc.constant({ hub: { supply: 'unlimited' } }), record({ suppliers: fc.tuple(mint), hub }));
}

function serverOf(name: string, varieties: readonly string[]): fc.Arbitrary<Json> {
  return together(
    fc.constant({ name }),
    record({
      leadTime,
      unmet: oneOf('lost', 'backorder', 'fetch', 'transfer'),
      stock: record(Object.fromEntries(varieties.map((variety) => [variety, shelf]))),
    }),
    perhaps('recallTime', leadTime),
    perhaps('emergencyTime', oneOf('0 s', '10 min', '12 h')),
    perhaps('messageLatency', oneOf('0 s', '5 s', '10 min')),
  );
}

const operations = fc.tuple(
  fc.oneof(
    record({ outage: fc.constant('hub'), from: oneOf('0 h', '20 h'), lasts: times }),
    record({ offline: oneOf('hub', 's0'), from: oneOf('5 h', '30 h'), lasts: times }),
  ),
);

const costs = fc.constant({
  holdingPerPinHour: 0.01,
  lostMarginPerPin: 1,
  perOrder: 2,
  hubPerOrder: 5,
  transferPerPin: 1,
  expiryLossPerPin: 1,
  recallPerPin: 0.1,
});

const event = fc.constant([{ name: 'payday', from: '2026-01-08', lasts: '1 d', factor: 2 }]);

/** The documents, as JSON, which is YAML. */
export const scenarioFiles: fc.Arbitrary<string> = fc
  .tuple(oneOf(['a'], ['a', 'b']), integer({ min: 1, max: 4 }))
  .chain(([varieties, count]) =>
    together(
      fc.constant({ title: 'Any', starts: '2026-01-07', varieties }),
      record({ until: oneOf('3 d', '200 h', '20 d') }),
      hubOf(varieties),
      record({
        servers: fc.tuple(...Array.from({ length: count }, (_, index) => serverOf(`s${index}`, varieties))),
      }),
      perhaps('arrivals', fc.constant('counts first')),
      perhaps('costs', costs),
      perhaps('operations', operations),
      perhaps(
        'demand',
        together(
          perhaps('dayFactor', fc.constant({ coefficientOfVariation: 0.3 })),
          perhaps('events', event),
        ),
      ),
    ),
  )
  .map((document) => JSON.stringify(document, null, 1));
