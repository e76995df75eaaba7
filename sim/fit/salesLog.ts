import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import { BadRows } from './badRows.ts';
import { HourCounts } from './hourCounts.ts';
import { Resolution } from './resolution.ts';
import { StampSample } from './stampSample.ts';
import { weekOfHour } from './weekHours.ts';

/** What was sold of one variety at one server. */
export interface LoggedSeries {
  readonly index: number;
  readonly server: string;
  readonly variety: string;
  /** A hash of both names. */
  readonly key: number;
  readonly counts: HourCounts;
  /** How many customers took so many PINs. */
  readonly sizes: Map<number, number>;
  customers: number;
  first: Microseconds;
  last: Microseconds;
}

/** One row of a sales log, as it was written. */
export interface SalesRow {
  readonly line: number;
  readonly time: Microseconds;
  readonly server: string;
  readonly variety: string;
  readonly quantity: number;
}

/** More series than that come from a column that is mapped wrongly, such as receipt numbers. */
export const MOST_SERIES = 50_000;
/** Beyond so many different sizes, a new one counts as the nearest number of two digits. */
const MOST_SIZES = 2_000;
/** Weeks this far from all others, with hardly a sale in them, are a clock that went wrong. */
const LONELY_WEEKS = 26;
const LONELY_SHARE = 0.001;
/** Of a short log a single row is more than that: up to three rows, and a fiftieth, are hardly a sale, too. */
const LONELY_ROWS = 3;
const LONELY_SHARE_OF_FEW = 0.02;

interface Week {
  rows: number;
  firstLine: number;
  first: Microseconds;
  last: Microseconds;
}

/** What a log is about. */
export interface LogSpan {
  /** The first sale and the last one. */
  readonly first: Microseconds;
  readonly last: Microseconds;
}

/** All that is kept of a sales log: counts, however many rows there are, in whatever order. */
export class SalesLog {
  readonly badRows = new BadRows();
  readonly stamps: StampSample;
  readonly series: LoggedSeries[] = [];
  rows = 0;
  private readonly resolution = new Resolution();
  private readonly byServer = new Map<string, Map<string, LoggedSeries>>();
  private readonly weeks = new Map<number, Week>();

  /** @param mostStamps how many exact times are kept */
  constructor(mostStamps?: number) {
    this.stamps = new StampSample(mostStamps);
  }

  add({ line, time, server, variety, quantity }: SalesRow): void {
    const series = this.seriesOf(server, variety);
    const hour = Math.floor(time / HOUR_MICROSECONDS);
    this.rows += 1;
    series.customers += 1;
    if (time < series.first) series.first = time;
    if (time > series.last) series.last = time;
    series.counts.add(hour);
    const size = series.sizes.size < MOST_SIZES || series.sizes.has(quantity) ? quantity : rounded(quantity);
    series.sizes.set(size, (series.sizes.get(size) ?? 0) + 1);
    this.resolution.add(time);
    this.stamps.add(time, Math.floor(time / DAY_MICROSECONDS), series.index, series.key);
    const number = weekOfHour(hour);
    const week = this.weeks.get(number);
    if (week === undefined) {
      this.weeks.set(number, { rows: 1, firstLine: line, first: time, last: time });
      return;
    }
    week.rows += 1;
    if (time < week.first) week.first = time;
    if (time > week.last) week.last = time;
  }

  /** To what the clocks rounded; 0: finer than milliseconds. */
  step(): Microseconds {
    return this.resolution.step();
  }

  /**
   * The time that the log is about. Rows of weeks far from these are counted as bad: a clock that stood at 1970, or a
   * slip in a year. Call it once, at the end.
   */
  span(): LogSpan | null {
    const numbers = [...this.weeks.keys()].sort((a, b) => a - b);
    if (numbers.length === 0) return null;
    const groups: number[][] = [];
    for (const [index, number] of numbers.entries()) {
      if (index === 0 || number - numbers[index - 1]! > LONELY_WEEKS) groups.push([]);
      groups.at(-1)!.push(number);
    }
    const rowsOf = (group: readonly number[]): number =>
      group.reduce((sum, number) => sum + this.weeks.get(number)!.rows, 0);
    const most = Math.max(LONELY_SHARE * this.rows, Math.min(LONELY_ROWS, LONELY_SHARE_OF_FEW * this.rows));
    const lonely = groups.filter((group) => rowsOf(group) <= most);
    const others = groups.filter((group) => !lonely.includes(group));
    // Where all are lonely, none is.
    const kept = others.length > 0 ? others : groups;
    const firstWeek = kept[0]![0]!;
    const lastWeek = kept.at(-1)!.at(-1)!;
    for (const group of lonely) {
      if (group[0]! >= firstWeek && group[0]! <= lastWeek) continue;
      for (const number of group) {
        const { rows, firstLine } = this.weeks.get(number)!;
        this.badRows.add(
          firstLine,
          'a time more than half a year away from all others',
          'a stray time',
          rows,
        );
        this.rows -= rows;
      }
    }
    return { first: this.weeks.get(firstWeek)!.first, last: this.weeks.get(lastWeek)!.last };
  }

  private seriesOf(server: string, variety: string): LoggedSeries {
    let varieties = this.byServer.get(server);
    if (varieties === undefined) this.byServer.set(server, (varieties = new Map()));
    let series = varieties.get(variety);
    if (series === undefined) {
      series = {
        index: this.series.length,
        server,
        variety,
        key: textHash(JSON.stringify([server, variety])),
        counts: new HourCounts(),
        sizes: new Map(),
        customers: 0,
        first: Infinity,
        last: -Infinity,
      };
      varieties.set(variety, series);
      this.series.push(series);
    }
    return series;
  }
}

function rounded(size: number): number {
  return Number(size.toPrecision(2));
}

/** FNV-1a. */
function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
