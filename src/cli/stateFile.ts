import { readFile } from '#src/cli/readFile';
import { SAVED_FORMAT } from '#sim/savedSimulation';
import type { SavedSimulation } from '#sim/savedSimulation';

export const STATE_FORMAT = 'pinweir state 1';

/** A simulation that was saved in the middle, and what it is of. */
export interface StateFile {
  readonly format: typeof STATE_FORMAT;
  /** Of pinweir. */
  readonly version: string;
  readonly scenario: {
    readonly name: string;
    readonly title: string;
    readonly contentHash: string;
    readonly startsOn: string | null;
  };
  readonly simulation: SavedSimulation;
}

/** The state in a file, or what is wrong with that in a sentence. */
export function readState(file: string): StateFile | string {
  const text = readFile(file);
  if (typeof text !== 'string')
    return `${file}: found ${text.found}; expected ${text.expected}; ${text.advice}`;
  const expected = `expected a file that "pinweir save" wrote; write one with pinweir save`;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return `${file}: found what is not JSON; ${expected}`;
  }
  const state = content as Partial<StateFile> | null;
  if (state === null || typeof state !== 'object' || typeof state.format !== 'string') {
    return `${file}: found other JSON; ${expected}`;
  }
  const { format, simulation } = state as StateFile;
  if (format !== STATE_FORMAT || simulation.format !== SAVED_FORMAT) {
    return `${file}: found "${format}, ${simulation.format}"; expected "${STATE_FORMAT}, ${SAVED_FORMAT}"; save it anew with this version`;
  }
  return state as StateFile;
}
