import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import { parse } from 'yaml';
import { BadRows } from '#sim/fit/badRows';
import { demandSection } from '#sim/fit/demandSection';
import { demandYaml } from '#sim/fit/demandYaml';
import { fitData } from '#sim/fit/fitData';
import { fitDemand } from '#sim/fit/fitDemand';
import { HourCounts } from '#sim/fit/hourCounts';
import { findColumns, RowReader } from '#sim/fit/salesColumns';
import { SalesLog } from '#sim/fit/salesLog';
import { scenarioNames } from '#sim/fit/scenarioNames';
import { fitSizes } from '#sim/fit/sizesFit';
import { guessFormat, stampReader } from '#sim/fit/stampFormat';
import { StampSample } from '#sim/fit/stampSample';
import { outagesOf, StockOuts } from '#sim/fit/stockOuts';
import { StockReader } from '#sim/fit/stockRecords';
import { exponential } from '#sim/random/exponential';
import { randomGenerator } from '#sim/random/generator';
import { atServers, constant, dataOf, LOG_START, logOf, salesOf } from '../support/salesLogs.ts';

describe('A sales log', () => {
  it('counts by the hour what a plain map counts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -400, max: 400 })), (hours) => {
        const counts = new HourCounts();
        const plain = new Map<number, number>();
        for (const hour of hours) {
          counts.add(hour);
          plain.set(hour, (plain.get(hour) ?? 0) + 1);
        }
        for (let hour = -400; hour <= 400; hour++) expect(counts.at(hour)).toBe(plain.get(hour) ?? 0);
      }),
    );
    const busy = new HourCounts();
    for (let index = 0; index < 70_000; index++) busy.add(5);
    expect([busy.at(4), busy.at(5), busy.at(6)]).toEqual([0, 70_000, 0]);
  });

  it('is the same whatever the order of its rows, also when exact times do not all fit', () => {
    const rows = [...salesOf(atServers(3, constant(2)), 30, 1)];
    const read = (list: typeof rows) => {
      const log = new SalesLog(1_000);
      for (const row of list) log.add(row);
      const data = fitData(log, { seed: 1 })!;
      return {
        share: log.stamps.share,
        range: data.range,
        stamps: data.series.map(({ stamps }) => [...stamps]),
      };
    };
    const sorted = read(rows);
    expect(sorted.share).toBeLessThan(1);
    expect(sorted.stamps.flat().length).toBeGreaterThan(200);
    expect(read(rows.toReversed())).toEqual(sorted);
  });

  it('keeps of a series whole days of exact times or nothing', () => {
    const sample = new StampSample(64);
    const all = Array.from({ length: 400 }, (_, index) => ({
      day: index % 40,
      time: (index % 40) * 1000 + index,
    }));
    for (const { day, time } of all) sample.add(time, day, 0, 99);
    const kept = new Set(sample.bySeries(1)[0]);
    for (const { day, time } of all) expect(kept.has(time)).toBe(sample.isKept(day, 99));
    expect(kept.size).toBeGreaterThan(0);
  });

  it('takes times far from all others for bad rows', () => {
    const rows = [...salesOf(atServers(1, constant(20)), 60, 2)];
    const stray = { ...rows[0]!, line: 77, time: 0 };
    const log = logOf([...rows, stray]);
    const data = fitData(log, { seed: 1 })!;
    expect(data.range.from * HOUR_MICROSECONDS).toBe(LOG_START);
    expect(log.badRows.kinds()).toMatchObject([{ rows: 1, examples: [{ line: 77 }] }]);
    expect(log.rows).toBe(rows.length);
  });

  it('begins with its first sale and ends with its last one, though there are stray times', () => {
    // From a Thursday to a Tuesday: the rest of both weeks is not part of the log.
    const rows = [...salesOf(atServers(1, constant(2)), 44, 4)].filter(
      ({ time }) => time >= LOG_START + 3 * DAY_MICROSECONDS,
    );
    const clean = fitData(logOf(rows), { seed: 1 })!;
    const strays = [0, Date.UTC(2099, 0, 1) * 1000].map((time) => ({ ...rows[0]!, time }));
    const stray = fitData(logOf([...rows, ...strays]), { seed: 1 })!;
    expect(stray.range).toEqual(clean.range);
    expect(clean.range.from * HOUR_MICROSECONDS).toBe(LOG_START + 3 * DAY_MICROSECONDS);
    const { from } = clean.range;
    expect([from - 1, from].map((hour) => stray.series[0]!.exposure(hour))).toEqual([0, 1]);
  });

  it('of few sales is not stretched over decades by one clock that stood at 1970', () => {
    const rows = [...salesOf(atServers(1, constant(0.2)), 60, 5)];
    const log = logOf([{ ...rows[0]!, time: 5 * HOUR_MICROSECONDS, server: 'broken' }, ...rows]);
    const data = fitData(log, { seed: 1 })!;
    expect(data.range.from * HOUR_MICROSECONDS).toBe(LOG_START);
    expect(log.badRows.total).toBe(1);
    expect(data.servers).toEqual(['s1']);
  });

  it('whose every sale is far from the others is taken as it is', () => {
    const years = Array.from({ length: 1_500 }, (_, index) => index);
    const row = { line: 2, server: 's', variety: 'v', quantity: 1 };
    const log = logOf(years.map((year) => ({ ...row, time: year * 200 * DAY_MICROSECONDS })));
    expect(fitData(log, { seed: 1 })!.range.until).toBeGreaterThan(1_400 * 200 * 24);
    expect(log.badRows.total).toBe(0);
  });

  it('finds out to what times were rounded', () => {
    const step = (unit: number) => {
      const log = new SalesLog();
      for (const row of salesOf(atServers(1, constant(20)), 30, 3)) {
        log.add({ ...row, time: Math.floor(row.time / unit) * unit });
      }
      return log.step();
    };
    for (const unit of [1e6, 6e7, HOUR_MICROSECONDS, DAY_MICROSECONDS]) expect(step(unit)).toBe(unit);
    expect(step(7)).toBe(0);
  });

  it('needs no more memory for more rows', () => {
    const log = new SalesLog(2 ** 14);
    const feed = (rows: number): number => {
      for (let index = 0; index < rows; index++) {
        const time = LOG_START + ((index * 7_919_333) % (90 * 86_400)) * 1e6;
        log.add({ line: index, time, server: `s${index % 50}`, variety: 'v', quantity: 1 + (index % 3) });
      }
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const first = feed(300_000);
    const second = feed(1_500_000);
    // Five times the rows; their text alone would be 60 MB.
    expect(second - first).toBeLessThan(3e6);
    expect(log.rows).toBe(1_800_000);
  });
});

