import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import { formatFindings } from '#sim/scenario/finding';
import { loadScenario, type ReadFile } from '#sim/scenario/load';
import type { DemandPlan } from '#sim/plan';
import { runPlan } from '#sim/run';
import { change, COUNTED, messages, resolved, SOUND } from './scenarioFixtures.ts';

const [DAY, HOUR] = [DAY_MICROSECONDS, HOUR_MICROSECONDS];
const onCalendar = change(SOUND, 'varieties:', 'starts: 2015-01-01\nvarieties:');
const hours = (count: number) => Array.from({ length: count }, (_, hour) => hour % 24);

/** The sound scenario with something said about all demand. */
const withDemand = (demand: string, text = onCalendar) =>
  change(text, 'suppliers:', `demand:\n  ${demand.replaceAll('\n', '\n  ')}\nsuppliers:`);

/** The sound scenario with other demand for red in the north. */
const inTheNorth = (demand: string, text = onCalendar) =>
  change(
    text,
    'red: { lowWatermark: 10, desiredLevel: 30, demandPerHour: 1 }',
    `red: { lowWatermark: 10, desiredLevel: 30, demand: ${demand} }`,
  );

const demandOf = (text: string, server = 'north', variety = 'red'): DemandPlan | undefined =>
  resolved(text).plans[0]!.demand.find((own) => own.server === server && own.variety === variety);

describe('The demand of a variety at a server', () => {
  it.each([
    ['{ perHour: 3 }', { kind: 'constant', ratePerHour: 3 }],
    [
      `{ hourOfDay: [${hours(24).join()}] }`,
      { kind: 'cycle', periodMicroseconds: HOUR, ratesPerHour: hours(24), startsAt: 0 },
    ],
    // 2015-01-01 was a Thursday.
    [
      `{ hourOfWeek: [${hours(168).join()}] }`,
      { kind: 'cycle', periodMicroseconds: HOUR, ratesPerHour: hours(168), startsAt: 3 * DAY },
    ],
    [
      '{ bursts: { perHour: [1, 20], switchesPerHour: [0.1, 1.5] } }',
      { kind: 'bursts', ratesPerHour: [1, 20], switchesPerHour: [0.1, 1.5] },
    ],
    [
      '{ perHour: 3, growthPerYear: -5 % }',
      { kind: 'scaled', of: { kind: 'constant', ratePerHour: 3 }, by: [{ kind: 'growth', perYear: -0.05 }] },
    ],
  ])('%s is what it says', (written, rate) => {
    expect(demandOf(inTheNorth(written))?.rate).toEqual(rate);
    expect(demandOf(inTheNorth(written))?.sizes).toBeUndefined();
  });

  it('may come in bulk', () => {
    expect(demandOf(inTheNorth('{ perHour: 1, bulk: { 5: 40 %, 1: 60 %, 7: 0 % } }'))?.sizes).toEqual([
      { size: 1, probability: 0.6 },
      { size: 5, probability: 0.4 },
    ]);
    expect(demandOf(inTheNorth('{ perHour: 1, bulk: { 1: 100 % } }'))?.sizes).toBeUndefined();
  });

  it('may come in bulk with shares that add to 100 % but for rounding, and then runs', () => {
    const shares = '{ 1: 33.3333332 %, 2: 33.3333332 %, 3: 33.3333332 %, 4: 0.0000001 % }';
    const [plan] = resolved(inTheNorth(`{ perHour: 1, bulk: ${shares} }`)).plans;
    expect(runPlan(plan!, { clock: () => 0 }).network.asked).toBeGreaterThan(1000);
  });

  it('is that of the server or the defaults where it says nothing itself', () => {
    const profile = `profiles: { office: [${hours(24).join()}] }`;
    const defaults = `${profile}\ndefaults: { growthPerYear: 5 %, profile: office }`;
    const text = withDemand(`${defaults}\nservers:\n  south: { red: { perHour: 7, growthPerYear: 0 % } }`);
    const south = change(text, ', highWatermark: 40, demandPerHour: 1', '');
    const mean = 11.5;
    const office = {
      kind: 'cycle',
      periodMicroseconds: HOUR,
      factors: hours(24).map((weight) => weight / mean),
      startsAt: 0,
    };
    const of = (ratePerHour: number) => ({ kind: 'constant', ratePerHour });
    expect(demandOf(south)?.rate).toEqual({
      kind: 'scaled',
      of: of(1),
      by: [office, { kind: 'growth', perYear: 0.05 }],
    });
    expect(demandOf(south, 'south')?.rate).toEqual({ kind: 'scaled', of: of(7), by: [office] });
  });

  it('takes one kind of rate for another, and hours for a profile', () => {
    const atServer = change(
      onCalendar,
      '- name: north\n',
      '- name: north\n    demand: { bursts: { perHour: [1, 2], switchesPerHour: [1, 1] }, bulk: { 2: 100 % } }\n',
    );
    expect(demandOf(atServer)).toMatchObject({ rate: { kind: 'constant' }, sizes: [{ size: 2 }] });
    expect(demandOf(change(atServer, ', demandPerHour: 1 }', ' }'))?.rate.kind).toBe('bursts');
    const profile = withDemand(`profiles: { p: [${hours(24).join()}] }\ndefaults: { profile: p }`);
    expect(demandOf(inTheNorth(`{ hourOfDay: [${hours(24).join()}] }`, profile))?.rate.kind).toBe('cycle');
  });

  it('is none at a rate of 0', () => {
    expect(
      demandOf(
        inTheNorth(
          `{ hourOfDay: [${hours(24)
            .map(() => 0)
            .join()}] }`,
        ),
      ),
    ).toBeUndefined();
    expect(demandOf(inTheNorth('{ bursts: { perHour: [0, 0], switchesPerHour: [1, 1] } }'))).toBeUndefined();
  });
});

