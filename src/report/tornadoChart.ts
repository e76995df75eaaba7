import * as Plot from '@observablehq/plot';
import type { Sensitivity, Swing, SwingEnd } from '#sim/experiment/sensitivity';
import { chart } from '#src/report/chart';
import { titleOf } from '#src/report/figureTitle';
import { shorten } from '#src/report/format';
import { pictureFactor } from '#src/report/intervalCells';
import type { Markup } from '#src/report/markup';

interface Bar {
  readonly text: string;
  readonly isLow: boolean;
  readonly to: number;
  /** Ends of the interval. */
  readonly low: number;
  readonly high: number;
  /** Pixels from the top. */
  readonly top: number;
}

const THICK = 15;

/** Two bars for each change, from where the base stands; names beside them, or above them where there is no room. */
export function tornadoChart({ figure, swings }: Sensitivity, width: number): Markup {
  const factor = pictureFactor(figure);
  const unit = factor === 100 ? ' pp' : '';
  const isWide = width > 600;
  const row = isWide ? 46 : 60;
  const first = isWide ? 7 : 20;
  const bars = swings.flatMap(({ low, high }, index) => [
    barOf(low, true, factor, index * row + first),
    barOf(high, false, factor, index * row + first + THICK + 2),
  ]);
  const ends = [0, ...bars.flatMap(({ low, high, to }) => [low, high, to])];
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  // Values are written behind the ends of the bars.
  const room = (isWide ? 0.1 : 0.24) * (most - least || 1);
  const middle = ({ top }: Bar): number => top + THICK / 2;
  const value = {
    y: middle,
    text: 'text',
    fill: 'var(--muted)',
    stroke: 'var(--paper)',
    strokeWidth: 3,
  } as const;
  const frame = { marginTop: 4, marginBottom: 30, marginLeft: isWide ? 200 : 8, marginRight: 14 };
  return chart(
    `Change of the ${titleOf({ scope: 'network', figure })} by ${swings.length} changes, one at a time`,
    {
      width,
      height: row * swings.length + frame.marginTop + frame.marginBottom,
      ...frame,
      style: { fontSize: '12px' },
      x: {
        domain: [least - room, most + room],
        label: null,
        ticks: isWide ? 8 : 4,
        tickFormat: (number: number) => `${String(Number(number.toPrecision(3))).replace('-', '−')}${unit}`,
      },
      y: { domain: [0, row * swings.length], reverse: true, axis: null },
      marks: [
        Plot.gridX({ ticks: isWide ? 8 : 4, stroke: 'var(--rule)', strokeOpacity: 1 }),
        Plot.rect(bars, {
          x1: 0,
          x2: 'to',
          y1: 'top',
          y2: ({ top }: Bar) => top + THICK,
          fill: ({ isLow }: Bar) => (isLow ? 'var(--stream)' : 'var(--water-deep)'),
        }),
        Plot.ruleY(
          bars.filter(({ low, high }) => high > low),
          { y: middle, x1: 'low', x2: 'high', stroke: 'var(--ink)', strokeWidth: 1.4 },
        ),
        Plot.ruleX([0], { stroke: 'currentColor' }),
        Plot.text(
          bars.filter(({ to }) => to >= 0),
          { ...value, x: ({ high, to }: Bar) => Math.max(high, to), textAnchor: 'start', dx: 5 },
        ),
        Plot.text(
          bars.filter(({ to }) => to < 0),
          { ...value, x: ({ low, to }: Bar) => Math.min(low, to), textAnchor: 'end', dx: -5 },
        ),
        Plot.text(swings, {
          y: (_: Swing, index: number) => index * row + (isWide ? first + THICK + 1 : 9),
          text: ({ what }: Swing) => shorten(what, isWide ? 28 : 46),
          frameAnchor: 'left',
          textAnchor: isWide ? 'end' : 'start',
          dx: isWide ? -10 : 0,
          fontWeight: 600,
          fill: 'currentColor',
          stroke: 'var(--paper)',
          strokeWidth: 4,
        }),
      ],
    },
  );
}

function barOf({ value, difference }: SwingEnd, isLow: boolean, factor: number, top: number): Bar {
  const to = factor * difference.estimate;
  const half = factor * (difference.halfWidth ?? 0);
  return { text: value, isLow, to, low: to - half, high: to + half, top };
}
