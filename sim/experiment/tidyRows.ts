import type { SettingValue } from '#sim/scenario/setting';
import type { CandidateResult, ExperimentResult } from './experimentResult.ts';
import type { Estimate } from './studentT.ts';

/** One number with all that says what it is, for tools that want a table with one number in a row. */
export interface TidyRow {
  readonly scenario: string;
  readonly point: number;
  readonly alternative: string;
  /** What the point sets, by path. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** Null in the row with the interval, which is about all replications. */
  readonly replication: number | null;
  readonly scope: string;
  readonly server: string | null;
  readonly variety: string | null;
  readonly figure: string;
  /** Null where nothing was counted. */
  readonly value: number | null;
  /** Null in the rows of single replications, and where there is no interval. */
  readonly low: number | null;
  readonly high: number | null;
}

/** For each candidate and figure a row for each replication, and after them one with the interval. */
export function* tidyRows({ candidates }: ExperimentResult): Generator<TidyRow> {
  for (const result of candidates) yield* rowsOf(result);
}

function* rowsOf({ candidate, names, estimates, runs }: CandidateResult): Generator<TidyRow> {
  const { scenario, point, plan } = candidate;
  const settings = Object.fromEntries(candidate.settings.map(({ path, value }) => [path, value]));
  const common = { scenario, point, alternative: plan.name, settings };
  for (const [index, { scope, server, variety, figure }] of names.entries()) {
    const about = { scope, server, variety, figure };
    for (const { replication, numerators, denominators } of runs) {
      const denominator = denominators[index]!;
      const value = denominator === 0 ? null : numerators[index]! / denominator;
      yield { ...common, replication, ...about, value, low: null, high: null };
    }
    yield { ...common, replication: null, ...about, ...intervalOf(estimates[index] ?? null) };
  }
}

/** An estimate with both ends of its interval. */
export function intervalOf(estimate: Estimate | null): {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
} {
  if (estimate === null) return { value: null, low: null, high: null };
  const { estimate: value, halfWidth } = estimate;
  if (halfWidth === null) return { value, low: null, high: null };
  return { value, low: value - halfWidth, high: value + halfWidth };
}