describe('Events and day factors', () => {
  const events = `events:
  - { name: payday, factor: 1.5, from: [2015-01-10, 2015-01-20 06:00], lasts: 2 d }
  - { factor: 0, from: 3 d, servers: [north], varieties: [red] }`;

  it('multiply the rates of the servers and varieties that they are for', () => {
    const payday = [
      { from: 9 * DAY, until: 11 * DAY, factor: 1.5 },
      { from: 19.25 * DAY, until: 21.25 * DAY, factor: 1.5 },
    ];
    const shut = { from: 3 * DAY, until: 4 * DAY, factor: 0 };
    const text = withDemand(`${events}\ndayFactor: { coefficientOfVariation: 0.2 }`);
    const day = { kind: 'dayFactor', group: '1', coefficientOfVariation: 0.2 };
    const by = (server: string, variety: string) => {
      const rate = demandOf(text, server, variety)?.rate;
      return rate?.kind === 'scaled' ? rate.by : null;
    };
    expect(by('north', 'red')).toEqual([{ kind: 'events', events: [...payday, shut] }, day]);
    expect(by('north', 'blue')).toEqual([{ kind: 'events', events: payday }, day]);
    expect(by('south', 'red')).toEqual([{ kind: 'events', events: payday }, day]);
  });

  it('may be of several groups', () => {
    const text = withDemand(
      'dayFactor:\n  - { coefficientOfVariation: 0.2 }\n  - { name: town, coefficientOfVariation: 0.5, servers: [south] }',
    );
    expect(demandOf(text)?.rate).toMatchObject({ by: [{ group: '1' }] });
    expect(demandOf(text, 'south')?.rate).toMatchObject({ by: [{ group: '1' }, { group: 'town' }] });
  });

  it('of one name are one factor: for different shelves, of one law', () => {
    const said = (list: string) => messages(withDemand(`dayFactor: [${list}]`));
    expect(
      said(
        '{ name: a, coefficientOfVariation: 0.5, servers: [north] }, { name: a, coefficientOfVariation: 0.5, servers: [south] }',
      ),
    ).toBe('');
    expect(
      said(
        '{ name: a, coefficientOfVariation: 0.5 }, { name: a, coefficientOfVariation: 0.5, servers: [south] }',
      ),
    ).toContain('the name "a" for shelves that have it from demand.dayFactor[0]');
    expect(
      said(
        '{ name: a, coefficientOfVariation: 0.5, servers: [north] }, { name: a, coefficientOfVariation: 0.4, servers: [south] }',
      ),
    ).toContain('the name "a" with a coefficient other than that of demand.dayFactor[0]');
    // The second of the list is called 2 itself: the two would have been one factor, squared.
    expect(said("{ name: '2', coefficientOfVariation: 0.5 }, { coefficientOfVariation: 0.5 }")).toContain(
      'a position that is also the name of demand.dayFactor[0]',
    );
  });

  it('multiply counts, too, which may come in bulk and follow a profile of the day', () => {
    const text = change(
      COUNTED,
      'demand:\n',
      `demand:
  profiles: { office: [${hours(24).join()}] }
  defaults: { growthPerYear: 5 %, bulk: { 2: 100 % }, profile: office }
  events: [{ factor: 2, from: 1 d }]
  dayFactor: { coefficientOfVariation: 0.1 }
`,
    );
    const own = demandOf(text);
    expect(own?.sizes).toEqual([{ size: 2, probability: 1 }]);
    expect(own?.rate).toMatchObject({
      kind: 'scaled',
      of: { kind: 'periods', ratesPerHour: [(12 * 0.75) / 24, (24 * 0.75) / 24] },
      by: [{ kind: 'cycle' }, { kind: 'growth' }, { kind: 'events' }, { kind: 'dayFactor' }],
    });
  });
});

