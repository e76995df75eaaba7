import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { untidiness } from './support/tidiness.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function sources(): { file: string; text: string }[] {
  return ['src', 'machines', 'sim'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file).replaceAll('\\', '/'))
      .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') })),
  );
}

describe('The sources', () => {
  it('import one way, read no clock and know no machine they run on, but where they may', () => {
    const files = sources();
    expect(files.length).toBeGreaterThan(60);
    expect(files.flatMap(({ file, text }) => untidiness(file, text))).toEqual([]);
  });
});

describe('The check of the sources finds', () => {
  it.each([
    ['src/domain/stock.ts', "import { x } from '#src/policy/recall';", 'domain must not import policy'],
    ['src/domain/stock.ts', "import { setup } from 'xstate';", 'domain must not import packages (xstate)'],
    ['src/policy/recall.ts', "import type { x } from '#machines/hub';", 'policy must not import machines'],
    ['machines/hub.ts', "import { x } from '../src/executor/actor.ts';", 'machines must not import executor'],
    [
      'src/executor/compile.ts',
      "export { x } from '#src/network/actors';",
      'executor must not import network',
    ],
    ['src/executor/compile.ts', "export type * from '#sim/plan';", 'executor must not import sim'],
    ['src/network/actors.ts', "const x = await import('#sim/run');", 'network must not import sim'],
    ['sim/run.ts', "import '#src/runtime/store';", 'sim must not import runtime'],
    ['src/runtime/store.ts', "import { x } from '#sim/run';", 'runtime must not import sim'],
    ['sim/run.ts', "import {\n  x,\n  y,\n} from '#src/report/page';", 'sim must not import report'],
    ['src/report/page.ts', "import { x } from '#src/cli/run';", 'report must not import cli'],
    ['src/report/page.ts', "import { x } from '#src/studio/app';", 'report must not import studio'],
    ['src/report/page.ts', "import { x } from '../../bench/main.ts';", 'report must not import bench'],
    ['sim/run.ts', "import { x } from '../test/support/networks.ts';", 'sim must not import test'],
    ['src/attic/old.ts', '', 'belongs to no layer'],
    ['sim/run.ts', "import { readFileSync } from 'node:fs';", 'must not import node:fs'],
    ['sim/run.ts', "import { readFileSync } from 'fs';", 'must not import fs'],
    ['sim/run.ts', 'const now = Date.now();', 'must not read Date.now'],
    ['sim/run.ts', 'const now = new Date();', 'must not read new Date()'],
    ['sim/run.ts', 'const now = new Date;', 'must not read new Date()'],
    ['sim/run.ts', 'const now = performance.now();', 'must not read performance.now'],
    ['machines/hub.ts', 'const luck = Math.random();', 'must not read Math.random'],
    ['machines/hub.ts', 'const id = crypto.randomUUID();', 'must not read crypto'],
    ['src/report/page.ts', 'const now = process.hrtime();', 'must not read process'],
    ['src/policy/recall.ts', "import { evaluate } from 'mathjs';", 'must not import mathjs'],
    ['src/policy/recall.ts', "import { evaluate } from 'mathjs/number';", 'must not import mathjs'],
  ])('in %s: %s', (file, text, complaint) => {
    expect(untidiness(file, text)).toEqual([expect.stringContaining(complaint)]);
    expect(untidiness(file, text)).toEqual([expect.stringContaining(file)]);
  });

  it.each([
    ['src/policy/formula.ts', "import { evaluate } from 'mathjs';"],
    ['src/cli/run.ts', "import { readFileSync } from 'node:fs'; const now = Date.now();"],
    ['src/report/page.ts', "import { x } from '#sim/run'; const day = new Date(0);"],
    ['src/index.ts', "export { x } from '#src/cli/readFile';"],
    ['sim/run.ts', '// not Math.random()\n/* nor Date.now() */ const s = "process the import of";'],
  ])('nothing in %s: %s', (file, text) => {
    expect(untidiness(file, text)).toEqual([]);
  });
});
