import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedScenario } from '#src/cli/packageRoot';
import { readFile } from '#src/cli/readFile';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import { formatStamp, parseStamp } from '#sim/scenario/calendar';
import { formatDuration, parseDuration } from '#sim/scenario/duration';
import { loadScenario, type Overrides } from '#sim/scenario/load';
import { expandName } from '#sim/scenario/names';
import type { Scenario } from '#sim/scenario/scenario';
import { change, COUNTED, COUNTS, resolved, SOUND } from './scenarioFixtures.ts';

function shipped(name: string, overrides: Overrides = {}): Scenario {
  const { scenario } = loadScenario(shippedScenario(name), readFile, overrides);
  if (scenario === null) throw new Error(`${name} is not valid`);
  return scenario;
}

function onlyPlan(scenario: Scenario): Scenario['plans'][number] {
  const [plan, ...others] = scenario.plans;
  if (plan === undefined || others.length > 0) throw new Error('not one plan');
  return plan;
}

describe('A duration', () => {
  it.each([
    ['24 h', 24 * HOUR_MICROSECONDS],
    ['90 min', 1.5 * HOUR_MICROSECONDS],
    ['1.5 d', 36 * HOUR_MICROSECONDS],
    ['2w', 14 * DAY_MICROSECONDS],
    ['30 s', 30_000_000],
    ['250 ms', 250_000],
    ['.5 ms', 500],
    ['0 s', 0],
  ])('of %s is %i microseconds', (text, microseconds) => {
    expect(parseDuration(text)).toEqual({ microseconds });
  });

  it('is read again as it was written', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 10_000 }),
        fc.constantFrom(1_000, 1_000_000, DAY_MICROSECONDS),
        (count, unit) => {
          expect(parseDuration(formatDuration(count * unit))).toEqual({ microseconds: count * unit });
        },
      ),
    );
  });
});

describe('A calendar stamp', () => {
  it('is the one that the platform’s calendar has', () => {
    fc.assert(
      fc.property(fc.integer({ min: -36_500, max: 73_000 }), fc.nat({ max: 1_439 }), (days, minutes) => {
        const milliseconds = days * 86_400_000 + minutes * 60_000;
        const text = new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ');
        expect(parseStamp(text)).toBe(milliseconds * 1_000);
        expect(formatStamp(milliseconds * 1_000)).toBe(text.replace(' 00:00', ''));
      }),
    );
  });

  it.each(['2015-02-29', '2015-13-01', '2015-00-10', '2015-04-31', '2015-1-1', '2015-01-01 24:00', 'today'])(
    'is not %s',
    (text) => {
      expect(parseStamp(text)).toBeNull();
    },
  );
});

describe('A range of names', () => {
  it('keeps its leading zeros', () => {
    expect(expandName('s{08..11}-x')).toEqual(['s08-x', 's09-x', 's10-x', 's11-x']);
  });

  it.each(['s{2..1}', 's{1..99999}', 's{a..b}', '{1..2}{1..2}', 's{1..}', ''])('is not %j', (name) => {
    expect(expandName(name)).toBeNull();
  });
});

