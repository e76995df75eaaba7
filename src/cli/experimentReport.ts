import type { LoadedCandidate } from '#src/cli/candidates';
import { dayWish, lookAtDay } from '#src/cli/dayFlag';
import { experimentWords } from '#src/cli/experimentFlags';
import type { ExperimentFlags } from '#src/cli/experimentFlags';
import { writePage } from '#src/cli/reportFile';
import { commandLine } from '#src/cli/runFlags';
import { sampleInterval } from '#src/cli/sampleInterval';
import type { Surroundings } from '#src/cli/surroundings';
import type { ExperimentResult } from '#sim/experiment/experimentResult';
import type { GoalAnswer } from '#sim/experiment/goalSearch';
import type { Sensitivity } from '#sim/experiment/sensitivity';
import type { RunResult } from '#sim/result';
import { runPlan } from '#sim/run';
import type { Goal } from '#sim/scenario/goal';
import type { Scenario } from '#sim/scenario/scenario';
import { DAY_MICROSECONDS } from '#src/domain/time';
import { compare } from '#src/report/alternatives';
import type { DayWish } from '#src/report/dayChoice';

/** What an experiment or a search found, as far as its report needs it. */
export interface Reported {
  readonly command: 'run' | 'compare';
  /** As they were named. */
  readonly files: readonly string[];
  /** In the order of the result's. */
  readonly candidates: readonly LoadedCandidate[];
  readonly result: ExperimentResult;
  readonly search: { readonly goal: Goal; readonly answers: readonly GoalAnswer[] } | null;
  readonly sensitivity: Sensitivity | null;
}

/** Runs the first candidates once more to see them over time, and writes the report: 0 when it is written, else 2. */
export async function writeExperimentReport(
  path: string,
  reported: Reported,
  flags: ExperimentFlags,
  surroundings: Surroundings,
): Promise<number> {
  const { command, files, candidates, result, search, sensitivity } = reported;
  const scenarios = [...new Map(candidates.map(({ source }) => [source.file, source])).values()];
  const wish = dayWish(flags.day, scenarios[0]!);
  if (typeof wish === 'string') {
    surroundings.stderr(`error: ${wish}\n`);
    return 2;
  }
  // The alternatives of a search are few; of a sweep the first point stands for all.
  const shown = search === null ? candidates.slice(0, 1) : candidates;
  const pictured = picturedRuns(shown, flags, surroundings);
  const focus = focusOf(pictured, shown, wish);
  const { plan } = shown[pictured.indexOf(focus)]!;
  const day = lookAtDay(plan, focus, wish, flags, surroundings);
  const text = commandLine(files, flags, experimentWords(flags), command);
  const { renderExperimentReport } = await import('#src/report/experimentPage');
  const findings = { scenarios: withPlans(scenarios, shown), result, search, sensitivity, pictured, day };
  const { version, today } = surroundings;
  const page = await renderExperimentReport(findings, { command: text, version, generatedOn: today() });
  return writePage(path, page, flags, surroundings);
}

/** Which run to look at closely: one in which a node is away on that day, or in which that server failed most customers. */
function focusOf(
  pictured: readonly RunResult[],
  shown: readonly LoadedCandidate[],
  wish: DayWish,
): RunResult {
  const { focus, measure } = compare(pictured);
  const { server, day } = wish;
  if (server === null) return focus;
  const rank = (result: RunResult): number => {
    const { operations = [] } = shown[pictured.indexOf(result)]!.plan;
    const from = (day ?? Infinity) * DAY_MICROSECONDS;
    const isAway = operations.some((one) => one.from < from + 2 * DAY_MICROSECONDS && one.until > from);
    return isAway ? Infinity : measure.of(result.servers[server]!);
  };
  return pictured.reduce((first, result) => (rank(result) > rank(first) ? result : first), focus);
}

/** Assumptions are those of the plans that were run. */
function withPlans(scenarios: readonly Scenario[], shown: readonly LoadedCandidate[]): Scenario[] {
  const [first, ...others] = scenarios;
  return [
    { ...first!, plans: shown[0]!.settings.length > 0 ? shown.map(({ plan }) => plan) : first!.plans },
    ...others,
  ];
}

function picturedRuns(
  shown: readonly LoadedCandidate[],
  { mode, check }: ExperimentFlags,
  { clock, machines, startProgress }: Surroundings,
): RunResult[] {
  const progress = startProgress();
  try {
    return shown.map(({ plan, source }, index) => {
      const sampleEvery = sampleInterval(plan, source.startsOn);
      const onProgress = (share: number): void => progress.show((index + share) / shown.length, 'pictures');
      return runPlan(plan, { mode, check, clock, machines, sampleEvery, onProgress });
    });
  } finally {
    progress.stop();
  }
}
