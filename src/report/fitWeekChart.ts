import * as Plot from '@observablehq/plot';
import { chart, responsive } from '#src/report/chart';
import { amount } from '#src/report/format';
import { markup, type Markup } from '#src/report/markup';
import type { Analysis } from '#sim/fit/analysis';
import { dateOf } from '#sim/fit/fitWords';
import { DAY_HOURS, WEEK_HOURS } from '#sim/fit/weekHours';
import { pictures } from '#sim/fit/weekPicture';
import type { WeekPicture } from '#sim/fit/weekPicture';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Profile against data: what the fit saw, and what it did not see. */
export function weekSection(analysis: Analysis): Markup {
  const { data, fit, holdOut } = analysis;
  const seen =
    holdOut === null
      ? { model: fit.model, range: fit.range }
      : { model: holdOut.fit.model, range: holdOut.fitted };
  const days = (range: { from: number; until: number }): string =>
    `${dateOf(range.from / DAY_HOURS)} to ${dateOf(range.until / DAY_HOURS - 1)}`;
  const figures = [figure(`Fitted to: ${days(seen.range)}`, pictures(data, seen.model, seen.range).week)];
  if (holdOut !== null) {
    figures.push(
      figure(`Not seen: ${days(holdOut.held)}`, pictures(data, holdOut.fit.model, holdOut.held).week),
    );
  }
  return markup`<section id="week" aria-labelledby="week-heading">
<h2 id="week-heading">The week: profile against data</h2>
<p class="note">Customers per hour of all series together. The line is the profile with growth and events; dots are the data, each with the band in which 95 of 100 would lie by chance alone, without random day factors and bursts.</p>
${figures}
</section>`;
}

function figure(caption: string, week: WeekPicture): Markup {
  return markup`<figure><figcaption>${caption}</figcaption>${responsive(weekChart(caption, week, 1100), weekChart(caption, week, 360))}</figure>`;
}

interface Point {
  readonly hour: number;
  readonly observed: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

function weekChart(caption: string, { observed, expected, hours }: WeekPicture, width: number): Markup {
  const points: Point[] = [];
  for (let hour = 0; hour < WEEK_HOURS; hour++) {
    if (hours[hour] === 0) continue;
    const mean = expected[hour]!;
    const band = 1.96 * Math.sqrt(mean / hours[hour]!);
    points.push({
      hour,
      observed: observed[hour]!,
      expected: mean,
      low: Math.max(0, mean - band),
      high: mean + band,
    });
  }
  // A step for each hour, and the last one needs an end.
  const last = points.at(-1);
  const steps = last === undefined ? points : [...points, { ...last, hour: last.hour + 1 }];
  const top = 1.08 * Math.max(1e-9, ...points.map((point) => Math.max(point.observed, point.high)));
  return chart(`${caption}: customers per hour over the week, as fitted and as they came`, {
    width,
    height: 240,
    marginLeft: 44,
    marginRight: 8,
    marginBottom: 28,
    style: { fontSize: '12px' },
    x: { domain: [0, WEEK_HOURS], label: null, axis: null },
    y: { domain: [0, top], label: null },
    marks: [
      Plot.axisY({ ticks: 5, tickSize: 0, tickFormat: (value: number) => amount(value), label: null }),
      Plot.gridY({ ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1 }),
      Plot.ruleX(
        DAYS.map((_, day) => day * DAY_HOURS),
        { stroke: 'var(--rule)' },
      ),
      Plot.areaY(steps, { x: 'hour', y1: 'low', y2: 'high', curve: 'step-after', fill: 'var(--water)' }),
      Plot.line(steps, {
        x: 'hour',
        y: 'expected',
        curve: 'step-after',
        stroke: 'var(--water-deep)',
        strokeWidth: 1.6,
      }),
      Plot.dot(points, {
        x: (point: Point) => point.hour + 0.5,
        y: 'observed',
        r: width > 600 ? 2.2 : 1.2,
        fill: (point: Point) =>
          point.observed < point.low || point.observed > point.high ? 'var(--bad)' : 'currentColor',
      }),
      Plot.ruleY([0], { stroke: 'currentColor' }),
      Plot.text(DAYS, {
        x: (_: string, day: number) => day * DAY_HOURS + DAY_HOURS / 2,
        y: 0,
        dy: 14,
        text: (name: string) => (width > 600 ? name : name.slice(0, 2)),
        fill: 'var(--muted)',
      }),
    ],
  });
}
