import { describe, expect, it } from 'vitest';
import { DAY_MICROSECONDS } from '#src/domain/time';
import { seriesName } from '#sim/fit/fitData';
import { holdOut } from '#sim/fit/holdOut';
import type { HoldOut } from '#sim/fit/holdOut';
import { verdictWords } from '#sim/fit/fitWords';
import type { Judgement } from '#sim/fit/judge';
import type { SalesRow } from '#sim/fit/salesLog';
import { StockOuts } from '#sim/fit/stockOuts';
import type { Interval } from '#sim/fit/stockOuts';
import { compareJudgements } from '#sim/fit/verdict';
import {
  atServers,
  constant,
  dataOf,
  dataOfRows,
  LOG_START,
  salesOf,
  scaled,
  weekly,
} from '../support/salesLogs.ts';

const MINUTE = 60e6;

function judged(result: HoldOut | null): HoldOut {
  if (result === null) throw new Error('The log is too short.');
  return result;
}

function rung(result: HoldOut, name: string) {
  return result.rungs.find((one) => one.name === name)!;
}

describe('Days that the fit did not see', () => {
  const dayFactor = { kind: 'dayFactor', group: 'all', coefficientOfVariation: 0.3 } as const;

  it('say that a profile pays, and that nothing else is needed', () => {
    const result = judged(holdOut(dataOf(atServers(3, weekly(constant(4))), 182, 11), 28));
    expect(rung(result, 'profile').overConstant!.verdict).toBe('better');
    expect(rung(result, 'all').overBefore!.verdict).toBe('no difference');
    const { rescaled, dispersion, autocorrelation, autocorrelationBand } = rung(result, 'all').judgement;
    // A right model fails here with probability 0.001.
    expect(rescaled.p).toBeGreaterThan(0.001);
    expect(Math.abs(dispersion - 1)).toBeLessThan(0.12);
    expect(Math.abs(autocorrelation)).toBeLessThan(2 * autocorrelationBand);
    expect(rung(result, 'constant').judgement.rescaled.p).toBeLessThan(1e-6);
  });

  it('say that day factors and bursts pay where there are some, and the rescaled gaps are exponential', () => {
    const bursts = { kind: 'bursts', ratesPerHour: [2, 14], switchesPerHour: [0.25, 1] } as const;
    const result = judged(holdOut(dataOf(atServers(3, weekly(bursts, dayFactor)), 182, 12), 28));
    expect(rung(result, 'all').overBefore!.verdict).toBe('better');
    expect(rung(result, 'trend').judgement.rescaled.p).toBeLessThan(1e-6);
    // Day factors are learnt by the hour where bursts blur them, so the gaps are not quite exponential.
    expect(rung(result, 'all').judgement.rescaled.distance).toBeLessThan(0.04);
    const plain = judged(holdOut(dataOf(atServers(3, weekly(constant(4), dayFactor)), 182, 13), 28));
    expect(rung(plain, 'all').overBefore!.verdict).toBe('better');
    expect(rung(plain, 'all').judgement.rescaled.p).toBeGreaterThan(0.001);
  });

  it('say so when the fit foretells worse than a constant rate', () => {
    // Day and night change places when the weeks begin that the fit did not see.
    const turned = 154 * DAY_MICROSECONDS;
    const rows = function* (): Generator<SalesRow> {
      for (const row of salesOf(atServers(2, weekly(constant(4))), 182, 14)) {
        yield row.time - LOG_START < turned ? row : { ...row, time: row.time + DAY_MICROSECONDS / 2 };
      }
    };
    const result = judged(holdOut(dataOfRows(rows()), 28));
    expect(rung(result, 'all').overConstant!.verdict).toBe('worse');
    expect(verdictWords(result)[0]).toMatch(/^WORSE THAN A CONSTANT RATE/);
  });

  it('do not shorten gaps where few customers come', () => {
    // About three customers a series in the days that are judged: what comes after the last of them is part of a gap, too.
    const result = judged(holdOut(dataOf(atServers(100, constant(3 / 672)), 182, 17), 28));
    expect(rung(result, 'constant').judgement.rescaled.p).toBeGreaterThan(0.001);
  });

  it('count against a model that expects nobody when many come', () => {
    // Open from 8 to 20 h at first, and then also at night, which no profile of the first weeks knows.
    const rows = [...salesOf(atServers(2, constant(4)), 182, 18)].filter(({ time }) => {
      const since = time - LOG_START;
      const hour = Math.floor((since % DAY_MICROSECONDS) / (60 * MINUTE));
      return since >= 154 * DAY_MICROSECONDS ? hour !== 3 : hour >= 8 && hour < 20;
    });
    const { rungs } = judged(holdOut(dataOfRows(rows), 28));
    expect(rungs.at(-1)!.judgement.impossible).toBeGreaterThan(2000);
    expect(rungs.at(-1)!.overConstant!.verdict).toBe('worse');
  });

  it('must be several for a verdict, and the fewer they are, the more a gain must stand out', () => {
    const judgement = (byDay: number[]): Judgement => ({
      ...rung(short, 'constant').judgement,
      byDay: Float64Array.from(byDay),
      customers: 100,
    });
    const short = judged(holdOut(dataOf(atServers(1, constant(4)), 16, 19), 1));
    const against = (gains: number[]) => compareJudgements(judgement(gains), judgement(gains.map(() => 0)));
    expect(against([5])).toMatchObject({ t: 0, verdict: 'no difference' });
    // A t of 3.6 is reached by chance in 7 % of cases of three days, and in 0.1 % of 28.
    expect(against([1, 3, 2.6])).toMatchObject({ t: expect.closeTo(3.6, 0), verdict: 'no difference' });
    expect(against(Array.from({ length: 28 }, (_, day) => (day % 2 === 0 ? 3 : -1)))).toMatchObject({
      verdict: 'no difference',
    });
    expect(against(Array.from({ length: 28 }, (_, day) => (day % 2 === 0 ? 4 : -1)))).toMatchObject({
      verdict: 'better',
    });
    for (const { overBefore } of short.rungs) expect(overBefore?.t ?? 0).toBeLessThan(Infinity);
  });

  it('are not said to be unlike the model because the stock ran out within hours', () => {
    const rows: SalesRow[] = [];
    const outs: Interval[] = [];
    for (const row of salesOf(atServers(1, constant(20)), 120, 21)) {
      if (row.time < (outs.at(-1)?.until ?? 0)) continue;
      rows.push(row);
      if (rows.length % 20 === 0) outs.push({ from: row.time, until: row.time + 15 * MINUTE });
    }
    const stockOuts = new Map([[seriesName('s1', 'v'), new StockOuts(outs)]]);
    const { rungs } = judged(holdOut(dataOfRows(rows, { stockOuts }), 28));
    expect(rungs[0]!.judgement.rescaled.p).toBeGreaterThan(0.001);
  });

  it('without any stock give no figures that are no numbers', () => {
    const rows = [...salesOf(atServers(1, constant(4)), 60, 20)];
    const from = LOG_START + 46 * DAY_MICROSECONDS;
    const stockOuts = new Map([
      [seriesName('s1', 'v'), new StockOuts([{ from, until: LOG_START + 60 * DAY_MICROSECONDS }])],
    ]);
    const { judgement } = judged(holdOut(dataOfRows(rows, { stockOuts }), 14)).rungs.at(-1)!;
    expect([judgement.dispersion, judgement.dayDispersion]).toEqual([1, 1]);
  });

  it('are not left out of a log that is too short', () => {
    expect(holdOut(dataOf(atServers(1, constant(4)), 20, 15), 7)).toBeNull();
    expect(verdictWords(null).join()).toMatch(/too short/);
  });
});

