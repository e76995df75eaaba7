import { DAY_MICROSECONDS, HOUR_MICROSECONDS, SECOND_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import { expectedPins } from '#sim/demand/expectedPins';
import type { DemandPlan, Plan } from '#sim/plan';

const MOST_SAMPLES = 1500;
const MINUTE_MICROSECONDS = 60 * SECOND_MICROSECONDS;

// Each divides a day or is whole days.
const LADDER: readonly Microseconds[] = [
  ...[1, 5, 15].map((seconds) => seconds * SECOND_MICROSECONDS),
  ...[1, 5, 15].map((minutes) => minutes * MINUTE_MICROSECONDS),
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => hours * HOUR_MICROSECONDS),
  ...[1, 2, 7, 14, 28, 91, 182].map((days) => days * DAY_MICROSECONDS),
];

/**
 * How often to sample a run for pictures: often enough to show a shelf between two deliveries. With a calendar at
 * least daily, so that the report can tell days apart.
 */
export function sampleInterval(plan: Plan, startsOn: string | null): Microseconds {
  const duration = expectedDuration(plan);
  const longest = startsOn === null ? LADDER[LADDER.length - 1]! : DAY_MICROSECONDS;
  const fitting = LADDER.find((interval) => duration / interval <= MOST_SAMPLES) ?? longest;
  return Math.min(fitting, longest);
}

/** A run that ends with so many sales lasts about as long as so many customers take to come. */
function expectedDuration({ demand, stop }: Plan): Microseconds {
  const until = stop.until ?? Infinity;
  if (stop.sales === null) return until;
  let low = 0;
  let high = Math.min(until, HOUR_MICROSECONDS);
  while (high < until && expectedSales(demand, high) < stop.sales) {
    low = high;
    high = Math.min(until, 2 * high);
    // Demand that dries up never reaches the number; and the clock ends there.
    if (high > 2 ** 53) return low;
  }
  for (let halvings = 0; halvings < 20; halvings++) {
    const middle = (low + high) / 2;
    if (expectedSales(demand, middle) < stop.sales) low = middle;
    else high = middle;
  }
  return high;
}

function expectedSales(demand: readonly DemandPlan[], until: Microseconds): number {
  return demand.reduce((sum, own) => sum + expectedPins(own, until), 0);
}
