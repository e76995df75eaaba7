import type { DemandFitSources } from '#src/cli/demandFit';
import { painter } from '#src/cli/paint';
import { textTable, wrap } from '#src/cli/textTable';
import type { TextColumn } from '#src/cli/textTable';
import { count, plural, span } from '#src/report/format';
import type { Analysis } from '#sim/fit/analysis';
import type { BadRows } from '#sim/fit/badRows';
import { dateOf, fitWords, probability, RUNG_NAMES, verdictWords } from '#sim/fit/fitWords';
import type { Rung } from '#sim/fit/holdOut';
import { DAY_HOURS } from '#sim/fit/weekHours';
import { pictures } from '#sim/fit/weekPicture';
import { formatStamp } from '#sim/scenario/calendar';

interface Look {
  readonly hasColour: boolean;
  readonly width: number;
}

/** What was found out from a sales log, for a terminal. */
export function demandFitText(analysis: Analysis, sources: DemandFitSources, look: Look): string[] {
  const paint = painter(look.hasColour);
  const { data } = analysis;
  const lines = [
    paint.bold(
      `${sources.file}: ${plural(sources.sales.log.rows, 'customer')}, ${plural(data.servers.length, 'server')}, ${plural(data.series.length, 'pair')} of server and variety`,
    ),
    ...dataWords(analysis, sources).flatMap((text) => indented(text, look.width)),
    '',
    paint.bold('The fit'),
  ];
  for (const { part, words } of fitWords(analysis)) {
    const [first = '', ...rest] = wrap(words, look.width - 14);
    lines.push(`  ${part.padEnd(12)}${first}`, ...rest.map((line) => ' '.repeat(14) + line));
  }
  lines.push('', paint.bold(judgedHeading(analysis)));
  if (analysis.holdOut !== null) {
    const rows = analysis.holdOut.rungs.map((rung) => [RUNG_NAMES[rung.name], rung] as const);
    lines.push(...textTable(COLUMNS, [{ heading: '', rows }], paint).map((line) => `  ${line}`));
  }
  for (const sentence of verdictWords(analysis.holdOut)) {
    const isBad = sentence.startsWith('WORSE');
    lines.push(...indented(sentence, look.width).map((line) => (isBad ? paint.red(line) : line)));
  }
  return [...lines, '', ...weekLines(analysis, paint)];
}

const COLUMNS: readonly TextColumn<Rung>[] = [
  {
    heading: 'gain per',
    unit: 'customer',
    cell: ({ overConstant }) => (overConstant === null ? '' : overConstant.gainPerCustomer.toFixed(4)),
  },
  { heading: 'scatter', unit: 'of hours', cell: ({ judgement }) => judgement.dispersion.toFixed(2) },
  { heading: 'scatter', unit: 'of days', cell: ({ judgement }) => judgement.dayDispersion.toFixed(2) },
  {
    heading: 'hour to hour',
    unit: 'correlation',
    cell: ({ judgement }) => judgement.autocorrelation.toFixed(3),
  },
  { heading: 'gaps:', unit: 'distance', cell: ({ judgement }) => judgement.rescaled.distance.toFixed(4) },
  { heading: '', unit: 'p', cell: ({ judgement }) => probability(judgement.rescaled.p) },
];

function judgedHeading({ holdOut }: Analysis): string {
  if (holdOut === null) return 'Not judged';
  const days = (holdOut.held.until - holdOut.held.from) / DAY_HOURS;
  return `Judged by the last ${days} days, which a fit to the days before did not see`;
}

/** What was read, and what is not known. */
export function dataWords(analysis: Analysis, { sales, stock }: DemandFitSources): string[] {
  const { data, silence } = analysis;
  const from = dateOf(data.range.from / DAY_HOURS);
  const until = dateOf(data.range.until / DAY_HOURS - 1);
  const days = (data.range.until - data.range.from) / DAY_HOURS;
  const texts = [
    `From ${from} to ${until}, ${count(days)} days; times as ${sales.format ?? 'unknown'}${stepWords(analysis)}.`,
  ];
  const { share } = sales.log.stamps;
  if (share < 1)
    texts.push(
      `Exact times are kept of ${(100 * share).toPrecision(2)} % of the days of series, chosen by chance; counts are of all.`,
    );
  texts.push(...badRowWords(sales.log.badRows, 'Sales'));
  if (stock === null) {
    texts.push(
      'Stock-outs are unknown: where there was no stock, sales are fewer than demand, and so is this fit. Name them with --stock.',
    );
  } else {
    texts.push(
      `Without stock for ${count(analysis.censoredHours)} hours of all pairs together, which are left out of the rates.`,
      ...badRowWords(stock.badRows, 'Stock'),
    );
    if (stock.strangers > 0)
      texts.push(
        `${plural(stock.strangers, 'row')} of the stock file are about pairs of which there are no sales.`,
      );
    if (analysis.salesWithoutStock > 0) {
      texts.push(
        `${plural(analysis.salesWithoutStock, 'sale')} fall into times that are said to be without stock; look at the clocks of both files.`,
      );
    }
  }
  if (silence.total > 0) texts.push(silenceWords(analysis));
  const late = data.series.filter(({ isLate }) => isLate);
  if (late.length > 0) {
    texts.push(
      `${plural(late.length, 'pair')} of server and variety ${late.length === 1 ? 'begins' : 'begin'} later than the log, such as ${late[0]!.variety} at ${late[0]!.server}: its rate is that since its first sale.`,
    );
  }
  if (analysis.written.renamed.length > 0) {
    const [first] = analysis.written.renamed;
    texts.push(
      `${plural(analysis.written.renamed.length, 'name')} written as scenarios need it: ${first?.[0] ?? ''} as ${first?.[1] ?? ''}${analysis.written.renamed.length > 1 ? ', …' : ''}.`,
    );
  }
  return texts;
}

