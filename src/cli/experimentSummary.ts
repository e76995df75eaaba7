import { comparisonBlock } from '#src/cli/comparisonSummary';
import type { ExperimentContext } from '#src/cli/experimentJson';
import { painter } from '#src/cli/paint';
import { plusMinus } from '#src/cli/plusMinus';
import type { Surroundings } from '#src/cli/surroundings';
import { textTable, wrap } from '#src/cli/textTable';
import type { RowGroup, TextColumn } from '#src/cli/textTable';
import { amount, count, plural, span } from '#src/report/format';
import { candidateName } from '#sim/experiment/candidate';
import { COVERAGE } from '#sim/experiment/coverage';
import type { CandidateResult, ExperimentResult } from '#sim/experiment/experimentResult';
import type { Estimate } from '#sim/experiment/studentT';
import { HUB_COST_FIGURES, HUB_FIGURES, SERVER_COST_FIGURES, SERVER_FIGURES } from '#sim/measures/figures';
import type { MeasureName } from '#sim/measures/measure';

/** More candidates than this are left to --csv. */
const MOST_ROWS = 40;
/** What a table of several candidates tells of each, where any of them has it. */
const TELLING = [
  'fillRate',
  'lostFraction',
  'meanBackorders',
  'meanOnHand',
  'orderRatePerHour',
  'costPerHour',
];

type Paint = ReturnType<typeof painter>;

