import type { Scenario } from '#sim/scenario/scenario';
import type { RunResult } from '#sim/result';
import { count, span } from '#src/report/format';
import { markup, type Fragment, type Markup } from '#src/report/markup';

export interface ReportContext {
  /** The exact command that runs this again. */
  readonly command: string;
  readonly version: string;
  /** As it shall be printed; null leaves it out, so that the same run gives the same file. */
  readonly generatedOn: string | null;
}

/** All that is needed to get these figures again, and to see that they are the same. */
export function colophonSection(
  scenario: Scenario,
  results: readonly RunResult[],
  context: ReportContext,
): Markup {
  const entries: [string, Fragment][] = [
    ['Scenario', markup`<code>${scenario.file}</code>`],
    ['Content (SHA-256)', markup`<code>${scenario.contentHash}</code>`],
    ['Seed', distinct(results, (result) => String(result.seed))],
    ['Mode', distinct(results, (result) => result.mode)],
    ['Executor', distinct(results, (result) => result.executor)],
    ['Simulated time', distinct(results, (result) => span(result.simulatedMicroseconds))],
    ['pinweir', context.version],
    ...(context.generatedOn === null ? [] : [['Made on', context.generatedOn] satisfies [string, Fragment]]),
  ];
  const runs = results.map(
    (
      result,
    ) => markup`<tr><th scope="row">${results.length > 1 ? result.planName : 'The run'}</th><td>${count(result.sales)}</td><td>${count(result.salesPerSecond)}</td><td>${count(result.tracedMessages)}</td><td class="words"><code>${result.traceHash}</code></td></tr>
`,
  );
  return markup`<section id="again" class="colophon" aria-labelledby="again-heading">
<h2 id="again-heading">To run it again</h2>
<pre class="command" tabindex="0"><code>${context.command}</code></pre>
<dl class="facts">${entries.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<div class="scroll" tabindex="0" role="region" aria-label="The runs"><table class="figures"><caption><span>The same scenario and seed give the same trace hash, in every mode and executor.</span></caption><thead><tr><th scope="col"></th><th scope="col">Sales</th><th scope="col">Simulated <small>sales per second</small></th><th scope="col">Messages <small>in the trace</small></th><th scope="col" class="words">Trace hash</th></tr></thead><tbody>${runs}</tbody></table></div>
</section>`;
}

function distinct(results: readonly RunResult[], of: (result: RunResult) => string): string {
  return [...new Set(results.map(of))].join(', ');
}
