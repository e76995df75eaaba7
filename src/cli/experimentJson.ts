import type { LoadedCandidate } from '#src/cli/candidates';
import { HOUR_MICROSECONDS } from '#src/domain/time';
import { tidySensitivity } from '#src/report/sensitivityRows';
import type { Comparison } from '#sim/experiment/comparison';
import { COVERAGE } from '#sim/experiment/coverage';
import type { CandidateResult, ExperimentResult } from '#sim/experiment/experimentResult';
import type { Sensitivity } from '#sim/experiment/sensitivity';
import { intervalOf, tidyRows } from '#sim/experiment/tidyRows';

/** What surrounds a result: which scenarios it is about, and what compares them. */
export interface ExperimentContext {
  readonly candidates: readonly LoadedCandidate[];
  /** Empty unless a comparison was asked for. */
  readonly comparisons: readonly Comparison[];
  readonly sensitivity: Sensitivity | null;
  /** Wall time of the whole experiment. */
  readonly seconds: number;
}

/** What an experiment prints with `--json`. But for wall times it does not depend on the number of workers. */
export function experimentJson(result: ExperimentResult, context: ExperimentContext): string {
  const { replications, confidence, warmUp, halfWidths, isNarrowEnough } = result;
  const { seconds, candidates, comparisons, sensitivity } = context;
  const output = {
    seed: candidates[0]!.plan.seed,
    replications,
    confidence,
    warmUp: { hours: warmUp.microseconds / HOUR_MICROSECONDS, rule: warmUp.rule, reason: warmUp.reason },
    halfWidths,
    isNarrowEnough,
    coverage: COVERAGE,
    seconds,
    candidates: result.candidates.map((one, index) => candidateOutput(one, candidates[index]!)),
    ...(comparisons.length === 0 ? {} : { differences: comparisons.flatMap(differences) }),
    ...(sensitivity === null ? {} : { sensitivity: tidySensitivity(sensitivity) }),
    rows: [...tidyRows(result)].map(({ scenario, point, alternative, settings, ...row }) => ({
      scenario,
      point,
      alternative,
      ...settings,
      ...row,
    })),
  };
  return `${JSON.stringify(output, null, 2)}\n`;
}

function candidateOutput({ candidate, runs }: CandidateResult, { source }: LoadedCandidate): object {
  const { scenario, point, settings, plan } = candidate;
  return {
    scenario,
    point,
    alternative: plan.name,
    settings: Object.fromEntries(settings.map(({ path, value }) => [path, value])),
    contentHash: source.contentHash,
    mode: runs[0]!.mode,
    runs: runs.map(({ replication, traceHash, sales, simulatedMicroseconds, seconds }) => ({
      replication,
      traceHash,
      sales,
      simulatedHours: simulatedMicroseconds / HOUR_MICROSECONDS,
      seconds,
    })),
  };
}

function differences({ baseline, other, figures }: Comparison): object[] {
  const sides = { baseline: sideOutput(baseline), other: sideOutput(other) };
  return figures.map(({ name, before, after, difference }) => ({
    ...sides,
    ...name,
    before: before.estimate,
    after: after.estimate,
    ...renamed(intervalOf(difference)),
    verdict: difference.verdict,
  }));
}

function sideOutput({ scenario, point, plan }: Comparison['baseline']): object {
  return { scenario, point, alternative: plan.name };
}

function renamed({ value, low, high }: ReturnType<typeof intervalOf>): object {
  return { difference: value, low, high };
}