function collect(): void {
  // The tests’ workers run with the garbage collector exposed, or this measures a little garbage, too.
  (globalThis as { gc?: () => void }).gc?.();
}

describe('Times', () => {
  const microseconds = (text: string) => Date.parse(text) * 1000;

  it.each([
    ['iso', '2015-01-31', '2015-01-31T00:00:00Z'],
    ['iso', '2015-01-31 17:05', '2015-01-31T17:05:00Z'],
    ['iso', '2015-01-31T17:05:09', '2015-01-31T17:05:09Z'],
    ['iso', '2015-01-31T17:05:09.250Z', '2015-01-31T17:05:09.250Z'],
    ['iso', '2015-01-31T17:05:09+02:00', '2015-01-31T17:05:09Z'],
    ['seconds', '1422723909', '2015-01-31T17:05:09Z'],
    ['milliseconds', '1422723909250', '2015-01-31T17:05:09.250Z'],
    ['DD.MM.YYYY HH:mm', '31.01.2015 17:05', '2015-01-31T17:05:00Z'],
    ['MM/DD/YYYY hh:mm A', '1/31/2015 5:05 PM', '2015-01-31T17:05:00Z'],
    ['MM/DD/YYYY hh:mm A', '01/31/2015 12:05 am', '2015-01-31T00:05:00Z'],
    ['YYYYMMDD HHmmss', '20150131 170509', '2015-01-31T17:05:09Z'],
  ])('as %s: %s', (format, text, expected) => {
    expect(stampReader(format)!(text)).toBe(microseconds(expected));
  });

  it.each(['2015-02-29 10:00', '2015-13-01', '2015-01-31 24:00:00', '2015-01-31 1x:00:00', 'yesterday', ''])(
    'that are none: %s',
    (text) => {
      expect(stampReader('iso')!(text)).toBeNull();
    },
  );

  it('of an unknown format are refused, and known ones guessed', () => {
    expect(stampReader('HH:mm')).toBeNull();
    expect(guessFormat('31.01.2015 17:05:09')).toBe('DD.MM.YYYY HH:mm:ss');
    expect(guessFormat('31.01.2015')).toBe('DD.MM.YYYY');
    expect(guessFormat('1/2/2015')).toBeNull();
    expect(guessFormat('201501311705')).toBeNull();
  });

  it('in another unit than the format says are none', () => {
    expect(stampReader('seconds')!('1422723909250')).toBeNull();
    expect(stampReader('milliseconds')!('1422723909250000')).toBeNull();
    expect(stampReader('seconds')!('-86400')).toBe(-DAY_MICROSECONDS);
  });
});

