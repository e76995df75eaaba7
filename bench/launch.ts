import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Job, ResultOf } from './job.ts';

/** Does a job in a process of its own and waits for it. */
export function launch<Kind extends Job>(job: Kind): ResultOf<Kind> {
  // import.meta.resolve would name the source; the child runs what this process runs.
  const main = fileURLToPath(new URL('main.js', import.meta.url));
  const args = ['--expose-gc', main, '--child', JSON.stringify(job)];
  const output = execFileSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output) as ResultOf<Kind>;
}

/** Says on standard error how far the bench is, when someone watches. */
export class ProgressLine {
  private readonly steps: number;
  private done = 0;

  constructor(steps: number) {
    this.steps = steps;
  }

  next(what: string): void {
    const share = `${String(Math.floor((100 * this.done++) / this.steps)).padStart(3)} %`;
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${share}  ${what}`);
  }

  stop(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }
}
