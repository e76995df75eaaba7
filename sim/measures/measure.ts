import type { Microseconds } from '#src/domain/time';

/** What a figure is about: the network of servers, one part of it, or the hub's central inventories. */
export interface MeasureName {
  readonly scope: 'network' | 'server' | 'variety' | 'inventory' | 'hub';
  /** null where it is about all servers. */
  readonly server: string | null;
  /** null where it is about all varieties. */
  readonly variety: string | null;
  /** Such as "fillRate"; see `figures.ts`. */
  readonly figure: string;
}

/**
 * All figures of a run as quotients of sums that only grow, from time 0 to `time`, in the order of the names. A figure
 * over (a, b] is (N(b) - N(a)) / (D(b) - D(a)): so a warm-up can be left out afterwards, and figures of several runs
 * are ratios of sums. What is known only at the end of a run (the final stock, say) has 0 / 0 before it and a
 * denominator of 1 at it; of quantiles the numerator before it is such that the difference is that of (a, b].
 */
export interface Totals {
  readonly time: Microseconds;
  readonly numerators: Float64Array;
  readonly denominators: Float64Array;
}

/** A figure over the time between two cuts; null where nothing was counted. */
export function figureBetween(from: Totals | null, to: Totals, index: number): number | null {
  const numerator = to.numerators[index]! - (from === null ? 0 : from.numerators[index]!);
  const denominator = to.denominators[index]! - (from === null ? 0 : from.denominators[index]!);
  return denominator === 0 ? null : numerator / denominator;
}

export function sameMeasure(one: MeasureName, other: MeasureName): boolean {
  return (
    one.figure === other.figure &&
    one.scope === other.scope &&
    one.server === other.server &&
    one.variety === other.variety
  );
}
