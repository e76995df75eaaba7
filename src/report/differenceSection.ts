import { reportName } from '#src/report/candidateNames';
import type { Candidate } from '#sim/experiment/candidate';
import type { ComparedFigure, Comparison } from '#sim/experiment/comparison';
import { responsive } from '#src/report/chart';
import { count, listing } from '#src/report/format';
import { differenceChart } from '#src/report/differenceChart';
import { titleOf } from '#src/report/figureTitle';
import { verdictWords } from '#src/report/verdictWords';
import { differenceText, intervalCell, noBreaks } from '#src/report/intervalCells';
import { plusMinus } from '#src/report/plusMinus';
import { markup, type Markup } from '#src/report/markup';

/** More than these are told in one line each. */
const MOST_IN_FULL = 4;
const MOST_LINES = 200;
/** In the sentence that says what the two come to. */
const TELLING = ['fillRate', 'lostFraction', 'meanBackorders', 'meanOnHand', 'costPerHour'];

/** Each candidate against the first: what can be told apart, by how much, and what cannot. */
export function differenceSection(
  comparisons: readonly Comparison[],
  all: readonly Candidate[],
  confidence: number,
): Markup | null {
  if (comparisons.length === 0) return null;
  const isShort = comparisons.length > MOST_IN_FULL;
  const rest = comparisons.length - MOST_LINES;
  return markup`<section id="differences" aria-labelledby="differences-heading">
<h2 id="differences-heading">Compared with ${reportName(comparisons[0]!.baseline, all)}</h2>
<p class="note">Each replication of one met the customers and the lead times of the same replication of the other, so that the difference holds what the plans do and little of what chance does. Each ${Number((100 * confidence).toPrecision(6))} % interval holds by itself, not all of them at once. “pp” are percentage points.</p>
${isShort ? shortTable(comparisons.slice(0, MOST_LINES), all) : comparisons.map((one) => comparisonPart(one, all))}
${rest > 0 ? markup`<p class="note">${count(rest)} more comparisons are not shown; --json has all.</p>` : null}
</section>`;
}

/** One line for each candidate: the figures that tell most, each with its difference. */
function shortTable(comparisons: readonly Comparison[], all: readonly Candidate[]): Markup {
  const differenceOf = ({ figures }: Comparison, figure: string): ComparedFigure | undefined =>
    figures.find(({ name }) => name.scope === 'network' && name.figure === figure);
  const columns = TELLING.filter((figure) =>
    comparisons.some((one) => {
      const told = differenceOf(one, figure);
      return told !== undefined && isTold(told, one.figures);
    }),
  );
  const rows = comparisons.map(
    (one) => markup`<tr><th scope="row">${reportName(one.other, all)}</th>${columns.map((figure) => {
      const told = differenceOf(one, figure);
      return told === undefined ? markup`<td>–</td>` : shortCell(figure, told.difference);
    })}</tr>
`,
  );
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Differences"><table class="figures intervals">
<caption><span>Difference from ${reportName(comparisons[0]!.baseline, all)}, all servers together; “cannot tell” where the two cannot be told apart</span></caption>
<thead><tr><th scope="col"></th>${columns.map((figure) => markup`<th scope="col">${titleOf({ scope: 'network', figure })}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function shortCell(figure: string, difference: ComparedFigure['difference']): Markup {
  const { value, halfWidth } = plusMinus(figure, difference, 'signed');
  const isClear = difference.verdict !== 'unclear';
  return markup`<td${isClear ? null : UNCLEAR}>${noBreaks(value)}${halfWidth === '' ? null : markup`<small class="half-width">${noBreaks(halfWidth)}</small>`}${isClear ? null : markup`<small class="half-width">cannot tell</small>`}</td>`;
}

const UNCLEAR = markup` class="unclear"`;

function comparisonPart({ baseline, other, figures }: Comparison, all: readonly Candidate[]): Markup {
  const [before, after] = [reportName(baseline, all), reportName(other, all)];
  const network = figures.filter((figure) => isTold(figure, figures));
  const servers = figures
    .filter(({ name }) => name.scope === 'server' && name.figure === 'fillRate')
    .filter(({ difference }) => difference.halfWidth !== null);
  const rows = network.map((figure) => {
    const { name, difference } = figure;
    const signed = plusMinus(name.figure, difference, 'signed');
    return markup`<tr><th scope="row">${titleOf(name)}</th><td><strong>${noBreaks(signed.value)}</strong>${signed.halfWidth === '' ? null : markup`<small class="half-width">${noBreaks(signed.halfWidth)}</small>`}</td>${intervalCell(plainly(name.figure), figure.before)}${intervalCell(plainly(name.figure), figure.after)}<td class="verdict">${verdictWords(figure, before, after)}</td></tr>
`;
  });
  const picture =
    servers.length < 2
      ? null
      : markup`<figure class="pictured">${responsive(differenceChart(servers, 760), differenceChart(servers, 360))}<figcaption>Difference of the fill rate by server, ${after} less ${before}, in percentage points, with intervals; hollow where zero lies in the interval.</figcaption></figure>`;
  return markup`<h3>${after} less ${before}</h3>
<p>${conclusion(network, before, after)}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${after} less ${before}"><table class="figures intervals">
<caption><span>All servers together</span></caption>
<thead><tr><th scope="col"></th><th scope="col">Difference</th><th scope="col">${before}</th><th scope="col">${after}</th><th scope="col" class="verdict"></th></tr></thead>
<tbody>${rows}</tbody></table></div>${picture}
`;
}

/** Of the whole network, not zero in both; hours have a picture of their own, and who asks for one PIN gets all or none. */
function isTold({ name, before, after }: ComparedFigure, all: readonly ComparedFigure[]): boolean {
  if (name.scope !== 'network' || (before.estimate === 0 && after.estimate === 0)) return false;
  if (name.figure.startsWith('fillRateByHour.')) return false;
  if (name.figure !== 'requestFillRate') return true;
  const fillRate = all.find((one) => one.name.scope === 'network' && one.name.figure === 'fillRate');
  return before.estimate !== fillRate?.before.estimate || after.estimate !== fillRate.after.estimate;
}

function plainly(figure: string): { readonly figure: string; readonly factor: number } {
  return { figure, factor: 1 };
}

function conclusion(network: readonly ComparedFigure[], before: string, after: string): Markup {
  const telling = TELLING.flatMap((figure) => network.filter(({ name }) => name.figure === figure));
  const clear = telling.filter(({ difference }) => ['higher', 'lower'].includes(difference.verdict));
  const unclear = telling.filter(({ difference }) => difference.verdict === 'unclear');
  if (network.every(({ difference }) => difference.verdict === 'same')) {
    return markup`Every replication of ${after} gave the very figures of ${before}.`;
  }
  const parts = clear.map(({ name, difference }) => {
    const size = { ...difference, estimate: Math.abs(difference.estimate) };
    return `${wordsFor(name)} ${difference.verdict} by ${differenceText(name.figure, size).replace(/^\+/, '')}`;
  });
  const told = parts.length === 0 ? null : markup`With <strong>${after}</strong>: ${listing(parts)}. `;
  const untold =
    unclear.length === 0
      ? null
      : markup`One <strong>cannot tell ${before} from ${after}</strong> by ${listing(unclear.map(({ name }) => wordsFor(name)))}.`;
  return markup`${told}${untold}`;
}

function wordsFor(name: ComparedFigure['name']): string {
  return titleOf(name).replace(', an hour', ' an hour');
}
