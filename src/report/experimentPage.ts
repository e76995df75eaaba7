import { reportName } from '#src/report/candidateNames';
import { compareWithFirst } from '#sim/experiment/comparison';
import type { ExperimentResult } from '#sim/experiment/experimentResult';
import type { GoalAnswer } from '#sim/experiment/goalSearch';
import type { Sensitivity } from '#sim/experiment/sensitivity';
import type { DayInTheLife } from '#sim/dayInTheLife';
import type { RunResult } from '#sim/result';
import type { Goal } from '#sim/scenario/goal';
import type { Scenario } from '#sim/scenario/scenario';
import { compare } from '#src/report/alternatives';
import { assumptionsSection } from '#src/report/assumptions';
import { calendarOf } from '#src/report/calendar';
import type { ReportContext } from '#src/report/colophon';
import { daySection } from '#src/report/daySection';
import { demandSection } from '#src/report/demandSection';
import { differenceSection } from '#src/report/differenceSection';
import { experimentAnswer } from '#src/report/experimentAnswer';
import { certainty, experimentColophon } from '#src/report/experimentColophon';
import { goalSection } from '#src/report/goalSection';
import { intervalSection } from '#src/report/intervalSection';
import { lossSection } from '#src/report/lossCalendar';
import { markup, type Markup } from '#src/report/markup';
import { networkSection } from '#src/report/networkPicture';
import { pageOf } from '#src/report/shell';
import { stockSection } from '#src/report/stockChart';
import { tornadoSection } from '#src/report/tornadoSection';

/** What several replications have found, with all that a report tells besides. */
export interface ExperimentFindings {
  /** Every file that took part; assumptions and calendar are those of the first. */
  readonly scenarios: readonly Scenario[];
  /** Of a search: each alternative at what was found. */
  readonly result: ExperimentResult;
  readonly search: { readonly goal: Goal; readonly answers: readonly GoalAnswer[] } | null;
  readonly sensitivity: Sensitivity | null;
  /** Replication 0 of the first candidates, for pictures over time; may be empty. */
  readonly pictured: readonly RunResult[];
  readonly day: DayInTheLife | null;
}

/** The report of an experiment or of a search: what a planner hands on. */
export async function renderExperimentReport(
  findings: ExperimentFindings,
  context: ReportContext,
): Promise<string> {
  const { scenarios, result, search, sensitivity, pictured, day } = findings;
  const [scenario] = scenarios;
  if (scenario === undefined) throw new Error('A report needs at least one scenario; none was given.');
  const calendar = calendarOf(scenario.startsOn);
  const all = result.candidates.map(({ candidate }) => candidate);
  const title = [...new Set(scenarios.map((one) => one.title))].join(' · ');
  return pageOf(title, context, [
    search === null ? experimentAnswer(scenario, result) : goalSection(scenario, search.goal, search.answers),
    intervalSection(result),
    differenceSection(compareWithFirst(result), all, result.confidence),
    sensitivity === null ? null : tornadoSection(sensitivity),
    demandSection(result, pictured[0] ?? null, calendar),
    day === null ? null : daySection(day, calendar),
    ...runSections(scenario, findings),
    assumptionsSection(scenario, certainty(result)),
    experimentColophon(scenarios, result, context),
  ]);
}

/** One replication over time: pictures that an average cannot give. */
function runSections(scenario: Scenario, { pictured, result }: ExperimentFindings): Markup[] {
  if (pictured.length === 0) return [];
  const comparison = compare(pictured);
  const calendar = calendarOf(scenario.startsOn);
  const all = result.candidates.map(({ candidate }) => candidate);
  const index = pictured.indexOf(comparison.focus);
  const name = reportName(all[index] ?? all[0]!, all);
  return [
    markup`<section id="one-run" class="divider"><h2>One replication, over time</h2><p class="note">The pictures from here on show replication 0 of ${name}: one of ${result.replications} courses that things may take.</p></section>`,
    stockSection(comparison, calendar),
    lossSection(comparison, calendar),
    networkSection(scenario, comparison),
  ];
}