describe('What is wrong with demand', () => {
  const profiles = `profiles: { office: [${hours(24).join()}], week: [${hours(168).join()}] }`;

  it.each([
    ['{ perHour: 1, hourOfDay: [1, 2] }', 'a list of 24 numbers', 'add 22 more'],
    [`{ perHour: 1, hourOfDay: [${hours(24).join()}] }`, 'hourOfDay beside perHour', 'keep one of them'],
    ['{ perHour: -1 }', 'customers per hour, 0 or more', ''],
    ['{ bursts: { perHour: [1], switchesPerHour: [1, 1] } }', 'two numbers of customers per hour', ''],
    ['{ bursts: { perHour: [1, 2], switchesPerHour: [1, 0] } }', 'a number above 0', ''],
    ['{ perHour: 1, bulk: { 1: 50 % } }', 'shares that add to 100 %', 'shares that add to 50 %'],
    ['{ perHour: 1, bulk: { 0: 100 % } }', 'a whole number of PINs, 1 or more', ''],
    ['{ perHour: 1, growthPerYear: 5 }', 'a percentage such as 5 %', ''],
    ['{ perHour: 1, growthPerYear: -100 % }', 'a percentage above -100 %', ''],
    ['{ perHour: 1, profile: offise }', 'the unknown profile "offise"', 'write office'],
    [`{ hourOfDay: [${hours(24).join()}], profile: office }`, 'a profile beside hourOfDay', ''],
    ['{ perhour: 1 }', 'the unknown key "perhour"', 'write perHour instead of perhour'],
    ['{ growthPerYear: 5 % }', 'no rate, so no customers', 'add perHour'],
  ])('%s is refused or remarked upon', (written, found, advice) => {
    const said = messages(inTheNorth(written, withDemand(profiles)));
    expect(said).toContain(found);
    expect(said).toContain(advice);
  });

  it.each([
    ['events: [{ factor: 2, from: soon }]', 'a time since the start, such as 3 d, or a calendar day'],
    ['events: [{ factor: -2, from: 3 d }]', 'a number, 0 or more'],
    ['events: [{ factor: 2, from: 3 d, servers: [nroth] }]', 'write north'],
    ['events: [{ factor: 2, from: 3 d, varieties: [reed] }]', 'write red'],
    ['events: [{ factor: 2, from: 2014-01-01 }]', '2014-01-01, over before the start of the run'],
    ['events: [{ factor: 2, from: [3 d, 31 d] }]', '31 d, after the end of the run'],
    ['dayFactor: { coefficientOfVariation: 0 }', 'a number above 0'],
    ['dayFactor: [{ coefficientOfVariation: 1, servers: [nowhere] }]', 'the unknown server "nowhere"'],
    ['servers: { nroth: { red: { perHour: 1 } } }', 'write north'],
    ['servers: { south: { blue: { perHour: 1 } } }', 'demand for blue at south, which does not stock it'],
    ['servers: { south: { red: { perHour: 1 } } }', 'a rate here and another at demand.servers.south.red'],
    ['profiles: { idle: [1, 2] }', '24 numbers, one for each hour of the day, or 168'],
    [
      `profiles: { idle: [${hours(24)
        .map(() => 0)
        .join()}] }`,
      'at least one number above 0',
    ],
    [`profiles: { idle: [${hours(24).join()}] }`, 'the profile idle, which no demand names'],
    [
      'replay: { file: sales.csv }\ncounts: { file: c.csv, varieties: { red: 100 % } }',
      'beside recorded sales',
    ],
  ])('%s is refused or remarked upon', (written, found) => {
    expect(messages(withDemand(written))).toContain(found);
  });

  it('of one event outside the run is remarked upon once, however many its times are', () => {
    const said = messages(
      withDemand('events: [{ factor: 2, from: [2014-01-01, 2014-02-01, 3 d, 31 d, 61 d, 92 d] }]'),
    );
    expect(said.match(/ warning /g)).toHaveLength(2);
    expect(said).toContain('2014-01-01 and 1 more, over before the start of the run');
    expect(said).toContain('31 d and 2 more, after the end of the run');
  });

  it('is a calendar day where there is no calendar', () => {
    const undated = withDemand('events: [{ factor: 2, from: 2015-01-05 }]', SOUND);
    expect(messages(undated)).toContain('because the scenario starts on no calendar day');
    const weekly = inTheNorth(`{ hourOfWeek: [${hours(168).join()}] }`, SOUND);
    expect(messages(weekly)).toMatchInlineSnapshot(`
      "test.yaml:1:1  error  starts
        found     nothing
        expected  the calendar day of the start, since servers[0].stock.red.demand goes by the days of the week
        do        write starts: and a day, such as 2015-01-01; 2001-01-01 was a Monday"
    `);
  });

  it('is bulk at terminals that take time', () => {
    const slow = change(
      onCalendar,
      '- name: north\n',
      '- name: north\n    terminals: { count: 2, latency: 1 s }\n',
    );
    expect(messages(inTheNorth('{ perHour: 1, bulk: { 2: 100 % } }', slow))).toMatchInlineSnapshot(`
      "test.yaml:17:78  error  servers[0].stock.red.demand.bulk
        found     bulk at terminals with a latency of 1 s, which sell one PIN at a time
        expected  bulk where terminals take no time, or customers who take one PIN
        do        remove the latency of the terminals, or bulk"
    `);
  });

  it('is a rate or a profile of the week beside counts', () => {
    const text = (defaults: string) =>
      change(COUNTED, 'demand:\n', `demand:\n  ${profiles}\n  defaults: ${defaults}\n`);
    expect(messages(text('{ profile: week }'))).toContain('counts that have weekdays of their own');
    expect(messages(text('{ perHour: 1 }'))).toContain('a rate beside demand from counts');
    // Or the profile would take away customers who were counted at night, and add to those of noon.
    const byHour = change(
      text('{ profile: office }'),
      'file: counts.csv',
      'file: counts.csv\n    period: 6 h',
    );
    expect(messages(byHour)).toContain('with counts by 6 h that say themselves at what time customers come');
    const byTwoDays = change(
      text('{ profile: office }'),
      'file: counts.csv',
      'file: counts.csv\n    period: 2 d',
    );
    expect(messages(byTwoDays)).not.toContain('a profile');
  });
});

