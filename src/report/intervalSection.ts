import { reportName } from '#src/report/candidateNames';
import type { CandidateResult, ExperimentResult } from '#sim/experiment/experimentResult';
import { count } from '#src/report/format';
import { hourFigure } from '#src/report/hourChart';
import {
  Figures,
  headings,
  HUB,
  intervalCell,
  intervalText,
  NETWORK,
  partName,
  type IntervalColumn,
  type Part,
} from '#src/report/intervalCells';
import { OPEN } from '#src/report/kpiTable';
import { markup, type Markup } from '#src/report/markup';
import { tradeOffFigure } from '#src/report/tradeOffIntervals';
import { asksForSeveral, EACH_PIN_BUT_ALL } from '#src/report/severalPins';
import { COST_FIGURES } from '#src/report/costWords';
import { titleOf } from '#src/report/figureTitle';

const column = (figure: string, heading: string, unit: string, factor = 1): IntervalColumn => ({
  figure,
  heading,
  unit,
  factor,
});

/** Left out where they are zero or unknown everywhere; the first ones never are. */
const COLUMNS: readonly IntervalColumn[] = [
  column('fillRate', 'Fill rate', 'at once'),
  column('lostFraction', 'Lost', 'of customers'),
  column('meanOnHand', 'On hand', 'mean PINs'),
  column('requestFillRate', 'All at once', 'of customers'),
  column('transferFraction', 'Helped', 'by a server'),
  column('waitedFraction', 'Waited', 'for the hub'),
  column('meanBackorders', 'Waiting', 'mean'),
  column('askedPerHour', 'Customers', 'a day', 24),
  column('meanOnOrder', 'On order', 'mean PINs'),
  column('stockoutTimeFraction', 'Empty', 'of time'),
  column('stockoutsPerHour', 'Stock-outs', 'a day', 24),
  column('orderRatePerHour', 'Orders', 'a day', 24),
  column('recalledPerHour', 'Recalled', 'a day', 24),
  column('expiredPerHour', 'Expired', 'a day', 24),
  column('costPerHour', 'Cost', 'an hour'),
];
const ALWAYS = 3;

const HUB_COLUMNS: readonly IntervalColumn[] = [
  column('meanOnHand', 'On hand', 'mean PINs'),
  column('stockoutTimeFraction', 'Empty', 'of time'),
  column('meanOnOrder', 'On order', 'mean PINs'),
  column('meanBackorders', 'Owed', 'mean PINs'),
  column('orderRatePerHour', 'Purchases', 'a day', 24),
  column('shippedPerHour', 'Shipped', 'PINs a day', 24),
  column('recalledPerHour', 'Taken back', 'PINs a day', 24),
  column('expiredPerHour', 'Expired', 'PINs a day', 24),
  column('costPerHour', 'Cost', 'an hour'),
];

const MOST_ROWS = 200;
const MOST_DETAILED = 12;

/** Every key figure with its interval: all candidates beside each other, then each by servers, varieties and hub. */
export function intervalSection({ candidates, confidence, replications }: ExperimentResult): Markup {
  const all = candidates.map(({ candidate }) => candidate);
  const named = candidates.map((result) => ({
    name: reportName(result.candidate, all),
    figures: new Figures(result),
  }));
  const several = asksForSeveral(all.map(({ plan }) => plan));
  const width = `${Number((100 * confidence).toPrecision(6))} %`;
  const detailed = named.slice(0, MOST_DETAILED);
  return markup`<section id="intervals" aria-labelledby="intervals-heading">
<h2 id="intervals-heading">Key figures with their intervals</h2>
<p class="note">${
    replications === 1
      ? 'One replication has no intervals.'
      : `Beneath each figure stands half of its ${width} confidence interval over ${count(replications)} replications.`
  } “Fill rate” is the share met at once from the server’s own stock; “empty” the share of time with nothing on hand, averaged over shelves. A dash means that there is nothing to measure.${several ? ` ${EACH_PIN_BUT_ALL}` : null}</p>
${named.length > 1 ? candidatesTable(named) : null}
${tradeOffFigure(named)}
${detailed.map(({ name, figures }, index) =>
  named.length === 1
    ? parts(figures, '')
    : markup`<details class="alternative"${index === 0 ? OPEN : null}><summary><strong>${name}</strong> <span class="summary-figures">fill rate ${intervalText('fillRate', figures.of(NETWORK, 'fillRate'))}</span></summary>
${parts(figures, `, ${name}`)}</details>`,
)}
${named.length > MOST_DETAILED ? markup`<p class="note">Servers, varieties and hub of the first ${MOST_DETAILED} are shown; --csv and --json have all.</p>` : null}
${costTable(named)}
${hourFigure(named)}
</section>`;
}

export interface NamedFigures {
  readonly name: string;
  readonly figures: Figures;
}

