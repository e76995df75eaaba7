import { copyFileSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { shippedScenario } from '#src/cli/packageRoot';
import { errorText } from '#src/cli/readFile';
import type { Io } from '#src/cli/validate';
import { formatFinding } from '#sim/scenario/finding';

const FILES = ['first.yaml', 'scenario.schema.json'];

/** Puts a first scenario and its schema into a directory, which it makes if need be. 0 when both are there, else 2. */
export function init(directory: string, io: Io): number {
  const there = FILES.map((file) => join(directory, file)).filter((file) => existsSync(file));
  if (there.length > 0) {
    for (const file of there) {
      io.stderr(complain(file, 'a file of that name', 'none yet: init overwrites nothing', ELSEWHERE));
    }
    return 2;
  }
  try {
    mkdirSync(directory, { recursive: true });
    for (const file of FILES) {
      copyFileSync(shippedScenario(file), join(directory, file), constants.COPYFILE_EXCL);
    }
  } catch (error) {
    io.stderr(complain(directory, errorText(error), 'a directory to write into', ELSEWHERE));
    return 2;
  }
  const scenario = join(directory, 'first.yaml');
  io.stdout(
    [
      `wrote ${FILES.map((file) => join(directory, file)).join(' and ')}`,
      '',
      'next:',
      `  npx pinweir validate ${scenario}`,
      `  npx pinweir run ${scenario} --report report.html`,
      '',
    ].join('\n'),
  );
  return 0;
}

const ELSEWHERE = 'name another directory, or move the file away';

function complain(file: string, found: string, expected: string, advice: string): string {
  const finding = { severity: 'error', file, line: 0, column: 0, path: '', found, expected, advice } as const;
  return `${formatFinding(finding)}\n`;
}
