import * as Plot from '@observablehq/plot';
import type { Comparison, Step } from '#src/report/alternatives';
import { chart } from '#src/report/chart';
import { count, shorten } from '#src/report/format';
import type { Markup } from '#src/report/markup';

const HEIGHT = 300;
const LETTER_WIDTH = 7.4;
const LONGEST_NAME = 22;

/** Misses against mean stock, one named point for each alternative. */
export function tradeOffChart({ measure, steps, knee }: Comparison, width: number): Markup {
  const frame = frameOf(steps, width);
  const at = { x: 'stock', y: 'misses' } as const;
  const axis = { label: null, ticks: 5, tickFormat: (value: number) => count(value) };
  const muted = { fill: 'var(--muted)' };
  return chart(
    `${measure.column} against mean stock on hand, one point for each of ${steps.length} alternatives`,
    {
      width,
      height: HEIGHT,
      ...frame.margins,
      style: { fontSize: '12px' },
      x: { domain: [...frame.stock], ...axis, ticks: 4 },
      y: { domain: [0, frame.mostMissed], ...axis },
      marks: [
        Plot.gridY({ ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1 }),
        Plot.ruleY([0], { stroke: 'var(--muted)' }),
        Plot.line(steps, { ...at, stroke: 'var(--muted)', strokeDasharray: '2 4' }),
        Plot.dot(
          steps.filter((step) => step.result === knee),
          { ...at, r: 11, stroke: 'var(--bad)', strokeWidth: 2 },
        ),
        Plot.dot(steps, { ...at, r: 5, fill: 'var(--water-deep)' }),
        ...labels(steps, frame).map(({ step, text, isBefore, dx, dy }) =>
          Plot.text([step], {
            ...at,
            text: () => text,
            textAnchor: isBefore ? 'end' : 'start',
            dx,
            dy,
            fontWeight: 600,
            fill: 'currentColor',
            stroke: 'var(--paper)',
            strokeWidth: 4,
          }),
        ),
        Plot.text([`↑ ${measure.noun}s ${measure.verb}`], {
          frameAnchor: 'top-left',
          textAnchor: 'start',
          dx: -52,
          dy: -26,
          ...muted,
        }),
        Plot.text(['PINs on hand (mean) →'], {
          frameAnchor: 'bottom-right',
          textAnchor: 'end',
          dy: 38,
          ...muted,
        }),
      ],
    },
  );
}

interface Frame {
  readonly width: number;
  readonly margins: { marginLeft: number; marginRight: number; marginTop: number; marginBottom: number };
  readonly stock: readonly [number, number];
  readonly mostMissed: number;
}

/** Losses start at zero; stock need not, so that the points spread; at the right there is room for the last name. */
function frameOf(steps: readonly Step[], width: number): Frame {
  const stocks = steps.map((step) => step.stock);
  const least = Math.min(...stocks);
  const most = Math.max(...stocks);
  const reach = most > least ? most - least : Math.max(1, most);
  const lastName = steps[steps.length - 1]?.result.planName ?? '';
  const room = Math.min(shorten(lastName, LONGEST_NAME).length * LETTER_WIDTH + 4, 0.3 * width);
  return {
    width,
    margins: { marginLeft: 58, marginRight: room, marginTop: 30, marginBottom: 42 },
    stock: [Math.max(0, least - 0.1 * reach), most + 0.04 * reach],
    mostMissed: Math.max(...steps.map((step) => step.misses), 1) * 1.08,
  };
}

interface Label {
  readonly step: Step;
  readonly text: string;
  readonly isBefore: boolean;
  readonly dx: number;
  readonly dy: number;
}

/** Names up and to the right of their points, where a falling curve leaves room; raised above those already placed. */
function labels(steps: readonly Step[], { width, margins, stock, mostMissed }: Frame): Label[] {
  const ground = {
    x: width - margins.marginLeft - margins.marginRight,
    y: HEIGHT - margins.marginTop - margins.marginBottom,
  };
  const placeOf = (step: Step): { x: number; y: number } => ({
    x: margins.marginLeft + ((step.stock - stock[0]) / (stock[1] - stock[0])) * ground.x,
    y: margins.marginTop + (1 - step.misses / mostMissed) * ground.y,
  });
  const obstacles = steps.map((step) => {
    const { x, y } = placeOf(step);
    return { left: x - 6, right: x + 6, y, clearance: 12 };
  });
  return [...steps].reverse().map((step) => {
    const text = shorten(step.result.planName, LONGEST_NAME);
    const length = text.length * LETTER_WIDTH;
    const point = placeOf(step);
    const isBefore = point.x + 9 + length > width;
    const left = isBefore ? point.x + 6 - length : point.x + 9;
    const isFree = (y: number): boolean =>
      obstacles.every(
        (other) =>
          left > other.right || left + length < other.left || Math.abs(y - other.y) >= other.clearance,
      );
    let y = point.y - 13;
    while (!isFree(y)) y -= 3;
    obstacles.push({ left, right: left + length, y, clearance: 15 });
    return { step, text, isBefore, dx: isBefore ? 6 : 9, dy: y - point.y };
  });
}
