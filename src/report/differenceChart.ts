import * as Plot from '@observablehq/plot';
import type { ComparedFigure } from '#sim/experiment/comparison';
import { chart } from '#src/report/chart';
import { shorten } from '#src/report/format';
import type { Markup } from '#src/report/markup';

const MOST_ROWS = 40;
const ROW = 18;

interface Row {
  readonly name: string;
  readonly middle: number;
  readonly low: number;
  readonly high: number;
  readonly isClear: boolean;
}

/** One line for each server: the paired difference in percentage points, the largest fall first. */
export function differenceChart(figures: readonly ComparedFigure[], width: number): Markup {
  const rows = figures
    .map(({ name, difference }): Row => {
      const half = 100 * (difference.halfWidth ?? 0);
      const middle = 100 * difference.estimate;
      const isClear = difference.verdict === 'higher' || difference.verdict === 'lower';
      return { name: name.server ?? '', middle, low: middle - half, high: middle + half, isClear };
    })
    .sort((one, other) => Math.abs(other.middle) - Math.abs(one.middle))
    .slice(0, MOST_ROWS);
  const marginLeft = Math.min(170, 12 + 7 * Math.max(...rows.map(({ name }) => Math.min(name.length, 22))));
  const ends = [0, ...rows.flatMap(({ low, high }) => [low, high])];
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const room = 0.04 * (most - least || 1);
  return chart(`Difference of the fill rate by server, with intervals, for ${rows.length} servers`, {
    width,
    height: 44 + ROW * rows.length,
    marginLeft,
    marginRight: 14,
    marginTop: 8,
    marginBottom: 30,
    style: { fontSize: '12px' },
    x: {
      domain: [least - room, most + room],
      label: null,
      ticks: width > 600 ? 8 : 4,
      tickFormat: (value: number) => `${String(Number(value.toPrecision(3))).replace('-', '−')} pp`,
    },
    y: {
      domain: rows.map(({ name }) => name),
      label: null,
      tickSize: 0,
      tickFormat: (name: string) => shorten(name, 22),
    },
    marks: [
      Plot.gridX({ ticks: width > 600 ? 8 : 4, stroke: 'var(--rule)', strokeOpacity: 1 }),
      Plot.ruleX([0], { stroke: 'var(--muted)' }),
      Plot.ruleY(rows, { y: 'name', x1: 'low', x2: 'high', stroke: 'var(--water-deep)', strokeWidth: 2.2 }),
      Plot.dot(rows, {
        x: 'middle',
        y: 'name',
        r: 4,
        stroke: 'var(--water-deep)',
        strokeWidth: 1.6,
        fill: (row: Row) => (row.isClear ? 'var(--water-deep)' : 'var(--paper)'),
      }),
    ],
  });
}
