import { DAY_MICROSECONDS } from '#src/domain/time';
import { parseStamp } from '#sim/scenario/calendar';
import type { CountsTable } from '#sim/scenario/countsFile';
import { durationMicroseconds } from '#sim/scenario/duration';
import type { CountsEntry, DaysOfCover } from '#sim/scenario/schema';
import { percentFraction } from '#sim/scenario/words';

/** Levels that a stock rule sets for one inventory, in PINs. */
export interface CoverLevels {
  readonly low: number;
  readonly desired: number;
  readonly high: number | null;
}

/** A mean of 10 customers a day must not become 11 PINs because it was computed as 10.000000000000002. */
const ROUNDING = 1e-9;

/** Levels as multiples of the mean daily demand over an earlier window of the counts, rounded up to whole PINs. */
export function coverLevels(
  table: CountsTable,
  counts: CountsEntry,
  rule: DaysOfCover,
  server: string,
  variety: string,
): CoverLevels {
  const mean = meanPerDay(table, counts, rule, server, variety);
  const cover = (duration: string | undefined): number =>
    Math.ceil((durationMicroseconds(duration ?? '0 d') / DAY_MICROSECONDS) * mean - ROUNDING);
  const low = cover(rule.low);
  return {
    low,
    desired: Math.max(low + 1, cover(rule.desired)),
    high: rule.high === undefined ? null : Math.max(low, cover(rule.high)),
  };
}

/** The rule of an alternative: the scenario's, with what the alternative says instead. */
export function mergeRules(rule: DaysOfCover, changes: DaysOfCover | undefined): DaysOfCover {
  return { ...rule, ...changes };
}

function meanPerDay(
  table: CountsTable,
  counts: CountsEntry,
  rule: DaysOfCover,
  server: string,
  variety: string,
): number {
  const from = parseStamp(rule.from ?? '') ?? 0;
  const end = (parseStamp(rule.to ?? '') ?? 0) + DAY_MICROSECONDS;
  const column = table.columns.get(server) ?? [];
  const first = Math.round((from - table.starts) / table.period);
  const window = column.slice(first, Math.round((end - table.starts) / table.period));
  const sum = window.reduce((total, count) => total + count, 0);
  return (sum * customersPerCount(counts, variety) * DAY_MICROSECONDS) / (end - from);
}

/** Customers for one variety that a 1 in the file stands for. */
export function customersPerCount(counts: CountsEntry, variety: string): number {
  const share = percentFraction(counts.share ?? '100 %') ?? 0;
  const part = Object.hasOwn(counts.varieties, variety) ? counts.varieties[variety] : undefined;
  const mix = percentFraction(part ?? '0 %') ?? 0;
  return (counts.unit ?? 1) * share * mix;
}
