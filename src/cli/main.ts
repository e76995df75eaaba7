#!/usr/bin/env node
import { errorCode } from '#src/cli/readFile';
import { processSurroundings } from '#src/cli/processSurroundings';
import { program } from '#src/cli/program';

// Whoever reads the output may stop early, as `head` does.
process.stdout.on('error', (error) => {
  if (errorCode(error) !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await program(process.argv.slice(2), processSurroundings());
