/** What is wrong with a line of a file that someone handed in, and what to do about it. */
export interface FileFlaw {
  /** From 1; 0: the file as a whole. */
  readonly line: number;
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;
}

export interface FileLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

export function describeFlaw({ line, found, expected, remedy }: FileFlaw): string {
  const where = line === 0 ? 'file' : `line ${line}`;
  return `${where}: found ${found}, expected ${expected}; ${remedy}`;
}

/** The lines that say something: without blank ones, comments, and what editors and other systems leave around them. */
export function meaningfulLines(text: string): readonly FileLine[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((raw, index) => ({ line: index + 1, text: raw.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'));
}

/** The fields of a line of comma-separated values; null: its quotes do not match. */
export function fieldsOf(text: string): readonly string[] | null {
  const fields: string[] = [];
  const field = /\s*(?:"((?:[^"]|"")*)"|([^",]*?))\s*(,|$)/y;
  for (;;) {
    const match = field.exec(text);
    if (match === null) return null;
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (match[3] === '') return fields;
  }
}

/** A serial "7" or a range "7-12" of serials. */
export interface SerialSpan {
  readonly first: number;
  readonly count: number;
}

/** null: neither a serial nor a range of serials. */
export function spanOf(text: string): SerialSpan | null {
  const match = /^(\d{1,16})(?:\s*-\s*(\d{1,16}))?$/.exec(text);
  if (match === null) return null;
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  if (first < 1 || last < first || last >= Number.MAX_SAFE_INTEGER) return null;
  return { first, count: last - first + 1 };
}

/** As it may be shown: short, and on one line. */
export function quoted(text: string): string {
  return `'${text.length > 40 ? `${text.slice(0, 40)}…` : text}'`;
}