describe('Columns', () => {
  it('are found by their usual names, or mapped', () => {
    expect(findColumns(['Sold_At', 'terminal', 'SKU', 'qty'], {})).toEqual({
      time: 0,
      server: 1,
      variety: 2,
      quantity: 3,
      width: 4,
    });
    expect(findColumns(['a', 'b', 'c'], { time: 'c', server: 'a', variety: 'b' })).toMatchObject({
      time: 2,
      server: 0,
      variety: 1,
      quantity: null,
    });
  });

  it('that are not there are told, with what is', () => {
    expect(findColumns(['when', 'server', 'sku'], {})).toEqual({
      problem: expect.stringMatching(/no column for the time among when, server, sku.*--time/),
    });
    expect(findColumns(['time', 'server', 'sku'], { server: 'sever' })).toEqual({
      problem: expect.stringMatching(/write --server "server"/),
    });
  });

  it('give rows, and every row that is none is counted with its line and reason', () => {
    const badRows = new BadRows();
    const columns = { time: 0, server: 1, variety: 2, quantity: 3, width: 4 };
    const reader = new RowReader(columns, null, badRows);
    const rows = [
      ['2015-01-01 10:00', 'a', 'v', '2'],
      ['2015-01-01 10:00', 'a', 'v'],
      ['noon', 'a', 'v', '1'],
      ['2015-01-01 10:00', ' ', 'v', '1'],
      ['2015-01-01 10:00', 'a', '', '1'],
      ['2015-01-01 10:00', 'a', 'v', '-1'],
      ['2015-01-01 10:00', 'a', 'v', '0'],
      ['2015-01-01 10:00', 'a', 'v', '1.5'],
      ['2015-01-01 10:00', 'a', 'v', ''],
    ];
    const read = rows.map((cells, index) => reader.rowOf(cells, index + 2));
    expect(read[0]).toMatchObject({ line: 2, server: 'a', variety: 'v', quantity: 2 });
    expect(read.slice(1).every((row) => row === null)).toBe(true);
    expect(badRows.total).toBe(8);
    const lines = badRows.kinds().flatMap(({ examples }) => examples.map(({ line }) => line));
    expect(lines.sort((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('Stock-outs', () => {
  it('take from each hour what they cover of it', () => {
    const interval = fc.tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 200 }));
    fc.assert(
      fc.property(fc.array(interval), (pairs) => {
        const minute = HOUR_MICROSECONDS / 60;
        const stockOuts = new StockOuts(
          pairs.map(([from, length]) => ({ from: from * minute, until: (from + length) * minute })),
        );
        const isOut = Array.from({ length: 840 }, (_, at) =>
          pairs.some(([from, length]) => at >= from && at < from + length),
        );
        for (let hour = 0; hour < 14; hour++) {
          const out = isOut.slice(hour * 60, hour * 60 + 60).filter(Boolean).length;
          expect(stockOuts.exposure(hour)).toBeCloseTo(1 - out / 60, 9);
        }
      }),
    );
  });

  it('may be said to last for ever', () => {
    const until = Date.UTC(9999, 11, 31) * 1000;
    const stockOuts = new StockOuts([{ from: 90 * 60e6, until }]);
    expect([0, 1, 2].map((hour) => stockOuts.exposure(hour))).toEqual([1, 0.5, 0]);
    expect(stockOuts.hours(0, 5 * HOUR_MICROSECONDS)).toBe(3.5);
  });

  it('last from a record of nothing to the next of something', () => {
    const records = [
      { time: 30, onHand: 5 },
      { time: 10, onHand: 0 },
      { time: 20, onHand: 0 },
      { time: 40, onHand: 0 },
    ];
    expect(outagesOf(records, 50)).toEqual([
      { from: 10, until: 30 },
      { from: 40, until: 50 },
    ]);
  });
});

describe('Records of a stock', () => {
  const columns = { from: 0, server: 1, variety: 2, until: null, onHand: 3, width: 4 };
  const read = (records: readonly (readonly [hour: number, onHand: number])[]) => {
    const badRows = new BadRows();
    const reader = new StockReader(columns, badRows, null);
    for (const [index, [hour, onHand]] of records.entries()) {
      const cells = [`1970-01-01 ${String(hour).padStart(2, '0')}:00`, 's', 'v', String(onHand)];
      reader.add({ cells, line: index + 2, lines: 1 }, () => true);
    }
    const [stockOuts] = reader.stockOuts(20 * HOUR_MICROSECONDS).values();
    return { bad: badRows.total, hours: stockOuts!.hours(0, 24 * HOUR_MICROSECONDS) };
  };

  it('that say the same one after the other make no difference', () => {
    expect(
      read([
        [1, 3],
        [2, 0],
        [3, 0],
        [5, 0],
        [8, 4],
        [9, 4],
        [12, 0],
        [14, 0],
      ]),
    ).toEqual({ bad: 0, hours: 14 });
    expect(
      read([
        [14, 0],
        [12, 0],
        [9, 4],
        [8, 4],
        [5, 0],
        [3, 0],
        [2, 0],
      ]),
    ).toEqual({ bad: 0, hours: 14 });
  });

  it('that come too late to be put into their place are told as bad', () => {
    expect(
      read([
        [1, 9],
        [2, 8],
        [3, 7],
        [9, 6],
        [4, 0],
      ]),
    ).toEqual({ bad: 0, hours: 5 });
    expect(
      read([
        [1, 9],
        [2, 8],
        [3, 7],
        [9, 6],
        [2, 0],
      ]),
    ).toEqual({ bad: 1, hours: 0 });
  });
});

describe('Names', () => {
  it('become such as a scenario can have, and stay different', () => {
    const names = scenarioNames(['north', 'Town Hall', 'Town-Hall', 'Café', '(x)', '日本']);
    expect([...names.values()]).toEqual(['north', 'Town-Hall-2', 'Town-Hall', 'Cafe', 'x', 'unnamed']);
  });

  it('may be those of what every object has, or of what a fit writes itself', () => {
    const data = dataOf(
      ['constructor', 'toString', 'all'].map((server) => ({ server, variety: 'v', rate: constant(2) })),
      30,
      1,
    );
    const fit = fitDemand(data, data.range);
    const dayVariance = { network: 0.1, server: 0.1, series: 0.1 };
    const scattered = { ...fit, model: { ...fit.model, dayVariance } };
    const { section } = demandSection(scattered, fitSizes(data.series), 17_000);
    expect(Object.keys(section.servers!)).toEqual(['all', 'constructor', 'toString']);
    const names = [section.dayFactor!].flat().map(({ name }) => name);
    expect(new Set(names).size).toBe(7);
    const yaml = parse(demandYaml(section, ['Bad: a\r\nb\rc\n']));
    expect(yaml).toEqual({ demand: structuredClone(section) });
  });
});

describe('Bulk sizes', () => {
  it('of too many kinds keep their mean, and their variance but for a little', () => {
    const generator = randomGenerator({ seed: 1, purpose: 'sizes', who: 'many' });
    const sizes = new Map<number, number>();
    for (let index = 0; index < 5_000; index++) {
      const size = Math.ceil(30 * exponential(generator) ** 2);
      sizes.set(size, (sizes.get(size) ?? 0) + 1);
    }
    const moments = (list: Iterable<readonly [number, number]>) => {
      let [customers, pins, squares] = [0, 0, 0];
      for (const [size, count] of list) {
        customers += count;
        pins += size * count;
        squares += size * size * count;
      }
      return { customers, mean: pins / customers, variance: squares / customers - (pins / customers) ** 2 };
    };
    const [series] = dataOf(atServers(1, constant(1)), 10, 1).series;
    const [fitted] = fitSizes([{ ...series!, sizes }]).bySeries;
    expect(fitted!.length).toBe(40);
    const [before, after] = [moments(sizes), moments(fitted!)];
    expect(after.customers).toBeCloseTo(5_000, 6);
    expect(after.mean).toBeCloseTo(before.mean, 6);
    expect(after.variance / before.variance).toBeCloseTo(1, 1);
  });
});
