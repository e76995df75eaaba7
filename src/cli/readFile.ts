import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import type { Unreadable } from '#sim/scenario/load';

/** Reads a text file from the disk, or says in a planner's words why that cannot be done. */
export function readFile(file: string): string | Unreadable {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return unreadable(error);
  }
}

/** The same text in pieces, however large the file is. */
readFile.pieces = (file: string): Iterable<string> | Unreadable => {
  let handle: number | null = null;
  try {
    handle = openSync(file, 'r');
    // A directory can be opened, but not read.
    readSync(handle, Buffer.alloc(1), 0, 1, 0);
    return piecesOf(handle);
  } catch (error) {
    if (handle !== null) closeSync(handle);
    return unreadable(error);
  }
};

function* piecesOf(handle: number): Iterable<string> {
  const buffer = Buffer.alloc(PIECE_BYTES);
  const decoder = new StringDecoder('utf8');
  try {
    for (let position = 0; ;) {
      const length = readSync(handle, buffer, 0, PIECE_BYTES, position);
      if (length === 0) break;
      position += length;
      yield decoder.write(buffer.subarray(0, length));
    }
    yield decoder.end();
  } finally {
    closeSync(handle);
  }
}

const PIECE_BYTES = 2 ** 20;

/** The system's code of an error, such as ENOENT, or an empty text. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** What an error says. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Why a file cannot be read, in a planner's words. */
export function unreadable(error: unknown): Unreadable {
  return UNREADABLE[errorCode(error)] ?? { ...ANY, found: errorText(error) };
}

const ANY: Unreadable = {
  found: '',
  expected: 'a file that can be read',
  advice: 'look at the path and the file’s permissions',
};

const UNREADABLE: Readonly<Record<string, Unreadable>> = {
  ENOENT: { found: 'no such file', expected: 'a file', advice: 'look for a slip in the path' },
  ENOTDIR: { found: 'a path through what is no directory', expected: 'a file', advice: 'look at the path' },
  EISDIR: { found: 'a directory', expected: 'a file', advice: 'name a file in it' },
  EACCES: { ...ANY, found: 'a file that may not be read' },
};
