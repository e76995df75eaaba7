import { readCsvFile } from '#src/cli/csvRows';
import { findColumns, RowReader } from '#sim/fit/salesColumns';
import type { ColumnNames } from '#sim/fit/salesColumns';
import { MOST_SERIES, SalesLog } from '#sim/fit/salesLog';

export interface SalesFile {
  readonly log: SalesLog;
  /** How its times are written. */
  readonly format: string | null;
  /** Headers of the columns that were used. */
  readonly columns: Readonly<Record<'time' | 'server' | 'variety', string>> & {
    readonly quantity: string | null;
  };
}

export interface SalesFileOptions {
  readonly columns: ColumnNames;
  /** Null: found out. */
  readonly timeFormat: string | null;
  readonly onProgress: (share: number) => void;
}

/** Reads a sales log, or says what is wrong with the file as a whole. */
export async function readSalesFile(
  file: string,
  { columns: names, timeFormat, onProgress }: SalesFileOptions,
): Promise<SalesFile | string> {
  const log = new SalesLog();
  let reader: RowReader | null = null;
  let used: SalesFile['columns'] | null = null;
  let isOverfull = false;
  const problem = await readCsvFile(file, {
    header(cells) {
      const columns = findColumns(cells, names);
      if ('problem' in columns) return columns.problem;
      const title = (index: number): string => (cells[index] ?? '').trim();
      reader = new RowReader(columns, timeFormat, log.badRows);
      used = {
        time: title(columns.time),
        server: title(columns.server),
        variety: title(columns.variety),
        quantity: columns.quantity === null ? null : title(columns.quantity),
      };
      return null;
    },
    row(cells, line, lines) {
      if (isOverfull) return;
      const row = reader?.rowOf(cells, line, lines) ?? null;
      if (row === null) return;
      log.add(row);
      isOverfull = log.series.length > MOST_SERIES;
    },
    malformed: (line, reason, rows) => log.badRows.add(line, reason, '', rows),
    progress: onProgress,
  });
  if (problem !== null) return problem;
  if (isOverfull) {
    return `more than ${MOST_SERIES} pairs of server and variety; look at the columns that --server and --variety name`;
  }
  const read = reader as RowReader | null;
  return used === null || read === null ? 'an empty file' : { log, format: read.format, columns: used };
}
