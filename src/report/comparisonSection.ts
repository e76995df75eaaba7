import type { Comparison } from '#src/report/alternatives';
import { responsive } from '#src/report/chart';
import { amount, count, percent } from '#src/report/format';
import { markup, type Markup } from '#src/report/markup';
import { tradeOffChart } from '#src/report/tradeOffChart';

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
<figure>${responsive(tradeOffChart(comparison, 440), tradeOffChart(comparison, 360))}<figcaption>${measure.column} against stock: down and to the left is better.${knee === null ? null : ' The ring marks the knee.'}</figcaption></figure></div>
</section>`;
}

const KNEE = markup` class="knee"`;
