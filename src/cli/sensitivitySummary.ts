import type { painter } from '#src/cli/paint';
import { textTable } from '#src/cli/textTable';
import type { TextColumn } from '#src/cli/textTable';
import { titleOf } from '#src/report/figureTitle';
import { planTitle } from '#src/report/planTitle';
import { plusMinus } from '#src/report/plusMinus';
import type { Sensitivity, Swing, SwingEnd } from '#sim/experiment/sensitivity';

/** What moves the figure, the most first. */
export function sensitivityBlock(
  { figure, baseName, swings }: Sensitivity,
  paint: ReturnType<typeof painter>,
): string[] {
  const columns: TextColumn<Swing>[] = [
    ...endColumns('lower', ({ low }) => low, figure),
    ...endColumns('higher', ({ high }) => high, figure),
  ];
  const title = titleOf({ scope: 'network', figure });
  const rows = swings.map((swing) => [swing.what, swing] as const);
  const [heads, , ...body] = textTable(columns, [{ heading: '', rows }], paint);
  return [
    paint.bold(`Change of ${title}, one thing at a time, from ${planTitle(baseName)}`),
    heads!,
    ...body,
  ];
}

function endColumns(heading: string, end: (swing: Swing) => SwingEnd, figure: string): TextColumn<Swing>[] {
  const difference = (swing: Swing) => plusMinus(figure, end(swing).difference, 'signed');
  return [
    { heading, unit: '', cell: (swing) => end(swing).value },
    { heading: 'change', unit: '', cell: (swing) => difference(swing).value },
    { heading: '', unit: '', cell: (swing) => difference(swing).halfWidth },
  ];
}
