import { DAY_MICROSECONDS } from '#src/domain/time';
import type { Recording, RunResult } from '#sim/result';
import { cut, divide, type Calendar, type Period, type Unit } from '#src/report/calendar';
import { periodOfSample, sumByPeriod, type LossByPeriod } from '#src/report/misses';

/** Where and when sales were lost in one run, from its recording. */
export interface LossTimeline {
  readonly unit: Unit;
  readonly periods: readonly Period[];
  readonly network: LossByPeriod;
  readonly servers: readonly ServerLosses[];
  /** Null when samples are longer than a day or the run is too short for days to say anything. */
  readonly days: DayLosses | null;
}

export interface ServerLosses extends LossByPeriod {
  readonly name: string;
  readonly totalLost: number;
  readonly totalAsked: number;
}

export interface DayLosses extends LossByPeriod {
  readonly periods: readonly Period[];
  readonly servers: readonly { readonly name: string; readonly lost: readonly number[] }[];
}

export function lossTimeline(result: RunResult, calendar: Calendar): LossTimeline | null {
  const { recording } = result;
  const samples = recording?.series[0]?.lost.length ?? 0;
  if (recording === null || samples < 2) return null;
  const length = Math.max(result.simulatedMicroseconds, (samples - 1) * recording.sampleMicroseconds);
  const { unit, periods } = divide(calendar, length, recording.sampleMicroseconds);
  const periodOf = periodOfSample(recording.sampleMicroseconds, samples, periods);
  const servers = byServer(recording).map(([name, series]) => {
    const losses = sumByPeriod(series, periodOf, periods.length);
    return { name, ...losses, totalLost: total(losses.lost), totalAsked: total(losses.asked) };
  });
  return {
    unit,
    periods,
    network: sumByPeriod(recording.series, periodOf, periods.length),
    servers,
    days: dayLosses(recording, calendar, length, samples),
  };
}

function dayLosses(
  recording: Recording,
  calendar: Calendar,
  length: number,
  samples: number,
): DayLosses | null {
  if (recording.sampleMicroseconds > DAY_MICROSECONDS || length < 4 * DAY_MICROSECONDS) return null;
  const periods = cut(calendar, length, 'day');
  const periodOf = periodOfSample(recording.sampleMicroseconds, samples, periods);
  return {
    periods,
    ...sumByPeriod(recording.series, periodOf, periods.length),
    servers: byServer(recording).map(([name, series]) => ({
      name,
      lost: sumByPeriod(series, periodOf, periods.length).lost,
    })),
  };
}

function byServer(recording: Recording): [string, Recording['series']][] {
  const servers = new Map<string, Recording['series'][number][]>();
  for (const series of recording.series) {
    const own = servers.get(series.server);
    if (own === undefined) servers.set(series.server, [series]);
    else own.push(series);
  }
  return [...servers];
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** How many of the periods, worst first, hold half of all losses. */
export function periodsWithHalf(lost: readonly number[]): number {
  const half = total(lost) / 2;
  let sum = 0;
  let periods = 0;
  for (const value of [...lost].sort((one, other) => other - one)) {
    if (sum >= half) break;
    sum += value;
    periods += 1;
  }
  return periods;
}
