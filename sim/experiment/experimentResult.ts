import type { MeasureName } from '#sim/measures/measure';
import type { Replication } from '#sim/measures/replication';
import type { Detail } from '#sim/measures/totals';
import type { Watching } from '#sim/measures/watched';
import type { Mode } from '#sim/mode';
import type { Candidate } from './candidate.ts';
import type { HalfWidth } from './halfWidth.ts';
import { ratioEstimate } from './ratio.ts';
import type { Ratio } from './ratio.ts';
import type { Estimate } from './studentT.ts';
import type { WarmUp, WarmUpRequest } from './warmUp.ts';

export interface ExperimentOptions {
  /** So many; with half-widths, at most so many. */
  readonly replications: number;
  /** From 20 replications on, no more are run once all of these are reached by every candidate. */
  readonly halfWidths?: readonly HalfWidth[];
  /** Such as 0.95. */
  readonly confidence: number;
  readonly warmUp: WarmUpRequest;
  /** Default: `nodes`. */
  readonly detail?: Detail;
  /** Figures for which every single sale is looked at. */
  readonly watching?: Watching;
  /** Figures of the network that will be looked at: if it has no such figure, that is told after the first run. */
  readonly figures?: readonly string[];
  readonly mode?: Mode | undefined;
  readonly check?: boolean | undefined;
  /** Called with the share of the whole experiment that is done, as far as that can be told. */
  readonly onProgress?: (share: number) => void;
}

export interface ExperimentResult {
  readonly candidates: readonly CandidateResult[];
  /** Of each candidate. */
  readonly replications: number;
  readonly confidence: number;
  readonly warmUp: WarmUp;
  readonly halfWidths: readonly HalfWidth[];
  /** Every half-width that was asked for is reached; true if none was. */
  readonly isNarrowEnough: boolean;
}

export interface CandidateResult {
  readonly candidate: Candidate;
  readonly names: readonly MeasureName[];
  /** In the order of the names. */
  readonly estimates: readonly (Estimate | null)[];
  readonly runs: readonly CountedRun[];
}

/** One replication, without what came before the end of the warm-up. Figures are numerators by denominators. */
export interface CountedRun extends Omit<Replication, 'names' | 'totals'> {
  readonly numerators: Float64Array;
  readonly denominators: Float64Array;
}

/** A replication broke off: to run it again, in this thread, says why. */
export class ReplicationBrokeOff extends Error {
  override readonly name = 'ReplicationBrokeOff';
  readonly candidate: Candidate;
  readonly replication: number;

  constructor(candidate: Candidate, replication: number) {
    super(`replication ${replication} of ${candidate.scenario}, ${candidate.plan.name} broke off`);
    this.candidate = candidate;
    this.replication = replication;
  }
}

/** What was asked for does not fit what there is; the message says what to do. */
export class BadExperiment extends Error {
  override readonly name = 'BadExperiment';
}

/** Numerators and denominators of one figure, by replication. */
export function ratioOf(runs: readonly CountedRun[], index: number): Ratio {
  return {
    numerators: Float64Array.from(runs, ({ numerators }) => numerators[index]!),
    denominators: Float64Array.from(runs, ({ denominators }) => denominators[index]!),
  };
}

/** One figure over several replications; null where nothing was counted in any. */
export function estimateOf(runs: readonly CountedRun[], index: number, confidence: number): Estimate | null {
  return ratioEstimate(ratioOf(runs, index), confidence);
}
