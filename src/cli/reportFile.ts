import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errorText } from '#src/cli/readFile';
import { commandLine } from '#src/cli/runFlags';
import type { RunFlags } from '#src/cli/runFlags';
import type { Surroundings } from '#src/cli/surroundings';
import type { RunResult } from '#sim/result';
import type { Scenario } from '#sim/scenario/scenario';

/** Why a report cannot be written there, known before a long run rather than after it. */
export function reportObstacle(path: string, scenario: Scenario): string | null {
  if (resolve(path) === resolve(scenario.file)) {
    return `--report ${path} would overwrite the scenario; name another file, such as report.html`;
  }
  return fileObstacle('--report', path, 'report.html');
}

/** Why no file can be written there, whatever is to be in it; `flag` and `example` are for the message. */
export function fileObstacle(flag: string, path: string, example: string): string | null {
  if (statSync(resolve(path), { throwIfNoEntry: false })?.isDirectory() === true) {
    return `${flag} "${path}" is a directory; name a file in it, such as ${example}`;
  }
  const directory = dirname(path);
  try {
    accessSync(directory, constants.W_OK);
  } catch {
    return `${flag} ${path}: there is no directory ${directory} that can be written to; make it, or name another`;
  }
  return null;
}

/** 0 when it is written, else 2. */
export async function writeReport(
  path: string,
  scenario: Scenario,
  results: readonly RunResult[],
  flags: RunFlags,
  { version, today, stdout, stderr }: Surroundings,
): Promise<number> {
  const command = commandLine(scenario.file, flags);
  // Loaded only here: charts and their DOM take longer to load than most runs take.
  const { renderReport } = await import('#src/report/page');
  const page = await renderReport(scenario, results, { command, version, generatedOn: today() });
  try {
    writeFileSync(path, page);
  } catch (error) {
    stderr(`error: the report was not written: ${errorText(error)}\n`);
    return 2;
  }
  // With --json nothing but the JSON object goes to standard output.
  (flags.json === true ? stderr : stdout)(`report written to ${path}\n`);
  return 0;
}
