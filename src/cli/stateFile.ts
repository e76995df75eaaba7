import { writeFileSync } from 'node:fs';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { readFile } from '#src/cli/readFile';
import { fileObstacle } from '#src/cli/reportFile';
import { SAVED_FORMAT } from '#sim/savedSimulation';
import type { SavedSimulation } from '#sim/savedSimulation';

const STATE_FORMAT = 'pinweir state 1';

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
  /** Of the simulation as it was written: what is damaged or changed by hand would run, and give other figures. */
  readonly checksum: string;
}

/** Why no state can be written there, known before a long run rather than after it. */
export function stateObstacle(path: string, read: readonly string[]): string | null {
  return fileObstacle('--to', path, 'state.json', read);
}

export function writeState(path: string, content: Omit<StateFile, 'format' | 'checksum'>): void {
  const state: StateFile = { format: STATE_FORMAT, ...content, checksum: checksumOf(content) };
  writeFileSync(path, `${JSON.stringify(state)}\n`);
}

/** JSON that was read is written again as it was. */
function checksumOf({ scenario, simulation }: Pick<StateFile, 'scenario' | 'simulation'>): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([scenario, simulation]))));
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
  const { format, simulation } = state;
  if (format !== STATE_FORMAT || simulation?.format !== SAVED_FORMAT) {
    return `${file}: found "${format}, ${String(simulation?.format)}"; expected "${STATE_FORMAT}, ${SAVED_FORMAT}"; save it anew with this version`;
  }
  const whole = state as StateFile;
  if (whole.checksum !== checksumOf(whole)) {
    return `${file}: found a state that is not as it was saved, because it was damaged or changed; ${expected}`;
  }
  return whole;
}
