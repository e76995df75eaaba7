import * as Plot from '@observablehq/plot';
import { chart, responsive } from '#src/report/chart';
import { count, shorten } from '#src/report/format';
import { NETWORK } from '#src/report/intervalCells';
import type { NamedFigures } from '#src/report/intervalSection';
import { markup, type Markup } from '#src/report/markup';

const HOURS = 24;
const COLOURS = ['var(--water-deep)', 'var(--low)', 'var(--desired)', 'var(--high)'];

interface HourPoint {
  readonly hour: number;
  readonly percent: number;
  readonly low: number;
  readonly high: number;
}

/** Fill rate by hour of the day, where it was asked for; of at most four candidates. */
export function hourFigure(named: readonly NamedFigures[]): Markup | null {
  const lines = named
    .filter(({ figures }) => figures.has('fillRateByHour.0'))
    .slice(0, COLOURS.length)
    .map((one) => ({ name: one.name, points: pointsOf(one) }));
  if (lines.length === 0) return null;
  const draw = (width: number): Markup => drawn(lines, width);
  return markup`<figure class="pictured">${responsive(draw(900), draw(360))}<figcaption>Fill rate of customers who come in each hour of the day, all servers together, with intervals.${
    lines.length > 1
      ? lines.map(
          ({ name }, index) =>
            markup` <span class="key"><span class="line-key" style="border-color:${COLOURS[index]!}"></span> ${shorten(name, 40)}</span>`,
        )
      : null
  }</figcaption></figure>`;
}

function pointsOf({ figures }: NamedFigures): HourPoint[] {
  return Array.from({ length: HOURS }, (_, hour) => hour).flatMap((hour) => {
    const estimate = figures.of(NETWORK, `fillRateByHour.${hour}`);
    if (estimate === null) return [];
    const half = estimate.halfWidth ?? 0;
    const percent = 100 * estimate.estimate;
    return [{ hour, percent, low: percent - 100 * half, high: Math.min(100, percent + 100 * half) }];
  });
}

function drawn(lines: readonly { readonly points: readonly HourPoint[] }[], width: number): Markup {
  const all = lines.flatMap(({ points }) => points);
  const low = Math.min(99, ...all.map((point) => point.low));
  const dodge = (index: number): number => 4 * (index - (lines.length - 1) / 2);
  return chart(`Fill rate by hour of the day`, {
    width,
    height: 230,
    marginLeft: 52,
    marginRight: 12,
    style: { fontSize: '12px' },
    x: {
      domain: [-0.5, 23.5],
      ticks: [0, 3, 6, 9, 12, 15, 18, 21],
      tickFormat: (hour: number) => `${hour} h`,
      label: null,
    },
    y: {
      domain: [Math.max(0, low - 0.05 * (100 - low)), 100],
      ticks: 5,
      tickFormat: (value: number) => `${count(value, low > 98 ? 1 : 0)} %`,
      label: null,
    },
    marks: [
      Plot.gridY({ ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1 }),
      ...lines.flatMap(({ points }, index) => [
        Plot.ruleX(points, {
          x: 'hour',
          y1: 'low',
          y2: 'high',
          stroke: COLOURS[index]!,
          strokeWidth: 2,
          dx: dodge(index),
        }),
        Plot.dot(points, { x: 'hour', y: 'percent', r: 3.5, fill: COLOURS[index]!, dx: dodge(index) }),
      ]),
    ],
  });
}
