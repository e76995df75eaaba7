import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#src/cli/packageRoot';
import { progressBar } from '#src/cli/progressBar';
import { noProgress } from '#src/cli/surroundings';
import type { Surroundings } from '#src/cli/surroundings';

const WIDTH = 100;

/** This process: its clock, its standard streams, its environment. */
export function processSurroundings(): Surroundings {
  const { stdout, stderr, env } = process;
  const clock = (): number => performance.now() / 1000;
  return {
    stdout: (text) => stdout.write(text),
    stderr: (text) => stderr.write(text),
    clock,
    today: () => new Date().toISOString().slice(0, 10),
    version: packageVersion(),
    hasColour: wantsColour(stdout, env),
    width: stdout.isTTY ? Math.min(WIDTH, stdout.columns) : WIDTH,
    startProgress: () => (stderr.isTTY && env['TERM'] !== 'dumb' ? progressBar(clock) : noProgress),
  };
}

/** See no-color.org: any value of NO_COLOR but the empty one says no. */
export function wantsColour({ isTTY }: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return hasVersion ? String(manifest.version) : 'unknown';
}