const STEP_NAMES: Readonly<Record<number, string>> = {
  1e6: 'the second',
  6e7: 'the minute',
  3.6e9: 'the hour',
};

function stepWords({ data }: Analysis): string {
  if (data.step <= 1_000) return '';
  const rounded = `, rounded to ${STEP_NAMES[data.step] ?? span(data.step)}`;
  return data.isJittered
    ? `${rounded}: spread over it by chance before gaps are looked at`
    : `${rounded}, and left so`;
}

function badRowWords(badRows: BadRows, what: string): string[] {
  const kinds = badRows.kinds();
  if (kinds.length === 0) return what === 'Sales' ? ['No bad rows.'] : [];
  const told = kinds.map(({ reason, rows, examples }) => {
    const lines = examples.map(({ line, found }) => (found === '' ? `${line}` : `${line} (${found})`));
    return `${count(rows)} with ${reason}: ${examples.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}${rows > examples.length ? ', …' : ''}`;
  });
  return [`${what}: ${plural(badRows.total, 'bad row')} left out. ${told.join('. ')}.`];
}

function silenceWords({ silence }: Analysis): string {
  const told = silence.gaps
    .slice(0, 4)
    .map(
      ({ server, variety, from, until, expected }) =>
        `${variety} at ${server} from ${formatStamp(from)} to ${formatStamp(until)} (${Math.round(expected)} customers expected)`,
    );
  return `${plural(silence.total, 'silent gap')} that chance hardly explains, ${count(silence.hours)} hours in all: stock-outs, or closed? ${told.join('; ')}${silence.total > 4 ? '; …' : ''}. Name stock-outs with --stock.`;
}

const BLOCKS = ' ▁▂▃▄▅▆▇█';
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Profile and data, a line each for each day of the week. */
function weekLines({ data, fit }: Analysis, paint: ReturnType<typeof painter>): string[] {
  const { week } = pictures(data, fit.model, fit.range);
  const most = Math.max(...week.expected, ...week.observed);
  const bar = (value: number): string => BLOCKS[Math.min(8, Math.ceil((8 * value) / most))] ?? ' ';
  const row = (values: Float64Array, day: number): string =>
    Array.from(values.slice(day * DAY_HOURS, (day + 1) * DAY_HOURS), (value) => bar(value).repeat(2)).join(
      '',
    );
  const lines = DAYS.flatMap((name, day) => [
    `  ${name} fit   ${row(week.expected, day)}`,
    paint.dim(`      data  ${row(week.observed, day)}`),
  ]);
  const axis = ['0 h', '6 h', '12 h', '18 h'].map((hour) => hour.padEnd(12)).join('');
  return [
    paint.bold(`Customers per hour in the week, up to ${most.toPrecision(3)}`),
    ...lines,
    paint.dim(`            ${axis.trimEnd()}`),
  ];
}

function indented(text: string, width: number): string[] {
  return wrap(text, width - 2).map((line) => `  ${line}`);
}

/** What stands above the demand section. */
export function yamlRemarks(analysis: Analysis, sources: DemandFitSources): string[] {
  const starts = dateOf(analysis.startDay);
  return [
    `Demand fitted to ${sources.file} by: ${sources.command}`,
    `Put it into a scenario with starts: ${starts}, at whose level the rates are.`,
    ...[
      ...dataWords(analysis, sources),
      ...fitWords(analysis).map(({ part, words }) => `${part}: ${words}`),
      ...verdictWords(analysis.holdOut),
    ].flatMap((text) => wrap(text, 108)),
  ];
}
