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

/**
 * What an experiment prints with `--json`, in pieces: all of it may be longer than a text can be. But for wall times it
 * does not depend on the number of workers.
 */
export function* experimentJson(result: ExperimentResult, context: ExperimentContext): Generator<string> {
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
  };
  yield JSON.stringify(output, null, 2).slice(0, -'\n}'.length);
  yield* list('candidates', candidateOutputs(result, context));
  if (comparisons.length > 0) yield* list('differences', differences(comparisons));
  if (sensitivity !== null) yield `,\n  "sensitivity": ${indented(tidySensitivity(sensitivity), '  ')}`;
  yield* list('rows', rows(result));
  yield '\n}\n';
}

const ITEMS_AT_ONCE = 2000;

/** A further field of an object that has some, with a list that is never whole in memory. */
function* list(name: string, items: Iterable<object>): Generator<string> {
  let pieces: string[] = [];
  let isFirst = true;
  yield `,\n  "${name}": [`;
  for (const item of items) {
    pieces.push(`${isFirst ? '' : ','}\n    ${indented(item, '    ')}`);
    isFirst = false;
    if (pieces.length < ITEMS_AT_ONCE) continue;
    yield pieces.join('');
    pieces = [];
  }
  yield `${pieces.join('')}${isFirst ? '' : '\n  '}]`;
}

/** As it stands within an object. Texts have no line breaks of their own in JSON. */
function indented(item: object, indentation: string): string {
  return JSON.stringify(item, null, 2).replaceAll('\n', `\n${indentation}`);
}

function* candidateOutputs(result: ExperimentResult, { candidates }: ExperimentContext): Generator<object> {
  for (const [index, one] of result.candidates.entries()) yield candidateOutput(one, candidates[index]!);
}

function* rows(result: ExperimentResult): Generator<object> {
  for (const { scenario, point, alternative, settings, ...row } of tidyRows(result)) {
    yield { scenario, point, alternative, ...settings, ...row };
  }
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

function* differences(comparisons: readonly Comparison[]): Generator<object> {
  for (const { baseline, other, figures } of comparisons) {
    const sides = { baseline: sideOutput(baseline), other: sideOutput(other) };
    for (const { name, before, after, difference } of figures) {
      yield {
        ...sides,
        ...name,
        before: before.estimate,
        after: after.estimate,
        ...renamed(intervalOf(difference)),
        verdict: difference.verdict,
      };
    }
  }
}

function sideOutput({ scenario, point, plan }: Comparison['baseline']): object {
  return { scenario, point, alternative: plan.name };
}

function renamed({ value, low, high }: ReturnType<typeof intervalOf>): object {
  return { difference: value, low, high };
}
