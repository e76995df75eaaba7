import { shorten } from '#src/report/format';

/** A column of figures; its heading may take two lines. */
export interface TextColumn<Row> {
  readonly heading: string;
  readonly unit: string;
  readonly cell: (row: Row) => string;
}

/** Rows under a heading of their own; an empty heading is not printed. */
export interface RowGroup<Row> {
  readonly heading: string;
  readonly rows: readonly (readonly [string, Row])[];
}

/** How a table marks its parts. */
export interface TableStyle {
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const GAP = '  ';
const LONGEST_NAME = 32;

/** Names on the left, figures aligned on the right, without a line wider than they need. */
export function textTable<Row>(
  columns: readonly TextColumn<Row>[],
  groups: readonly RowGroup<Row>[],
  { dim, bold }: TableStyle,
): string[] {
  const isIndented = groups.some(({ heading }) => heading !== '');
  const body = groups.map(({ heading, rows }) => ({
    heading,
    lines: rows.map(([name, row]) => [
      (heading === '' || !isIndented ? '' : GAP) + shorten(name, LONGEST_NAME),
      ...columns.map(({ cell }) => cell(row)),
    ]),
  }));
  const heads = [
    ['', ...columns.map(({ heading }) => heading)],
    ['', ...columns.map(({ unit }) => unit)],
  ];
  const all = [...heads, ...body.flatMap(({ heading, lines }) => [[heading], ...lines])];
  const widths = heads[0]!.map((_, column) => Math.max(...all.map((line) => length(line[column] ?? ''))));
  const draw = (line: readonly string[]): string =>
    line
      .map((text, column) => (column === 0 ? padEnd(text, widths[0]!) : padStart(text, widths[column]!)))
      .join(GAP)
      .trimEnd();
  return [
    ...heads.map((line) => dim(draw(line))),
    ...body.flatMap(({ heading, lines }) => [...(heading === '' ? [] : [bold(heading)]), ...lines.map(draw)]),
  ];
}

/** Breaks text between words. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[ \n]+/)) {
    if (line !== '' && length(line) + 1 + length(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - length(text))) + text;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - length(text)));
}

function length(text: string): number {
  return [...text].length;
}
