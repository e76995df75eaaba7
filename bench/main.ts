/**
 * `npm run bench`: how fast pinweir is on the reference model, beside what a planner could write instead.
 * To be run by plain Node from dist/, after `npm run build`.
 */
import type { Job } from './job.ts';

const USAGE = `Usage: npm run bench [-- --quick] [-- --json]

  --quick  small runs, half a minute at most: that it works, not how fast it is
  --json   print one JSON object

Exit codes: 0 ok, 1 a fill rate is off or traces differ, 2 bad option. Speed has no say in it.
`;

const args = process.argv.slice(2);

if (args[0] === '--child') {
  const { runChild } = await import('./child.ts');
  await runChild(JSON.parse(args[1] ?? '') as Job);
} else if (args.includes('--help')) {
  process.stdout.write(USAGE);
} else if (args.some((arg) => arg !== '--quick' && arg !== '--json')) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  // A child has no use for these, and should be small.
  const { bench } = await import('./bench.ts');
  const { FULL, QUICK } = await import('./sizes.ts');
  const { describe } = await import('./describe.ts');
  const result = bench(args.includes('--quick') ? QUICK : FULL);
  process.stdout.write(args.includes('--json') ? `${JSON.stringify(result, null, 2)}\n` : describe(result));
  if (!result.isSound) process.exitCode = 1;
}
