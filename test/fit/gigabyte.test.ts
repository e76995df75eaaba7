import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '#src/cli/packageRoot';
import { randomGenerator } from '#sim/random/generator';
import { ensureBuilt, temporaryFolder } from '../support/commandLine.ts';
import { LOG_START } from '../support/salesLogs.ts';

const folder = temporaryFolder();
const MIBIBYTE = 2 ** 20;

/** A year of sales at 20 servers, in the order of time, of that size at least. */
function writeLog(file: string, bytes: number): number {
  const generator = randomGenerator({ seed: 1, purpose: 'arrivals', who: 'gigabyte' });
  const handle = openSync(file, 'w');
  const year = 365 * 86_400_000;
  const rows = Math.ceil(bytes / 40);
  let written = writeSync(handle, 'time,server,sku,quantity\n');
  let piece = '';
  for (let row = 0; row < rows; row++) {
    const at = new Date(LOG_START / 1000 + (row / rows) * year).toISOString().slice(0, 19).replace('T', ' ');
    const number = Math.floor(20 * generator.nextUniform());
    piece += `${at},server-${number},phone-${10 + (number % 5)},1\n`;
    if (piece.length > MIBIBYTE) {
      written += writeSync(handle, piece);
      piece = '';
    }
  }
  written += writeSync(handle, piece);
  closeSync(handle);
  return written;
}

// Only with PINWEIR_LONG=1: it takes minutes, and a gigabyte of disk. Its short form is "needs no more memory for more rows".
describe.runIf(process.env['PINWEIR_LONG'] === '1')('A sales log of a gigabyte', () => {
  const file = join(folder.path, 'gigabyte.csv');
  afterAll(() => rmSync(file, { force: true }));

  it('is fitted in bounded memory', { timeout: 1_800_000 }, () => {
    ensureBuilt();
    writeLog(file, 2 ** 30);
    expect(statSync(file).size).toBeGreaterThanOrEqual(2 ** 30);
    const out = join(folder.path, 'demand.yaml');
    const main = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');
    const watch = `process.on('exit', () => process.stderr.write('MAXRSS ' + process.resourceUsage().maxRSS));`;
    const preload = `data:text/javascript,${encodeURIComponent(watch)}`;
    const args = ['--import', preload, main, 'demand', 'fit', file, '--out', out];
    const child = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
    expect(child).toMatchObject({ status: 0 });
    expect(readFileSync(out, 'utf8')).toContain('perHour');
    const kibibytes = Number(/MAXRSS (\d+)/.exec(child.stderr)?.[1]);
    expect(kibibytes).toBeLessThan(600 * 1024);
  });
});