describe('A plan', () => {
  it.each([
    ['every shortage', { kind: 'everyShortage' }],
    ['{ every: 6 h }', { kind: 'scheduled', every: 6 * HOUR_MICROSECONDS, leastMissing: 1 }],
    ['{ every: 1 d, leastMissing: 5 }', { kind: 'scheduled', every: DAY_MICROSECONDS, leastMissing: 5 }],
  ])('pulls PINs back by the policy %s', (written, policy) => {
    const text = change(SOUND, 'hub:\n', `hub:\n  rebalancing: ${written}\n`);
    expect(onlyPlan(resolved(text)).topology.hub.rebalancing).toEqual(policy);
  });

  it('has the defaults of what the file leaves out', () => {
    const { topology, seed, stop, name } = onlyPlan(resolved(SOUND));
    expect({ seed, stop, name }).toEqual({
      seed: 1,
      stop: { until: 30 * DAY_MICROSECONDS, sales: null },
      name: 'as written',
    });
    const day = { distribution: 'constant', mean: DAY_MICROSECONDS };
    const none = { distribution: 'constant', mean: 0 };
    expect(topology.suppliers).toEqual([
      {
        name: 'printer',
        leadTime: { distribution: 'constant', mean: 3 * DAY_MICROSECONDS },
        messageLatency: none,
      },
    ]);
    expect(topology.hub).toEqual({
      name: 'hub',
      shipping: 'partial',
      rebalancing: { kind: 'everyShortage' },
      stock: [
        {
          variety: 'red',
          supply: 'supplier',
          supplier: 'printer',
          lowWatermark: 50,
          order: { kind: 'upTo', desiredLevel: 90 },
          highWatermark: null,
          maxOutstandingOrders: null,
          initialOnHand: 90,
        },
        { variety: 'blue', supply: 'unlimited' },
      ],
    });
    expect(topology.servers[1]).toEqual({
      name: 'south',
      leadTime: day,
      recallTime: day,
      messageLatency: none,
      unmet: 'lost',
      stock: [
        {
          variety: 'red',
          lowWatermark: 10,
          order: { kind: 'upTo', desiredLevel: 30 },
          highWatermark: 40,
          maxOutstandingOrders: null,
          initialOnHand: 30,
        },
      ],
      terminals: [{ name: 'south:1', latency: none }],
    });
  });

  it('has a demand for each stock that has customers, and none for the others', () => {
    const { demand } = onlyPlan(resolved(change(SOUND, 'demandPerHour: 0.5', 'demandPerHour: 0')));
    expect(demand).toEqual([
      { server: 'north', variety: 'red', rate: { kind: 'constant', ratePerHour: 1 } },
      { server: 'south', variety: 'red', rate: { kind: 'constant', ratePerHour: 1 } },
    ]);
  });

  it('starts a fixed order quantity with that much above the low watermark, unless told otherwise', () => {
    const text = change(SOUND, 'lowWatermark: 5, desiredLevel: 20', 'lowWatermark: 5, orderQuantity: 20');
    const [, blue] = onlyPlan(resolved(text)).topology.servers[0]?.stock ?? [];
    expect(blue?.order).toEqual({ kind: 'fixedQuantity', quantity: 20 });
    expect(blue?.initialOnHand).toBe(25);
    const told = change(text, 'orderQuantity: 20', 'orderQuantity: 20, initial: 7, maxOutstandingOrders: 2');
    const [, other] = onlyPlan(resolved(told)).topology.servers[0]?.stock ?? [];
    expect(other).toMatchObject({ initialOnHand: 7, maxOutstandingOrders: 2 });
  });

  it.each([
    ['{ distribution: exponential, mean: 24 h }', { distribution: 'exponential', mean: DAY_MICROSECONDS }],
    [
      '{ distribution: uniform, from: 0 h, to: 24 h }',
      { distribution: 'uniform', from: 0, to: DAY_MICROSECONDS },
    ],
    [
      '{ distribution: erlang, mean: 1 d, shape: 3 }',
      { distribution: 'erlang', mean: DAY_MICROSECONDS, shape: 3 },
    ],
    [
      '{ distribution: lognormal, mean: 1 d, coefficientOfVariation: 0.5 }',
      { distribution: 'lognormal', mean: DAY_MICROSECONDS, coefficientOfVariation: 0.5 },
    ],
    [
      '{ distribution: hyperexponential, probabilities: [0.8, 0.2], means: [12 h, 3 d] }',
      {
        distribution: 'hyperexponential',
        probabilities: [0.8, 0.2],
        means: [DAY_MICROSECONDS / 2, 3 * DAY_MICROSECONDS],
      },
    ],
    [
      '{ distribution: one at a time, perPin: { distribution: exponential, mean: 1 d } }',
      { distribution: 'oneAtATime', perPin: { distribution: 'exponential', mean: DAY_MICROSECONDS } },
    ],
    [
      '{ distribution: one at a time, perPin: 1 d }',
      { distribution: 'oneAtATime', perPin: { distribution: 'constant', mean: DAY_MICROSECONDS } },
    ],
  ])('has the lead time %s in microseconds', (text, leadTime) => {
    const { topology } = onlyPlan(resolved(change(SOUND, 'leadTime: 72 h', `leadTime: ${text}`)));
    expect(topology.suppliers[0]?.leadTime).toEqual(leadTime);
  });

  it('names terminals after their server, by number or by the names that the file gives', () => {
    const text = change(SOUND, 'name: south', 'name: south\n    terminals: [till, door]');
    const { servers } = onlyPlan(
      resolved(change(text, 'name: north', 'name: north\n    terminals: { count: 2, latency: 50 ms }')),
    ).topology;
    expect(servers.map(({ terminals }) => terminals.map(({ name }) => name))).toEqual([
      ['north:1', 'north:2'],
      ['south:till', 'south:door'],
    ]);
    expect(servers[0]?.terminals[1]?.latency).toEqual({ distribution: 'constant', mean: 50_000 });
  });
});

describe('What the command line says instead of the file', () => {
  it('replaces the seed in every plan', () => {
    expect(onlyPlan(resolved(SOUND, { seed: 7 })).seed).toBe(7);
  });

  it('ends at so many sales, however long that takes', () => {
    expect(onlyPlan(resolved(SOUND, { sales: 5 })).stop).toEqual({ until: null, sales: 5 });
  });

  it('ends at a time, however many sales there are', () => {
    const { stop } = onlyPlan(
      resolved(change(SOUND, 'until: 30 d', 'sales: 9'), { until: DAY_MICROSECONDS }),
    );
    expect(stop).toEqual({ until: DAY_MICROSECONDS, sales: null });
  });

  it('does not go past the counts for more sales', () => {
    expect(onlyPlan(resolved(COUNTED, { sales: 5 })).stop).toEqual({ until: 2 * DAY_MICROSECONDS, sales: 5 });
  });
});

