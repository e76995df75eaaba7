import type { Microseconds } from '#src/domain/time';
import type { Plan, RatePlan } from '#sim/plan';
import { mser5 } from './mser.ts';
import { commonWindows } from './windows.ts';
import type { Windows } from './windows.ts';

/** What was asked for; a time is left out as given. */
export type WarmUpRequest = 'auto' | 'none' | Microseconds;

/** What is left out at the beginning of every run, and why. */
export interface WarmUp {
  readonly microseconds: Microseconds;
  readonly rule: 'none' | 'given' | 'mser-5';
  /** A sentence without its full stop. */
  readonly reason: string;
  /** The runs may be too short for what is asked of them. */
  readonly isDoubtful: boolean;
}

/** Figures of one candidate by window: sums over its replications. */
export interface WindowSums {
  readonly numerators: Float64Array;
  readonly denominators: Float64Array;
}

/** The warm-up, where it is known before anything has run; else the windows in which to look for it. */
export function planWarmUp(request: WarmUpRequest, plans: readonly Plan[]): WarmUp | Windows {
  if (request === 'none') return { ...NOTHING, reason: 'nothing was to be left out' };
  if (request !== 'auto') {
    return { microseconds: request, rule: 'given', reason: 'so it was asked for', isDoubtful: false };
  }
  for (const plan of plans) {
    const end = whyItEnds(plan);
    if (end !== null)
      return { ...NOTHING, reason: `${end}: such a run has a beginning and an end of its own` };
  }
  const windows = commonWindows(plans);
  return typeof windows === 'string' ? { ...NOTHING, reason: windows, isDoubtful: true } : windows;
}

const NOTHING = { microseconds: 0, rule: 'none', isDoubtful: false } as const;

/** Why a run of the plan is not a piece of something that goes on for ever; null if it is one. */
function whyItEnds({ demand, operations = [] }: Plan): string | null {
  if (operations.length > 0) return 'a node goes offline or fails at a certain time';
  const kinds = new Set(demand.flatMap(({ rate }) => kindsOf(rate)));
  if (kinds.has('periods')) return 'the demand is that of certain days';
  if (kinds.has('listed')) return 'recorded sales are replayed';
  if (kinds.has('growth')) return 'the demand grows';
  if (kinds.has('events')) return 'the demand has events on certain days';
  return null;
}

/** Of the rate and of all that multiplies it. */
function kindsOf(rate: RatePlan): string[] {
  return rate.kind === 'scaled' ? [...kindsOf(rate.of), ...rate.by.map(({ kind }) => kind)] : [rate.kind];
}

/**
 * MSER-5 on each series, in each of which the first window is the first of the run. All that is compared leaves out the
 * same, so the longest of the warm-ups counts.
 */
export function findWarmUp(series: readonly WindowSums[], { length }: Windows): WarmUp {
  let longest = { deleted: 0, isAtLimit: false };
  for (const sums of series) {
    const truncation = mser5(averages(sums));
    if (truncation.deleted >= longest.deleted) longest = truncation;
  }
  const { deleted, isAtLimit } = longest;
  return {
    microseconds: deleted * length,
    rule: 'mser-5',
    reason: isAtLimit
      ? 'MSER-5 found no end of the warm-up in the first half of the runs; they may be too short'
      : 'MSER-5, on the average of the first replications',
    isDoubtful: isAtLimit,
  };
}

/** The figure by window; where nothing was counted in one, as it is on the whole. */
function averages({ numerators, denominators }: WindowSums): number[] {
  let [numerator, denominator] = [0, 0];
  for (let window = 0; window < numerators.length; window++) {
    numerator += numerators[window]!;
    denominator += denominators[window]!;
  }
  const whole = denominator === 0 ? 0 : numerator / denominator;
  return Array.from(numerators, (sum, window) =>
    denominators[window] === 0 ? whole : sum / denominators[window]!,
  );
}
