import { titleOf } from '#src/report/figureTitle';
import { painter } from '#src/cli/paint';
import { plusMinus } from '#src/report/plusMinus';
import { textTable } from '#src/cli/textTable';
import type { TextColumn } from '#src/cli/textTable';
import { count } from '#src/report/format';
import { candidateName, shortPath, sourceName } from '#sim/experiment/candidate';
import type { Candidate } from '#sim/experiment/candidate';
import type { CandidateResult, ExperimentResult } from '#sim/experiment/experimentResult';
import type { Estimate } from '#sim/experiment/studentT';

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

/** One row a candidate: what it sets, and as many figures of its network as fit. */
export function candidateTable(
  { candidates }: ExperimentResult,
  paint: ReturnType<typeof painter>,
  width: number,
): string[] {
  const all = candidates.map(({ candidate }) => candidate);
  const { settings } = all[0]!;
  // A single thing that is varied stands in the name; several have columns of their own.
  const hasColumns = settings.length > 1;
  const rows = candidates
    .slice(0, MOST_ROWS)
    .map((result) => [(hasColumns ? sourceName : candidateName)(result.candidate, all), result] as const);
  const groups = [{ heading: '', rows }];
  const columns = [
    ...(hasColumns ? settings.map((_, axis) => settingColumn(axis, settings)) : []),
    ...TELLING.filter((figure) => candidates.some((result) => tells(result, figure))).flatMap(columnsOf),
  ];
  const fewest = (hasColumns ? settings.length : 0) + 2;
  let shown = columns.length;
  while (shown > fewest && textTable(columns.slice(0, shown), groups, painter(false))[0]!.length > width) {
    shown -= 2;
  }
  const [heads, , ...body] = textTable(columns.slice(0, shown), groups, paint);
  const rest = candidates.length - rows.length;
  const more = rest > 0 ? [paint.dim(`${count(rest)} more not shown; --csv and --json have all`)] : [];
  return [heads!.trimEnd(), ...body, ...more];
}

function settingColumn(axis: number, settings: Candidate['settings']): TextColumn<CandidateResult> {
  const heading = shortPath(settings[axis]!.path, settings);
  return { heading, unit: '', cell: ({ candidate }) => String(candidate.settings[axis]!.value) };
}

function columnsOf(figure: string): TextColumn<CandidateResult>[] {
  const own = (result: CandidateResult) => plusMinus(figure, networkEstimate(result, figure));
  return [
    { heading: titleOf({ scope: 'network', figure }), unit: '', cell: (result) => own(result).value },
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
