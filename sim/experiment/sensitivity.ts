import type { MeasureName } from '#sim/measures/measure';
import { pairedDifference } from './difference.ts';
import type { Difference } from './difference.ts';
import { BadExperiment, ratioOf } from './experimentResult.ts';
import type { CandidateResult } from './experimentResult.ts';
import type { Estimate } from './studentT.ts';

/** One thing that is changed by itself, downwards and upwards. */
export interface Swing {
  /** What is changed: a path into the scenario, or a name such as "demand". */
  readonly what: string;
  readonly low: SwingEnd;
  readonly high: SwingEnd;
  /** What it is in the base, where one can say. */
  readonly base: string | null;
}

export interface SwingEnd {
  /** Such as "12 h" or "−10 %". */
  readonly value: string;
  /** Against the base, with the same customers and lead times. */
  readonly difference: Difference;
}

/** How far one figure of the network moves when one thing after another is changed. */
export interface Sensitivity {
  readonly figure: string;
  /** Whose plan is changed. */
  readonly baseName: string;
  readonly base: Estimate;
  /** The longest first. */
  readonly swings: readonly Swing[];
}

/** What two further candidates of an experiment change in the first. */
export interface SwingPair {
  readonly what: string;
  readonly base: string | null;
  readonly values: readonly [low: string, high: string];
  readonly results: readonly [low: CandidateResult, high: CandidateResult];
}

/** Throws a `BadExperiment` where the network has no such figure. */
export function sensitivityOf(
  base: CandidateResult,
  pairs: readonly SwingPair[],
  figure: string,
  confidence: number,
): Sensitivity {
  const place = placeOf(base, figure);
  const estimate = place < 0 ? null : (base.estimates[place] ?? null);
  if (estimate === null) throw new BadExperiment(`there is no figure "${figure}" of the network to look at`);
  const endOf = (value: string, result: CandidateResult): SwingEnd => {
    const ratios = [ratioOf(base.runs, place), ratioOf(result.runs, placeOf(result, figure))] as const;
    const difference = pairedDifference(...ratios, confidence);
    return { value, difference: difference ?? { estimate: 0, halfWidth: null, verdict: 'unclear' } };
  };
  const swings = pairs.map(({ what, base: own, values, results }): Swing => ({
    what,
    base: own,
    low: endOf(values[0], results[0]),
    high: endOf(values[1], results[1]),
  }));
  return {
    figure,
    baseName: base.candidate.plan.name,
    base: estimate,
    swings: swings.sort((one, other) => lengthOf(other) - lengthOf(one)),
  };
}

/** From the lower end of a bar to the higher one; the base is always in it. */
function lengthOf({ low, high }: Swing): number {
  const ends = [0, low.difference.estimate, high.difference.estimate];
  return Math.max(...ends) - Math.min(...ends);
}

function placeOf({ names }: CandidateResult, figure: string): number {
  return names.findIndex((name: MeasureName) => name.scope === 'network' && name.figure === figure);
}
