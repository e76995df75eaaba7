import { createReadStream, statSync } from 'node:fs';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import Papa from 'papaparse';
import { errorText, unreadable } from '#src/cli/readFile';

export interface CsvVisitor {
  /** The cells of the first row; a text says what is wrong with them, and the reading ends. */
  readonly header: (cells: readonly string[]) => string | null;
  readonly row: (cells: readonly string[], line: number, lines: number) => void;
  /** A row, or several, that are no CSV. */
  readonly malformed: (line: number, reason: string, rows: number) => void;
  /** The share of the file that has been read. */
  readonly progress: (share: number) => void;
}

/** A quote that is never closed would take the rest of a file for one cell. */
const LONGEST_ROW = 2 ** 24;
const PIECE = 2 ** 20;

/**
 * Reads a CSV file of any size, piece by piece; one that ends in .gz is decompressed on the way. Lines are counted as an
 * editor shows them. What parts the cells is found out: a comma, a semicolon, a tab or a bar.
 * @returns what kept it from being read, or null
 */
export async function readCsvFile(file: string, visitor: CsvVisitor): Promise<string | null> {
  let size: number;
  try {
    size = statSync(file).size;
  } catch (error) {
    return unreadable(error).found;
  }
  const raw = createReadStream(file, { highWaterMark: PIECE });
  let readBytes = 0;
  raw.on('data', (piece) => {
    readBytes += piece.length;
    visitor.progress(size === 0 ? 1 : readBytes / size);
  });
  const bytes: Readable = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  const rows = new Rows(visitor);
  const guard = guardOf(rows);
  const text = bytes.pipe(guard);
  guard.setEncoding('utf8');
  return new Promise((resolve) => {
    const end = (problem: string | null): void => {
      raw.destroy();
      resolve(problem);
    };
    raw.on('error', (error) => end(errorText(error)));
    bytes.on('error', (error) => end(errorText(error)));
    guard.on('error', (error) => end(errorText(error)));
    Papa.parse<string[]>(text, {
      newline: '\n',
      delimitersToGuess: [',', ';', '\t', '|'],
      chunk: ({ data, errors }, parser) => {
        const problem = rows.take(data, errors);
        if (problem === null) return;
        // Its own way to end comes with the abort, and would say that all is well.
        end(problem);
        parser.abort();
      },
      complete: () => end(rows.isEmpty ? 'an empty file' : null),
      error: (error: Error) => end(errorText(error)),
    });
  });
}

/** Lets text pass with one kind of line break, and stops where no row has ended for too long. */
function guardOf(rows: Rows): Transform {
  const breaks = new LineBreaks();
  return new Transform({
    transform(raw: Buffer, _encoding, done) {
      const piece = breaks.unify(raw);
      rows.pending += piece.length;
      if (!rows.hasQuotes && piece.includes(34)) rows.hasQuotes = true;
      if (rows.pending > LONGEST_ROW + 2 * PIECE) {
        done(
          new Error(`a row at line ${rows.line} that does not end: look for a quote that is never closed`),
        );
      } else done(null, piece);
    },
  });
}

const [LF, CR, BYTE_ORDER_MARK] = [10, 13, Buffer.from('\uFEFF')];

/** Makes a line feed of each way to end a line, for a file may have several: a header of one system, rows of another. */
class LineBreaks {
  private isFirst = true;
  /** The piece before ended with a carriage return: a line feed that follows belongs to it. */
  private isHalf = false;

  unify(raw: Buffer): Buffer {
    const hasMark = this.isFirst && raw.subarray(0, 3).equals(BYTE_ORDER_MARK);
    const start = hasMark ? 3 : this.isHalf && raw[0] === LF ? 1 : 0;
    this.isFirst = false;
    this.isHalf = raw.at(-1) === CR;
    const piece = raw.subarray(start);
    let at = piece.indexOf(CR);
    if (at < 0) return piece;
    const unified = Buffer.allocUnsafe(piece.length);
    let [from, size] = [0, 0];
    for (; at >= 0; at = piece.indexOf(CR, from)) {
      size += piece.copy(unified, size, from, at);
      unified[size++] = LF;
      from = piece[at + 1] === LF ? at + 2 : at + 1;
    }
    size += piece.copy(unified, size, from);
    return unified.subarray(0, size);
  }
}

class Rows {
  /** The line of the next row. */
  line = 1;
  /** Bytes since the last row. */
  pending = 0;
  hasQuotes = false;
  isEmpty = true;
  private readonly visitor: CsvVisitor;

  constructor(visitor: CsvVisitor) {
    this.visitor = visitor;
  }

  /** What is wrong with the header, or null. */
  take(data: readonly string[][], errors: readonly Papa.ParseError[]): string | null {
    const malformed = new Map(
      errors.filter(({ type }) => type === 'Quotes').map(({ row, message }) => [row, message]),
    );
    if (data.length > 0) this.pending = 0;
    for (const [index, cells] of data.entries()) {
      const { line } = this;
      const breaks = this.hasQuotes ? lineBreaks(cells) : 0;
      this.line += 1 + breaks;
      if (cells.length === 1 && cells[0]!.trim() === '') continue;
      if (this.isEmpty) {
        this.isEmpty = false;
        const problem = this.visitor.header(cells);
        if (problem !== null) return problem;
      } else if (malformed.has(index)) {
        this.visitor.malformed(line, `no CSV: ${malformed.get(index) ?? ''}`, 1 + breaks);
      } else this.visitor.row(cells, line, 1 + breaks);
    }
    return null;
  }
}

function lineBreaks(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) breaks += 1;
  }
  return breaks;
}
