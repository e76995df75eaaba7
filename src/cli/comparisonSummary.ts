import { titleOf } from '#src/report/figureTitle';
import { verdictWords } from '#src/report/verdictWords';
import type { painter } from '#src/cli/paint';
import { plusMinus } from '#src/report/plusMinus';
import { textTable } from '#src/cli/textTable';
import type { TextColumn } from '#src/cli/textTable';
import { candidateName } from '#sim/experiment/candidate';
import type { ComparedFigure, Comparison } from '#sim/experiment/comparison';
import type { ExperimentResult } from '#sim/experiment/experimentResult';

/** The figures of two candidates side by side, and whether they can be told apart. */
export function comparisonBlock(
  { baseline, other, figures }: Comparison,
  { candidates }: ExperimentResult,
  paint: ReturnType<typeof painter>,
): string[] {
  const all = candidates.map(({ candidate }) => candidate);
  const [before, after] = [candidateName(baseline, all), candidateName(other, all)];
  const shown = figures.filter(
    ({ name, before: one, after: two }) =>
      name.server === null &&
      name.variety === null &&
      name.scope === 'network' &&
      (one.estimate !== 0 || two.estimate !== 0),
  );
  const columns: TextColumn<ComparedFigure>[] = [
    {
      heading: 'Difference',
      unit: '',
      cell: ({ name, difference }) => plusMinus(name.figure, difference, 'signed').value,
    },
    {
      heading: '',
      unit: '',
      cell: ({ name, difference }) => plusMinus(name.figure, difference, 'signed').halfWidth,
    },
  ];
  const rows = shown.map((figure) => [titleOf(figure.name), figure] as const);
  const lines = textTable(columns, [{ heading: '', rows }], paint).slice(2);
  return [
    paint.bold(`${after} less ${before}`),
    ...lines.map((line, index) => `${line}  ${verdictWords(shown[index]!, before, after)}`),
  ];
}