const REPLAYED = change(
  onCalendar.replaceAll(/, demandPerHour: [\d.]+/g, ''),
  'suppliers:',
  'demand: { replay: { file: sales.csv } }\nsuppliers:',
);
const SALES = `time,server,variety,quantity
2015-01-01 00:00,north,red,1
2015-01-01 06:30,"south",red,1
2015-01-01T06:30:05.25,north,blue,3
2015-01-01 02:00,north,blue,1
`;

/** A file in pieces of a few characters, as a disk would give a large one in larger pieces. */
function inPieces(files: Readonly<Record<string, string>>): ReadFile {
  const missing = { found: 'no such file', expected: 'a file', advice: 'look for a slip in the path' };
  const readFile = (file: string) => files[file] ?? missing;
  const pieces = (file: string) => {
    const text = files[file];
    return text === undefined ? missing : (text.match(/[^]{1,7}/g) ?? []);
  };
  return Object.assign(readFile, { pieces });
}

function replay(sales: string, text = REPLAYED) {
  const { scenario, findings } = loadScenario(
    'test.yaml',
    inPieces({ 'test.yaml': text, 'sales.csv': sales }),
  );
  return { scenario, said: formatFindings(findings) };
}

describe('Recorded sales', () => {
  it('come at their own times, in the order of time, as many PINs as there were', () => {
    const { scenario, said } = replay(SALES);
    expect(said).toBe('');
    expect(scenario?.plans[0]!.demand).toEqual([
      { server: 'north', variety: 'red', rate: { kind: 'listed', times: [0], sizes: null } },
      {
        server: 'north',
        variety: 'blue',
        rate: { kind: 'listed', times: [2 * HOUR, 6.5 * HOUR + 5_250_000], sizes: [1, 3] },
      },
      { server: 'south', variety: 'red', rate: { kind: 'listed', times: [6.5 * HOUR], sizes: null } },
    ]);
    expect(scenario?.assumptions[0]).toBe(
      'Customers come exactly as recorded in sales.csv: nothing about them is left to chance.',
    );
    const hash = createHash('sha256')
      .update(REPLAYED + SALES)
      .digest('hex');
    expect(scenario?.contentHash).toBe(hash);
  });

  it('may have other titles, other columns besides, times in hours, and no quantity', () => {
    const own = 'replay: { file: sales.csv, time: at, server: shop, variety: sku, timesIn: h }';
    const text = change(change(REPLAYED, 'replay: { file: sales.csv }', own), 'starts: 2015-01-01\n', '');
    const { scenario } = replay('\uFEFFtill,at,sku,shop\r\n7,1.5,red,north\r\n\r\n7,2e0,red,north', text);
    expect(scenario?.plans[0]!.demand).toEqual([
      {
        server: 'north',
        variety: 'red',
        rate: { kind: 'listed', times: [1.5 * HOUR, 2 * HOUR], sizes: null },
      },
    ]);
  });

  it('have every row count as one PIN only with a word where a column seems to say how many', () => {
    const titled = (quantity: string) => replay(change(SALES, 'quantity', quantity)).said;
    expect(titled('till')).toBe('');
    expect(titled('Quantity')).toContain('a column Quantity, which nobody reads: every row is one PIN');
    expect(titled('qty')).toContain('write quantity: qty into the replay');
  });

  it('outside the run are left out, and counted', () => {
    const { scenario, said } = replay(
      `${SALES}2014-12-31 23:59,north,red,1\n2015-01-31 00:00:01,north,red,1\n2016-01-01,north,red,1\n`,
    );
    expect(scenario?.plans[0]!.demand[0]).toMatchObject({ rate: { times: [0] } });
    expect(said).toContain('1 sale before the start of the run, which is left out');
    expect(said).toContain('2 sales after its end, which are left out');
  });

  it('at a time beyond all numbers are refused', () => {
    const text = change(REPLAYED, 'replay: { file: sales.csv }', 'replay: { file: sales.csv, timesIn: h }');
    const { said } = replay('time,server,variety\n1,north,red\n1e400,north,red\n', text);
    expect(said).toContain('sales.csv:3:1  error  time');
    expect(said).toContain('found     "1e400"');
  });

  it('that are wrong are refused, each by its line', () => {
    const bad = [
      '2015-02-30,north,red,1',
      '2015-01-02 25:00,north,red,1',
      '2015-01-02,nroth,red,1',
      '2015-01-02,south,blue,1',
      '2015-01-02,north,red,0',
      '2015-01-02,north,red,',
      '2015-01-02,north,red',
    ];
    const { scenario, said } = replay(`${SALES}${bad.join('\n')}\n`);
    expect(scenario).toBeNull();
    expect(said).toMatchInlineSnapshot(`
      "sales.csv:6:1  error  time
        found     "2015-02-30"
        expected  a time that the calendar has
        do        write it as 2015-01-31 17:05, or say in which unit the times are: timesIn

      sales.csv:7:1  error  time
        found     "2015-01-02 25:00"
        expected  a time that the calendar has
        do        write it as 2015-01-31 17:05, or say in which unit the times are: timesIn

      sales.csv:8:1  error  server
        found     "nroth"
        expected  a server of the scenario
        do        write north

      sales.csv:9:1  error  variety
        found     "blue"
        expected  what south stocks: red
        do        add it to the stock of the server, or remove the row

      sales.csv:10:1  error  quantity
        found     "0"
        expected  a whole number of PINs, 1 or more
        do        write 1 or more; take cancelled sales out of the file

      sales.csv:11:1  error  quantity
        found     nothing
        expected  a whole number of PINs, 1 or more
        do        write 1 or more; take cancelled sales out of the file

      sales.csv:12:1  error
        found     3 cells
        expected  4 cells, as in the header
        do        complete the row, or put cells with commas in quotes"
    `);
  });

  it('end the reading after twenty wrong rows', () => {
    const rows = Array.from({ length: 1000 }, () => 'x,north,red,1').join('\n');
    const { findings } = loadScenario(
      'test.yaml',
      inPieces({ 'test.yaml': REPLAYED, 'sales.csv': `time,server,variety,quantity\n${rows}` }),
    );
    expect(findings).toHaveLength(20);
  });

  it.each([
    ['', 'an empty file'],
    ['time,server,variety,quantity\n', 'a header without rows'],
    ['time;server;variety\n', 'save the file with commas between the cells'],
    ['times,server,variety\n', 'write time: times into replay, or rename the column'],
  ])('need a header and rows: %j', (sales, said) => {
    expect(replay(sales).said).toContain(said);
  });

  it('need a file, a calendar day, and no other demand', () => {
    expect(formatFindings(loadScenario('test.yaml', inPieces({ 'test.yaml': REPLAYED })).findings)).toContain(
      'no such file',
    );
    expect(replay(SALES, change(REPLAYED, 'starts: 2015-01-01\n', '')).said).toContain(
      'since recorded sales come at calendar times',
    );
    expect(
      replay(SALES, inTheNorth('{ perHour: 1 }', withDemand('replay: { file: sales.csv }'))).said,
    ).toContain('servers[0].stock.red.demand beside recorded sales');
  });
});