describe('Times rounded to minutes', () => {
  const rows = function* (): Generator<SalesRow> {
    for (const row of salesOf(atServers(3, scaled(weekly(constant(6)))), 98, 16)) {
      yield { ...row, time: Math.floor(row.time / MINUTE) * MINUTE };
    }
  };

  it('do not break the test of gaps once they are spread over the minute, and do without', () => {
    const spread = dataOfRows(rows());
    expect([spread.step, spread.isJittered]).toEqual([MINUTE, true]);
    const left = dataOfRows(rows(), { noJitter: true });
    expect(left.isJittered).toBe(false);
    const p = [spread, left].map((data) => rung(judged(holdOut(data, 28)), 'all').judgement.rescaled.p);
    expect(p[0]).toBeGreaterThan(0.001);
    expect(p[1]).toBeLessThan(1e-6);
  });

  it('or to quarters of an hour are spread over these', () => {
    const quarters = function* (): Generator<SalesRow> {
      for (const row of rows()) yield { ...row, time: Math.floor(row.time / (15 * MINUTE)) * 15 * MINUTE };
    };
    const data = dataOfRows(quarters());
    expect(data.step).toBe(15 * MINUTE);
    expect(rung(judged(holdOut(data, 28)), 'all').judgement.rescaled.p).toBeGreaterThan(0.001);
  });

  it('are spread alike whatever the order of the rows', () => {
    const sorted = dataOfRows(rows());
    const reversed = dataOfRows([...rows()].reverse());
    expect(reversed.series.map(({ stamps }) => stamps)).toEqual(sorted.series.map(({ stamps }) => stamps));
  });
});
