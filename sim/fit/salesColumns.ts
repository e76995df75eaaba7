import { nearest } from '#sim/scenario/nearest';
import type { BadRows } from './badRows.ts';
import { FORMATS_EXPECTED, guessFormat, stampReader } from './stampFormat.ts';
import type { ReadStamp } from './stampFormat.ts';
import type { SalesRow } from './salesLog.ts';

/** Headers that the user names; those left out are looked for. */
export interface ColumnNames {
  readonly time?: string;
  readonly server?: string;
  readonly variety?: string;
  readonly quantity?: string;
}

export type Column = 'time' | 'server' | 'variety' | 'quantity';

const USUAL: Readonly<Record<Column, readonly string[]>> = {
  time: ['time', 'timestamp', 'datetime', 'date time', 'sold at', 'date'],
  server: ['server', 'terminal', 'station', 'store', 'shop', 'location'],
  variety: ['variety', 'sku', 'product', 'article', 'item'],
  quantity: ['quantity', 'qty', 'pins', 'amount', 'count', 'units'],
};

/** Where in a row what stands; no quantity: each row is one customer who takes one PIN. */
export interface SalesColumns {
  readonly time: number;
  readonly server: number;
  readonly variety: number;
  readonly quantity: number | null;
  /** How many cells a row has. */
  readonly width: number;
}

/** The columns of a header, or what is wrong with it. */
export function findColumns(
  header: readonly string[],
  names: ColumnNames,
): SalesColumns | { readonly problem: string } {
  const titles = header.map((title) => title.trim());
  const find = (column: Column): number | string => {
    const named = names[column];
    if (named !== undefined) {
      const index = titles.indexOf(named);
      if (index >= 0) return index;
      const meant = nearest(named, titles);
      return `no column ${JSON.stringify(named)}, as --${column} says; expected one of ${titles.join(', ')}; ${
        meant === null ? 'name another' : `write --${column} ${JSON.stringify(meant)}`
      }`;
    }
    const usual = USUAL[column].map((title) => titles.findIndex((one) => plain(one) === title));
    return (
      usual.find((index) => index >= 0) ??
      `no column for the ${column} among ${titles.join(', ')}; expected one such as ${USUAL[column].join(', ')}; name it with --${column} "…"`
    );
  };
  const [time, server, variety] = [find('time'), find('server'), find('variety')];
  let quantity: number | string | null = find('quantity');
  if (typeof quantity === 'string' && names.quantity === undefined) quantity = null;
  for (const found of [time, server, variety, quantity]) {
    if (typeof found === 'string') return { problem: found };
  }
  return {
    time: Number(time),
    server: Number(server),
    variety: Number(variety),
    quantity: quantity === null ? null : Number(quantity),
    width: titles.length,
  };
}

function plain(title: string): string {
  return title.toLowerCase().replace(/[_-]+/g, ' ');
}

const MOST_PINS = 1e9;

/** Makes rows of cells, and says of each that it cannot use why. */
export class RowReader {
  private readonly columns: SalesColumns;
  private readonly badRows: BadRows;
  private read: ReadStamp | null;
  /** The format of the times, once it is known. */
  format: string | null;

  /** @param format null: that of the first row that has one that is known */
  constructor(columns: SalesColumns, format: string | null, badRows: BadRows) {
    this.columns = columns;
    this.badRows = badRows;
    this.format = format;
    this.read = format === null ? null : stampReader(format);
  }

  /** @param lines that the row takes: a quote that is not closed may take many, which are all lost */
  rowOf(cells: readonly string[], line: number, lines = 1): SalesRow | null {
    const { columns } = this;
    if (cells.length !== columns.width) {
      return this.bad(line, `not ${columns.width} cells, as in the header`, cells.join(','), lines);
    }
    const written = cells[columns.time]!;
    const time = this.timeOf(written);
    if (time === null) {
      const expected = this.format === null ? FORMATS_EXPECTED : this.format;
      return this.bad(line, `a time that cannot be read (expected ${expected})`, written);
    }
    const server = cells[columns.server]!.trim();
    const variety = cells[columns.variety]!.trim();
    if (server === '') return this.bad(line, 'no server', cells.join(','));
    if (variety === '') return this.bad(line, 'no variety', cells.join(','));
    if (lines > 1 && (server.includes('\n') || variety.includes('\n'))) {
      return this.bad(line, 'a name over several lines: look for a quote', cells.join(','), lines);
    }
    const quantity = columns.quantity === null ? 1 : quantityOf(cells[columns.quantity]!);
    if (typeof quantity === 'string') return this.bad(line, quantity, cells[columns.quantity ?? 0]!);
    return { line, time, server, variety, quantity };
  }

  private timeOf(written: string): number | null {
    if (this.read === null) {
      const format = guessFormat(written);
      if (format === null) return null;
      this.format = format;
      this.read = stampReader(format);
    }
    return this.read === null ? null : this.read(written);
  }

  private bad(line: number, reason: string, found: string, rows = 1): null {
    this.badRows.add(line, reason, found, rows);
    return null;
  }
}

/** A whole number of PINs, or why it is none. */
function quantityOf(written: string): number | string {
  if (written === '1') return 1;
  const text = written.trim();
  const value = text === '' ? Number.NaN : Number(text);
  if (Number.isSafeInteger(value) && value >= 1 && value <= MOST_PINS) return value;
  if (value === 0) return 'a quantity of 0: nothing was sold';
  if (value < 0) return 'a quantity below 0: a refund is no sale';
  return 'a quantity that is not a whole number of PINs';
}
