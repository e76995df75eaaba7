import { dayChart } from '#src/report/fitDayChart';
import { judgementSection } from '#src/report/fitJudgement';
import { weekSection } from '#src/report/fitWeekChart';
import { markup, trusted, type Markup } from '#src/report/markup';
import { STYLES } from '#src/report/styles';
import type { Analysis } from '#sim/fit/analysis';
import { fitWords, verdictWords } from '#sim/fit/fitWords';

export interface FitReportContext {
  readonly file: string;
  /** The exact command that runs this again. */
  readonly command: string;
  readonly version: string;
  /** As it shall be printed; null leaves it out. */
  readonly generatedOn: string | null;
  /** What was read, what was left out and what is not known. */
  readonly sources: readonly string[];
}

/** How demand was fitted to a sales log: one self-contained page. */
export function renderFitReport(analysis: Analysis, context: FitReportContext): string {
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="pinweir ${context.version}">
<meta name="color-scheme" content="light dark">
<title>Demand fitted to ${context.file} – pinweir</title>
<style>${trusted(STYLES)}</style>
</head>
<body>
<header>
<p class="brand">pinweir <span>demand fit</span></p>
<h1>Demand fitted to ${context.file}</h1>
</header>
<main>
${answer(analysis)}
${judgementSection(analysis)}
${weekSection(analysis)}
${dayChart(analysis)}
${assumptions(context)}
${again(context)}
</main>
</body>
</html>
`;
  return page.html;
}

function answer(analysis: Analysis): Markup {
  const [first = '', ...rest] = verdictWords(analysis.holdOut);
  const isBad = first.startsWith('WORSE');
  return markup`<section id="answer" class="answer" aria-labelledby="answer-heading">
<h2 id="answer-heading" class="kicker">What the fit is worth</h2>
<p class="lead">${isBad ? markup`<strong class="bad">${first}</strong>` : first}</p>
${rest.map((sentence) => markup`<p>${sentence}</p>`)}
<h3>What it says</h3>
<dl class="model">${fitWords(analysis).map(({ part, words }) => markup`<dt>${part}</dt><dd>${words}</dd>`)}</dl>
</section>`;
}

function assumptions({ sources }: FitReportContext): Markup {
  return markup`<section id="sources" aria-labelledby="sources-heading">
<h2 id="sources-heading">What was read, and what is not known</h2>
<ul>${sources.map((text) => markup`<li>${text}</li>`)}</ul>
</section>`;
}

function again({ command, version, generatedOn }: FitReportContext): Markup {
  return markup`<section id="again" class="colophon" aria-labelledby="again-heading">
<h2 id="again-heading">To run it again</h2>
<pre class="command" tabindex="0"><code>${command}</code></pre>
<dl class="facts"><div><dt>pinweir</dt><dd>${version}</dd></div>${generatedOn === null ? null : markup`<div><dt>Made on</dt><dd>${generatedOn}</dd></div>`}</dl>
</section>`;
}
