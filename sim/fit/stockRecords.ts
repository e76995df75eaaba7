import type { Microseconds } from '#src/domain/time';
import type { BadRows } from './badRows.ts';
import { seriesName } from './fitData.ts';
import { guessFormat, stampReader } from './stampFormat.ts';
import type { ReadStamp } from './stampFormat.ts';
import { outagesOf, StockOuts } from './stockOuts.ts';
import type { Interval } from './stockOuts.ts';

/** Records of a stock over time, or of the times without any. */
export interface StockColumns {
  readonly server: number;
  readonly variety: number;
  readonly from: number;
  /** Of intervals without stock; null: records of what is on hand. */
  readonly until: number | null;
  readonly onHand: number | null;
  readonly width: number;
}

export const STOCK_EXPECTED = 'time, server, variety, onHand, or from, until, server, variety';

export function findStockColumns(header: readonly string[]): StockColumns | { readonly problem: string } {
  const titles = header.map((title) =>
    title
      .trim()
      .toLowerCase()
      .replace(/[\s_-]+/g, ''),
  );
  const find = (...names: string[]): number => titles.findIndex((title) => names.includes(title));
  const server = find('server', 'terminal', 'station', 'store');
  const variety = find('variety', 'sku', 'product');
  const from = find('from', 'start', 'time', 'timestamp', 'datetime');
  const until = find('until', 'to', 'end');
  const onHand = find('onhand', 'stock', 'quantity', 'level');
  if (server < 0 || variety < 0 || from < 0 || (until < 0 && onHand < 0)) {
    return { problem: `the columns ${header.join(', ')}; expected ${STOCK_EXPECTED}` };
  }
  const isIntervals = until >= 0;
  return {
    server,
    variety,
    from,
    until: isIntervals ? until : null,
    onHand: isIntervals ? null : onHand,
    width: titles.length,
  };
}

interface Records {
  readonly intervals: Interval[];
  readonly levels: Level[];
  /** The last of several that say the same. */
  repeated: Level | null;
  /** Of those that were left out, because they say the same as others, the time of the last. */
  leftOutUntil: Microseconds;
}

/** A row of a stock file, and how many lines it takes. */
export interface StockRow {
  readonly cells: readonly string[];
  readonly line: number;
  readonly lines: number;
}

interface Level {
  readonly time: Microseconds;
  readonly onHand: number;
}

/** Collects what a stock file says of each series. Of levels, only changes between some and none are kept. */
export class StockReader {
  private readonly columns: StockColumns;
  private readonly badRows: BadRows;
  private readonly timeFormat: string | null;
  private readonly bySeries = new Map<string, Records>();
  private read: ReadStamp | null = null;

  /** @param timeFormat of times whose format cannot be guessed */
  constructor(columns: StockColumns, badRows: BadRows, timeFormat: string | null) {
    this.columns = columns;
    this.badRows = badRows;
    this.timeFormat = timeFormat;
  }

  add(
    { cells, line, lines }: StockRow,
    isKnown: (server: string, variety: string) => boolean,
  ): 'taken' | 'unknown' | 'bad' {
    const { columns } = this;
    const bad = (reason: string, found: string, rows = 1): 'bad' => {
      this.badRows.add(line, reason, found, rows);
      return 'bad';
    };
    if (cells.length !== columns.width)
      return bad(`not ${columns.width} cells, as in the header`, cells.join(','), lines);
    const server = cells[columns.server]!.trim();
    const variety = cells[columns.variety]!.trim();
    const time = this.timeOf(cells[columns.from]!);
    if (time === null) return bad('a time that cannot be read', cells[columns.from]!);
    if (!isKnown(server, variety)) return 'unknown';
    const name = seriesName(server, variety);
    const records = this.bySeries.get(name) ?? newRecords();
    this.bySeries.set(name, records);
    if (columns.until !== null) {
      const until = this.timeOf(cells[columns.until]!);
      if (until === null) return bad('a time that cannot be read', cells[columns.until]!);
      if (until < time) return bad('an end before its beginning', cells.join(','));
      records.intervals.push({ from: time, until });
      return 'taken';
    }
    const written = cells[columns.onHand ?? 0]!.trim();
    const onHand = written === '' ? Number.NaN : Number(written);
    if (!Number.isFinite(onHand)) return bad('a stock that is no number', written);
    if (!addLevel(records, { time, onHand })) {
      return bad('a record earlier than others that stand before it; sort the file by time', cells.join(','));
    }
    return 'taken';
  }

  /** By server and variety, as `seriesName` joins them. */
  stockOuts(end: Microseconds): Map<string, StockOuts> {
    return new Map(
      [...this.bySeries].map(([name, { intervals, levels, repeated }]) => {
        const all = repeated === null ? levels : [...levels, repeated];
        return [name, new StockOuts([...intervals, ...outagesOf(all, end)])];
      }),
    );
  }

  private timeOf(written: string): Microseconds | null {
    if (this.read === null) {
      const format = guessFormat(written) ?? this.timeFormat;
      if (format === null) return null;
      this.read = stampReader(format);
    }
    return this.read === null ? null : this.read(written);
  }
}

function newRecords(): Records {
  return { intervals: [], levels: [], repeated: null, leftOutUntil: -Infinity };
}

/**
 * Of levels that say the same one after the other, the first and the last are enough, unless one between them comes later
 * in the file: false, it cannot be told any more for how long it held.
 */
function addLevel(records: Records, level: Level): boolean {
  const last = records.repeated ?? records.levels.at(-1);
  if (level.time < records.leftOutUntil) return false;
  if (last !== undefined && last.time <= level.time && last.onHand <= 0 === level.onHand <= 0) {
    if (records.repeated !== null) records.leftOutUntil = records.repeated.time;
    records.repeated = level;
    return true;
  }
  if (records.repeated !== null) records.levels.push(records.repeated);
  records.repeated = null;
  records.levels.push(level);
  return true;
}