function candidatesTable(named: readonly NamedFigures[]): Markup {
  const shown = named.slice(0, MOST_ROWS);
  const columns = COLUMNS.filter(
    ({ figure }, index) => index < ALWAYS || shown.some(({ figures }) => tells(figures, [NETWORK], figure)),
  );
  const caption = 'All servers together, one line each';
  const rest = named.length - shown.length;
  return markup`${table(
    caption,
    columns,
    shown.map(({ name, figures }) => row(name, columns, (figure) => figures.of(NETWORK, figure))),
  )}${rest > 0 ? markup`<p class="note">${count(rest)} more are not shown; --csv and --json have all.</p>` : null}`;
}

/** Where everybody asks for one PIN, customers who get all are those who get one. */
function tells(figures: Figures, of: readonly Part[], figure: string): boolean {
  const isSame = (part: Part): boolean =>
    figures.of(part, figure)?.estimate === figures.of(part, 'fillRate')?.estimate;
  return figures.tells(of, figure) && !(figure === 'requestFillRate' && of.every(isSame));
}

function parts(figures: Figures, which: string): Markup {
  const groups: [string, Part[]][] = [
    ['Network', [NETWORK]],
    ['Servers', figures.parts('server', false)],
    ['Varieties', figures.parts('variety', false)],
    ['Shelves', figures.parts('inventory', false)],
  ];
  const all = groups.flatMap(([, own]) => own);
  const columns = COLUMNS.filter(({ figure }, index) => index < ALWAYS || tells(figures, all, figure));
  const rows = groups.map(
    ([name, own]) =>
      markup`${own.length > 1 ? groupRow(name, columns.length) : null}${own.map((part) =>
        row(partName(part, 'All servers'), columns, (figure) => figures.of(part, figure), name === 'Network'),
      )}`,
  );
  return markup`${table(`Servers and varieties${which}`, columns, rows)}${hubTable(figures, which)}${quantileTable(figures, which)}`;
}

function hubTable(figures: Figures, which: string): Markup | null {
  const own = [HUB, ...figures.parts('hub', false)];
  const columns = HUB_COLUMNS.filter(({ figure }) => figures.tells(own, figure));
  if (columns.length === 0) return null;
  const rows = own.map((part) =>
    row(partName(part, 'All varieties'), columns, (figure) => figures.of(part, figure), part === HUB),
  );
  return table(`Central stock at the hub${which}`, columns, rows);
}

/** PINs on a shelf as quantiles of time, where they were asked for. */
function quantileTable(figures: Figures, which: string): Markup | null {
  const columns = [5, 25, 50, 75, 95]
    .map((percent) => column(`onHandOnShelf.p${percent}`, `${percent} %`, 'of time'))
    .filter(({ figure }) => figures.has(figure));
  if (columns.length === 0) return null;
  const own = [NETWORK, ...figures.parts('server', false), ...figures.parts('variety', false)];
  const rows = own.map((part) =>
    row(partName(part, 'Any shelf'), columns, (figure) => figures.of(part, figure), part === NETWORK),
  );
  return table(`PINs on a shelf: at most so many for a share of the time${which}`, columns, rows);
}

/** What costs what, where anything does. */
function costTable(named: readonly NamedFigures[]): Markup | null {
  const parts = Object.keys(COST_FIGURES).filter((figure) =>
    named.some(({ figures }) => figures.tells([NETWORK], figure)),
  );
  if (parts.length === 0) return null;
  const shown = parts;
  const columns = named
    .slice(0, MOST_DETAILED)
    .map(({ name }) => ({ heading: named.length > 1 ? name : 'Cost', unit: 'an hour' }));
  return table(
    'Costs by part, servers and hub together',
    columns,
    shown.map((figure) => {
      const title = COST_FIGURES[figure] ?? titleOf({ scope: 'network', figure });
      return markup`<tr${figure === 'costPerHour' ? TOTAL : null}><th scope="row">${title}</th>${named
        .slice(0, MOST_DETAILED)
        .map(({ figures }) => intervalCell({ figure, factor: 1 }, figures.of(NETWORK, figure)))}</tr>
`;
    }),
  );
}

function row(
  name: string,
  columns: readonly IntervalColumn[],
  estimate: (figure: string) => CandidateResult['estimates'][number],
  isTotal = false,
): Markup {
  return markup`<tr${isTotal ? TOTAL : null}><th scope="row">${name}</th>${columns.map((one) => intervalCell(one, estimate(one.figure)))}</tr>
`;
}

function groupRow(name: string, columns: number): Markup {
  return markup`<tr class="group"><th scope="rowgroup" colspan="${columns + 1}"><span>${name}</span></th></tr>`;
}

function table(
  caption: string,
  columns: readonly { readonly heading: string; readonly unit: string }[],
  rows: readonly Markup[],
): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="figures intervals">
<caption><span>${caption}</span></caption>
<thead>${headings(columns)}</thead>
<tbody>${rows}</tbody></table></div>`;
}

const TOTAL = markup` class="total"`;
