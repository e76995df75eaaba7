import type { Sensitivity, SwingEnd } from '#sim/experiment/sensitivity';
import { responsive } from '#src/report/chart';
import { titleOf } from '#src/report/figureTitle';
import { planTitle } from '#src/report/planTitle';
import { differenceText, intervalText } from '#src/report/intervalCells';
import { markup, type Markup } from '#src/report/markup';
import { tornadoChart } from '#src/report/tornadoChart';

/** How far the answer moves when one thing after another turns out otherwise. */
export function tornadoSection(sensitivity: Sensitivity): Markup {
  const { figure, base, baseName, swings } = sensitivity;
  const title = titleOf({ scope: 'network', figure });
  const hasBase = swings.some(({ base: own }) => own !== null);
  const rows = swings.map(
    ({
      what,
      base: own,
      low,
      high,
    }) => markup`<tr><th scope="row">${what}</th>${hasBase ? markup`<td class="words">${own ?? 'as written'}</td>` : null}${[
      low,
      high,
    ].map(
      (end) =>
        markup`<td class="words">${end.value}</td><td>${differenceText(figure, end.difference)}${end.difference.verdict === 'unclear' ? markup`<small class="half-width">cannot tell</small>` : null}</td>`,
    )}</tr>
`,
  );
  return markup`<section id="sensitivity" aria-labelledby="sensitivity-heading">
<h2 id="sensitivity-heading">What the answer hangs on</h2>
<p>${sentence(sensitivity, title)}</p>
<p class="note">One thing at a time is changed around ${planTitle(baseName)}, whose ${title} is ${intervalText(figure, base)} for all servers together; everything else, the customers’ and the couriers’ chances too, stays as it is. Longest bar first. Lines show the interval of each difference.</p>
<figure class="pictured">${responsive(tornadoChart(sensitivity, 900), tornadoChart(sensitivity, 360))}</figure>
<div class="scroll" tabindex="0" role="region" aria-label="Sensitivity"><table class="figures swings">
<caption><span>Change of the ${title}</span></caption>
<thead><tr><th scope="col"></th>${hasBase ? markup`<th scope="col" class="words">Base</th>` : null}<th scope="col" class="words">Lower</th><th scope="col">Difference</th><th scope="col" class="words">Higher</th><th scope="col">Difference</th></tr></thead>
<tbody>${rows}</tbody></table></div>
</section>`;
}

function sentence({ figure, swings }: Sensitivity, title: string): Markup {
  const [first] = swings;
  const isClear = ({ difference }: SwingEnd): boolean => ['higher', 'lower'].includes(difference.verdict);
  const told = swings.filter(({ low, high }) => isClear(low) || isClear(high));
  if (first === undefined || told.length === 0) {
    return markup`None of these changes moves the ${title} by more than chance does.`;
  }
  const ends = [first.low, first.high].sort(
    (one, other) => Math.abs(other.difference.estimate) - Math.abs(one.difference.estimate),
  );
  const rest = swings.filter((swing) => !told.includes(swing));
  const silent =
    rest.length === 0
      ? null
      : markup` ${rest.length === 1 ? 'One change moves' : `${rest.length} of the changes move`} it by no more than chance does.`;
  return markup`The ${title} hangs most on <strong>${first.what}</strong>: at ${ends[0]!.value} it changes by <strong>${differenceText(figure, ends[0]!.difference)}</strong>, at ${ends[1]!.value} by ${differenceText(figure, ends[1]!.difference)}.${silent}`;
}
