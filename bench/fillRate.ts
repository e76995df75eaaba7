import type { Expectation } from './job.ts';

// REFERENCE-MODEL: exact in the long run, and how a run of a million sales scatters.
const EXACT = 0.962319;
const DEVIATION_OF_A_MILLION = 0.0004;
const MOST_STANDARD_ERRORS = 4;

/** Shorter runs still show that they begin with full shelves, which the exact rate knows nothing of. */
export const FEWEST_SALES_FOR_EXACT = 1e6;

/** A run's fill rate beside the one that it should have. */
export interface FillRate {
  readonly fillRate: number;
  readonly expected: number;
  /** Distance from `expected`, with its sign. */
  readonly standardErrors: number;
  readonly isRight: boolean;
}

/** Compares with the exact rate, or with what runs of a baseline of this length gave. */
export function judge(fillRate: number, sales: number, ofShortRuns: Expectation | null): FillRate {
  const { mean: expected, standardDeviation } = ofShortRuns ?? {
    mean: EXACT,
    standardDeviation: DEVIATION_OF_A_MILLION * Math.sqrt(1e6 / sales),
  };
  const standardErrors = (fillRate - expected) / standardDeviation;
  return { fillRate, expected, standardErrors, isRight: Math.abs(standardErrors) <= MOST_STANDARD_ERRORS };
}
