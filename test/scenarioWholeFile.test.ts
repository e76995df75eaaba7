import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { init } from '#src/cli/init';
import { shippedScenario } from '#src/cli/packageRoot';
import { readFile } from '#src/cli/readFile';
import { validate } from '#src/cli/validate';
import { formatFindings } from '#sim/scenario/finding';
import { loadScenario } from '#sim/scenario/load';
import { change, COUNTED, COUNTS, messages, SOUND } from './scenarioFixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'pinweir-scenario-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is said about a path on the disk, with the temporary folder left out. */
function said(path: string): string {
  return formatFindings(loadScenario(path, readFile).findings).replaceAll(folder, '…');
}

/** Runs a command of the command line: its exit code and what it wrote, with the temporary folder left out. */
function run(command: (io: Parameters<typeof validate>[1]) => number): string {
  let written = '';
  const write = (text: string): void => {
    written += text.replaceAll(folder, '…');
  };
  const code = command({
    stdout: (text) => write(text),
    stderr: (text) => write(text.replaceAll(/^(?=.)/gm, '! ')),
  });
  return `${written}exit ${code}`;
}

describe('A file that is no scenario', () => {
  it('refuses a file that does not exist', () => {
    expect(said(join(folder, 'nowhere.yaml'))).toMatchInlineSnapshot(`
      "…/nowhere.yaml  error
        found     no such file
        expected  a file
        do        look for a slip in the path"
    `);
  });

  it('refuses a directory', () => {
    expect(said(folder)).toMatchInlineSnapshot(`
      "…  error
        found     a directory
        expected  a file
        do        name a file in it"
    `);
  });

  it('refuses a path that leads through a file', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(said(join(folder, 'file', 'scenario.yaml'))).toMatchInlineSnapshot(`
      "…/file/scenario.yaml  error
        found     a path through what is no directory
        expected  a file
        do        look at the path"
    `);
  });

  it('refuses a counts file that is a directory, where the scenario names it', () => {
    writeFileSync(join(folder, 'counted.yaml'), change(COUNTED, 'file: counts.csv', 'file: .'));
    expect(said(join(folder, 'counted.yaml'))).toMatchInlineSnapshot(`
      "…/counted.yaml:7:11  error  demand.counts.file
        found     a directory
        expected  a file
        do        name a file in it"
    `);
  });

  it('refuses an empty file', () => {
    expect(messages('')).toMatchInlineSnapshot(`
      "test.yaml:1:1  error
        found     an empty file
        expected  a scenario
        do        start from an example: pinweir init writes one"
    `);
  });

  it('refuses a file of nothing but comments', () => {
    expect(messages('# nothing yet\n')).toMatchInlineSnapshot(`
      "test.yaml:1:1  error
        found     an empty file
        expected  a scenario
        do        start from an example: pinweir init writes one"
    `);
  });

  it('refuses a list', () => {
    expect(messages('- title: Test\n')).toMatchInlineSnapshot(`
      "test.yaml:1:1  error
        found     a list of 1
        expected  YAML that starts with keys such as title: and servers:
        do        start from an example: pinweir init writes one"
    `);
  });

  it('refuses prose', () => {
    expect(messages('Dear Sir or Madam\n')).toMatchInlineSnapshot(`
      "test.yaml:1:1  error
        found     "Dear Sir or Madam"
        expected  YAML that starts with keys such as title: and servers:
        do        start from an example: pinweir init writes one"
    `);
  });

  it('refuses a file that is not YAML', () => {
    expect(messages('title: [Test\nuntil: 30 d\n')).toMatchInlineSnapshot(`
      "test.yaml:2:1  error
        found     what is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]
        expected  YAML: a key, a colon and a value on each line
        do        look at this line and the one before: indentation, quotes, brackets and colons"
    `);
  });

  it('refuses a colon too many', () => {
    expect(messages(change(SOUND, 'title: Test', 'title: Test: a trial'))).toMatchInlineSnapshot(`
      "test.yaml:1:8  error
        found     what is not YAML: Nested mappings are not allowed in compact mappings
        expected  YAML: a key, a colon and a value on each line
        do        look at this line and the one before: indentation, quotes, brackets and colons"
    `);
  });

  it('refuses a tab as indentation', () => {
    expect(messages(change(SOUND, '  stock:\n    red', '  stock:\n\tred'))).toMatchInlineSnapshot(`
      "test.yaml:9:1  error
        found     a tab
        expected  spaces as indentation
        do        replace the tab by spaces

      test.yaml:10:1  error
        found     what is not YAML: All mapping items must start at the same column
        expected  YAML: a key, a colon and a value on each line
        do        look at this line and the one before: indentation, quotes, brackets and colons"
    `);
  });

  it('refuses a second document', () => {
    expect(messages(`${SOUND}---\ntitle: Another\n`)).toMatchInlineSnapshot(`
      "test.yaml:21:1  error
        found     a second document
        expected  one scenario in a file
        do        remove the line ---"
    `);
  });

  it('refuses an alias without its anchor', () => {
    expect(messages(change(SOUND, 'title: Test', 'title: *missing'))).toMatchInlineSnapshot(`
      "test.yaml:1:1  error
        found     what is not YAML: Unresolved alias (the anchor must be set before the alias): missing
        expected  YAML: a key, a colon and a value on each line
        do        look at this line and the one before: indentation, quotes, brackets and colons"
    `);
  });
});

