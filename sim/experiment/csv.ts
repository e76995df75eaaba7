import type { TidyRow } from './tidyRows.ts';

const LEFT = ['scenario', 'point', 'alternative'] as const;
const RIGHT = ['replication', 'scope', 'server', 'variety', 'figure', 'value', 'low', 'high'] as const;

/** Lines of comma-separated values with their line ends, the heading first; what is null is left empty. */
export function* csvLines(rows: Iterable<TidyRow>, paths: readonly string[]): Generator<string> {
  yield line([...LEFT, ...paths, ...RIGHT]);
  for (const row of rows) {
    const settings = paths.map((path) => row.settings[path] ?? null);
    yield line([...LEFT.map((key) => row[key]), ...settings, ...RIGHT.map((key) => row[key])]);
  }
}

function line(fields: readonly (string | number | boolean | null)[]): string {
  return `${fields.map((field) => quote(field === null ? '' : String(field))).join(',')}\n`;
}

/** As RFC 4180 has it. (Its line ends of two characters confuse more tools than they please.) */
function quote(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
