import type { CentralKpis, Kpis, RunResult } from '#sim/result';
import type { Comparison } from '#src/report/alternatives';
import { amount, count, percent } from '#src/report/format';
import { markup, type Markup } from '#src/report/markup';
import { asksForSeveral } from '#src/report/severalPins';
import type { Scenario } from '#sim/scenario/scenario';

export interface Column<Figures> {
  readonly heading: string;
  readonly unit: string;
  readonly cell: (figures: Figures) => string;
}

const COLUMNS: readonly Column<Kpis>[] = [
  { heading: 'Fill rate', unit: 'at once', cell: (kpis) => percent(kpis.fillRate) },
  { heading: 'Lost', unit: 'sales', cell: (kpis) => count(kpis.lost) },
  { heading: 'Customers', unit: 'asked', cell: (kpis) => count(kpis.asked) },
  { heading: 'Sold', unit: 'PINs', cell: (kpis) => count(kpis.sold) },
  { heading: 'On hand', unit: 'mean PINs', cell: (kpis) => amount(kpis.meanOnHand) },
  { heading: 'On order', unit: 'mean PINs', cell: (kpis) => amount(kpis.meanOnOrder) },
  { heading: 'Empty', unit: 'of time', cell: (kpis) => percent(kpis.stockoutTimeFraction) },
  { heading: 'Stock-outs', unit: 'times', cell: (kpis) => count(kpis.stockouts) },
  { heading: 'Orders', unit: 'to the hub', cell: (kpis) => count(kpis.orders) },
  { heading: 'Received', unit: 'PINs', cell: (kpis) => count(kpis.received) },
  { heading: 'Recalled', unit: 'PINs', cell: (kpis) => count(kpis.recalled) },
  { heading: 'At the end', unit: 'PINs', cell: (kpis) => count(kpis.finalOnHand) },
];

const WAITING: readonly Column<Kpis>[] = [
  { heading: 'Waited', unit: 'customers', cell: (kpis) => count(kpis.backordered) },
  { heading: 'Waiting', unit: 'mean', cell: (kpis) => amount(kpis.meanWaiting) },
];

const CENTRAL_COLUMNS: readonly Column<CentralKpis>[] = [
  { heading: 'On hand', unit: 'mean PINs', cell: (kpis) => amount(kpis.meanOnHand) },
  { heading: 'Empty', unit: 'of time', cell: (kpis) => percent(kpis.stockoutTimeFraction) },
  { heading: 'Purchases', unit: 'orders', cell: (kpis) => count(kpis.orders) },
  { heading: 'Acquired', unit: 'PINs', cell: (kpis) => count(kpis.acquired) },
  { heading: 'Shipped', unit: 'PINs', cell: (kpis) => count(kpis.shipped) },
  { heading: 'Recalled', unit: 'PINs', cell: (kpis) => count(kpis.recalled) },
  { heading: 'Owed', unit: 'mean PINs', cell: (kpis) => amount(kpis.meanOwed) },
  { heading: 'At the end', unit: 'PINs', cell: (kpis) => count(kpis.finalOnHand) },
];

/** Every key figure; one fold-out for each alternative, the one that the pictures show standing open. */
export function kpiSection({ plans }: Scenario, { results, focus }: Comparison): Markup {
  const waited = results.some(({ network }) => network.backordered > 0 || network.meanWaiting > 0);
  const columns = waited ? [...COLUMNS.slice(0, 2), ...WAITING, ...COLUMNS.slice(2)] : COLUMNS;
  return markup`<section id="figures" aria-labelledby="figures-heading">
<h2 id="figures-heading">Key figures</h2>
<p class="note">${asksForSeveral(plans) ? '“Customers” are the PINs that they asked for, and “sales” PINs, too.' : '“Customers” asked for one PIN each.'} “Fill rate” is the share met at once from the server’s own stock. “Empty” is the share of time with nothing on hand, averaged over shelves. A dash means that there is nothing to measure.</p>
${results.map((result) =>
  results.length === 1
    ? tables(result, columns, '')
    : markup`<details class="alternative"${result === focus ? OPEN : null}><summary><strong>${result.planName}</strong> <span class="summary-figures">fill rate ${percent(result.network.fillRate)} · ${count(result.network.lost)} lost · ${count(result.network.meanOnHand)} PINs on hand</span></summary>
${tables(result, columns, `, ${result.planName}`)}</details>`,
)}
</section>`;
}

export const OPEN: Markup = markup` open`;

function tables(result: RunResult, columns: readonly Column<Kpis>[], which: string): Markup {
  return markup`${figureTable(`Servers and varieties${which}`, columns, [
    ['Network', [['All servers', result.network]]],
    ['Servers', Object.entries(result.servers)],
    ['Varieties', Object.entries(result.varieties)],
  ])}${figureTable(`Central stock at the hub${which}`, CENTRAL_COLUMNS, [
    ['Central stock', Object.entries(result.hub)],
  ])}`;
}

export type Group<Figures> = readonly [string, readonly (readonly [string, Figures])[]];

export function figureTable<Figures>(
  caption: string,
  columns: readonly Column<Figures>[],
  groups: readonly Group<Figures>[],
): Markup | null {
  if (groups.every(([, rows]) => rows.length === 0)) return null;
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="figures">
<caption><span>${caption}</span></caption>
<thead><tr><th scope="col"></th>${columns.map(
    ({ heading, unit }) => markup`<th scope="col">${heading} <small>${unit}</small></th>`,
  )}</tr></thead>
${groups.map(
  ([name, rows]) =>
    markup`<tbody>${
      groups.length > 1 && rows.length > 0 && name !== 'Network'
        ? markup`<tr class="group"><th scope="rowgroup" colspan="${columns.length + 1}"><span>${name}</span></th></tr>`
        : null
    }${rows.map(
      ([row, figures]) =>
        markup`<tr${name === 'Network' ? TOTAL : null}><th scope="row">${row}</th>${columns.map(
          ({ cell }) => markup`<td>${cell(figures)}</td>`,
        )}</tr>
`,
    )}</tbody>`,
)}
</table></div>`;
}

const TOTAL = markup` class="total"`;
