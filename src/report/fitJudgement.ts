import * as Plot from '@observablehq/plot';
import { chart } from '#src/report/chart';
import { markup, type Markup } from '#src/report/markup';
import type { Analysis } from '#sim/fit/analysis';
import { probability, RUNG_NAMES } from '#sim/fit/fitWords';
import type { HoldOut, Rung } from '#sim/fit/holdOut';
import { DAY_HOURS } from '#sim/fit/weekHours';

/** What days that the fit did not see say about each model, from the plainest to the whole. */
export function judgementSection({ holdOut }: Analysis): Markup {
  if (holdOut === null) return markup``;
  const days = (holdOut.held.until - holdOut.held.from) / DAY_HOURS;
  return markup`<section id="judged" aria-labelledby="judged-heading">
<h2 id="judged-heading">Judged by ${days} days that the fit did not see</h2>
<p class="note">Each line adds to the one above. A part pays when the log-likelihood per customer rises by more than chance (t over days, at 99 %).</p>
<div class="scroll" tabindex="0" role="region" aria-label="Models judged"><table class="figures"><thead><tr><th scope="col"></th><th scope="col">Gain <small>over constant</small></th><th scope="col">Gain <small>over line above</small></th><th scope="col">t</th><th scope="col">Scatter <small>of hours</small></th><th scope="col">Scatter <small>of days</small></th><th scope="col">Correlation <small>hour to hour</small></th><th scope="col">Gaps <small>distance</small></th><th scope="col">p</th></tr></thead><tbody>${holdOut.rungs.map(row)}</tbody></table></div>
<div class="beside with-chart"><p class="note">Scatter is squared residuals over their means: 1 where customers come by chance alone about the mean that was foretold. Chance leaves a correlation within ±${holdOut.rungs[0]!.judgement.autocorrelationBand.toFixed(3)}. Gaps: the integral of the rate from one customer to the next is exponential if the model is right; distance and p are those of the Kolmogorov-Smirnov test.</p>
<figure><figcaption>Rescaled gaps: share below each quantile</figcaption>${gapsChart(holdOut)}</figure></div>
</section>`;
}

function row({ name, judgement, overConstant, overBefore }: Rung): Markup {
  const gain = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(4));
  return markup`<tr><th scope="row">${RUNG_NAMES[name]}</th><td>${gain(overConstant?.gainPerCustomer)}</td><td>${gain(overBefore?.gainPerCustomer)}</td><td>${overBefore === null ? '' : overBefore.t.toFixed(1)}</td><td>${judgement.dispersion.toFixed(2)}</td><td>${judgement.dayDispersion.toFixed(2)}</td><td>${judgement.autocorrelation.toFixed(3)}</td><td>${judgement.rescaled.distance.toFixed(4)}</td><td>${probability(judgement.rescaled.p)}</td></tr>
`;
}

interface GapPoint {
  readonly expected: number;
  readonly observed: number;
}

/** On the diagonal, gaps are as a model says. */
function gapsChart({ rungs }: HoldOut): Markup {
  const pointsOf = ({ judgement: { rescaled } }: Rung): GapPoint[] =>
    rescaled.shares.map((observed, index) => ({ expected: index / (rescaled.shares.length - 1), observed }));
  const [first, last] = [rungs[0]!, rungs.at(-1)!];
  const axis = { label: null, ticks: 5, tickFormat: (value: number) => `${Math.round(100 * value)} %` };
  const at = { x: 'expected', y: 'observed' } as const;
  return chart('Share of rescaled gaps below each quantile of the exponential law', {
    width: 420,
    height: 300,
    marginLeft: 50,
    marginBottom: 40,
    marginTop: 26,
    style: { fontSize: '12px' },
    x: { domain: [0, 1], ...axis },
    y: { domain: [0, 1], ...axis },
    marks: [
      Plot.gridY({ ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1 }),
      Plot.line(
        [
          { expected: 0, observed: 0 },
          { expected: 1, observed: 1 },
        ],
        { ...at, stroke: 'var(--muted)', strokeDasharray: '4 4' },
      ),
      Plot.line(pointsOf(first), { ...at, stroke: 'var(--low)', strokeWidth: 1.6 }),
      Plot.line(pointsOf(last), { ...at, stroke: 'var(--water-deep)', strokeWidth: 2.2 }),
      Plot.text([RUNG_NAMES.constant], {
        x: 0.02,
        y: 0.96,
        textAnchor: 'start',
        fill: 'var(--low)',
        fontWeight: 600,
      }),
      Plot.text(['the whole model'], {
        x: 0.02,
        y: 0.88,
        textAnchor: 'start',
        fill: 'var(--water-deep)',
        fontWeight: 600,
      }),
      Plot.text(['↑ came'], {
        frameAnchor: 'top-left',
        textAnchor: 'start',
        dx: -40,
        dy: -20,
        fill: 'var(--muted)',
      }),
      Plot.text(['expected →'], {
        frameAnchor: 'bottom-right',
        textAnchor: 'end',
        dy: 34,
        fill: 'var(--muted)',
      }),
    ],
  });
}