describe('One pass over a scenario', () => {
  it('reports every error, of single values, across entries and in the data, in the order of the file', () => {
    let text = change(COUNTED, 'until: 2 d', 'until: 2 parsecs\nfrobnicate: 1');
    text = change(text, 'blue: 25 % }', 'green: 25 % }');
    text = change(text, 'names: [north, south]', 'names: [north, south, hub]');
    expect(messages(text, change(COUNTS, '32,80', '32,many'))).toMatchInlineSnapshot(`
      "test.yaml:3:8  error  until
        found     "2 parsecs"
        expected  a number and a unit: ms, s, min, h, d or w
        do        write it like 24 h, 90 min or 1.5 d

      test.yaml:4:1  error  frobnicate
        found     the unknown key "frobnicate"
        expected  one of title, description, question, goal, starts, seed, until, sales, arrivals, costs, varieties, suppliers, hub, servers, demand, operations, stockRule, assumptions, alternatives
        do        remove it

      test.yaml:10:29  error  demand.counts.varieties.green
        found     the unknown variety "green"
        expected  one of red, blue
        do        add it to varieties, or name another

      test.yaml:14:27  error  servers[0].names[2]
        found     the name "hub", which the hub has
        expected  a name that nothing else in the network has
        do        rename one of the two, or remove it

      counts.csv:1:1  error  hub
        found     no column hub
        expected  a column for each server of the scenario
        do        add the column, or remove the server

      counts.csv:3:15  error  2015-01-02 south
        found     "many"
        expected  a number, 0 or more
        do        write a number such as 12 or 0.587, with a point and without separators of thousands"
    `);
  });

  it('reports what is wrong elsewhere although one entry is broken', () => {
    const text = change(change(SOUND, 'leadTime: 72 h', 'leadTime: soon'), '[red, blue]', '[red, red, blue]');
    expect(messages(text)).toMatchInlineSnapshot(`
      "test.yaml:3:18  error  varieties[1]
        found     the name "red", which another variety has
        expected  each variety once
        do        rename one of the two, or remove it

      test.yaml:6:15  error  suppliers[0].leadTime
        found     "soon"
        expected  a number and a unit: ms, s, min, h, d or w
        do        write it like 24 h, 90 min or 1.5 d"
    `);
  });

  it('says where, what and how many when there are very many errors', () => {
    const rows = Array.from({ length: 40 }, () => 'x').join(', ');
    const text = change(SOUND, '[red, blue]', `[red, blue, ${rows}]`);
    expect(messages(text).split('\n\n').slice(19).join('\n\n')).toMatchInlineSnapshot(`
      "test.yaml:3:84  error  varieties[22]
        found     the name "x", which another variety has
        expected  each variety once
        do        rename one of the two, or remove it

      … and 99 more"
    `);
  });
});