/** What a planner reads after several replications: figures with their intervals, and what these are worth. */
export function experimentSummary(
  result: ExperimentResult,
  context: ExperimentContext,
  { hasColour, width }: Pick<Surroundings, 'hasColour' | 'width'>,
): string {
  const paint = painter(hasColour);
  const blocks = [
    heading(context, paint, width),
    result.candidates.length === 1
      ? figureTable(result.candidates[0]!, paint)
      : candidateTable(result, paint, width),
    ...context.comparisons.map((comparison) => comparisonBlock(comparison, result, paint)),
    wrap(explanation(result, context), width),
    technicalities(result, context, width).map(paint.dim),
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
  return `${text.replaceAll('\u00a0', ' ')}\n`;
}

function heading({ candidates }: ExperimentContext, paint: Paint, width: number): string[] {
  const titles = [...new Set(candidates.map(({ source }) => source.title))];
  const questions = titles.length === 1 ? (candidates[0]!.source.question ?? '') : '';
  return [...titles.map(paint.bold), ...wrap(questions, width).map(paint.dim)];
}

/** One row a figure. Those that are zero in every replication say nothing and are left out. */
function figureTable({ names, estimates }: CandidateResult, paint: Paint): string[] {
  const columns: TextColumn<{ figure: string; estimate: Estimate }>[] = [
    { heading: '', unit: '', cell: ({ figure, estimate }) => plusMinus(figure, estimate).value },
    { heading: '', unit: '', cell: ({ figure, estimate }) => plusMinus(figure, estimate).halfWidth },
  ];
  const group = (
    scope: MeasureName['scope'],
    groupHeading: string,
  ): RowGroup<{ figure: string; estimate: Estimate }> => {
    const rows = names.flatMap((name, index) => {
      const estimate = estimates[index] ?? null;
      if (name.scope !== scope || name.server !== null || name.variety !== null) return [];
      if (estimate === null || (estimate.estimate === 0 && (estimate.halfWidth ?? 0) === 0)) return [];
      return [[titleOf(name), { figure: name.figure, estimate }] as const];
    });
    return { heading: groupHeading, rows };
  };
  const groups = [group('network', 'All servers'), group('hub', 'Hub')].filter(({ rows }) => rows.length > 0);
  // This table needs no heads of columns: what is ± is plain to see.
  return textTable(columns, groups, paint).slice(2);
}

/** What a figure is called in tables. */
export function titleOf({ scope, figure }: MeasureName): string {
  const known = scope === 'hub' ? [HUB_FIGURES, HUB_COST_FIGURES] : [SERVER_FIGURES, SERVER_COST_FIGURES];
  const titles: Readonly<Record<string, string>> = {
    finalOnHand: 'on hand at the end',
    timeToFirstStockoutHours: 'hours to the first stock-out',
  };
  return known.flat().find(({ name }) => name === figure)?.title ?? titles[figure] ?? figure;
}

/** One row a candidate, as many columns as fit. */
function candidateTable({ candidates }: ExperimentResult, paint: Paint, width: number): string[] {
  const all = candidates.map(({ candidate }) => candidate);
  const rows = candidates
    .slice(0, MOST_ROWS)
    .map((result) => [candidateName(result.candidate, all), result] as const);
  const columns = TELLING.filter((figure) => candidates.some((result) => tells(result, figure))).flatMap(
    columnsOf,
  );
  const groups = [{ heading: '', rows }];
  let shown = columns.length;
  while (shown > 2 && textTable(columns.slice(0, shown), groups, painter(false))[0]!.length > width)
    shown -= 2;
  const [heads, , ...body] = textTable(columns.slice(0, shown), groups, paint);
  const lines = [heads!, ...body];
  const rest = candidates.length - rows.length;
  return rest > 0 ? [...lines, paint.dim(`${count(rest)} more not shown; --csv and --json have all`)] : lines;
}

function columnsOf(figure: string): TextColumn<CandidateResult>[] {
  const own = (result: CandidateResult) => plusMinus(figure, networkEstimate(result, figure));
  const name: MeasureName = { scope: 'network', server: null, variety: null, figure };
  return [
    { heading: titleOf(name), unit: '', cell: (result) => own(result).value },
    { heading: '', unit: '', cell: (result) => own(result).halfWidth },
  ];
}

function tells(result: CandidateResult, figure: string): boolean {
  const estimate = networkEstimate(result, figure);
  return estimate !== null && estimate.estimate !== 0;
}

function networkEstimate({ names, estimates }: CandidateResult, figure: string): Estimate | null {
  const index = names.findIndex((name) => name.scope === 'network' && name.figure === figure);
  return estimates[index] ?? null;
}

/** What the intervals are, what they cover, and what was left out. */
function explanation(
  { confidence, replications, warmUp }: ExperimentResult,
  { comparisons }: ExperimentContext,
): string {
  const level = `${Number((100 * confidence).toPrecision(6))} %`;
  const interval =
    replications === 1
      ? 'One replication has no interval; ask for more with --replications.'
      : `± is half a ${level} confidence interval over ${count(replications)} replications. ${COVERAGE}`;
  const pairs =
    comparisons.length === 0
      ? ''
      : ' Each replication of one meets the customers and lead times of the same replication of the other. ' +
        'Each interval holds with that confidence by itself, not all of them at once.';
  const leftOut =
    warmUp.microseconds === 0
      ? `No warm-up is left out: ${warmUp.reason}.`
      : `The first ${span(warmUp.microseconds)} of each run are left out as warm-up: ${warmUp.reason}.`;
  return `${interval}${pairs} ${leftOut}`;
}

function technicalities(
  { candidates, replications }: ExperimentResult,
  { seconds, candidates: loaded }: ExperimentContext,
  width: number,
): string[] {
  const runs = candidates.flatMap((candidate) => candidate.runs);
  const sales = runs.reduce((sum, run) => sum + run.sales, 0);
  const longest = Math.max(...runs.map(({ simulatedMicroseconds }) => simulatedMicroseconds));
  const of = candidates.length > 1 ? ` of ${count(candidates.length)} each` : '';
  const { mode } = candidates[0]!.runs[0]!;
  return wrap(
    `${plural(replications, 'replication')}${of}, up to ${span(longest)}, ${plural(sales, 'sale')} in ${amount(seconds)} s, ` +
      `seed ${loaded[0]!.plan.seed}, ${mode} mode`,
    width,
  );
}
