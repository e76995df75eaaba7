import * as Plot from '@observablehq/plot';
import { chart, responsive } from '#src/report/chart';
import { count } from '#src/report/format';
import { markup, type Markup } from '#src/report/markup';
import type { Analysis } from '#sim/fit/analysis';
import type { DemandModel } from '#sim/fit/demandModel';
import { DAY_HOURS } from '#sim/fit/weekHours';
import { pictures } from '#sim/fit/weekPicture';

interface Day {
  readonly at: Date;
  readonly observed: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** Day totals over the whole log: growth, events, and how far days scatter. */
export function dayChart({ data, fit, holdOut }: Analysis): Markup {
  const model = holdOut === null ? fit.model : holdOut.fit.model;
  const { days } = pictures(data, model, data.range);
  const variance = sharedVariance(model, data.servers.length, data.series.length);
  const points = Array.from(days.observed, (observed, index): Day => {
    const expected = days.expected[index]!;
    const band = 1.96 * Math.sqrt(expected + variance * expected ** 2);
    return {
      at: new Date((days.firstDay + index) * 86_400_000),
      observed,
      expected,
      low: Math.max(0, expected - band),
      high: expected + band,
    };
  });
  const cut = holdOut === null ? null : new Date((holdOut.held.from / DAY_HOURS) * 86_400_000);
  return markup`<section id="days" aria-labelledby="days-heading">
<h2 id="days-heading">Day by day</h2>
<p class="note">Customers of all series together, by day. The line is what the fit expects, the band holds 95 of 100 days, with the random day factor${cut === null ? '' : '; right of the dashed line are the days that the fit did not see'}.</p>
<figure>${responsive(drawn(points, cut, 1100), drawn(points, cut, 360))}</figure>
</section>`;
}

/** What is left of the day factors in the sum over all: that of all in full, the others averaged. */
function sharedVariance({ dayVariance }: DemandModel, servers: number, series: number): number {
  return dayVariance.network + dayVariance.server / servers + dayVariance.series / series;
}

function drawn(points: readonly Day[], cut: Date | null, width: number): Markup {
  const top = 1.05 * Math.max(1, ...points.map((day) => Math.max(day.observed, day.high)));
  return chart('Customers by day, as fitted and as they came', {
    width,
    height: 260,
    marginLeft: 52,
    marginRight: 8,
    style: { fontSize: '12px' },
    x: { type: 'utc', label: null, ticks: width > 600 ? 12 : 4 },
    y: { domain: [0, top], label: null },
    marks: [
      Plot.axisY({ ticks: 5, tickSize: 0, tickFormat: (value: number) => count(value), label: null }),
      Plot.gridY({ ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1 }),
      Plot.areaY(points, { x: 'at', y1: 'low', y2: 'high', fill: 'var(--water)' }),
      Plot.line(points, { x: 'at', y: 'expected', stroke: 'var(--water-deep)', strokeWidth: 1.2 }),
      Plot.dot(points, {
        x: 'at',
        y: 'observed',
        r: width > 600 ? 1.9 : 1.1,
        fill: (day: Day) =>
          day.observed < day.low || day.observed > day.high ? 'var(--bad)' : 'currentColor',
      }),
      Plot.ruleY([0], { stroke: 'currentColor' }),
      ...(cut === null ? [] : [Plot.ruleX([cut], { stroke: 'currentColor', strokeDasharray: '4 4' })]),
    ],
  });
}
