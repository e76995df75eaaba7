import { sameMeasure } from '#sim/measures/measure';
import type { MeasureName } from '#sim/measures/measure';
import type { Candidate } from './candidate.ts';
import { pairedDifference } from './difference.ts';
import type { Difference } from './difference.ts';
import { ratioOf } from './experimentResult.ts';
import type { CandidateResult, ExperimentResult } from './experimentResult.ts';
import type { Estimate } from './studentT.ts';

/** One figure of the baseline and of another candidate. */
export interface ComparedFigure {
  readonly name: MeasureName;
  readonly before: Estimate;
  readonly after: Estimate;
  readonly difference: Difference;
}

export interface Comparison {
  readonly baseline: Candidate;
  readonly other: Candidate;
  /** Of figures that both have. */
  readonly figures: readonly ComparedFigure[];
}

/** Every candidate against the first, replication by replication. */
export function compareWithFirst({ candidates, confidence }: ExperimentResult): Comparison[] {
  const [baseline, ...others] = candidates;
  if (baseline === undefined) return [];
  return others.map((other) => ({
    baseline: baseline.candidate,
    other: other.candidate,
    figures: comparedFigures(baseline, other, confidence),
  }));
}

function comparedFigures(
  baseline: CandidateResult,
  other: CandidateResult,
  confidence: number,
): ComparedFigure[] {
  const places = new Map(other.names.map((name, place) => [keyOf(name), place]));
  return baseline.names.flatMap((name, index) => {
    // Nearly always the two have the same names in the same order.
    const place = isAt(other, index, name) ? index : places.get(keyOf(name));
    if (place === undefined) return [];
    const before = baseline.estimates[index] ?? null;
    const after = other.estimates[place] ?? null;
    const ratios = [ratioOf(baseline.runs, index), ratioOf(other.runs, place)] as const;
    const difference = pairedDifference(...ratios, confidence);
    if (before === null || after === null || difference === null) return [];
    return [{ name, before, after, difference }];
  });
}

function isAt({ names }: CandidateResult, index: number, name: MeasureName): boolean {
  const same = names[index];
  return same !== undefined && sameMeasure(same, name);
}

function keyOf({ scope, server, variety, figure }: MeasureName): string {
  return JSON.stringify([scope, server, variety, figure]);
}
