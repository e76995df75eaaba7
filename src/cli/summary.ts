import { painter } from '#src/cli/paint';
import type { Surroundings } from '#src/cli/surroundings';
import { padEnd, padStart, textTable, wrap } from '#src/cli/textTable';
import type { RowGroup, TextColumn } from '#src/cli/textTable';
import { compare } from '#src/report/alternatives';
import type { Comparison } from '#src/report/alternatives';
import { answerText } from '#src/report/answer';
import { calendarOf } from '#src/report/calendar';
import { costText } from '#src/report/costs';
import { strandedText } from '#src/report/exposure';
import { amount, count, percent, plural, span } from '#src/report/format';
import { total } from '#src/report/lossTimeline';
import type { MissMeasure } from '#src/report/misses';
import type { Kpis, RunResult } from '#sim/result';
import type { Scenario } from '#sim/scenario/scenario';

// Where more servers than this have figures, the best ones are left to --json.
const MOST_ROWS = 24;
const MOST_PLACES = 8;
const WORSE_THAN_MEAN = 2;
const BAR_WIDTH = 24;
// A shorter run measures the start of the program.
const FEWEST_SALES_FOR_SPEED = 10_000;

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
    answerText(scenario, comparison, calendarOf(scenario.startsOn)).flatMap((text) => wrap(text, width)),
    figures(comparison, paint, width),
    losses(comparison, paint),
    wrap(costText(comparison) ?? '', width),
    wrap(strandedText(comparison) ?? '', width),
    technicalities(scenario, results, paint, width),
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
  // The report's figures hold their unit by a space that does not break; in a terminal that is a nuisance to copy.
  return `${text.replaceAll('\u00a0', ' ')}\n`;
}

type Paint = ReturnType<typeof painter>;

function figures({ measure, results }: Comparison, paint: Paint, width: number): string[] {
  const columns = columnsFor(measure, results);
  const [first] = results;
  if (results.length > 1 || first === undefined) {
    const rows = results.map((result) => [result.planName, result.network] as const);
    return fittingTable(columns, [{ heading: '', rows }], paint, width);
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
  const lines = fittingTable(columns, groups, paint, width);
  const rest = servers.length - shown.size;
  if (rest > 0)
    lines.push(paint.dim(`${plural(rest, 'server')} that fared better not shown; --json has all`));
  return lines;
}

/** Leaves out columns from the right where the terminal is too narrow; wrapped rows could not be read. */
function fittingTable(
  columns: readonly TextColumn<Kpis>[],
  groups: readonly RowGroup<Kpis>[],
  paint: Paint,
  width: number,
): string[] {
  let shown = columns.length;
  while (shown > 2 && textTable(columns.slice(0, shown), groups, painter(false))[0]!.length > width)
    shown -= 1;
  return textTable(columns.slice(0, shown), groups, paint);
}

/** The most telling figures first. */
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
    { heading: 'On hand', unit: 'mean', cell: (kpis) => amount(kpis.meanOnHand) },
    { heading: 'Empty', unit: 'of time', cell: (kpis) => percent(kpis.stockoutTimeFraction) },
    { heading: 'Stock-outs', unit: 'times', cell: (kpis) => count(kpis.stockouts) },
    { heading: 'Orders', unit: 'to hub', cell: (kpis) => count(kpis.orders) },
    ...(results.some(({ network }) => network.recalled > 0)
      ? [{ heading: 'Recalled', unit: 'PINs', cell: (kpis: Kpis) => count(kpis.recalled) }]
      : []),
  ];
}

/** Where most customers were failed: by shelf, or by server where no table above has told it. */
function losses({ measure, focus, results }: Comparison, paint: Paint): string[] {
  const all = measure.of(focus.network);
  const isCompared = results.length > 1;
  const places = (isCompared ? Object.entries(focus.servers) : shelves(focus))
    .map(([name, kpis]) => ({ name, misses: measure.of(kpis) }))
    .sort((one, other) => other.misses - one.misses);
  const shown = places.slice(0, MOST_PLACES).filter(({ misses }) => misses > 0);
  const [worst] = shown;
  // Where all fare alike, a list of the worst would only show chance.
  if (worst === undefined || worst.misses < (WORSE_THAN_MEAN * all) / places.length) return [];
  const rest = places.slice(shown.length).filter(({ misses }) => misses > 0);
  const others = { name: `${plural(rest.length, 'other')}`, misses: total(rest.map(({ misses }) => misses)) };
  const nameWidth = Math.max(...[others, ...shown].map(({ name }) => [...name].length));
  const figureWidth = Math.max(...[others, ...shown].map(({ misses }) => count(misses).length));
  const draw = ({ name, misses }: typeof worst): string =>
    [
      padEnd(name, nameWidth),
      padStart(count(misses), figureWidth),
      padStart(percent(misses / all, 1), 7),
    ].join('  ');
  const lines = shown.map((place) => {
    const bar = '█'.repeat(Math.max(1, Math.round((BAR_WIDTH * place.misses) / worst.misses)));
    return `  ${draw(place)}  ${paint.red(bar)}`;
  });
  if (rest.length > 0) lines.push(paint.dim(`  ${draw(others)}`));
  const what = { lost: 'Sales lost', waited: 'Customers who waited', both: 'Customers not served at once' };
  const where = isCompared ? `by server, with ${focus.planName}` : 'by shelf';
  return [paint.bold(`${what[measure.kind]}, ${where}`), ...lines];
}

function shelves({ inventories }: RunResult): [string, Kpis][] {
  return inventories.map((kpis) => [`${kpis.server} ${kpis.variety}`, kpis]);
}

function technicalities(
  { plans }: Scenario,
  results: readonly RunResult[],
  paint: Paint,
  width: number,
): string[] {
  const [first] = results;
  if (first === undefined) return [];
  const sales = total(results.map((result) => result.sales));
  const seconds = total(results.map((result) => result.seconds));
  const { mode, executor, seed } = first;
  const spans = new Set(results.map(({ simulatedMicroseconds }) => simulatedMicroseconds));
  const runs = results.length > 1 ? `${results.length} runs of ` : '';
  const time = `${spans.size > 1 ? 'up to ' : ''}${span(Math.max(...spans))}`;
  const speed = sales < FEWEST_SALES_FOR_SPEED ? '' : `, ${rate(sales / seconds)}`;
  const hashes = results.map(({ traceHash }) => traceHash).join(' ');
  return [
    `${runs}${time}, ${plural(sales, 'sale')} in ${duration(seconds)}${speed}`,
    `seed ${seed}, ${mode} mode, ${executor} executor`,
    ...(plans[0]?.arrivals === 'countsFirst'
      ? wrap('customers drawn counts first: time averages are expectations given the counts', width)
      : []),
    ...wrap(`trace ${hashes}`, width),
  ].map(paint.dim);
}

function duration(seconds: number): string {
  return seconds < 1 ? `${amount(seconds * 1000)} ms` : `${amount(seconds)} s`;
}

function rate(salesPerSecond: number): string {
  if (salesPerSecond >= 1e6) return `${amount(salesPerSecond / 1e6)} million sales a second`;
  return `${count(salesPerSecond)} sales a second`;
}
