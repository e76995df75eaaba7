import { closeSync, openSync, writeFileSync } from 'node:fs';
import type { ExperimentFlags } from '#src/cli/experimentFlags';
import { errorText } from '#src/cli/readFile';
import { fileObstacle } from '#src/cli/reportFile';
import type { Surroundings } from '#src/cli/surroundings';
import { csvLines } from '#sim/experiment/csv';
import type { ExperimentResult } from '#sim/experiment/experimentResult';
import { tidyRows } from '#sim/experiment/tidyRows';

const LINES_AT_ONCE = 2000;

/** Why a table cannot be written there, known before a long run rather than after it. */
export function csvObstacle(path: string, files: readonly string[]): string | null {
  return fileObstacle('--csv', path, 'figures.csv', files);
}

/** 0 when it is written, else 2. */
export function writeCsv(
  path: string,
  result: ExperimentResult,
  { vary = [], json }: ExperimentFlags,
  { stdout, stderr }: Surroundings,
): number {
  let lines: string[] = [];
  try {
    const file = openSync(path, 'w');
    try {
      for (const line of csvLines(
        tidyRows(result),
        vary.map((axis) => axis.path),
      )) {
        if (lines.push(line) < LINES_AT_ONCE) continue;
        writeFileSync(file, lines.join(''));
        lines = [];
      }
      writeFileSync(file, lines.join(''));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    stderr(`error: the table was not written: ${errorText(error)}\n`);
    return 2;
  }
  // With --json nothing but the JSON object goes to standard output.
  (json === true ? stderr : stdout)(`figures written to ${path}\n`);
  return 0;
}
