import type { DayInTheLife } from '#sim/dayInTheLife';
import type { RunResult } from '#sim/result';
import type { Scenario } from '#sim/scenario/scenario';
import { compare } from '#src/report/alternatives';
import { answerSection } from '#src/report/answer';
import { assumptionsSection } from '#src/report/assumptions';
import { calendarOf } from '#src/report/calendar';
import { colophonSection, type ReportContext } from '#src/report/colophon';
import { comparisonSection } from '#src/report/comparisonSection';
import { costsSection } from '#src/report/costs';
import { daySection } from '#src/report/daySection';
import { exposureSection } from '#src/report/exposure';
import { kpiSection } from '#src/report/kpiTable';
import { lossSection } from '#src/report/lossCalendar';
import { networkSection } from '#src/report/networkPicture';
import { pageOf } from '#src/report/shell';
import { stockSection } from '#src/report/stockChart';

export type { ReportContext } from '#src/report/colophon';

/** The report of single runs, one for each alternative. `day` looks closely at one server of one of them. */
export async function renderReport(
  scenario: Scenario,
  results: readonly RunResult[],
  context: ReportContext,
  day: DayInTheLife | null = null,
): Promise<string> {
  const comparison = compare(results);
  const calendar = calendarOf(scenario.startsOn);
  return pageOf(scenario.title, context, [
    answerSection(scenario, comparison, calendar),
    comparisonSection(comparison),
    kpiSection(scenario, comparison),
    costsSection(comparison),
    exposureSection(comparison),
    stockSection(comparison, calendar),
    day === null ? null : daySection(day, calendar),
    lossSection(comparison, calendar),
    networkSection(scenario, comparison),
    assumptionsSection(scenario),
    colophonSection(scenario, results, context),
  ]);
}
