import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { RunResult, Stranded } from '#sim/result';
import type { Comparison } from '#src/report/alternatives';
import { amount, count, plural, share, span } from '#src/report/format';
import { figureTable, type Column } from '#src/report/kpiTable';
import { markup, plainText, type Markup } from '#src/report/markup';

interface Row {
  readonly stranded: Stranded;
  readonly mean: number;
  readonly atEnd: number;
  readonly inTransit: number;
  readonly reserved: number;
}

type RowColumn = Column<Row>;

const STRANDED: RowColumn = {
  heading: 'Stranded',
  unit: 'PINs',
  cell: ({ stranded }) => count(stranded.total),
};
const ON_SHELF: RowColumn = {
  heading: 'On the shelf',
  unit: 'too many',
  cell: ({ stranded }) => count(stranded.onShelf),
};
const HELD_BACK: RowColumn = {
  heading: 'Held back',
  unit: 'PINs',
  cell: ({ stranded }) => count(stranded.total - stranded.onShelf),
};
const EXPOSED: readonly RowColumn[] = [
  { heading: 'Exposed', unit: 'mean PINs', cell: ({ mean }) => amount(mean) },
  { heading: 'Exposed', unit: 'at the end', cell: ({ atEnd }) => count(atEnd) },
  { heading: 'In transit', unit: 'at the end', cell: ({ inTransit }) => count(inTransit) },
];
const RESERVED: RowColumn = {
  heading: 'Reserved',
  unit: 'at the end',
  cell: ({ reserved }) => count(reserved),
};

/** PINs that are stuck where they are, and PINs that would be in doubt if a node died. */
export function exposureSection(comparison: Comparison): Markup {
  const { results, focus } = comparison;
  const columns = columnsFor(results);
  const horizon = span(focus.exposure.horizonHours * HOUR_MICROSECONDS);
  return markup`<section id="exposure" aria-labelledby="exposure-heading">
<h2 id="exposure-heading">Stranded stock and crash exposure</h2>
<p>${strandedSentence(comparison)} ${largestSentence(focus)}</p>
<p class="note">“Stranded” at the end is what a shelf will not sell within ${horizon}, or before it expires, at its own rate of customers in this run, and what is held back: quarantined, frozen or suspect. The hub’s shelf is stranded only if the hub is offline. “Exposed” are the PINs for which only one node can account: on hand, reserved, held back, and in transit to or from it until they are taken in. If the node died, no one but itself or a person could give them up. A PIN in transit is exposed at both ends, and counts once in the network. The shelf of a hub that never runs out is left out.${columns.includes(RESERVED) ? ' “Reserved” PINs would be suspect if their terminals never came back.' : null}</p>
${results.length === 1 ? oneTable(focus, columns) : tables(comparison, columns)}
</section>`;
}

/** What is nought everywhere is no column. */
function columnsFor(results: readonly RunResult[]): RowColumn[] {
  const networks = results.map(({ exposure }) => exposure.network);
  const isHeldBack = networks.some(({ stranded }) => stranded.total > stranded.onShelf);
  return [
    STRANDED,
    ...(isHeldBack ? [ON_SHELF, HELD_BACK] : []),
    ...EXPOSED,
    ...(networks.some(({ reserved }) => reserved > 0) ? [RESERVED] : []),
  ];
}

function oneTable(result: RunResult, columns: readonly RowColumn[]): Markup | null {
  return figureTable('Stranded and exposed PINs', columns, [
    ['Network', [['All nodes', networkRow(result)]]],
    ['Nodes', nodeRows(result)],
  ]);
}

function tables({ results, focus }: Comparison, columns: readonly RowColumn[]): Markup {
  const name = `Nodes, ${focus.planName}`;
  return markup`${figureTable('Stranded and exposed PINs, all nodes', columns, [
    ['Alternatives', results.map((result) => [result.planName, networkRow(result)])],
  ])}
<details class="alternative"><summary><strong>${name}</strong></summary>
${figureTable(`Stranded and exposed PINs, ${focus.planName}`, columns, [['Nodes', nodeRows(focus)]])}</details>`;
}

/** What is worth a line in a terminal: nothing, where nothing is stranded. */
export function strandedText(comparison: Comparison): string | null {
  const { stranded } = comparison.focus.exposure.network;
  return stranded.total === 0 ? null : plainText(strandedSentence(comparison));
}

function strandedSentence({ focus, results }: Comparison): Markup {
  const { exposure } = focus;
  const end = results.length > 1 ? `With ${focus.planName}, at the end` : 'At the end';
  const { network, hub, servers, horizonHours } = exposure;
  const { total, onShelf } = network.stranded;
  if (total === 0) return markup`${end} no PIN was stranded.`;
  const nodes = [['the hub', hub] as const, ...Object.entries(servers)];
  const [worst] = [...nodes].sort(([, one], [, other]) => other.stranded.total - one.stranded.total);
  const most = worst![1].stranded.total;
  const where = most === total ? null : ` (${count(most)})`;
  const why =
    onShelf === 0
      ? 'quarantined, frozen or suspect'
      : onShelf === total
        ? `more than will sell there in ${span(horizonHours * HOUR_MICROSECONDS)}`
        : `${count(onShelf)} on shelves too slow to sell them, the others held back`;
  return markup`${end} <strong>${plural(total, 'PIN')}</strong> (${share(total / network.total)}) ${total === 1 ? 'was' : 'were'} stranded, ${where === null ? 'all' : 'most'} at <strong>${worst![0]}</strong>${where}: ${why}.`;
}

function largestSentence({
  exposure: { largestOnAverage: mean, largestAtEnd: atEnd },
}: RunResult): Markup | null {
  if (mean === null) return null;
  const opening = markup`Had one node died, <strong>${mean.node}</strong> would have put most PINs in doubt: <strong>${amount(mean.pins)}</strong> on average`;
  if (atEnd === null) return markup`${opening}.`;
  if (atEnd.node === mean.node) return markup`${opening}, ${count(atEnd.pins)} at the end.`;
  return markup`${opening}. At the end it was <strong>${atEnd.node}</strong>, with ${count(atEnd.pins)}.`;
}

function networkRow({ exposure: { network } }: RunResult): Row {
  const { stranded, meanTotal: mean, total: atEnd, inTransit, reserved } = network;
  return { stranded, mean, atEnd, inTransit, reserved };
}

function nodeRows({ exposure: { hub, servers } }: RunResult): [string, Row][] {
  return [['Hub', hub] as const, ...Object.entries(servers)].map(([name, figures]) => {
    const { stranded, meanTotal: mean, atEnd } = figures;
    const { total, incoming, outgoing, reserved } = atEnd;
    return [name, { stranded, mean, atEnd: total, inTransit: incoming + outgoing, reserved }];
  });
}
