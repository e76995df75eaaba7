import * as Plot from '@observablehq/plot';
import type { Comparison, Step } from '#src/report/alternatives';
import { chart, responsive } from '#src/report/chart';
import { amount, count, percent, shorten } from '#src/report/format';
import { markup, type Markup } from '#src/report/markup';

/** What each alternative fails and what stock it takes: a table and a picture. */
export function comparisonSection(comparison: Comparison): Markup | null {
  const { measure, steps, knee, results } = comparison;
  if (results.length < 2) return null;
  const saved = measure.kind === 'lost' ? 'Sales saved' : 'Customers saved';
  const isSame = new Set(results.map((result) => result.network.asked)).size === 1;
  const most = Math.max(...steps.map((step) => step.misses), 1);
  const rows = steps.map(
    (step) => markup`<tr${step.result === knee ? KNEE : null}><th scope="row">${step.result.planName}${
      step.result === knee ? markup` <span class="badge">knee</span>` : null
    }</th><td>${count(step.misses)}<span class="bar" style="width:${((100 * step.misses) / most).toFixed(1)}%"></span></td><td>${percent(step.missShare)}</td><td>${count(step.stock)}</td><td>${count(step.result.network.meanOnOrder)}</td><td>${amount(step.savedPerPin)}</td></tr>
`,
  );
  return markup`<section id="alternatives" aria-labelledby="alternatives-heading">
<h2 id="alternatives-heading">The alternatives beside each other</h2>
<div class="beside with-chart"><div class="scroll" tabindex="0" role="region" aria-label="Comparison of the alternatives"><table class="figures comparison">
<caption><span>${isSame ? 'Every alternative met the same customers. ' : null}Least stock first.</span></caption>
<thead><tr><th scope="col"></th><th scope="col">${measure.column} <small>${measure.noun}s</small></th><th scope="col">Share <small>of customers</small></th><th scope="col">On hand <small>mean PINs</small></th><th scope="col">On order <small>mean PINs</small></th><th scope="col">${saved} <small>per PIN added</small></th></tr></thead>
<tbody>${rows}</tbody></table></div>
<figure>${responsive(tradeOff(comparison, 440), tradeOff(comparison, 360))}<figcaption>${measure.column} against stock: down and to the left is better.${knee === null ? null : ' The ring marks the knee.'}</figcaption></figure></div>
</section>`;
}

const KNEE = markup` class="knee"`;

function tradeOff({ measure, steps, knee }: Comparison, width: number): Markup {
  const mostStock = Math.max(...steps.map((step) => step.stock), 1);
  const mostMissed = Math.max(...steps.map((step) => step.misses), 1);
  const at = { x: 'stock', y: 'misses' } as const;
  return chart(
    `${measure.column} against mean stock on hand, one point for each of ${steps.length} alternatives`,
    {
      width,
      height: HEIGHT,
      ...MARGINS,
      style: { fontSize: '12px' },
      x: {
        domain: [0, mostStock * 1.08],
        label: null,
        ticks: 5,
        tickFormat: (value: number) => count(value),
      },
      y: {
        domain: [0, mostMissed * 1.08],
        label: null,
        ticks: 5,
        tickFormat: (value: number) => count(value),
      },
      marks: [
        Plot.gridY({ ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1 }),
        Plot.ruleY([0], { stroke: 'var(--muted)' }),
        Plot.line(steps, { ...at, stroke: 'var(--muted)', strokeDasharray: '2 4' }),
        Plot.dot(
          steps.filter((step) => step.result === knee),
          { ...at, r: 11, stroke: 'var(--bad)', strokeWidth: 2 },
        ),
        Plot.dot(steps, { ...at, r: 5, fill: 'var(--water-deep)' }),
        ...labels(steps, { width, mostStock: mostStock * 1.08, mostMissed: mostMissed * 1.08 }).map(
          ({ step, text, anchor, dx, dy }) =>
            Plot.text([step], {
              ...at,
              text: () => text,
              textAnchor: anchor,
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
          fill: 'var(--muted)',
        }),
        Plot.text(['PINs on hand (mean) →'], {
          frameAnchor: 'bottom-right',
          textAnchor: 'end',
          dy: 38,
          fill: 'var(--muted)',
        }),
      ],
    },
  );
}

const HEIGHT = 300;
const MARGINS = { marginLeft: 58, marginRight: 18, marginTop: 30, marginBottom: 42 };

interface Frame {
  readonly width: number;
  readonly mostStock: number;
  readonly mostMissed: number;
}

interface Label {
  readonly step: Step;
  readonly text: string;
  readonly anchor: 'start' | 'end';
  readonly dx: number;
  readonly dy: number;
}

/** Names up and to the right of their points, where a falling curve leaves room; raised above those already placed. */
function labels(steps: readonly Step[], { width, mostStock, mostMissed }: Frame): Label[] {
  const placed: { left: number; right: number; y: number }[] = [];
  const ground = {
    x: width - MARGINS.marginLeft - MARGINS.marginRight,
    y: HEIGHT - MARGINS.marginTop - MARGINS.marginBottom,
  };
  return [...steps].reverse().map((step) => {
    const text = shorten(step.result.planName, 22);
    const length = text.length * 7.4;
    const pointX = MARGINS.marginLeft + (step.stock / mostStock) * ground.x;
    const pointY = MARGINS.marginTop + (1 - step.misses / mostMissed) * ground.y;
    const anchor = pointX + 9 + length > width ? ('end' as const) : ('start' as const);
    const left = anchor === 'start' ? pointX + 9 : pointX + 6 - length;
    const isFree = (y: number): boolean =>
      placed.every(
        (other) => left > other.right || left + length < other.left || Math.abs(y - other.y) >= 15,
      );
    let y = pointY - 13;
    while (!isFree(y)) y -= 3;
    placed.push({ left, right: left + length, y });
    return { step, text, anchor, dx: anchor === 'start' ? 9 : 6, dy: y - pointY };
  });
}
