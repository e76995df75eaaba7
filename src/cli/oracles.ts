import { crewFor } from '#src/cli/experiment';
import { painter } from '#src/cli/paint';
import { readFile } from '#src/cli/readFile';
import type { Surroundings } from '#src/cli/surroundings';
import { textTable } from '#src/cli/textTable';
import type { TextColumn } from '#src/cli/textTable';
import { amount, plural } from '#src/report/format';
import { isSimulated, readCases, runCase } from '#sim/oracles/runCases';
import type { OracleCase } from '#sim/oracles/caseSchema';
import type { Comparison, Verdict } from '#sim/oracles/verdict';

export interface OraclesFlags {
  readonly only?: string;
  readonly json?: boolean;
  readonly seed?: number;
  /** Share of the simulated time that cases ask for. */
  readonly effort?: number;
  readonly workers?: number;
}

/** Simulates cases whose answers are known exactly: 0 when all come out right, 2 for bad input, 4 when one does not. */
export async function oracles(
  file: string,
  flags: OraclesFlags,
  surroundings: Surroundings,
): Promise<number> {
  const { stdout, stderr, clock } = surroundings;
  const cases = chosenCases(file, flags.only);
  if (typeof cases === 'string') {
    stderr(`error: ${cases}\n`);
    return 2;
  }
  const start = clock();
  const simulated = cases.filter(isSimulated);
  const skipped = cases.filter((one) => !isSimulated(one));
  const progress = surroundings.startProgress();
  const verdicts: Verdict[] = [];
  const paint = painter(surroundings.hasColour);
  const crew = crewFor(Infinity, flags, surroundings);
  try {
    for (const [index, one] of simulated.entries()) {
      const onProgress = (share: number): void => progress.show((index + share) / simulated.length, one.id);
      // One after another, for the bar and for the memory.
      // oxlint-disable-next-line no-await-in-loop
      const verdict = await runCase(one, { crew, onProgress, ...flags });
      verdicts.push(verdict);
      if (flags.json === true) continue;
      // Told at once: all of them take long, and whoever breaks off keeps what is known.
      progress.stop();
      stdout(`${describeCase(verdict, paint).join('\n')}\n\n`);
    }
  } finally {
    progress.stop();
    await crew.close();
  }
  const seconds = clock() - start;
  const passes = verdicts.every((verdict) => verdict.passes);
  const told = { cases: verdicts, skipped: skipped.map(({ id, kind }) => ({ id, kind })), passes, seconds };
  stdout(flags.json === true ? `${JSON.stringify(told, null, 2)}\n` : conclusion(told, paint));
  return passes ? 0 : 4;
}

function chosenCases(file: string, only: string | undefined): readonly OracleCase[] | string {
  const text = readFile(file);
  if (typeof text !== 'string')
    return `${file}: found ${text.found}; expected ${text.expected}; ${text.advice}`;
  const cases = readCases(text);
  if ('problem' in cases) return `${file}: ${cases.problem}; expected an object with a list of cases`;
  if (only === undefined) return cases;
  // "E4" means E4-rQ-lost-exponential, unless one is called E4 and nothing more.
  const exact = cases.filter(({ id }) => id === only);
  const chosen = exact.length > 0 ? exact : cases.filter(({ id }) => id.startsWith(`${only}-`));
  if (chosen.length > 0) return chosen;
  return `${file} has no case ${JSON.stringify(only)}; it has ${cases.map(({ id }) => id).join(', ')}`;
}

interface Told {
  readonly cases: readonly Verdict[];
  readonly skipped: readonly { readonly id: string; readonly kind: string }[];
  readonly seconds: number;
}

const COLUMNS: readonly TextColumn<Comparison>[] = [
  { heading: 'estimate', unit: '', cell: ({ estimate }) => figure(estimate) },
  { heading: 'standard', unit: 'error', cell: ({ standardError }) => figure(standardError) },
  { heading: 'exact', unit: '', cell: ({ expected }) => figure(expected) },
  { heading: 'off by', unit: 'errors', cell: ({ z }) => (z === null ? '' : z.toFixed(2)) },
  { heading: '', unit: '', cell: ({ passes, reason }) => (passes ? 'pass' : `FAIL: ${reason}`) },
];

function figure(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(6)));
}

/** What there is to say after the cases. */
function conclusion({ cases, skipped, seconds }: Told, paint: Paint): string {
  const lines: string[] = [];
  const failed = cases.filter(({ passes }) => !passes);
  const kinds = [...new Set(skipped.map(({ kind }) => kind))];
  if (skipped.length > 0) {
    lines.push(`${plural(skipped.length, 'case')} not simulated, being of kind ${kinds.join(', ')}`);
  }
  const simulated = plural(cases.length, 'case');
  lines.push(
    cases.length === 0
      ? 'no case simulated'
      : failed.length === 0
        ? `${simulated} simulated, all right`
        : paint.red(
            `${simulated} simulated, ${failed.length} wrong: ${failed.map(({ id }) => id).join(', ')}`,
          ),
    paint.dim(`${amount(seconds)} s`),
    '',
  );
  return lines.join('\n');
}

type Paint = ReturnType<typeof painter>;

function describeCase(verdict: Verdict, paint: Paint): string[] {
  const { id, model, obstacle, passes, kind } = verdict;
  const head = `${paint.bold(id)}  ${model}  ${passes ? 'pass' : paint.red('FAIL')}`;
  if (obstacle !== '') return [head, ...obstacle.split('\n').map((line) => `  ${line}`)];
  // Of hundreds of events, only those are of interest that are not as they should be.
  const shown = kind === 'trace' ? verdict.comparisons.filter((one) => !one.passes) : verdict.comparisons;
  if (shown.length === 0) return [head, `  ${plural(verdict.comparisons.length, 'number')}, all equal`];
  const rows = shown.map((comparison) => [comparison.path, comparison] as const);
  return [head, ...textTable(COLUMNS, [{ heading: '', rows }], paint).map((line) => `  ${line}`)];
}
