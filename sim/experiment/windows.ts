import { DAY_MICROSECONDS, HOUR_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import { expectedPins } from '#sim/demand/expectedPins';
import type { DemandPlan, FactorPlan, Plan, RatePlan } from '#sim/plan';
import { BATCH, FEWEST_OBSERVATIONS } from './mser.ts';

/** Into so many windows a run is cut, or a few less. */
const MOST_WINDOWS = 200;
/** Of the time that a run with so many sales is expected to take, so that chance ends hardly any before. */
const SAFE_SHARE = 0.9;

/** Spans of equal length from time 0 on, each of whole demand cycles, over which runs are looked at. */
export interface Windows {
  readonly length: Microseconds;
  readonly count: number;
}

/** Windows that fit all plans, or why there are none. */
export function commonWindows(plans: readonly Plan[]): Windows | string {
  const duration = Math.min(...plans.map(expectedDuration));
  const cycle = commonCycle(plans);
  if (duration === Infinity) return 'the run has no end that could be told in advance';
  const cycles = Math.floor(duration / cycle);
  const each = Math.max(1, Math.ceil(cycles / MOST_WINDOWS));
  const count = Math.floor(cycles / each);
  if (count >= FEWEST_OBSERVATIONS) return { length: each * cycle, count };
  return `the run holds only ${count} whole demand cycles, and at least ${FEWEST_OBSERVATIONS} are needed to see a warm-up`;
}

/** After how many windows a warm-up may end: ascending, each the end of a batch, within the first half. */
export function truncationPlaces({ count }: Windows): number[] {
  const batches = Math.floor(count / BATCH);
  return Array.from({ length: Math.floor(batches / 2) }, (_, index) => (index + 1) * BATCH);
}

/** After this time the demand of every plan begins again; a minute where none of it has a cycle. */
function commonCycle(plans: readonly Plan[]): Microseconds {
  return plans.reduce((common, plan) => leastCommonMultiple(common, demandCycle(plan)), MINUTE_MICROSECONDS);
}

const MINUTE_MICROSECONDS = HOUR_MICROSECONDS / 60;

/** The time after which the demand of the plan begins again; 1 if it never changes. */
export function demandCycle({ demand }: Plan): Microseconds {
  return demand.reduce((common, { rate }) => leastCommonMultiple(common, cycleOf(rate)), 1);
}

function cycleOf(rate: RatePlan): Microseconds {
  switch (rate.kind) {
    case 'constant':
    case 'periods':
    case 'bursts':
    case 'listed':
      return 1;
    case 'cycle':
      return rate.periodMicroseconds * rate.ratesPerHour.length;
    case 'scaled':
      return rate.by.reduce(
        (common, factor) => leastCommonMultiple(common, factorCycle(factor)),
        cycleOf(rate.of),
      );
  }
}

function factorCycle(factor: FactorPlan): Microseconds {
  switch (factor.kind) {
    case 'cycle':
      return factor.periodMicroseconds * factor.factors.length;
    case 'dayFactor':
      return DAY_MICROSECONDS;
    case 'growth':
    case 'events':
      return 1;
  }
}

/** When the run ends; a guess on the safe side where that depends on sales. */
function expectedDuration({ demand, stop }: Plan): Microseconds {
  const until = stop.until ?? Infinity;
  if (stop.sales === null) return until;
  let ratePerHour = 0;
  for (const one of demand) ratePerHour += meanPerHour(one);
  const expected = ratePerHour === Infinity ? Infinity : (stop.sales / ratePerHour) * HOUR_MICROSECONDS;
  return Math.min(until, Math.floor(SAFE_SHARE * expected));
}

/** PINs asked for; Infinity where that is not the same in the long run, so that no guess is made from it. */
function meanPerHour(demand: DemandPlan): number {
  const { kind } = demand.rate;
  if (kind === 'periods' || kind === 'listed') return Infinity;
  const cycle = leastCommonMultiple(cycleOf(demand.rate), HOUR_MICROSECONDS);
  return (expectedPins(demand, cycle) / cycle) * HOUR_MICROSECONDS;
}

function leastCommonMultiple(a: number, b: number): number {
  let [left, right] = [a, b];
  while (right !== 0) [left, right] = [right, left % right];
  return (a / left) * b;
}
