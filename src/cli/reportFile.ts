import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errorText } from '#src/cli/readFile';
import { dayWish, lookAtDay } from '#src/cli/dayFlag';
import { commandLine } from '#src/cli/runFlags';
import type { RunFlags } from '#src/cli/runFlags';
import type { Surroundings } from '#src/cli/surroundings';
import { compare } from '#src/report/alternatives';
import type { RunResult } from '#sim/result';
import type { Scenario } from '#sim/scenario/scenario';

/** Why a report cannot be written there, known before a long run rather than after it. */
export function reportObstacle(path: string, read: readonly string[]): string | null {
  return fileObstacle('--report', path, 'report.html', read);
}

/**
 * Why no file can be written there, whatever is to be in it; `flag` and `example` are for the message. What has been
 * `read`, as a scenario or as data that one names, is not overwritten.
 */
export function fileObstacle(
  flag: string,
  path: string,
  example: string,
  read: readonly string[] = [],
): string | null {
  const file = read.find((one) => resolve(path) === resolve(one));
  if (file !== undefined) {
    const what = /\.ya?ml$/.test(file) ? 'the scenario' : 'data of the scenario';
    return `${flag} ${path} would overwrite ${what}; name another file, such as ${example}`;
  }
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
  surroundings: Surroundings,
): Promise<number> {
  const { version, today, stderr } = surroundings;
  const wish = dayWish(flags.day, scenario);
  if (typeof wish === 'string') {
    stderr(`error: ${wish}\n`);
    return 2;
  }
  const { focus } = compare(results);
  const plan = scenario.plans[results.indexOf(focus)]!;
  const day = lookAtDay(plan, focus, wish, flags, surroundings);
  const command = commandLine(scenario.file, flags);
  // Loaded only here: charts and their DOM take longer to load than most runs take.
  const { renderReport } = await import('#src/report/page');
  const page = await renderReport(scenario, results, { command, version, generatedOn: today() }, day);
  return writePage(path, page, flags, surroundings);
}

/** 0 when it is written, else 2. */
export function writePage(
  path: string,
  page: string,
  flags: RunFlags,
  { stdout, stderr }: Pick<Surroundings, 'stdout' | 'stderr'>,
): number {
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
