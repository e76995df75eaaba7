import { describe, expect, it } from 'vitest';
import { DAY_MICROSECONDS } from '#src/domain/time';
import { holdOut } from '#sim/fit/holdOut';
import type { HoldOut } from '#sim/fit/holdOut';
import { verdictWords } from '#sim/fit/fitWords';
import type { SalesRow } from '#sim/fit/salesLog';
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

  it('are spread alike whatever the order of the rows', () => {
    const sorted = dataOfRows(rows());
    const reversed = dataOfRows([...rows()].reverse());
    expect(reversed.series.map(({ stamps }) => stamps)).toEqual(sorted.series.map(({ stamps }) => stamps));
  });
});
