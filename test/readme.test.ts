import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '#src/cli/packageRoot';
import { readFile } from '#src/cli/readFile';
import { loadScenario } from '#sim/scenario/load';
import { ensureBuilt } from './support/commandLine.ts';

/*
 * A person who follows README.md from top to bottom: `sh` blocks are run, and the `text` block behind one shows what
 * it prints; a block whose first line names a file (```ts compare.ts) becomes that file; a `diff` block edits one.
 * After a change of output, `npm test -- test/readme.test.ts --update` writes what is shown anew.
 */

const ROOT = packageRoot();
const README = join(ROOT, 'README.md');

interface Block {
  readonly language: string;
  /** The rest of the line that opens the block: a file's name, or nothing. */
  readonly file: string;
  readonly body: string;
  /** Where the body starts in the README. */
  readonly start: number;
}

const text = readFileSync(README, 'utf8');
const blocks: Block[] = [...text.matchAll(/^```(\w+) ?(.*)\n([^]*?)^```$/gm)].map((match) => {
  const [whole, language, file, body] = match as unknown as [string, string, string, string];
  return { language, file, body, start: match.index + whole.length - body.length - '```'.length };
});

// Inside the package, so that snippets find it by its own name.
mkdirSync(join(ROOT, '.vitest'), { recursive: true });
const folder = mkdtempSync(join(ROOT, '.vitest', 'readme-'));
const tools = join(folder, 'tools');
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(() => {
  ensureBuilt();
  for (const name of ['dist', 'sim']) symlinkSync(join(ROOT, name), join(folder, name));
  mkdirSync(tools);
  const npx = join(tools, 'npx');
  const pinweir = join(ROOT, 'dist', 'src', 'cli', 'main.js');
  const tsx = join(ROOT, 'node_modules', '.bin', 'tsx');
  writeFileSync(
    npx,
    `#!/bin/sh
tool=$1
shift
case $tool in
  pinweir) exec node '${pinweir}' "$@" ;;
  tsx) exec '${tsx}' "$@" ;;
  *) echo "the README's npx $tool is unknown to test/readme.test.ts"; exit 1 ;;
esac
`,
  );
  chmodSync(npx, 0o755);
});

/** Runs a block as a shell would; standard output and standard error as a terminal shows them. */
function shell(command: string): { readonly output: string; readonly code: number | null } {
  const child = spawnSync('sh', ['-ec', `exec 2>&1\n${command}`], {
    cwd: folder,
    env: { ...process.env, PATH: `${tools}:${process.env['PATH'] ?? ''}`, NO_COLOR: '1' },
    encoding: 'utf8',
  });
  return { output: child.stdout, code: child.status };
}

/** What `npm ci && npm <script>` runs once pinweir is installed, or null where the block is something else. */
function script(body: string): { readonly name: string; readonly command: string | undefined } | null {
  const name = /^npm ci && npm (\w+)\n$/.exec(body)?.[1];
  if (name === undefined) return null;
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  return { name, command: manifest.scripts[name] };
}

/** Wall times and speeds differ from run to run. */
function withoutTimes(output: string): string {
  return output.replaceAll(
    / in [\d.,]+ m?s(?:, [\d.,]+(?: million)? sales a second)?(?=$|, seed)/gm,
    ' in T',
  );
}

function write({ file, body }: Block): void {
  writeFileSync(join(folder, file), body);
}

function edit({ file, body }: Block): void {
  const path = join(folder, file);
  const lines = body.trimEnd().split('\n');
  const side = (sign: string) =>
    lines
      .filter((line) => line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const before = readFileSync(path, 'utf8');
  if (before.split(side('-')).length !== 2) throw new Error(`${file} does not hold once\n${side('-')}`);
  writeFileSync(path, before.replace(side('-'), side('+')));
}

/** Follows the README and gives it with what really was printed, wherever that differs from what it shows. */
function follow(): string {
  let followed = '';
  let copied = 0;
  for (const [index, block] of blocks.entries()) {
    const { language, file, body } = block;
    if (language === 'diff') edit(block);
    else if (file !== '') {
      write(block);
    } else if (language === 'sh') {
      const installed = script(body);
      const shown = blocks[index + 1];
      if (installed !== null && shown?.language !== 'text') continue;
      const { output, code } = shell(installed?.command ?? body);
      if (code !== (/ {2}error( |$)/m.test(output) ? 2 : 0))
        throw new Error(`exit ${code}\n${body}${output}`);
      if (shown?.language !== 'text') continue;
      const same = withoutTimes(output) === withoutTimes(shown.body);
      followed += text.slice(copied, shown.start) + (same ? shown.body : output);
      copied = shown.start + shown.body.length;
    } else {
      expect(`${language} after ${blocks[index - 1]?.language ?? 'nothing'}`).toBe('text after sh');
    }
  }
  return followed + text.slice(copied);
}

describe('README.md', () => {
  it('shows what its commands and snippets print', async () => {
    await expect(follow()).toMatchFileSnapshot(README);
  });

  it('holds scenarios without errors and warnings, and TypeScript that is sound under strict rules', () => {
    const written = (language: string) =>
      blocks.filter((block) => block.language === language && block.file !== '');
    expect(written('yaml').length).toBeGreaterThan(0);
    for (const block of [...written('csv'), ...written('yaml'), ...written('ts')]) write(block);
    const findings = written('yaml').flatMap(
      ({ file }) => loadScenario(join(folder, file), readFile).findings,
    );
    expect(findings).toEqual([]);
    const compilerOptions = {
      target: 'ES2023',
      module: 'NodeNext',
      types: ['node'],
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noUnusedLocals: true,
      skipLibCheck: true,
    };
    const files = written('ts').map(({ file }) => file);
    expect(files.length).toBeGreaterThan(0);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    expect(shell(`'${join(ROOT, 'node_modules', '.bin', 'tsc')}' -p tsconfig.json`)).toEqual({
      output: '',
      code: 0,
    });
  });

  it('points at files that are there', () => {
    const prose = text.replaceAll(/^```[^]*?^```$/gm, '');
    const targets = [...prose.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target!);
    const relative = targets.filter((target) => !target.startsWith('https://'));
    expect(relative.filter((target) => target.endsWith('.png'))).toHaveLength(1);
    expect(relative.filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
  });

  it('starts and tests with scripts that the package has', () => {
    const scripts = blocks.map(({ body }) => script(body)).filter((one) => one !== null);
    expect(scripts.map(({ name }) => name)).toEqual(['start', 'test']);
    for (const { command } of scripts) expect(command).toBeTypeOf('string');
  });
});
