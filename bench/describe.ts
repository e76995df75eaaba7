import { padEnd, padStart, textTable, wrap } from '#src/cli/textTable';
import type { TextColumn } from '#src/cli/textTable';
import { count, plural } from '#src/report/format';
import type { BenchResult, ContenderFigures, NationalFigures, ScalingFigures } from './bench.ts';
import { CONTENDERS, WARM_UPS } from './job.ts';
import type { ContenderName } from './job.ts';

const WIDTH = 100;
const AIM_LAZY_TO_FLATQUEUE = 4;
const AIM_COMPILED_TO_INTERPRETED = 50;
const AIM_CHECKED_STEPS = 200e3;
const MOST_COST_GROWTH = 1.1;
/** A message with a hundred times the sales behind it: seven levels more of the grid, and what runs scatter. */
const MOST_NATIONAL_GROWTH = 1.3;
/** Live memory and peak are not to grow at all; a tenth is what they scatter from run to run. */
const MOST_MEMORY_GROWTH = 1.1;

/** The result for a reader. */
export function describe(result: BenchResult): string {
  const lines = [
    `Reference model: 100 inventories, a Poisson sale each; ${result.machine}, Node ${result.node}`,
    '',
    ...raceLines(result),
    '',
    ...ratioLines(result),
    '',
    ...stepLines(result),
    '',
    ...scalingLines(result),
    '',
    ...experimentLines(result),
    '',
    ...nationalLines(result),
    '',
    ...noteLines(result),
  ];
  return `${lines.join('\n')}\n`;
}

const PLAIN = { dim: (text: string) => text, bold: (text: string) => text };

const FILL_RATE: readonly TextColumn<ContenderFigures | ScalingFigures>[] = [
  { heading: 'fill rate', unit: '', cell: ({ fillRate }) => fillRate.toFixed(6) },
  { heading: 'expected', unit: '', cell: ({ expected }) => expected.toFixed(6) },
  { heading: 'off by', unit: 'std errors', cell: ({ standardErrors }) => count(standardErrors, 2) },
  { heading: 'within 4', unit: '', cell: ({ isRight }) => (isRight ? 'yes' : 'NO') },
];

const MEMORY: TextColumn<ContenderFigures | ScalingFigures> = {
  heading: 'peak',
  unit: 'MB',
  cell: ({ peakBytes }) => megabytes(peakBytes, 0),
};

function raceLines({ contenders }: BenchResult): string[] {
  const columns: readonly TextColumn<ContenderFigures>[] = [
    { heading: 'sales per', unit: 'CPU second', cell: ({ salesPerCpuSecond }) => rounded(salesPerCpuSecond) },
    { heading: 'spread', unit: '', cell: spread },
    { heading: 'sales', unit: 'a run', cell: ({ sales }) => count(sales) },
    ...FILL_RATE,
    MEMORY,
  ];
  const names = Object.keys(contenders) as ContenderName[];
  const rows = names.map((name) => [CONTENDERS[name].label, contenders[name]] as const);
  return drawn(columns, rows);
}

function ratioLines({ ratios, messages }: BenchResult): string[] {
  const eachSale = messages['each-sale'];
  const { lazy } = messages;
  const transitions = (what: string, { compiled, interpreted }: typeof lazy.transitionsPerCpuSecond) =>
    `${what}: ${rounded(compiled)} / ${rounded(interpreted)} transitions per CPU second`;
  return aligned([
    ['lazy / flatqueue, the faster form', ratios.lazyToFlatqueue, AIM_LAZY_TO_FLATQUEUE],
    ['lazy / flatqueue, its fastest form with pinweir’s variates', ratios.lazyToFlatqueueWithZiggurat, null],
    ['lazy / fastest baseline', ratios.lazyToFastestBaseline, null],
    ['lazy / each sale', ratios.lazyToEachSale, null],
    ['compiled / interpreted, whole each-sale runs', ratios.eachSaleToInterpreted, null],
    ['compiled / interpreted, messages of the each-sale run', eachSale.ratio, AIM_COMPILED_TO_INTERPRETED],
    ['compiled / interpreted, messages of the lazy run', lazy.ratio, AIM_COMPILED_TO_INTERPRETED],
  ]).concat(
    '',
    transitions(
      `${count(eachSale.recorded)} messages of the each-sale run`,
      eachSale.transitionsPerCpuSecond,
    ),
    transitions(`${count(lazy.recorded)} messages of the lazy run`, lazy.transitionsPerCpuSecond),
  );
}

/** Each ratio with its aim, if it has one. */
function aligned(rows: readonly (readonly [string, number, number | null])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, ratio, aim]) => {
    const figure = `${padEnd(name, width)}  ${padStart(count(ratio, 2), 7)}`;
    return aim === null ? figure : `${figure}  aim ≥ ${padEnd(String(aim), 3)} ${verdict(ratio >= aim)}`;
  });
}

function stepLines({ steps: { sales, steps, stepsPerCpuSecond } }: BenchResult): string[] {
  const { unchecked, checked } = stepsPerCpuSecond;
  return [
    `Small network, whole sale protocol with dealers’ credit and alarms: ${count(sales)} sales, ${count(steps)} messages delivered`,
    `messages per CPU second  ${rounded(unchecked)}`,
    `with every PIN checked at every step  ${rounded(checked)}  aim ≥ ${count(AIM_CHECKED_STEPS)} ${verdict(checked >= AIM_CHECKED_STEPS)}`,
  ];
}

