import type { MeasureName } from '#sim/measures/measure';
import type { Goal } from '#sim/scenario/goal';
import type { Candidate } from './candidate.ts';
import { BadExperiment, estimateOf } from './experimentResult.ts';
import type { CandidateResult, ExperimentResult } from './experimentResult.ts';

/** A part of the network at one point, and whether it reaches what it must. */
export interface GoalCheck {
  readonly name: MeasureName;
  readonly estimate: number;
  /** One-sided, at the goal's confidence. */
  readonly lowerBound: number;
}

/** What several runs at one point of one alternative say. */
export interface GoalTrial {
  /** Place among the values that are tried, from 0, the smallest first. */
  readonly index: number;
  readonly result: CandidateResult;
  /** Of all parts that the goal is about, the one with the lowest bound first. */
  readonly checks: readonly GoalCheck[];
  readonly isReached: boolean;
}

export interface GoalAnswer {
  readonly alternative: string;
  /** Where the goal is reached and, one step below, is not; null: not even at the largest value. */
  readonly smallest: GoalTrial | null;
  /** Every point that was tried, by index. */
  readonly trials: readonly GoalTrial[];
}

export interface GoalSearch {
  readonly goal: Goal;
  readonly alternatives: readonly string[];
  /** How many values there are to try. */
  readonly size: number;
  candidate(index: number, alternative: number): Candidate;
  /** Runs those candidates with the same random numbers. */
  run(candidates: readonly Candidate[]): Promise<ExperimentResult>;
}

/**
 * The smallest value at which each alternative reaches the goal, by halving: it takes for granted that what is reached
 * at one value is reached at every larger one. Alternatives are run side by side.
 */
export async function searchGoal(search: GoalSearch): Promise<GoalAnswer[]> {
  const { alternatives, size } = search;
  const hunts = alternatives.map((_, place) => new Hunt(place, size));
  for (;;) {
    const open = hunts.filter((hunt) => hunt.next !== null);
    if (open.length === 0) break;
    const candidates = open.map(({ place, next }) => search.candidate(next!, place));
    // Which values come next depends on these.
    // oxlint-disable-next-line no-await-in-loop
    const { candidates: results } = await search.run(candidates);
    for (const [index, hunt] of open.entries()) hunt.take(trialOf(hunt.next!, results[index]!, search.goal));
  }
  return hunts.map(({ place, trials }) => {
    const sorted = [...trials].sort((one, other) => one.index - other.index);
    return {
      alternative: alternatives[place]!,
      smallest: sorted.find(({ isReached }) => isReached) ?? null,
      trials: sorted,
    };
  });
}

/** One alternative's way to its smallest value: first the largest, then the middle of what is left. */
class Hunt {
  readonly trials: GoalTrial[] = [];
  readonly place: number;
  next: number | null;
  private low = 0;
  private high: number;

  constructor(place: number, size: number) {
    this.place = place;
    this.high = size - 1;
    this.next = this.high;
  }

  take(trial: GoalTrial): void {
    this.trials.push(trial);
    if (trial.isReached) this.high = trial.index;
    else this.low = trial.index + 1;
    // The largest value does not do: no smaller one will.
    this.next = this.low >= this.high ? null : Math.floor((this.low + this.high) / 2);
  }
}

const SCOPES: Readonly<Record<Goal['of'], MeasureName['scope']>> = {
  'the network': 'network',
  'every server': 'server',
  'every variety': 'variety',
};

function trialOf(index: number, result: CandidateResult, goal: Goal): GoalTrial {
  const scope = SCOPES[goal.of];
  const checks: GoalCheck[] = [];
  let isKnown = false;
  for (const [place, name] of result.names.entries()) {
    if (name.scope !== scope || name.figure !== goal.figure) continue;
    isKnown = true;
    // An interval of twice the doubt has the goal's doubt at each of its ends.
    const estimate = estimateOf(result.runs, place, 1 - 2 * (1 - goal.confidence));
    // Where nobody asked, nobody was failed.
    if (estimate === null) continue;
    const lowerBound = estimate.halfWidth === null ? -Infinity : estimate.estimate - estimate.halfWidth;
    checks.push({ name, estimate: estimate.estimate, lowerBound });
  }
  if (!isKnown) {
    throw new BadExperiment(`there is no figure "${goal.figure}" of ${goal.of}; write another under goal`);
  }
  checks.sort((one, other) => one.lowerBound - other.lowerBound);
  return { index, result, checks, isReached: checks.every(({ lowerBound }) => lowerBound >= goal.atLeast) };
}
