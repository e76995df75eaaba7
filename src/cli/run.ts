import type { Microseconds } from '#src/domain/time';
import { compiled } from '#src/executor/compiled';
import { interpreted } from '#src/executor/interpreted';
import type { LoadedCandidate } from '#src/cli/candidates';
import { runExperiments } from '#src/cli/experiment';
import { isExperiment, isSearchable } from '#src/cli/experimentFlags';
import type { ExperimentFlags } from '#src/cli/experimentFlags';
import { explainFailure } from '#src/cli/failure';
import { foundResult, lookForGoal, tornadoAtFound } from '#src/cli/goal';
import { goalJson, goalSummary } from '#src/cli/goalSummary';
import { jsonOutput } from '#src/cli/jsonOutput';
import { readFile } from '#src/cli/readFile';
import { dayObstacle } from '#src/cli/dayFlag';
import { writeExperimentReport } from '#src/cli/experimentReport';
import { remembering } from '#src/cli/candidates';
import type { KnownFiles } from '#src/cli/candidates';
import { reportObstacle, writeReport } from '#src/cli/reportFile';
import { commandLine } from '#src/cli/runFlags';
import type { RunFlags } from '#src/cli/runFlags';
import { sampleInterval } from '#src/cli/sampleInterval';
import { summary } from '#src/cli/summary';
import type { Surroundings } from '#src/cli/surroundings';
import { count, span } from '#src/report/format';
import type { RunResult } from '#sim/result';
import { runPlan } from '#sim/run';
import type { RunOptions } from '#sim/run';
import { formatFindings } from '#sim/scenario/finding';
import { loadScenario } from '#sim/scenario/load';
import type { Goal } from '#sim/scenario/goal';
import type { Scenario } from '#sim/scenario/scenario';

/** Runs a scenario: 0 when it ran, 2 when it cannot run as asked, 4 when a PIN went astray. */
export async function run(file: string, flags: ExperimentFlags, surroundings: Surroundings): Promise<number> {
  const known: KnownFiles = new Map();
  const { scenario, findings } = loadScenario(file, remembering(readFile, known), flags);
  if (isExperiment(flags) && (scenario === null || scenario.goal === null || !isSearchable(flags))) {
    return runExperiments([file], flags, surroundings);
  }
  if (findings.length > 0) surroundings.stderr(`${formatFindings(findings)}\n\n`);
  if (scenario === null) {
    surroundings.stderr(`${file}: nothing was run\n`);
    return 2;
  }
  const obstacle =
    flags.report === undefined
      ? null
      : (reportObstacle(flags.report, [...known.keys()]) ?? dayObstacle(flags, scenario));
  if (obstacle !== null) {
    surroundings.stderr(`error: ${obstacle}\n`);
    return 2;
  }
  if (scenario.goal !== null) return runWithGoal(scenario, scenario.goal, flags, surroundings);
  const results = simulate(scenario, flags, surroundings);
  if (typeof results === 'number') return results;
  const shortfall = results.find(({ sales }) => sales < (flags.sales ?? 0));
  if (shortfall !== undefined) surroundings.stderr(noteShortfall(shortfall));
  if (flags.json === true) surroundings.stdout(`${JSON.stringify(jsonOutput(scenario, results), null, 2)}\n`);
  else surroundings.stdout(summary(scenario, results, surroundings));
  if (flags.report === undefined) return 0;
  return writeReport(flags.report, scenario, results, flags, surroundings);
}

/** Looks for the goal, and shows a run of each alternative at what was found. */
async function runWithGoal(
  scenario: Scenario,
  goal: Goal,
  flags: ExperimentFlags,
  surroundings: Surroundings,
): Promise<number> {
  const outcome = await lookForGoal(scenario, goal, flags, surroundings);
  if (typeof outcome === 'number') return outcome;
  const sensitivity = flags.tornado === undefined ? null : await tornadoAtFound(outcome, flags, surroundings);
  if (typeof sensitivity === 'number') return sensitivity;
  surroundings.stdout(
    flags.json === true
      ? goalJson(scenario, outcome, sensitivity)
      : goalSummary(scenario, outcome, surroundings, sensitivity),
  );
  if (flags.report === undefined) return 0;
  const result = foundResult(outcome);
  const candidates = result.candidates.map(({ candidate }) => candidate as LoadedCandidate);
  const search = { goal, answers: outcome.answers };
  const reported = {
    command: 'run',
    files: [scenario.file],
    candidates,
    result,
    search,
    sensitivity,
  } as const;
  return writeExperimentReport(flags.report, reported, flags, surroundings);
}

function noteShortfall({ sales, simulatedMicroseconds }: RunResult): string {
  return `note: the run ended after ${span(simulatedMicroseconds)} with ${count(sales)} sales, before the number asked for\n\n`;
}

/** All plans of a scenario, one after another; or the exit code if one does not end well. */
function simulate(scenario: Scenario, flags: RunFlags, surroundings: Surroundings): RunResult[] | number {
  const { plans } = scenario;
  const progress = surroundings.startProgress();
  const results: RunResult[] = [];
  try {
    for (const [index, plan] of plans.entries()) {
      const sampleEvery = flags.report === undefined ? undefined : sampleInterval(plan, scenario.startsOn);
      const options = runOptions(flags, surroundings, sampleEvery);
      const onProgress = (share: number): void => {
        progress.show((index + share) / plans.length, plans.length > 1 ? plan.name : scenario.name);
      };
      try {
        results.push(runPlan(plan, { ...options, onProgress }));
      } catch (error) {
        const command = (more: object): string => commandLine(scenario.file, { ...flags, ...more });
        return explainFailure(error, { scenario, plan, options, command, progress, surroundings });
      }
    }
  } finally {
    progress.stop();
  }
  return results;
}

function runOptions(
  { mode, executor, check }: RunFlags,
  { clock, machines }: Surroundings,
  sampleEvery: Microseconds | undefined,
): RunOptions {
  return {
    mode,
    executor: executor === 'interpreted' ? interpreted : compiled,
    check,
    clock,
    machines,
    sampleEvery,
  };
}
