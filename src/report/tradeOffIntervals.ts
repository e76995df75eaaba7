import * as Plot from '@observablehq/plot';
import { chart, responsive } from '#src/report/chart';
import { count, shorten } from '#src/report/format';
import { NETWORK } from '#src/report/intervalCells';
import type { NamedFigures } from '#src/report/intervalSection';
import { markup, type Markup } from '#src/report/markup';

const HEIGHT = 280;
const LETTER_WIDTH = 7.4;
const LONGEST_NAME = 26;

interface Point {
  readonly name: string;
  readonly stock: number;
  readonly stockLow: number;
  readonly stockHigh: number;
  readonly served: number;
  readonly servedLow: number;
  readonly servedHigh: number;
}

/** What stock buys: fill rate against PINs on hand, one point with its intervals for each of several candidates. */
export function tradeOffFigure(named: readonly NamedFigures[]): Markup | null {
  const points = named.flatMap(({ name, figures }): Point[] => {
    const stock = figures.of(NETWORK, 'meanOnHand');
    const served = figures.of(NETWORK, 'fillRate');
    if (stock === null || served === null) return [];
    const [stockHalf, servedHalf] = [stock.halfWidth ?? 0, 100 * (served.halfWidth ?? 0)];
    const percent = 100 * served.estimate;
    return [
      {
        name,
        stock: stock.estimate,
        stockLow: stock.estimate - stockHalf,
        stockHigh: stock.estimate + stockHalf,
        served: percent,
        servedLow: percent - servedHalf,
        servedHigh: Math.min(100, percent + servedHalf),
      },
    ];
  });
  if (points.length < 3) return null;
  return markup`<figure class="pictured">${responsive(drawn(points, 900), drawn(points, 360))}<figcaption>Fill rate against PINs on the servers’ shelves, both with intervals: up and to the left is better.</figcaption></figure>`;
}

function drawn(points: readonly Point[], width: number): Markup {
  const low = Math.min(...points.map(({ servedLow }) => servedLow));
  const isWide = width > 600;
  const [least, most] = [
    Math.min(...points.map((one) => one.stockLow)),
    Math.max(...points.map((one) => one.stockHigh)),
  ];
  const room = (isWide ? 0.2 : 0.5) * (most - least || 1);
  const x = [least - 0.03 * (most - least), most + room] as const;
  const y = [low - 0.14 * (100 - low), 100 + 0.02 * (100 - low)] as const;
  const named = withRoom(points, (point) => ({
    x: ((point.stock - x[0]) / (x[1] - x[0])) * (width - 70),
    y: ((y[1] - point.served) / (y[1] - y[0])) * (HEIGHT - 60),
  }));
  return chart(`Fill rate against mean stock on hand, with intervals, for ${points.length} candidates`, {
    width,
    height: HEIGHT,
    marginLeft: 58,
    marginRight: 12,
    marginBottom: 42,
    marginTop: 18,
    style: { fontSize: '12px' },
    x: {
      domain: [...x],
      ticks: isWide ? 8 : 4,
      tickFormat: (value: number) => count(value),
      label: null,
    },
    y: {
      domain: [...y],
      ticks: 5,
      tickFormat: (value: number) => `${Number(value.toFixed(2))} %`,
      label: null,
    },
    marks: [
      Plot.gridY({ ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1 }),
      Plot.ruleX(points, {
        x: 'stock',
        y1: 'servedLow',
        y2: 'servedHigh',
        stroke: 'var(--stream)',
        strokeWidth: 2,
      }),
      Plot.ruleY(points, {
        y: 'served',
        x1: 'stockLow',
        x2: 'stockHigh',
        stroke: 'var(--stream)',
        strokeWidth: 2,
      }),
      Plot.text(named, {
        x: 'stock',
        y: 'served',
        text: ({ name }: Point) => shorten(name, LONGEST_NAME),
        textAnchor: 'start',
        dx: 8,
        dy: 12,
        fontWeight: 600,
        fill: 'currentColor',
        stroke: 'var(--paper)',
        strokeWidth: 4,
      }),
      Plot.dot(points, {
        x: 'stock',
        y: 'served',
        r: points.length > 40 ? 2.5 : 4,
        fill: 'var(--water-deep)',
      }),
      Plot.text(['PINs on hand (mean) →'], {
        frameAnchor: 'bottom-right',
        textAnchor: 'end',
        dy: 38,
        fill: 'var(--muted)',
      }),
    ],
  });
}

/** As many as can be named without one name lying on another; the first and the last before the others. */
function withRoom(points: readonly Point[], placeOf: (point: Point) => { x: number; y: number }): Point[] {
  const placed: Point[] = [];
  for (const point of [points[0]!, points.at(-1)!, ...points.slice(1, -1)]) {
    const at = placeOf(point);
    const length = (one: Point): number => 8 + LETTER_WIDTH * Math.min(one.name.length, LONGEST_NAME);
    const isFree = placed.every((other) => {
      const there = placeOf(other);
      const isBeside = at.x > there.x + length(other) || there.x > at.x + length(point);
      return isBeside || Math.abs(at.y - there.y) >= 14;
    });
    if (isFree) placed.push(point);
  }
  return placed;
}
