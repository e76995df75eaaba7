import type { OracleCase } from './caseSchema.ts';

/** One number of a case beside what the simulation says of it. */
export interface Comparison {
  readonly path: string;
  readonly expected: number;
  /** null: the simulation has no figure of that name, or nothing was counted. */
  readonly estimate: number | null;
  readonly standardError: number | null;
  /** Estimate less expected, in standard errors. */
  readonly z: number | null;
  readonly passes: boolean;
  /** Why it fails; empty if it passes. */
  readonly reason: string;
}

export interface Verdict {
  readonly id: string;
  readonly kind: string;
  readonly model: string;
  readonly comparisons: readonly Comparison[];
  /** What stopped the case from being run at all; empty if it was. */
  readonly obstacle: string;
  readonly passes: boolean;
}

type About = Pick<OracleCase, 'id' | 'kind' | 'model'>;

/** The case could not be run at all. */
export function notRun({ id, kind, model = '' }: About, obstacle: string): Verdict {
  return { id, kind, model, comparisons: [], obstacle, passes: false };
}

export function verdictOn({ id, kind, model = '' }: About, comparisons: readonly Comparison[]): Verdict {
  const passes = comparisons.every((comparison) => comparison.passes);
  return { id, kind, model, comparisons, obstacle: '', passes };
}

/** A number is right if it is within so many standard errors: about 7 in a million right ones are not. */
const MOST_STANDARD_ERRORS = 4.5;
/** A standard error may be larger than the recorded one by this factor; more would make the check worthless. */
const MOST_ERROR_RATIO = 1.5;
/** Where none is recorded: relative, or absolute for shares. */
const MOST_RELATIVE_ERROR = 0.02;
const MOST_ABSOLUTE_ERROR = 0.002;
/** Shares so near 1 that no miss, or only a few clustered ones, fell in the sample. */
const EXACT_SHARE_TOLERANCE = 1e-4;
const RARE_MISSES = 0.999;
const RARE_MISSES_TOLERANCE = 1e-3;

const NOTHING_COUNTED = 'not compared: the simulation counted nothing of it';

/** What does not vary has a standard error of 0 but for rounding. */
const ROUNDING = 1e-12;

export function notCompared(path: string, expected: number, reason: string): Comparison {
  return { path, expected, estimate: null, standardError: null, z: null, passes: false, reason };
}

/**
 * @param slack by which factor standard errors may be larger, because less was simulated than the case asks for
 */
export function compare(
  path: string,
  expected: number,
  estimate: number | null,
  standardError: number | null,
  recordedError: number | null,
  slack = 1,
): Comparison {
  const plain = { path, expected, estimate, standardError, z: null };
  if (estimate === null || standardError === null) return notCompared(path, expected, NOTHING_COUNTED);
  const difference = Math.abs(estimate - expected);
  if (path.includes('fillRateByHour') && expected > RARE_MISSES) {
    return judged(plain, difference <= RARE_MISSES_TOLERANCE, `more than ${RARE_MISSES_TOLERANCE} off`);
  }
  if (standardError <= ROUNDING * Math.abs(expected)) {
    return judged(plain, difference <= EXACT_SHARE_TOLERANCE, `more than ${EXACT_SHARE_TOLERANCE} off`);
  }
  const z = (estimate - expected) / standardError;
  const full = { ...plain, z };
  if (Math.abs(z) > MOST_STANDARD_ERRORS) {
    return judged(full, false, `more than ${MOST_STANDARD_ERRORS} standard errors off`);
  }
  return judged(
    full,
    standardError <= slack * mostError(expected, recordedError),
    'the standard error is too large',
  );
}

function mostError(expected: number, recorded: number | null): number {
  if (recorded !== null && recorded > 0) return MOST_ERROR_RATIO * recorded;
  return Math.max(MOST_RELATIVE_ERROR * Math.abs(expected), MOST_ABSOLUTE_ERROR);
}

function judged(
  comparison: Omit<Comparison, 'passes' | 'reason'>,
  passes: boolean,
  reason: string,
): Comparison {
  return { ...comparison, passes, reason: passes ? '' : reason };
}
