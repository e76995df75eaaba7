import type { Microseconds } from '#src/domain/time';
import { formatStamp, parseStamp } from '#sim/scenario/calendar';
import type { CountsTable } from '#sim/scenario/countsFile';
import { ruleWindow } from '#sim/scenario/demandChecks';
import { formatDuration } from '#sim/scenario/duration';
import type { Path, Remark } from '#sim/scenario/finding';
import type { Parts } from '#sim/scenario/parts';
import { alternatives } from '#sim/scenario/resolve';

/** The counts must cover the run, and the days that set the levels. Columns that nobody reads are worth a word. */
export function checkCounts(
  parts: Parts,
  table: CountsTable,
  until: Microseconds | null,
  servers: readonly string[],
): Remark[] {
  const remarks: Remark[] = [];
  const starts = parts.starts ? parseStamp(parts.starts) : null;
  if (starts !== null) {
    if (!covers(table, starts, starts + 1)) {
      remarks.push(outside(table, ['starts'], `${formatStamp(starts)}, of which the counts know nothing`));
    } else if (until !== null && !covers(table, starts, starts + until)) {
      const end = formatStamp(starts + until);
      remarks.push(outside(table, ['until'], `a run until ${end}, longer than the counts`));
    }
    if (!onRow(table, starts)) remarks.push(offRow(table, ['starts'], starts));
  }
  if (parts.alternatives !== null && parts.stockRule) {
    const written = { alternatives: parts.alternatives, stockRule: parts.stockRule };
    for (const [index, { rule }] of alternatives(written).entries()) {
      const changed = parts.alternatives?.[index]?.daysOfCover;
      const own = changed?.from !== undefined || changed?.to !== undefined;
      if (rule === null || (index > 0 && !own)) continue;
      const path: Path = own ? ['alternatives', index, 'daysOfCover'] : ['stockRule', 'daysOfCover'];
      remarks.push(...checkWindow(table, ruleWindow(rule), starts, path));
    }
  }
  const unused = [...table.columns.keys()].filter((title) => title !== 'date' && !servers.includes(title));
  if (unused.length > 0 && !parts.servers.includes(null)) {
    remarks.push({
      severity: 'warning',
      path: ['demand', 'counts', 'file'],
      found: `${unused.length === 1 ? 'a column' : 'columns'} that no server has: ${unused.join(', ')}`,
      expected: 'a server for each column',
      advice: 'add a server of that name, if its customers belong to the network',
    });
  }
  return remarks;
}

function checkWindow(
  table: CountsTable,
  window: ReturnType<typeof ruleWindow>,
  starts: number | null,
  path: Path,
): Remark[] {
  if (window === null || window.end <= window.from) return [];
  if (!covers(table, window.from, window.from + 1)) {
    return [outside(table, [...path, 'from'], formatStamp(window.from))];
  }
  if (!covers(table, window.from, window.end)) {
    return [outside(table, [...path, 'to'], `a window until ${formatStamp(window.end)}`)];
  }
  if (!onRow(table, window.from)) return [offRow(table, [...path, 'from'], window.from)];
  if (starts === null || window.end <= starts) return [];
  return [
    {
      severity: 'warning',
      path: [...path, 'to'],
      found: 'a window that reaches into the run',
      expected: `days before the start, ${formatStamp(starts)}`,
      advice: 'end the window earlier, or the levels know a future that no planner knows',
    },
  ];
}

function covers(table: CountsTable, from: number, end: number): boolean {
  return from >= table.starts && end <= table.starts + table.rows * table.period;
}

function onRow(table: CountsTable, stamp: number): boolean {
  return (stamp - table.starts) % table.period === 0;
}

function outside(table: CountsTable, path: Path, found: string): Remark {
  const last = formatStamp(table.starts + (table.rows - 1) * table.period);
  return {
    severity: 'error',
    path,
    found,
    expected: `within the counts, which run from ${formatStamp(table.starts)} to ${last}`,
    advice: 'choose a time within them, or name a file that has more',
  };
}

function offRow(table: CountsTable, path: Path, stamp: number): Remark {
  return {
    severity: 'error',
    path,
    found: `${formatStamp(stamp)}, which is amid a period of ${formatDuration(table.period)}`,
    expected: `the start of a row, counting from ${formatStamp(table.starts)}`,
    advice: 'choose the date of a row',
  };
}