function scalingLines({ scaling: { lengths, costRatio, peakRatio, heapRatio } }: BenchResult): string[] {
  const columns: readonly TextColumn<ScalingFigures>[] = [
    { heading: 'CPU ns', unit: 'per sale', cell: ({ nanosecondsPerSale }) => count(nanosecondsPerSale, 1) },
    MEMORY,
    { heading: 'live at end', unit: 'MB', cell: ({ heapBytes }) => megabytes(heapBytes, 2) },
    ...FILL_RATE,
  ];
  const rows = lengths.map((figures) => [`lazy, ${count(figures.sales)} sales`, figures] as const);
  const grew = (what: string, ratio: number, most: number) =>
    `${what} × ${ratio.toFixed(2)} ${verdict(ratio <= most)}`;
  return [
    ...drawn(columns, rows),
    `The longest run against the least of the shorter: ${[
      grew('cost', costRatio, MOST_COST_GROWTH),
      grew('peak', peakRatio, MOST_MEMORY_GROWTH),
      grew('live', heapRatio, MOST_MEMORY_GROWTH),
    ].join(', ')}`,
  ];
}

function experimentLines({ experiment }: BenchResult): string[] {
  const { replications, sales, wallSeconds, speedUp, isSame } = experiment;
  const [one, two] = wallSeconds.map((seconds) => count(seconds, 1));
  return [
    `${replications} replications of ${count(sales / 1e6, 1)} million sales, wall time: ${one} s on one worker thread`,
    `${two} s on two, × ${speedUp.toFixed(2)}; ${isSame ? 'the same interval' : 'DIFFERENT INTERVALS'}`,
  ];
}

function nationalLines({ national: { runs, costRatio } }: BenchResult): string[] {
  const columns: readonly TextColumn<NationalFigures>[] = [
    { heading: 'sales', unit: 'millions', cell: ({ sales }) => count(sales / 1e6, 1) },
    { heading: 'messages', unit: 'thousands', cell: ({ events }) => count(events / 1e3) },
    { heading: 'set-up', unit: 'CPU s', cell: ({ setUpSeconds }) => count(setUpSeconds, 1) },
    { heading: 'run', unit: 'CPU s', cell: ({ cpuSeconds }) => count(cpuSeconds, 1) },
    { heading: '', unit: 'wall s', cell: ({ wallSeconds }) => count(wallSeconds, 1) },
    {
      heading: 'a message',
      unit: 'CPU µs',
      cell: ({ cpuSeconds, events }) => count((cpuSeconds / events) * 1e6, 1),
    },
    { heading: 'live', unit: 'MB', cell: ({ heapBytes }) => megabytes(heapBytes, 0) },
    { heading: 'peak', unit: 'MB', cell: ({ peakBytes }) => megabytes(peakBytes, 0) },
  ];
  const rows = runs.map((figures) => {
    const drawing = figures.arrivals === 'each' ? 'one by one' : 'counts first';
    return [`${drawing}, sales × ${figures.times}`, figures] as const;
  });
  return [
    `National network, ${count(runs[0]!.inventories)} inventories, a single run each; sales and watermarks multiplied`,
    ...drawn(columns, rows),
    `A message costs × ${costRatio.toFixed(2)} with the most sales, counts first ${verdict(costRatio <= MOST_NATIONAL_GROWTH)}`,
  ];
}

function noteLines({ rounds, common, messages, isSound }: BenchResult): string[] {
  const { lazy, eachSale, interpreted } = common.traceHashes;
  const traces = common.isSame ? `the same trace, ${lazy}` : `TRACES ${lazy}, ${eachSale}, ${interpreted}`;
  const answers = messages['each-sale'].isSame && messages.lazy.isSame ? 'as many' : 'A DIFFERENT NUMBER OF';
  const notes = [
    `Each figure is the median of ${plural(rounds, 'round')}, every contender in a process of its own, in turn, after ${WARM_UPS} runs that are not counted. CPU time is user and system of all threads; spread is from the fastest round to the slowest.`,
    `The messages are recorded first, and fed to the actors as fresh copies.`,
    `Runs of a million sales and more are compared with the exact fill rate, shorter ones, which still show their full shelves at the start, with many runs of the typed-array heap.`,
    `${count(common.sales)} sales lazy, each sale compiled, and each sale interpreted: ${traces}. Both executors answered the recorded messages with ${answers} messages.`,
    isSound ? 'Everything that must be equal is.' : 'SOMETHING IS BROKEN: see above.',
  ];
  return notes.flatMap((note) => wrap(note, WIDTH));
}

function drawn<Row>(
  columns: readonly TextColumn<Row>[],
  rows: readonly (readonly [string, Row])[],
): string[] {
  return textTable(columns, [{ heading: '', rows }], PLAIN).map((line) => line.trimEnd());
}

function verdict(isReached: boolean): string {
  return isReached ? 'OK' : 'NOT OK';
}

function spread({ cpuSeconds }: ContenderFigures): string {
  const fastest = Math.min(...cpuSeconds);
  return `${count((Math.max(...cpuSeconds) / fastest - 1) * 100)} %`;
}

function rounded(speed: number): string {
  return count(Number(speed.toPrecision(3)));
}

function megabytes(bytes: number, decimals: number): string {
  return count(bytes / 2 ** 20, decimals);
}
