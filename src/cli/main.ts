#!/usr/bin/env node
import { errorCode, errorText } from '#src/cli/readFile';
import { processSurroundings } from '#src/cli/processSurroundings';
import { program } from '#src/cli/program';

process.stdout.on('error', (error) => {
  // Whoever reads the output may stop early, as `head` does.
  if (errorCode(error) === 'EPIPE') process.exit(0);
  process.stderr.write(`error: the output cannot be written: ${errorText(error)}\n`);
  process.exit(2);
});
// Nobody reads what is said; the exit code still tells how it went.
process.stderr.on('error', () => undefined);

process.exitCode = await program(process.argv.slice(2), processSurroundings());
