import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageRoot, shippedScenario } from '#src/cli/packageRoot';
import { ensureBuilt, pinweir, temporaryFolder } from './support/commandLine.ts';
import { change, SOUND } from './scenarioFixtures.ts';

beforeAll(ensureBuilt);
const folder = temporaryFolder();
const FIRST = shippedScenario('first.yaml');

const manifest = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
  version: string;
  bin: { pinweir: string };
  scripts: { start: string };
};

describe('The pinweir command', () => {
  it('prints figures on standard output, nothing on standard error, and exits with 0', () => {
    const { code, stdout, stderr } = pinweir(['run', FIRST]);
    expect(stdout).toMatch(/^Three kiosks and a hub\n/);
    expect(stdout).toMatch(/\n {2}harbour +\d+\.\d\d %/);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('prints warnings on standard error and runs nevertheless', () => {
    const text = change(SOUND, 'highWatermark: 40', 'highWatermark: 25');
    const { code, stdout, stderr } = pinweir(['run', folder.write('warned.yaml', text)]);
    expect(stderr).toContain('warning  servers[1].stock.red.highWatermark');
    expect(stdout).toMatch(/^Test\n/);
    expect(code).toBe(0);
  });

  it('prints an error with its place on standard error, runs nothing, and exits with 2', () => {
    const text = change(SOUND, 'demandPerHour: 0.5', 'demandPerHour: -1');
    const { code, stdout, stderr } = pinweir(['run', folder.write('broken.yaml', text)]);
    expect(stderr).toContain('broken.yaml:16:65  error  servers[0].stock.blue.demandPerHour');
    expect(stderr).toMatch(/broken\.yaml: nothing was run\n$/);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('gives JSON that a program can read from standard output', () => {
    const { code, stdout, stderr } = pinweir([
      'run',
      FIRST,
      '--json',
      '--report',
      join(folder.path, 'j.html'),
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ scenario: 'first', seed: 1 });
    expect(stderr).toContain('j.html');
    expect(code).toBe(0);
  });

  it('writes no colours and no progress bar into files and pipes', () => {
    const { stdout, stderr } = pinweir(['run', FIRST], { env: { FORCE_COLOR: '1', TERM: 'xterm-256color' } });
    expect(stdout + stderr).not.toContain('\u001b');
  });

  it('ends quietly when its reader has read enough', () => {
    const command = `set -o pipefail; "$0" "$@" | head -c 1`;
    const args = [process.execPath, manifest.bin.pinweir, 'run', shippedScenario('chicago.yaml'), '--json'];
    const { status, stdout, stderr } = spawnSync('bash', ['-c', command, ...args], {
      cwd: packageRoot(),
      encoding: 'utf8',
    });
    expect([status, stdout, stderr]).toEqual([0, '{', '']);
  });

  it.skipIf(!existsSync('/dev/full'))('says that its output cannot be written, where a disk is full', () => {
    const args = [process.execPath, manifest.bin.pinweir, 'run', FIRST];
    const { status, stderr } = spawnSync('bash', ['-c', '"$0" "$@" > /dev/full', ...args], {
      cwd: packageRoot(),
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([
      2,
      'error: the output cannot be written: ENOSPC: no space left on device, write\n',
    ]);
  });

  it('tells by its exit code that an input is bad though nobody reads what it says', () => {
    const command = 'set -o pipefail; "$0" "$@" 2>&1 >/dev/null | true';
    const args = [process.execPath, manifest.bin.pinweir, 'validate', 'nowhere.yaml'];
    expect(spawnSync('bash', ['-c', command, ...args], { cwd: packageRoot() }).status).toBe(2);
  });

  it('tells its version', () => {
    expect(pinweir(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  it('makes a first scenario that it then validates and runs', () => {
    const cwd = folder.path;
    expect(pinweir(['init', 'demo'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect(pinweir(['validate', 'demo/first.yaml'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect(pinweir(['run', 'demo/first.yaml'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect(pinweir(['init', 'demo'], { cwd })).toMatchObject({ code: 2, stdout: '' });
  });

  it('refuses a scenario that does not exist, to validate and to run', () => {
    for (const command of ['validate', 'run']) {
      const { code, stdout, stderr } = pinweir([command, 'nowhere.yaml']);
      expect(stderr).toContain('no such file');
      expect([code, stdout]).toEqual([2, '']);
    }
  });

  it('runs the scenario on real input and leaves a report, as npm start has it', () => {
    const [node, main, ...args] = manifest.scripts.start.split(' ');
    expect([node, main]).toEqual(['node', manifest.bin.pinweir.replace('./', '')]);
    expect(args).toEqual(['run', 'sim/scenarios/chicago-cover.yaml', '--report', 'report.html']);
    const report = join(folder.path, 'report.html');
    const { code, stdout, stderr } = pinweir(args.map((word) => (word === 'report.html' ? report : word)));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('With hub up, desired 5 d keeps a fill rate of 99.50 % at every server');
    expect(stdout).toContain(
      'With hub down for a day, desired 5 d keeps a fill rate of 99.50 % at every server',
    );
    expect(stdout).toContain('not the uncertainty of the forecast');
    expect(stdout).toContain(`\nreport written to ${report}\n`);
    expect(existsSync(report)).toBe(true);
  });
});
