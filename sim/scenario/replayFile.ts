import type { Microseconds } from '#src/domain/time';
import { parseMoment, parseStamp } from '#sim/scenario/calendar';
import { csvRow } from '#sim/scenario/csvRow';
import type { ReplayEntry } from '#sim/scenario/demandDataSchema';
import { durationMicroseconds } from '#sim/scenario/duration';
import { describeValue, type Path, type Remark } from '#sim/scenario/finding';
import { nearest } from '#sim/scenario/nearest';
import type { Finding } from '#sim/scenario/scenario';

/** The sales of one variety at one server, in the order of time; sizes are null where every customer took one PIN. */
interface ListedSales {
  readonly times: readonly Microseconds[];
  readonly sizes: readonly number[] | null;
}

/** By server and variety. */
export type RecordedSales = ReadonlyMap<string, ReadonlyMap<string, ListedSales>>;

export interface ReplayReading {
  /** Null when there is an error. */
  readonly sales: RecordedSales | null;
  readonly findings: readonly Finding[];
  /** What is worth a word although nothing is wrong. */
  readonly remarks: readonly Remark[];
}

/** What a reader must know of the scenario. */
export interface ReplayFrame {
  /** Calendar day of time 0, or undefined. */
  readonly starts: string | undefined;
  readonly until: Microseconds | null;
  /** What each server stocks. */
  readonly stock: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Past so many bad rows a file is not a sales file, and more messages would not help. */
const MOST_FINDINGS = 20;
const PATH: Path = ['demand', 'replay', 'file'];

class Sales {
  readonly times: Microseconds[] = [];
  private readonly sizes: number[] = [];
  private isOrdered = true;
  private isSingle = true;

  add(time: Microseconds, size: number): void {
    const last = this.times.at(-1);
    if (last !== undefined && last > time) this.isOrdered = false;
    if (size !== 1) this.isSingle = false;
    this.times.push(time);
    this.sizes.push(size);
  }

  /** Sales of one moment stay in the order of the file. */
  listed(): ListedSales {
    const { times, sizes } = this;
    if (this.isOrdered) return { times, sizes: this.isSingle ? null : sizes };
    const order = times.map((_, index) => index).sort((a, b) => times[a]! - times[b]! || a - b);
    return {
      times: order.map((index) => times[index]!),
      sizes: this.isSingle ? null : order.map((index) => sizes[index]!),
    };
  }
}

/** Reads recorded sales line by line; only times and sizes are kept. */
export class ReplayReader {
  private readonly file: string;
  private readonly entry: ReplayEntry;
  private readonly frame: ReplayFrame;
  private readonly start: Microseconds;
  private readonly findings: Finding[] = [];
  private readonly sales = new Map<string, Map<string, Sales>>();
  private rest = '';
  private line = 0;
  private columns: Columns | null = null;
  private early = 0;
  private late = 0;
  private taken = 0;
  /** The title of a column that seems to say how many PINs, and is not read; null: there is none. */
  private unread: string | null = null;

  constructor(file: string, entry: ReplayEntry, frame: ReplayFrame) {
    this.file = file;
    this.entry = entry;
    this.frame = frame;
    this.start = parseStamp(frame.starts ?? '') ?? 0;
  }

  /** The next piece of the file; false: no more is wanted. */
  read(piece: string): boolean {
    const lines = (this.rest + piece).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) if (!this.readLine(line)) return false;
    return true;
  }

  finish(): ReplayReading {
    const { findings, early, late } = this;
    if (findings.length < MOST_FINDINGS && this.rest.trim() !== '') this.readLine(this.rest);
    if (this.line === 0 && findings.length === 0) {
      this.error(
        1,
        '',
        'an empty file',
        'a header and a row for each sale',
        'fill the file, or name another',
      );
    } else if (this.taken + early + late === 0 && findings.length === 0) {
      this.error(1, '', 'a header without rows', 'a row for each sale', 'add rows, or name another file');
    }
    if (findings.length > 0) return { sales: null, findings, remarks: [] };
    const sales = new Map(
      [...this.sales].map(([server, own]) => [
        server,
        new Map([...own].map(([variety, list]) => [variety, list.listed()])),
      ]),
    );
    const remarks = [...this.left(early, 'before'), ...this.left(late, 'after'), ...this.unreadColumn()];
    return { sales, findings, remarks };
  }

  private unreadColumn(): Remark[] {
    const { unread } = this;
    if (unread === null) return [];
    return [
      {
        severity: 'warning',
        path: PATH,
        found: `a column ${unread}, which nobody reads: every row is one PIN`,
        expected: 'quantity: in the replay, where a column says how many PINs a customer took',
        advice: `write quantity: ${unread} into the replay, or leave it so`,
      },
    ];
  }

  private left(count: number, side: 'before' | 'after'): Remark[] {
    if (count === 0) return [];
    const edge = side === 'before' ? 'before the start of the run' : 'after its end';
    return [
      {
        severity: this.taken === 0 ? 'error' : 'warning',
        path: PATH,
        found: `${count} ${count === 1 ? 'sale' : 'sales'} ${edge}, which ${count === 1 ? 'is' : 'are'} left out`,
        expected: 'sales during the run',
        advice:
          side === 'before'
            ? 'let the run start earlier, or leave it so'
            : 'let the run end later, or leave it so',
      },
    ];
  }