describe('Counts', () => {
  it('become rates that are constant within each period, from the start to the end of the run', () => {
    const { demand } = onlyPlan(resolved(COUNTED));
    expect(demand).toEqual(
      [
        ['north', 'red', [24, 48], 0.375],
        ['north', 'blue', [24, 48], 0.125],
        ['south', 'red', [0, 8], 0.375],
        ['south', 'blue', [0, 8], 0.125],
      ].map(([server, variety, counts, share]) => ({
        server,
        variety,
        rate: {
          kind: 'periods',
          periodMicroseconds: DAY_MICROSECONDS,
          ratesPerHour: (counts as number[]).map((count) => (count * Number(share)) / 24),
        },
      })),
    );
  });

  it('may stand for thousands, and be finer than days', () => {
    let text = change(COUNTED, 'share: 50 %', 'unit: 1000\n    period: 12 h');
    text = change(text, 'until: 2 d', 'until: 1 d');
    text = change(text, 'from: 2015-01-01, to: 2015-01-02', 'from: 2015-01-02, to: 2015-01-02');
    const counts = [
      'date,north,south',
      '2015-01-02,1,1',
      '2015-01-02 12:00,3,1',
      '2015-01-03 00:00,6,1',
      '2015-01-03T12:00,9,1',
      '2015-01-04,1,1',
    ].join('\r\n');
    const files: Record<string, string> = { 'test.yaml': text, 'counts.csv': counts };
    const { scenario } = loadScenario('test.yaml', (file) => files[file] ?? '');
    const plan = scenario?.plans[0];
    expect(plan?.demand[0]?.rate).toEqual({
      kind: 'periods',
      periodMicroseconds: 12 * HOUR_MICROSECONDS,
      ratesPerHour: [(6 * 750) / 12, (9 * 750) / 12],
    });
    expect(plan?.topology.servers[0]?.stock[0]?.lowWatermark).toBe(3_000);
  });

  it('set the levels as days of cover, whole PINs rounded up', () => {
    // North sold (16 + 32) / 2 · 50 % = 12 a day, of which red 9 and blue 3; south 40, of which 30 and 10.
    const levels = onlyPlan(resolved(COUNTED)).topology.servers.map(({ stock }) =>
      stock.map(({ lowWatermark, order }) => [
        lowWatermark,
        'desiredLevel' in order ? order.desiredLevel : 0,
      ]),
    );
    expect(levels).toEqual([
      [
        [9, 27],
        [3, 9],
      ],
      [
        [30, 90],
        [10, 30],
      ],
    ]);
  });

  it('set other levels in each alternative, whose customers and seed are the same', () => {
    const alternatives = `alternatives:
  - name: less
    daysOfCover: { low: 12 h, desired: 1.5 d }
  - name: more
    daysOfCover: { high: 5 d }
hub:`;
    const { plans } = resolved(change(COUNTED, 'hub:', alternatives));
    expect(plans.map(({ name, topology }) => [name, topology.servers[0]?.stock[0]])).toMatchObject([
      ['less', { lowWatermark: 5, order: { desiredLevel: 14 }, highWatermark: null, initialOnHand: 14 }],
      ['more', { lowWatermark: 9, order: { desiredLevel: 27 }, highWatermark: 45, initialOnHand: 27 }],
    ]);
    expect(plans[1]?.demand).toEqual(plans[0]?.demand);
    expect(plans[1]?.seed).toBe(plans[0]?.seed);
  });

  it('leave alone the levels that a server gives itself', () => {
    const text = change(
      COUNTED,
      'stock: [red, blue]',
      'stock: { red: { lowWatermark: 2, initial: 1 }, blue: {} }',
    );
    const [red, blue] = onlyPlan(resolved(text)).topology.servers[0]?.stock ?? [];
    expect(red).toMatchObject({ lowWatermark: 2, order: { desiredLevel: 27 }, initialOnHand: 1 });
    expect(blue).toMatchObject({ lowWatermark: 3, order: { desiredLevel: 9 } });
  });
});

