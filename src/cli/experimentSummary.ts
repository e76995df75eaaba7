import { candidateTable } from '#src/cli/candidateTable';
import { comparisonBlock } from '#src/cli/comparisonSummary';
import type { ExperimentContext } from '#src/cli/experimentJson';
import { painter } from '#src/cli/paint';
import { sensitivityBlock } from '#src/cli/sensitivitySummary';
import type { Surroundings } from '#src/cli/surroundings';
import { textTable, wrap } from '#src/cli/textTable';
import type { RowGroup, TextColumn } from '#src/cli/textTable';
import { worstServer } from '#src/report/experimentAnswer';
import { titleOf } from '#src/report/figureTitle';
import { amount, count, plural, span } from '#src/report/format';
import { Figures } from '#src/report/intervalCells';
import { plusMinus } from '#src/report/plusMinus';
import { asksForSeveral, EACH_PIN_BUT_ALL } from '#src/report/severalPins';
import { COVERAGE } from '#sim/experiment/coverage';
import type { CandidateResult, ExperimentResult } from '#sim/experiment/experimentResult';
import type { Estimate } from '#sim/experiment/studentT';
import type { MeasureName } from '#sim/measures/measure';

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
    result.candidates.length === 1 ? worstLine(result.candidates[0]!, width) : [],
    ...context.comparisons.map((comparison) => comparisonBlock(comparison, result, paint)),
    context.sensitivity === null ? [] : sensitivityBlock(context.sensitivity, paint),
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

/** Where to look first; all servers would not fit beside so many figures. */
function worstLine(candidate: CandidateResult, width: number): string[] {
  const worst = worstServer(new Figures(candidate));
  if (worst === null) return [];
  const where = `The server with the lowest fill rate is ${worst.name}: ${worst.text}.`;
  return wrap(`${where} --report, --csv and --json tell every server and variety.`, width);
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

/** What the intervals are, what they cover, and what was left out. */
function explanation(
  { candidates, confidence, replications, warmUp, halfWidths, isNarrowEnough }: ExperimentResult,
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
  const reached =
    halfWidths.length > 0 && isNarrowEnough ? ' The half-width that was asked for is reached.' : '';
  const several = asksForSeveral(candidates.map(({ candidate }) => candidate.plan))
    ? ` ${EACH_PIN_BUT_ALL}`
    : '';
  return `${interval}${reached}${pairs} ${leftOut}${several}`;
}

function technicalities(
  { candidates, replications }: ExperimentResult,
  { seconds, candidates: loaded }: ExperimentContext,
  width: number,
): string[] {
  const runs = candidates.flatMap((candidate) => candidate.runs);
  const sales = runs.reduce((sum, run) => sum + run.sales, 0);
  const longest = runs.reduce((most, run) => Math.max(most, run.simulatedMicroseconds), 0);
  const of = candidates.length > 1 ? ` of ${count(candidates.length)} each` : '';
  const { mode } = candidates[0]!.runs[0]!;
  return wrap(
    `${plural(replications, 'replication')}${of}, up to ${span(longest)}, ${plural(sales, 'sale')} in ${amount(seconds)} s, ` +
      `seed ${loaded[0]!.plan.seed}, ${mode} mode`,
    width,
  );
}
