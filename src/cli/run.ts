import type { Microseconds } from '#src/domain/time';
import { compiled } from '#src/executor/compiled';
import { interpreted } from '#src/executor/interpreted';
import { jsonOutput } from '#src/cli/jsonOutput';
import { readFile } from '#src/cli/readFile';
import { reportObstacle, writeReport } from '#src/cli/reportFile';
import { commandLine } from '#src/cli/runFlags';
import type { RunFlags } from '#src/cli/runFlags';
import { sampleInterval } from '#src/cli/sampleInterval';
import { summary } from '#src/cli/summary';
import type { Progress, Surroundings } from '#src/cli/surroundings';
import { describeViolation } from '#src/cli/violation';
import { count, span } from '#src/report/format';
import { InvariantViolation } from '#sim/invariantViolation';
import { EndlessRun } from '#sim/endlessRun';
import { EachSaleModeRefused, LazyModeRefused } from '#sim/mode';
import type { Plan } from '#sim/plan';
import type { RunResult } from '#sim/result';
import { runPlan } from '#sim/run';
import type { RunOptions } from '#sim/run';
import { formatFindings } from '#sim/scenario/finding';
import { loadScenario } from '#sim/scenario/load';
import type { Scenario } from '#sim/scenario/scenario';

/** Runs a scenario: 0 when it ran, 2 when it cannot run as asked, 4 when a PIN went astray. */
export async function run(file: string, flags: RunFlags, surroundings: Surroundings): Promise<number> {
  const { scenario, findings } = loadScenario(file, readFile, flags);
  if (findings.length > 0) surroundings.stderr(`${formatFindings(findings)}\n\n`);
  if (scenario === null) {
    surroundings.stderr(`${file}: nothing was run\n`);
    return 2;
  }
  const obstacle = flags.report === undefined ? null : reportObstacle(flags.report, scenario);
  if (obstacle !== null) {
    surroundings.stderr(`error: ${obstacle}\n`);
    return 2;
  }
  const results = simulate(scenario, flags, surroundings);
  if (typeof results === 'number') return results;
  const shortfall = results.find(({ sales }) => sales < (flags.sales ?? 0));
  if (shortfall !== undefined) surroundings.stderr(noteShortfall(shortfall));
  if (flags.json === true) surroundings.stdout(`${JSON.stringify(jsonOutput(scenario, results), null, 2)}\n`);
  else surroundings.stdout(summary(scenario, results, surroundings));
  if (flags.report === undefined) return 0;
  return writeReport(flags.report, scenario, results, flags, surroundings);
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
        return explain(error, { scenario, plan, flags, options, progress, surroundings });
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

interface Failure {
  readonly scenario: Scenario;
  readonly plan: Plan;
  readonly flags: RunFlags;
  readonly options: RunOptions;
  readonly progress: Progress;
  readonly surroundings: Surroundings;
}

function explain(error: unknown, failure: Failure): number {
  const { scenario, plan, flags, options, progress, surroundings } = failure;
  if (error instanceof LazyModeRefused) {
    progress.stop();
    surroundings.stderr(`error: --mode lazy would not be exact here: ${error.message}\n`);
    return 2;
  }
  if (error instanceof EachSaleModeRefused) {
    progress.stop();
    surroundings.stderr(`error: ${scenario.file}: cannot be run sale by sale: ${error.message}\n`);
    return 2;
  }
  if (error instanceof EndlessRun) {
    progress.stop();
    surroundings.stderr(`error: ${scenario.file}: ${error.message}\n`);
    return 2;
  }
  if (error instanceof InvariantViolation) {
    const onProgress = (share: number): void => progress.show(share, 'looking for the history of the PIN');
    const command = commandLine(scenario.file, { ...flags, seed: plan.seed, check: true });
    const text = describeViolation(error, scenario, plan, { ...options, onProgress }, command);
    progress.stop();
    surroundings.stderr(text);
    return 4;
  }
  throw error;
}