describe('validate', () => {
  it('says that a sound scenario is one, and exits with 0', () => {
    const file = join(folder, 'sound.yaml');
    writeFileSync(file, SOUND);
    expect(run((io) => validate(file, io))).toMatchInlineSnapshot(`
      "…/sound.yaml: valid (2 servers and 2 varieties)
      exit 0"
    `);
  });

  it('says what is doubtful in a scenario that would run, and exits with 0', () => {
    const file = join(folder, 'doubtful.yaml');
    writeFileSync(file, change(SOUND, 'highWatermark: 40', 'highWatermark: 20'));
    expect(run((io) => validate(file, io))).toMatchInlineSnapshot(`
      "! …/doubtful.yaml:20:65  warning  servers[1].stock.red.highWatermark
      !   found     20
      !   expected  a high watermark at or above the desired level, which is 30
      !   do        raise highWatermark, unless the hub may recall what it has just delivered
      …/doubtful.yaml: valid, 1 warning (2 servers and 2 varieties)
      exit 0"
    `);
  });

  it('says what is wrong on stderr, and exits with 2', () => {
    const file = join(folder, 'wrong.yaml');
    writeFileSync(file, change(SOUND, '72 h', '72 hours'));
    expect(run((io) => validate(file, io))).toMatchInlineSnapshot(`
      "! …/wrong.yaml:6:15  error  suppliers[0].leadTime
      !   found     "72 hours"
      !   expected  a number and a unit: ms, s, min, h, d or w
      !   do        write 72 h

      ! …/wrong.yaml: 1 error, nothing would run
      exit 2"
    `);
  });

  it.each(['first.yaml', 'reference.yaml', 'chicago.yaml'])('finds nothing to say about %s', (name) => {
    expect(formatFindings(loadScenario(shippedScenario(name), readFile).findings)).toBe('');
  });
});

describe('init', () => {
  const directory = join(folder, 'new', 'network');

  it('writes a first scenario that is valid, and says how to go on', () => {
    expect(run((io) => init(directory, io))).toMatchInlineSnapshot(`
      "wrote …/new/network/first.yaml and …/new/network/scenario.schema.json

      next:
        npx pinweir validate …/new/network/first.yaml
        npx pinweir run …/new/network/first.yaml --report report.html
      exit 0"
    `);
    expect(run((io) => validate(join(directory, 'first.yaml'), io))).toMatchInlineSnapshot(`
      "…/new/network/first.yaml: valid (3 servers and 2 varieties)
      exit 0"
    `);
  });

  it('overwrites nothing', () => {
    writeFileSync(join(directory, 'first.yaml'), 'mine');
    expect(run((io) => init(directory, io))).toMatchInlineSnapshot(`
      "! …/new/network/first.yaml  error
      !   found     a file of that name
      !   expected  none yet: init overwrites nothing
      !   do        name another directory, or move the file away
      ! …/new/network/scenario.schema.json  error
      !   found     a file of that name
      !   expected  none yet: init overwrites nothing
      !   do        name another directory, or move the file away
      exit 2"
    `);
    expect(readFile(join(directory, 'first.yaml'))).toBe('mine');
  });

  it('refuses a directory that is a file', () => {
    writeFileSync(join(folder, 'taken'), '');
    expect(run((io) => init(join(folder, 'taken'), io))).toMatchInlineSnapshot(`
      "! …/taken  error
      !   found     EEXIST: file already exists, mkdir '…/taken'
      !   expected  a directory to write into
      !   do        name another directory, or move the file away
      exit 2"
    `);
  });
});
