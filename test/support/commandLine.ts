import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { packageRoot } from '#src/cli/packageRoot';
import { program } from '#src/cli/program';
import { noProgress, type Surroundings } from '#src/cli/surroundings';

const MAIN = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line in a process of its own, from the package's folder unless told otherwise. */
export function pinweir(args: readonly string[], options: { cwd?: string; env?: object } = {}): Finished {
  const { cwd = packageRoot(), env = {} } = options;
  const child = spawnSync(process.execPath, [MAIN, ...args], {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return { code: child.status, stdout: child.stdout, stderr: child.stderr };
}

/** Runs the command line in this process, in surroundings of the test's choice. */
export async function pinweirHere(
  args: readonly string[],
  surroundings: Partial<Surroundings> = {},
): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  let ticks = 0;
  const code = await program(args, {
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
    // Two looks at this clock are always half a second apart.
    clock: () => ticks++ / 2,
    today: () => '2026-03-01',
    version: '1.2.3',
    hasColour: false,
    width: 100,
    startProgress: () => noProgress,
    ...surroundings,
  });
  return { code, stdout, stderr };
}

/** Builds dist/ unless it is newer than every source; `npm ci` has done so already. */
export function ensureBuilt(): void {
  if (existsSync(MAIN) && statSync(MAIN).mtimeMs > newestSource()) return;
  execFileSync(process.execPath, ['build.mjs'], { cwd: packageRoot(), stdio: 'inherit' });
}

function newestSource(): number {
  const files = ['src', 'machines', 'sim', 'bench'].flatMap((folder) =>
    readdirSync(join(packageRoot(), folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(packageRoot(), folder, file)),
  );
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}

/** A folder for one test file, removed at its end, and a way to put files into it. */
export function temporaryFolder(): { path: string; write: (name: string, text: string) => string } {
  const path = mkdtempSync(join(tmpdir(), 'pinweir-cli-'));
  afterAll(() => rmSync(path, { recursive: true }));
  return {
    path,
    write(name, text) {
      const file = join(path, name);
      writeFileSync(file, text);
      return file;
    },
  };
}
