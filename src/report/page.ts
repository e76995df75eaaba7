import type { Scenario } from '#sim/scenario/scenario';
import type { RunResult } from '#sim/result';
import { compare } from '#src/report/alternatives';
import { answerSection } from '#src/report/answer';
import { assumptionsSection } from '#src/report/assumptions';
import { calendarOf } from '#src/report/calendar';
import { colophonSection, type ReportContext } from '#src/report/colophon';
import { comparisonSection } from '#src/report/comparisonSection';
import { exposureSection } from '#src/report/exposure';
import { kpiSection } from '#src/report/kpiTable';
import { lossSection } from '#src/report/lossCalendar';
import { markup, trusted } from '#src/report/markup';
import { networkSection } from '#src/report/networkPicture';
import { stockSection } from '#src/report/stockChart';
import { STYLES } from '#src/report/styles';

export type { ReportContext } from '#src/report/colophon';

/** One self-contained page: opening it loads nothing from anywhere, which its own policy enforces. */
export async function renderReport(
  scenario: Scenario,
  results: readonly RunResult[],
  context: ReportContext,
): Promise<string> {
  const comparison = compare(results);
  const calendar = calendarOf(scenario.startsOn);
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="pinweir ${context.version}">
<meta name="color-scheme" content="light dark">
<title>${scenario.title} – pinweir</title>
<style>${trusted(STYLES)}</style>
</head>
<body>
<header>
<p class="brand">pinweir <span>simulation report</span></p>
<h1>${scenario.title}</h1>
</header>
<main>
${answerSection(scenario, comparison, calendar)}
${comparisonSection(comparison)}
${kpiSection(comparison)}
${exposureSection(comparison)}
${stockSection(comparison, calendar)}
${lossSection(comparison, calendar)}
${networkSection(scenario, comparison)}
${assumptionsSection(scenario)}
${colophonSection(scenario, results, context)}
</main>
</body>
</html>
`;
  return page.html;
}