  private readLine(text: string): boolean {
    this.line += 1;
    const line = this.line === 1 ? text.replace(/^\uFEFF/, '') : text;
    if (this.columns === null) this.columns = this.readHeader(csvRow(line));
    else if (line.trim() !== '') this.readRow(csvRow(line), this.columns);
    return this.columns !== null && this.findings.length < MOST_FINDINGS;
  }

  private readHeader(titles: readonly string[]): Columns | null {
    const { entry } = this;
    const find = (key: ColumnName): number => {
      const title = entry[key] ?? key;
      const index = titles.indexOf(title);
      if (index < 0 && key === 'quantity' && entry.quantity === undefined)
        this.unread = unreadQuantity(titles);
      if (index >= 0 || (key === 'quantity' && entry.quantity === undefined)) return index;
      const meant = nearest(title, titles);
      const advice =
        titles.length === 1 && (titles[0] ?? '').includes(';')
          ? 'save the file with commas between the cells'
          : `write ${key}: ${meant ?? 'and the title of its column'} into replay, or rename the column`;
      this.error(1, title, `no column ${title}`, `a column with the ${key} of each sale`, advice);
      return -1;
    };
    const columns = {
      count: titles.length,
      time: find('time'),
      server: find('server'),
      variety: find('variety'),
      quantity: find('quantity'),
    };
    return this.findings.length > 0 ? null : columns;
  }

  private readRow(cells: readonly string[], columns: Columns): void {
    if (cells.length !== columns.count) {
      const found = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}`;
      const expected = `${columns.count} cells, as in the header`;
      return this.error(
        this.line,
        '',
        found,
        expected,
        'complete the row, or put cells with commas in quotes',
      );
    }
    const time = this.timeOf(cells[columns.time]!);
    const quantity = columns.quantity < 0 ? 1 : this.quantityOf(cells[columns.quantity]!);
    const sales = this.salesOf(cells[columns.server]!, cells[columns.variety]!);
    if (time === null || quantity === null || sales === null) return;
    if (time < 0) this.early += 1;
    else if (time > (this.frame.until ?? Infinity)) this.late += 1;
    else {
      this.taken += 1;
      sales.add(time, quantity);
    }
  }

  private timeOf(written: string): Microseconds | null {
    const { timesIn } = this.entry;
    if (timesIn === undefined) {
      const moment = parseMoment(written);
      if (moment !== null) return moment - this.start;
      const advice = 'write it as 2015-01-31 17:05, or say in which unit the times are: timesIn';
      this.error(this.line, 'time', describeValue(written || null), 'a time that the calendar has', advice);
      return null;
    }
    const time = Math.round((parseNumber(written) ?? NaN) * durationMicroseconds(`1 ${timesIn}`));
    if (Number.isSafeInteger(time)) return time;
    const expected = `a number of ${timesIn} since the start`;
    this.error(this.line, 'time', describeValue(written || null), expected, 'write a number, such as 12.5');
    return null;
  }

  private quantityOf(written: string): number | null {
    const count = parseNumber(written);
    if (count !== null && Number.isSafeInteger(count) && count >= 1) return count;
    const advice = 'write 1 or more; take cancelled sales out of the file';
    const expected = 'a whole number of PINs, 1 or more';
    this.error(this.line, 'quantity', describeValue(written || null), expected, advice);
    return null;
  }

  private salesOf(server: string, variety: string): Sales | null {
    const known = this.sales.get(server)?.get(variety);
    if (known !== undefined) return known;
    const { stock } = this.frame;
    const stocked = stock.get(server);
    if (stocked === undefined) {
      const meant = nearest(server, [...stock.keys()]);
      const advice = meant === null ? 'add the server to the scenario, or remove the row' : `write ${meant}`;
      this.error(this.line, 'server', describeValue(server || null), 'a server of the scenario', advice);
      return null;
    }
    if (!stocked.has(variety)) {
      const expected = `what ${server} stocks: ${[...stocked].join(', ')}`;
      const advice = 'add it to the stock of the server, or remove the row';
      this.error(this.line, 'variety', describeValue(variety || null), expected, advice);
      return null;
    }
    const sales = new Sales();
    const ofServer = this.sales.get(server) ?? new Map<string, Sales>();
    this.sales.set(server, ofServer.set(variety, sales));
    return sales;
  }

  private error(line: number, path: string, found: string, expected: string, advice: string): void {
    const { file, findings } = this;
    if (findings.length >= MOST_FINDINGS) return;
    findings.push({ severity: 'error', file, line, column: 1, path, found, expected, advice });
  }
}

type ColumnName = 'time' | 'server' | 'variety' | 'quantity';
type Columns = Readonly<Record<ColumnName | 'count', number>>;

function unreadQuantity(titles: readonly string[]): string | null {
  return nearest('quantity', titles) ?? titles.find((title) => title.toLowerCase() === 'qty') ?? null;
}

function parseNumber(written: string): number | null {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(written) ? Number(written) : null;
}

/** Calendar times need a calendar day to start from. */
export function checkReplay({ timesIn }: ReplayEntry, starts: string | undefined): Remark[] {
  if (timesIn !== undefined || starts !== undefined) return [];
  return [
    {
      severity: 'error',
      path: ['starts'],
      found: 'nothing',
      expected: 'the calendar day of the start, since recorded sales come at calendar times',
      advice: 'write starts: and the first day of the sales, or timesIn: and a unit in the replay',
    },
  ];
}
