import type { Microseconds } from '#src/domain/time';
import { formatStamp, parseStamp } from '#sim/scenario/calendar';
import { describeValue } from '#sim/scenario/finding';
import { formatDuration } from '#sim/scenario/duration';
import { nearest } from '#sim/scenario/nearest';
import type { Finding } from '#sim/scenario/scenario';

/** Counts by period and server, the periods following each other without a gap. */
export interface CountsTable {
  /** Calendar stamp of the first row, as {@link parseStamp} counts. */
  readonly starts: number;
  readonly period: Microseconds;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, readonly number[]>;
}

export interface CountsReading {
  /** Null when there is an error. */
  readonly table: CountsTable | null;
  readonly findings: readonly Finding[];
}

/** Past so many bad rows a file is not a counts file, and more messages would not help. */
const MOST_FINDINGS = 20;

/** Reads a CSV file whose first column dates the rows and whose other columns count for one server each. */
export function readCounts(
  file: string,
  text: string,
  period: Microseconds,
  servers: readonly string[],
): CountsReading {
  const findings: Finding[] = [];
  const error = (
    line: number,
    column: number,
    path: string,
    found: string,
    expected: string,
    advice: string,
  ) => {
    if (findings.length < MOST_FINDINGS) {
      findings.push({ severity: 'error', file, line, column, path, found, expected, advice });
    }
  };
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  const header = (lines[0] ?? '').split(',').map((title) => title.trim());
  if (lines.length === 0) {
    error(1, 1, '', 'an empty file', 'a header and a row for each period', 'fill the file, or name another');
    return { table: null, findings };
  }
  checkHeader(lines[0] ?? '', header, servers, error);
  if (lines.length === 1 && findings.length === 0) {
    error(1, 1, '', 'a header without rows', 'a row for each period', 'add rows such as 2015-01-01,12,40');
  }
  if (header[0] !== 'date' || lines.length === 1) return { table: null, findings };

  const columns = header.map((): number[] => []);
  let starts = 0;
  let last: number | null = null;
  let ordered = true;
  const gaps: [line: number, date: string, expected: string][] = [];
  for (let index = 1; index < lines.length; index += 1) {
    const cells = (lines[index] ?? '').split(',');
    const date = (cells[0] ?? '').trim();
    if (cells.length !== header.length) {
      error(
        index + 1,
        1,
        date,
        `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}`,
        `${header.length} cells, as in the header`,
        'complete the row; write numbers without separators of thousands',
      );
    }
    const stamp = parseStamp(date);
    if (stamp === null) {
      const advice = 'write it as year-month-day, such as 2015-01-31';
      ordered = false;
      error(index + 1, 1, 'date', describeValue(date), 'a date that the calendar has', advice);
    } else {
      if (last === null) starts = stamp;
      else if (stamp <= last) {
        ordered = false;
        const expected = `a date after ${formatStamp(last)}, that of the row before`;
        const advice = stamp === last ? 'remove the duplicate' : 'sort the rows by date';
        error(index + 1, 1, 'date', date, expected, advice);
      } else if (stamp !== last + period) {
        gaps.push([
          index + 1,
          date,
          `${formatStamp(last + period)}, ${formatDuration(period)} after the row before`,
        ]);
      }
      last = stamp;
    }
    let column = (cells[0] ?? '').length + 2;
    for (let cell = 1; cell < Math.min(cells.length, header.length); cell += 1) {
      const written = cells[cell] ?? '';
      const count = parseCount(written);
      if (count === null) {
        const path = `${date} ${header[cell] ?? ''}`;
        error(
          index + 1,
          column,
          path,
          describeValue(written.trim() || null),
          'a number, 0 or more',
          CELL_ADVICE,
        );
      }
      columns[cell]?.push(count ?? 0);
      column += written.length + 1;
    }
  }
  // Rows out of order look like gaps, too.
  for (const [line, date, expected] of ordered ? gaps : []) {
    error(line, 1, 'date', date, expected, 'add the missing rows, with 0 where nothing was counted');
  }
  if (findings.length > 0) return { table: null, findings };
  const byName = new Map(header.map((title, index) => [title, columns[index] ?? []]));
  return { table: { starts, period, rows: lines.length - 1, columns: byName }, findings };
}

const CELL_ADVICE = 'write a number such as 12 or 0.587, with a point and without separators of thousands';

type Report = (
  line: number,
  column: number,
  path: string,
  found: string,
  expected: string,
  advice: string,
) => void;

function checkHeader(
  line: string,
  header: readonly string[],
  servers: readonly string[],
  error: Report,
): void {
  if (header[0] !== 'date') {
    const advice = line.includes(';')
      ? 'save the file with commas between the cells'
      : 'name the first column date';
    error(1, 1, 'date', describeValue(header[0]), 'a header such as date,north,south', advice);
    return;
  }
  let column = 1;
  for (const [index, title] of header.entries()) {
    if (header.indexOf(title) !== index) {
      error(
        1,
        column,
        title,
        `a second column ${title}`,
        'one column for each server',
        'remove or rename one',
      );
    }
    column += (line.split(',')[index] ?? '').length + 1;
  }
  for (const server of servers) {
    if (header.includes(server)) continue;
    const meant = nearest(
      server,
      header.filter((title) => !servers.includes(title)),
    );
    const advice =
      meant === null ? 'add the column, or remove the server' : `rename the column ${meant}, or the server`;
    error(1, 1, server, `no column ${server}`, 'a column for each server of the scenario', advice);
  }
}

function parseCount(written: string): number | null {
  const count = /^\s*\d+(\.\d+)?(e[+-]?\d+)?\s*$/i.test(written) ? Number(written) : NaN;
  return Number.isFinite(count) ? count : null;
}
