import { DAY_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import type { DayRequest } from '#sim/dayInTheLife';
import type { RunResult } from '#sim/result';
import { measureOf, ranked } from '#src/report/misses';

/** What a reader wants to look at closely; what is left open is chosen. */
export interface DayWish {
  readonly server: string | null;
  /** Day of the run, from 0. */
  readonly day: number | null;
}

const DAYS_SHOWN = 2;

/**
 * Two days of one server: from the day that was asked for, or the day on which most sales were lost and the one before
 * it. Null where the run has no such day.
 */
export function chooseDay(result: RunResult, { server, day }: DayWish): DayRequest | null {
  const chosen = server ?? worstServer(result);
  if (chosen === null) return null;
  const end = result.simulatedMicroseconds;
  const from =
    day === null ? Math.max(0, worstDay(result, chosen) - DAY_MICROSECONDS) : day * DAY_MICROSECONDS;
  if (from >= end) return null;
  const until = Math.min(end, from + DAYS_SHOWN * DAY_MICROSECONDS);
  // Where the run ends in the first of the two days, the one before it says more than half a day alone.
  const isShort = day === null && until - from <= DAY_MICROSECONDS;
  return { server: chosen, from: isShort ? Math.max(0, from - DAY_MICROSECONDS) : from, until };
}

/** Where most customers were failed; where nobody was, the one whose shelves came closest to empty. */
function worstServer(result: RunResult): string | null {
  const [worst] = ranked(measureOf([result]), result.servers);
  if (worst === undefined) return null;
  if (worst.misses > 0 || result.recording === null) return worst.name;
  const closest = [...result.recording.series].sort(
    (one, other) => lowest(one.onHand) / startOf(one) - lowest(other.onHand) / startOf(other),
  );
  return closest[0]?.server ?? worst.name;
}

/** The beginning of the day on which the server's shelves failed most customers, or were lowest. */
function worstDay({ recording }: RunResult, server: string): Microseconds {
  const series = recording?.series.filter((one) => one.server === server) ?? [];
  if (recording === null || series.length === 0) return 0;
  const perDay = new Map<number, { lost: number; least: number }>();
  for (const one of series) {
    for (let index = 1; index < one.onHand.length; index++) {
      const day = Math.floor(((index - 0.5) * recording.sampleMicroseconds) / DAY_MICROSECONDS);
      const known = perDay.get(day) ?? { lost: 0, least: Infinity };
      known.lost += one.lost[index]!;
      known.least = Math.min(known.least, one.onHand[index]! / startOf(one));
      perDay.set(day, known);
    }
  }
  const days = [...perDay].sort(
    ([first, one], [second, other]) => other.lost - one.lost || one.least - other.least || first - second,
  );
  return (days[0]?.[0] ?? 0) * DAY_MICROSECONDS;
}

function lowest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

function startOf({
  desiredLevel,
  onHand,
}: {
  desiredLevel: number | null;
  onHand: readonly number[];
}): number {
  return Math.max(1, desiredLevel ?? onHand[0] ?? 1);
}
