import { fieldsOf, meaningfulLines, quoted, spanOf } from './fileFlaw.ts';
import type { FileFlaw, FileLine } from './fileFlaw.ts';
import { countPins } from './pinRange.ts';
import type { PinRange } from './pinRange.ts';

/** A lot as a supplier's file has it. Serials only: secrets go to the vault by another way. */
export interface LotFile {
  readonly lot: string;
  readonly variety: string;
  readonly count: number;
  readonly checksum: string;
  /** Word for word, as the checksum covers it. */
  readonly expires: string;
  /** The first moment at which its PINs are worth nothing, in milliseconds since 1970; null: never. */
  readonly expiresAtMilliseconds: number | null;
  /** In the order of the file, each serial once. */
  readonly ranges: readonly PinRange[];
}

/** A lot, or what is wrong with its file: all or nothing. */
export type ReadLotFile =
  | { readonly lot: LotFile; readonly flaws: readonly [] }
  | { readonly lot: null; readonly flaws: readonly FileFlaw[] };

const HEADERS = ['lot', 'variety', 'count', 'checksum', 'expires'] as const;
type Header = (typeof HEADERS)[number];

const FIX_FILE = 'correct the line or ask the supplier for the file again';
const MOST_FLAWS = 50;
const DAY_MILLISECONDS = 86_400_000;

/**
 * Reads a lot file of comma-separated values: a line each for lot, variety, count, checksum and expires, in any order,
 * then a line each for a serial or a range of serials:
 *
 *     lot,A-17
 *     variety,day-pass
 *     count,501
 *     expires,2027-06-30
 *     checksum,9f2c…
 *     1-500
 *     720
 *
 * `expires` is "never", a day (it counts in full, in UTC) or a moment such as 2027-06-30T12:00:00Z. That the checksum
 * is right is for the lot office to say.
 */
export function readLotFile(text: string): ReadLotFile {
  const flaws: FileFlaw[] = [];
  const headers = new Map<Header, FileLine>();
  const spans: (PinRange & { readonly line: number })[] = [];
  for (const { line, text: row } of meaningfulLines(text)) {
    const fields = fieldsOf(row) ?? [];
    const [name = '', value = ''] = fields;
    const header = HEADERS.find((one) => one === name.toLowerCase());
    if (fields.length === 0) flaws.push(flaw(line, 'quotes that do not match', 'one closing quote for each'));
    else if (header !== undefined) {
      if (fields.length !== 2)
        flaws.push(flaw(line, `${fields.length} fields`, `'${header},' and its value`));
      else if (headers.has(header)) flaws.push(flaw(line, `a second '${header}'`, 'each header once'));
      else headers.set(header, { line, text: value });
    } else {
      const span = fields.length === 1 ? spanOf(name) : null;
      if (span === null) flaws.push(oddRow(line, fields));
      else spans.push({ lot: '', ...span, line });
    }
    if (flaws.length >= MOST_FLAWS) return { lot: null, flaws };
  }
  for (const header of HEADERS) {
    if (!headers.has(header)) flaws.push(flaw(0, `no '${header}'`, `a line '${header},' and its value`));
  }
  flaws.push(...repeatedSerials(spans));
  const lot = lotOf(headers, spans, flaws);
  return flaws.length === 0 && lot !== null ? { lot, flaws: [] } : { lot: null, flaws };
}

function flaw(line: number, found: string, expected: string): FileFlaw {
  return { line, found, expected, remedy: FIX_FILE };
}

/** Shows the first field at most: behind a serial may stand a secret. */
function oddRow(line: number, fields: readonly string[]): FileFlaw {
  const expected = `a header (${HEADERS.join(', ')}), a serial such as 7, or a range such as 7-12`;
  if (fields.length === 1) return flaw(line, quoted(fields[0]!), expected);
  return {
    line,
    found: `${fields.length} fields, the first ${quoted(fields[0]!)}`,
    expected,
    remedy: 'leave out all other columns; secrets never belong in a lot file',
  };
}

function lotOf(
  headers: ReadonlyMap<Header, FileLine>,
  spans: readonly (PinRange & { readonly line: number })[],
  flaws: FileFlaw[],
): LotFile | null {
  const value = (header: Header) => headers.get(header) ?? { line: 0, text: '' };
  const lot = value('lot').text;
  const variety = value('variety').text;
  for (const header of ['lot', 'variety'] as const) {
    if (headers.has(header) && value(header).text === '') {
      flaws.push(flaw(value(header).line, 'nothing', `the name of the ${header}`));
    }
  }
  const ranges = spans.map(({ first, count }) => ({ lot, first, count }));
  const count = Number(value('count').text);
  const listed = countPins(ranges);
  if (headers.has('count')) {
    const { line, text } = value('count');
    if (!/^\d{1,16}$/.test(text) || count < 1)
      flaws.push(flaw(line, quoted(text), 'a number of PINs above 0'));
    else if (count !== listed)
      flaws.push(flaw(line, `a count of ${count}`, `${listed}, as many as are listed`));
  }
  const checksum = value('checksum').text.toLowerCase();
  if (headers.has('checksum') && !/^[0-9a-f]{64}$/.test(checksum)) {
    flaws.push(flaw(value('checksum').line, quoted(checksum), '64 hexadecimal digits of SHA-256'));
  }
  const { line, text: expires } = value('expires');
  const expiresAtMilliseconds = expires === 'never' ? null : momentOf(expires);
  if (headers.has('expires') && expiresAtMilliseconds === undefined) {
    flaws.push(flaw(line, quoted(expires), "'never', a day such as 2027-06-30, or 2027-06-30T12:00:00Z"));
  }
  if (expiresAtMilliseconds === undefined) return null;
  return { lot, variety, count, checksum, expires, expiresAtMilliseconds, ranges };
}

/** undefined: neither a day nor a moment of the calendar. */
function momentOf(text: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}Z)?$/.exec(text);
  if (match === null) return undefined;
  const [, day, time = 'T00:00:00Z'] = match;
  const start = Date.parse(`${day}${time}`);
  // Engines read 30 February as 2 March.
  if (Number.isNaN(start) || !new Date(start).toISOString().startsWith(`${day}`)) return undefined;
  return match[2] === undefined ? start + DAY_MILLISECONDS : start;
}

function repeatedSerials(spans: readonly (PinRange & { readonly line: number })[]): readonly FileFlaw[] {
  const flaws: FileFlaw[] = [];
  let before = { end: 0, line: 0 };
  for (const { first, count, line } of spans.toSorted((a, b) => a.first - b.first || a.line - b.line)) {
    if (first < before.end && flaws.length < MOST_FLAWS) {
      const [earlier, later] = [Math.min(before.line, line), Math.max(before.line, line)];
      flaws.push(flaw(later, `serial ${first} again, as on line ${earlier}`, 'each serial once'));
    }
    if (first + count > before.end) before = { end: first + count, line };
  }
  return flaws;
}
