import { COVERAGE } from '#sim/experiment/coverage';
import { reportName } from '#src/report/candidateNames';
import type { ExperimentResult } from '#sim/experiment/experimentResult';
import type { Scenario } from '#sim/scenario/scenario';
import type { ReportContext } from '#src/report/colophon';
import { count, span } from '#src/report/format';
import { markup, type Fragment, type Markup } from '#src/report/markup';

const MOST_HASHES = 40;

/** What the intervals are worth, for the list of what the model takes for granted. */
export function certainty({ confidence, replications }: ExperimentResult): string {
  if (replications === 1) return 'One replication with one seed: there is no interval.';
  return `Intervals are Student-t intervals at ${Number((100 * confidence).toPrecision(6))} % over ${count(replications)} replications, jackknifed where a figure is a quotient. ${COVERAGE}`;
}

/** All that is needed to get these figures again, and to see that they are the same. */
export function experimentColophon(
  scenarios: readonly Scenario[],
  result: ExperimentResult,
  { command, version, generatedOn }: ReportContext,
): Markup {
  const { candidates, replications, warmUp, halfWidths, isNarrowEnough } = result;
  const all = candidates.map(({ candidate }) => candidate);
  const seeds = [...new Set(candidates.map(({ candidate }) => candidate.plan.seed))];
  const runs = candidates.flatMap((candidate) => candidate.runs);
  const modes = [...new Set(runs.map(({ mode }) => mode))];
  const longest = Math.max(0, ...runs.map(({ simulatedMicroseconds }) => simulatedMicroseconds));
  const entries: [string, Fragment][] = [
    ...scenarios.flatMap(({ file, contentHash }): [string, Fragment][] => [
      ['Scenario', markup`<code>${file}</code>`],
      ['Content (SHA-256)', markup`<code>${contentHash}</code>`],
    ]),
    ['Seed', seeds.join(', ')],
    ['Replications', `${count(replications)}${candidates.length > 1 ? ' of each' : ''}`],
    [
      'Warm-up',
      warmUp.microseconds === 0
        ? `none is left out: ${warmUp.reason}`
        : `the first ${span(warmUp.microseconds)} are left out: ${warmUp.reason}`,
    ],
    ...(halfWidths.length === 0
      ? []
      : [
          [
            'Half-widths asked for',
            `${halfWidths.map(({ figure, most, isRelative }) => `${figure} ${isRelative ? `${Number((100 * most).toPrecision(6))} %` : most}`).join(', ')}: ${isNarrowEnough ? 'reached' : 'not reached'}`,
          ] satisfies [string, Fragment],
        ]),
    ['Simulated time', span(longest)],
    ['Sales', count(runs.reduce((sum, { sales }) => sum + sales, 0))],
    ['Mode', modes.join(', ')],
    ['pinweir', version],
    ...(generatedOn === null ? [] : [['Made on', generatedOn] satisfies [string, Fragment]]),
  ];
  const rows = candidates.slice(0, MOST_HASHES).map(
    ({
      candidate,
      runs: own,
    }) => markup`<tr><th scope="row">${reportName(candidate, all)}</th><td>${count(own.length)}</td><td>${count(own.reduce((sum, { sales }) => sum + sales, 0))}</td><td class="words"><code>${own[0]?.traceHash ?? '–'}</code></td><td class="words"><code>${own.at(-1)?.traceHash ?? '–'}</code></td></tr>
`,
  );
  return markup`<section id="again" class="colophon" aria-labelledby="again-heading">
<h2 id="again-heading">To run it again</h2>
<pre class="command" tabindex="0"><code>${command}</code></pre>
<p class="note coverage">${COVERAGE}</p>
<dl class="facts">${entries.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<div class="scroll" tabindex="0" role="region" aria-label="The runs"><table class="figures"><caption><span>The same scenario and seed give the same trace hashes, with any number of workers.</span></caption><thead><tr><th scope="col"></th><th scope="col">Replications</th><th scope="col">Sales</th><th scope="col" class="words">Trace hash <small>of the first</small></th><th scope="col" class="words">Trace hash <small>of the last</small></th></tr></thead><tbody>${rows}</tbody></table></div>
</section>`;
}