it('what is assumed of demand is said in sentences', () => {
  const text = inTheNorth(
    '{ bursts: { perHour: [1, 13], switchesPerHour: [1, 1] }, bulk: { 1: 60 %, 5: 40 % } }',
    withDemand(`profiles: { office: [${hours(24).join()}] }
defaults: { profile: office, growthPerYear: 5 % }
events: [{ name: payday, factor: 1.5, from: [2015-01-10, 2015-01-20] }, { factor: 0, from: 3 d, lasts: 6 h, servers: [south] }]
dayFactor: { coefficientOfVariation: 0.2 }`),
  );
  expect(resolved(text).assumptions.slice(0, 8)).toMatchInlineSnapshot(`
    [
      "Customers arrive at random (Poisson), 8.5 an hour in all on average.",
      "The rate changes from hour to hour, every day or every week alike.",
      "At 1 of 3 shelves quiet and busy phases of random length follow one another.",
      "At 1 of 3 shelves a customer may take several PINs at once, 2.6 on average; of those that are not there each is lost, waited for or fetched.",
      "Demand changes by 5 % a year from the start on, a step each day.",
      "Payday: customers times 1.5 for 1 d from 2015-01-10 and 2015-01-20 on.",
      "Event: no customers at south for 6 h from 3 d on.",
      "Every day has a random factor of mean 1 (gamma, coefficient of variation 0.2) that all demand has in common.",
    ]
  `);
});
