import { painter } from '#src/cli/paint';
import type { Surroundings } from '#src/cli/surroundings';
import { padEnd, padStart, textTable, wrap } from '#src/cli/textTable';
import type { TextColumn } from '#src/cli/textTable';
import { compare } from '#src/report/alternatives';
import type { Comparison } from '#src/report/alternatives';
import { answerText } from '#src/report/answer';
import { calendarOf } from '#src/report/calendar';
import { amount, count, percent, plural, span } from '#src/report/format';
import type { MissMeasure } from '#src/report/misses';
import type { Kpis, RunResult } from '#sim/result';
import type { Scenario } from '#sim/scenario/scenario';

// Where more servers than this have figures, the best ones are left to --json.
const MOST_ROWS = 24;
const MOST_SHELVES = 8;
const BAR_WIDTH = 24;

/** What a planner reads after a run: question, answer, key figures, where customers went away, and how it ran. */
export function summary(
  scenario: Scenario,
  results: readonly RunResult[],
  { hasColour, width }: Pick<Surroundings, 'hasColour' | 'width'>,
): string {
  const paint = painter(hasColour);
  const comparison = compare(results);
  const blocks = [
    [paint.bold(scenario.title), ...wrap(scenario.question ?? '', width).map(paint.dim)],
    answerText(comparison, calendarOf(scenario.startsOn)).flatMap((text) => wrap(text, width)),
    figures(comparison, paint),
    losses(comparison, paint),
    technicalities(results, paint),
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
  // The report's figures hold their unit by a space that does not break; in a terminal that is a nuisance to copy.
  return `${text.replaceAll('\u00a0', ' ')}\n`;
}

type Paint = ReturnType<typeof painter>;

function figures({ measure, results }: Comparison, paint: Paint): string[] {
  const columns = columnsFor(measure, results);
  const [first] = results;
  if (results.length > 1 || first === undefined) {
    const rows = results.map((result) => [result.planName, result.network] as const);
    return textTable(columns, [{ heading: '', rows }], paint);
  }
  const servers = Object.entries(first.servers);
  const shown = new Set(
    [...servers].sort(([, one], [, other]) => measure.of(other) - measure.of(one)).slice(0, MOST_ROWS),
  );
  const groups = [
    { heading: '', rows: [['All servers', first.network] as const] },
    { heading: 'Servers', rows: servers.filter((server) => shown.has(server)) },
    { heading: 'Varieties', rows: Object.entries(first.varieties) },
  ];
  const lines = textTable(columns, groups, paint);
  const rest = servers.length - shown.size;
  if (rest > 0)
    lines.push(paint.dim(`${plural(rest, 'server')} that fared better not shown; --json has all`));
  return lines;
}

function columnsFor(measure: MissMeasure, results: readonly RunResult[]): TextColumn<Kpis>[] {
  const waiting = results.some(({ network }) => network.backordered > 0);
  return [
    { heading: 'Fill rate', unit: 'at once', cell: (kpis) => percent(kpis.fillRate) },
    ...(measure.kind === 'waited'
      ? []
      : [{ heading: 'Lost', unit: 'sales', cell: (kpis: Kpis) => count(kpis.lost) }]),
    ...(waiting
      ? [{ heading: 'Waited', unit: 'customers', cell: (kpis: Kpis) => count(kpis.backordered) }]
      : []),
    { heading: 'Sold', unit: 'PINs', cell: (kpis) => count(kpis.sold) },
    { heading: 'On hand', unit: 'mean PINs', cell: (kpis) => amount(kpis.meanOnHand) },
    { heading: 'Empty', unit: 'of time', cell: (kpis) => percent(kpis.stockoutTimeFraction) },
    { heading: 'Stock-outs', unit: 'times', cell: (kpis) => count(kpis.stockouts) },
    { heading: 'Orders', unit: 'to the hub', cell: (kpis) => count(kpis.orders) },
    { heading: 'Recalled', unit: 'PINs', cell: (kpis) => count(kpis.recalled) },
  ];
}

/** The shelves that failed most customers, with their part of the whole. */
function losses({ measure, focus, results }: Comparison, paint: Paint): string[] {
  const all = measure.of(focus.network);
  const shelves = focus.inventories
    .map((kpis) => ({ name: `${kpis.server} ${kpis.variety}`, misses: measure.of(kpis) }))
    .filter(({ misses }) => misses > 0)
    .sort((one, other) => other.misses - one.misses);
  if (shelves.length === 0) return [];
  const shown = shelves.slice(0, MOST_SHELVES);
  const most = shown[0]!.misses;
  const nameWidth = Math.max(...shown.map(({ name }) => [...name].length));
  const figureWidth = count(most).length;
  const what = { lost: 'Sales lost', waited: 'Customers who waited', both: 'Customers not served at once' }[
    measure.kind
  ];
  const lines = shown.map(({ name, misses }) => {
    const bar = '█'.repeat(Math.max(1, Math.round((BAR_WIDTH * misses) / most)));
    const figure = padStart(count(misses), figureWidth);
    return `  ${padEnd(name, nameWidth)}  ${figure}  ${padStart(percent(misses / all, 1), 7)}  ${paint.red(bar)}`;
  });
  const rest = shelves.slice(MOST_SHELVES).reduce((sum, { misses }) => sum + misses, 0);
  if (rest > 0) {
    const others = plural(shelves.length - shown.length, 'other shelf', 'other shelves');
    lines.push(
      paint.dim(
        `  ${padEnd(others, nameWidth)}  ${padStart(count(rest), figureWidth)}  ${padStart(percent(rest / all, 1), 7)}`,
      ),
    );
  }
  return [paint.bold(`${what}, by shelf${results.length > 1 ? `, with ${focus.planName}` : ''}`), ...lines];
}

function technicalities(results: readonly RunResult[], paint: Paint): string[] {
  const [first] = results;
  if (first === undefined) return [];
  const sales = results.reduce((sum, result) => sum + result.sales, 0);
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  const { mode, executor, seed, simulatedMicroseconds } = first;
  const runs = results.length > 1 ? `${results.length} runs of ` : '';
  const lines = [
    `${runs}${span(simulatedMicroseconds)}, ${plural(sales, 'sale')} in ${duration(seconds)}, ${rate(sales / seconds)}`,
    `seed ${seed}, ${mode} mode, ${executor} executor, trace ${results.map(({ traceHash }) => traceHash).join(' ')}`,
  ];
  return lines.map(paint.dim);
}

function duration(seconds: number): string {
  return seconds < 1 ? `${amount(seconds * 1000)} ms` : `${amount(seconds)} s`;
}

function rate(salesPerSecond: number): string {
  if (!Number.isFinite(salesPerSecond)) return 'too fast to measure';
  if (salesPerSecond >= 1e6) return `${amount(salesPerSecond / 1e6)} million sales a second`;
  return `${count(salesPerSecond)} sales a second`;
}
