import type { RunResult } from '#sim/result';
import type { Comparison } from '#src/report/alternatives';
import { unitName, type Calendar, type Period } from '#src/report/calendar';
import { count, percent, plural, shorten } from '#src/report/format';
import { OPEN } from '#src/report/kpiTable';
import { lossTimeline, total, type LossTimeline, type ServerLosses } from '#src/report/lossTimeline';
import { markup, type Markup } from '#src/report/markup';
import { worstDays } from '#src/report/worstDays';

const MOST_ROWS = 40;
const SHADES = 5;

/** Servers × time, shaded by lost sales, with the sums along both edges; and the worst days in words. */
export function lossSection(comparison: Comparison, calendar: Calendar): Markup {
  const { results, focus, measure } = comparison;
  const body = results.map((result) => {
    const timeline = lossTimeline(result, calendar);
    const content =
      timeline === null
        ? markup`<p class="note">This run was not recorded over time.</p>`
        : total(timeline.network.lost) === 0
          ? markup`<p class="note">No sale was lost${measure.kind === 'lost' ? '' : '; those who waited are not recorded over time'}.</p>`
          : markup`${heatMap(result.planName, timeline)}${unrecorded(result, timeline)}${worstDays(timeline, calendar)}`;
    if (results.length === 1) return content;
    return markup`<details class="alternative"${result === focus ? OPEN : null}><summary><strong>${result.planName}</strong> <span class="summary-figures">${count(result.network.lost)} lost</span></summary>${content}</details>`;
  });
  return markup`<section id="where-and-when" aria-labelledby="where-heading">
<h2 id="where-heading">Where and when sales are lost</h2>
${body}
</section>`;
}

function heatMap(planName: string, timeline: LossTimeline): Markup {
  const { periods, unit, network } = timeline;
  const servers = [...timeline.servers].sort((one, other) => other.totalLost - one.totalLost);
  const rows = servers.slice(0, MOST_ROWS);
  const most = Math.max(1, ...rows.flatMap((row) => row.lost));
  const bounds = shadeBounds(most);
  const highest = Math.max(1, ...network.lost);
  const all = total(network.lost);
  const caption = `Sales lost by server and ${unitName(unit)}, ${planName}: ${count(all)} in all`;
  const bars = periods.map((period, index) => {
    const lost = network.lost[index] ?? 0;
    const height = ((100 * lost) / highest).toFixed(1);
    return markup`<td title="${cellTitle('All servers', period, lost, network.asked[index] ?? 0)}">${lost > 0 ? markup`<i style="height:${height}%"></i>` : null}</td>`;
  });
  return markup`<figure class="heat-figure"><div class="scroll" tabindex="0" role="region" aria-label="${caption}"><div role="img" aria-label="${heatSummary(rows, timeline)}"><table class="heat" style="--columns:${periods.length}">
<colgroup><col class="heat-name"><col span="${periods.length}"><col class="heat-sum"><col class="heat-sum"></colgroup>
<thead><tr class="heat-axis"><th></th>${axis(periods)}<th class="sum">lost</th><th class="sum">share</th></tr>
<tr class="heat-bars"><th>All servers</th>${bars}<td class="sum">${count(all)}</td><td class="sum">${percent(shareOf(all, total(network.asked)))}</td></tr></thead>
<tbody>${rows.map((row) => heatRow(row, periods, bounds))}</tbody></table></div></div>
<figcaption>${legend(bounds, unitName(unit))}${servers.length > MOST_ROWS ? ` The ${MOST_ROWS} servers with most losses of ${count(servers.length)}.` : ''} Bars on top: all servers together, at most ${count(highest)} in one ${unitName(unit)}. “Share” is of the server’s customers.</figcaption></figure>`;
}

/** A run that ends between two samples loses some sales after the last of them. */
function unrecorded({ network }: RunResult, timeline: LossTimeline): Markup | null {
  const missing = network.lost - total(timeline.network.lost);
  if (missing <= 0) return null;
  return markup`<p class="note">${plural(missing, 'sale')} lost after the last sample of the recording ${missing === 1 ? 'is' : 'are'} not in this picture.</p>`;
}

function heatRow(row: ServerLosses, periods: readonly Period[], bounds: readonly number[]): Markup {
  const cells = periods.map((period, index) => {
    const lost = row.lost[index] ?? 0;
    if (lost === 0) return EMPTY_CELL;
    const shade = shadeOf(
      bounds.findIndex((bound) => lost <= bound),
      bounds,
    );
    return markup`<td class="s${shade}" title="${cellTitle(row.name, period, lost, row.asked[index] ?? 0)}"></td>`;
  });
  return markup`<tr><th title="${row.name}">${shorten(row.name, 22)}</th>${cells}<td class="sum">${count(row.totalLost)}</td><td class="sum">${percent(shareOf(row.totalLost, row.totalAsked))}</td></tr>
`;
}

const EMPTY_CELL = markup`<td></td>`;

function cellTitle(name: string, period: Period, lost: number, asked: number): string {
  return `${name}, ${period.name}: ${count(lost)} lost of ${plural(asked, 'customer')}`;
}

function shareOf(lost: number, asked: number): number | null {
  return asked === 0 ? null : lost / asked;
}

/** Upper bounds of the shades: each about three times the one before, the last the largest cell. */
function shadeBounds(most: number): number[] {
  const bounds = Array.from({ length: SHADES }, (_, index) =>
    Math.max(1, Math.round(most ** ((index + 1) / SHADES))),
  );
  return bounds.filter((bound, index) => index === 0 || bound > (bounds[index - 1] ?? 0));
}

/** Few bounds use the whole range of shades all the same. */
function shadeOf(index: number, bounds: readonly number[]): number {
  return Math.round(((index + 1) / bounds.length) * SHADES);
}

function legend(bounds: readonly number[], unit: string): Markup {
  return markup`<span class="legend"><span class="key"><span class="heat-key s0"></span> none</span> ${bounds.map(
    (bound, index) => {
      const from = index === 0 ? 1 : (bounds[index - 1] ?? 0) + 1;
      return markup`<span class="key"><span class="heat-key s${shadeOf(index, bounds)}"></span> ${from === bound ? count(bound) : `${count(from)}–${count(bound)}`}</span> `;
    },
  )}</span> lost in one ${unit}.`;
}

/** One label over each run of periods with the same heading; the style sheet hides those that do not fit. */
function axis(periods: readonly Period[]): Markup[] {
  const groups: { heading: string; length: number }[] = [];
  for (const period of periods) {
    const last = groups[groups.length - 1];
    if (last?.heading === period.heading) last.length += 1;
    else groups.push({ heading: period.heading, length: 1 });
  }
  return groups.map(
    ({ heading, length }) =>
      markup`<th colspan="${length}"><div class="fit"><span>${heading}</span></div></th>`,
  );
}

function heatSummary(rows: readonly ServerLosses[], { periods, network }: LossTimeline): string {
  const worst = network.lost.reduce(
    (best, lost, index) => (lost > (network.lost[best] ?? 0) ? index : best),
    0,
  );
  const [first] = rows;
  return `Heat map of lost sales. Most at ${first?.name ?? 'no server'} (${count(first?.totalLost ?? 0)}); worst time ${periods[worst]?.name ?? ''} (${count(network.lost[worst] ?? 0)}).`;
}
