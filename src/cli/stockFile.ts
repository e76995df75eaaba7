import { readCsvFile } from '#src/cli/csvRows';
import { BadRows } from '#sim/fit/badRows';
import { seriesName } from '#sim/fit/fitData';
import { findStockColumns, StockReader } from '#sim/fit/stockRecords';
import type { StockOuts } from '#sim/fit/stockOuts';

export interface StockFile {
  readonly stockOuts: ReadonlyMap<string, StockOuts>;
  readonly badRows: BadRows;
  /** Rows about a server and variety of which the sales log knows nothing. */
  readonly strangers: number;
}

/**
 * Reads when there was no stock, or says what is wrong with the file as a whole.
 * @param known the pairs of the sales log, as `seriesName` joins them
 * @param end until when a stock stays as its last record says
 * @param timeFormat that of the sales, for times whose format cannot be guessed
 */
export async function readStockFile(
  file: string,
  known: ReadonlySet<string>,
  end: number,
  timeFormat: string | null,
  onProgress: (share: number) => void,
): Promise<StockFile | string> {
  const badRows = new BadRows();
  let reader: StockReader | null = null;
  let strangers = 0;
  const problem = await readCsvFile(file, {
    header(cells) {
      const columns = findStockColumns(cells);
      if ('problem' in columns) return columns.problem;
      reader = new StockReader(columns, badRows, timeFormat);
      return null;
    },
    row(cells, line, lines) {
      const isKnown = (server: string, variety: string): boolean => known.has(seriesName(server, variety));
      const of = reader?.add({ cells, line, lines }, isKnown);
      if (of === 'unknown') strangers += 1;
    },
    malformed: (line, reason, rows) => badRows.add(line, reason, '', rows),
    progress: onProgress,
  });
  if (problem !== null) return problem;
  const read = reader as StockReader | null;
  return read === null ? 'an empty file' : { stockOuts: read.stockOuts(end), badRows, strangers };
}