describe('A scenario', () => {
  it('has the hash that sha256sum gives of its files, one after the other', () => {
    const hash = (...texts: string[]): string => createHash('sha256').update(texts.join('')).digest('hex');
    expect(resolved(SOUND).contentHash).toBe(hash(SOUND));
    expect(resolved(COUNTED).contentHash).toBe(hash(COUNTED, COUNTS));
  });

  it('says in sentences what its figures assume', () => {
    expect(resolved(SOUND).assumptions).toMatchInlineSnapshot(`
      [
        "Customers arrive at random (Poisson) at constant rates, 2.5 an hour in all, and each buys one PIN.",
        "A customer who meets an empty shelf leaves, and the sale is lost.",
        "A delivery takes 24 h.",
        "The supplier printer delivers to the hub in 72 h.",
        "The hub never runs out of blue.",
      ]
    `);
    expect(resolved(COUNTED).assumptions).toMatchInlineSnapshot(`
      [
        "50 % of those counted in counts.csv buy one PIN each: red (75 %) and blue (25 %). They arrive at random (Poisson), at a rate that is constant within each period of 1 d.",
        "A customer who meets an empty shelf leaves, and the sale is lost.",
        "A delivery takes 24 h.",
        "The hub never runs out of any variety.",
        "Watermarks are multiples of each server’s mean daily demand from 2015-01-01 to 2015-01-02 (as written: order at 1 d, up to 3 d).",
      ]
    `);
  });

  it('says for which servers an assumption holds where they differ', () => {
    const text = change(
      SOUND,
      'name: north\n    leadTime: 24 h',
      'name: north\n    unmet: backorder\n    leadTime: 30 h',
    );
    expect(resolved(text).assumptions).toMatchInlineSnapshot(`
      [
        "Customers arrive at random (Poisson) at constant rates, 2.5 an hour in all, and each buys one PIN.",
        "At north: a customer who meets an empty shelf waits for the next delivery.",
        "At south: a customer who meets an empty shelf leaves, and the sale is lost.",
        "At north: a delivery takes 30 h.",
        "At south: a delivery takes 24 h.",
        "The supplier printer delivers to the hub in 72 h.",
        "The hub never runs out of blue.",
      ]
    `);
  });
});

describe('The scenarios that ship', () => {
  it('hold the reference model, number by number', () => {
    const plan = onlyPlan(shipped('reference.yaml'));
    expect(plan.stop).toEqual({ until: null, sales: 1_000_000 });
    expect(plan.topology.servers.map(({ name }) => name)).toEqual(
      Array.from({ length: 20 }, (_, index) => `s${String(index + 1).padStart(2, '0')}`),
    );
    expect(plan.demand.map(({ rate }) => rate)).toEqual(
      Array.from({ length: 100 }, (_, index) => ({ kind: 'constant', ratePerHour: (5 - (index % 5)) / 3 })),
    );
    for (const server of plan.topology.servers) {
      expect(server.leadTime).toEqual({ distribution: 'constant', mean: DAY_MICROSECONDS });
      expect(server.unmet).toBe('lost');
      expect(server.stock).toEqual(
        [40, 32, 24, 16, 8].map((lowWatermark, k) => ({
          variety: `k${k}`,
          lowWatermark,
          order: { kind: 'upTo', desiredLevel: 3 * lowWatermark },
          highWatermark: null,
          maxOutstandingOrders: 1,
          initialOnHand: 3 * lowWatermark,
        })),
      );
    }
    expect(plan.topology.hub.stock.every(({ supply }) => supply === 'unlimited')).toBe(true);
  });

  it('hold a year of Chicago, at four levels of cover', () => {
    const { plans, startsOn } = shipped('chicago.yaml');
    expect(startsOn).toBe('2015-01-01');
    expect(plans.map(({ name }) => name)).toEqual([
      '4 days of cover',
      '4.5 days of cover',
      '5 days of cover',
      '6 days of cover',
    ]);
    const expected = plans[0]?.demand.reduce((total, { rate }) => {
      const rates = rate.kind === 'periods' ? rate.ratesPerHour : [];
      expect(rates).toHaveLength(365);
      return total + 24 * rates.reduce((sum, perHour) => sum + perHour, 0);
    }, 0);
    expect(expected).toBeCloseTo(604_660.7, 1);
  });

  it('set Chicago’s watermarks from 2014, as a sum by hand says', () => {
    const rows = readFileSync(shippedScenario('chicago-L-entries-thousands.csv'), 'utf8')
      .split('\n')
      .filter((row) => row.startsWith('2014-'))
      .map((row) => Number(row.split(',')[7]));
    const mean = (rows.reduce((sum, entries) => sum + entries, 0) / 365) * 1_000 * 0.02 * 0.5;
    const clarkLake = shipped('chicago.yaml').plans[2]?.topology.servers.find(
      ({ name }) => name === 'Clark_Lake',
    );
    expect(clarkLake?.stock[0]).toMatchObject({
      variety: 'day-pass',
      lowWatermark: Math.ceil(3 * mean),
      order: { desiredLevel: Math.ceil(5 * mean) },
    });
  });
});
