import { readFileSync } from 'node:fs';
import type { Unreadable } from '#sim/scenario/load';

/** Reads a text file from the disk, or says in a planner's words why that cannot be done. */
export function readFile(file: string): string | Unreadable {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return UNREADABLE[errorCode(error)] ?? { ...ANY, found: errorText(error) };
  }
}

/** The system's code of an error, such as ENOENT, or an empty text. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** What an error says. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
