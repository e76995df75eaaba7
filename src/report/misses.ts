import type { Kpis, RunResult, StockSeries } from '#sim/result';

/** What counts as failing a customer: lost sales where customers leave, waiting where they wait, both where both occur. */
export interface MissMeasure {
  readonly kind: 'lost' | 'waited' | 'both';
  /** "560 sales were lost": noun and verb. */
  readonly noun: string;
  readonly verb: string;
  /** Heading of a column. */
  readonly column: string;
  readonly of: (kpis: Kpis) => number;
}

export function measureOf(results: readonly RunResult[]): MissMeasure {
  const anyLost = results.some((result) => result.network.lost > 0);
  const anyWaited = results.some((result) => result.network.backordered > 0);
  if (anyLost && anyWaited) {
    return {
      kind: 'both',
      noun: 'customer',
      verb: 'not served at once',
      column: 'Not at once',
      of: (kpis) => kpis.lost + kpis.backordered,
    };
  }
  if (anyWaited) {
    return {
      kind: 'waited',
      noun: 'customer',
      verb: 'made to wait',
      column: 'Waited',
      of: (kpis) => kpis.backordered,
    };
  }
  return { kind: 'lost', noun: 'sale', verb: 'lost', column: 'Lost', of: (kpis) => kpis.lost };
}

export function shareMissed(measure: MissMeasure, kpis: Kpis): number | null {
  return kpis.asked === 0 ? null : measure.of(kpis) / kpis.asked;
}

interface Culprit {
  readonly name: string;
  readonly misses: number;
  readonly kpis: Kpis;
}

/** Most misses first; equal ones keep the order of the topology. */
export function ranked(measure: MissMeasure, kpis: Readonly<Record<string, Kpis>>): Culprit[] {
  return Object.entries(kpis)
    .map(([name, figures]) => ({ name, misses: measure.of(figures), kpis: figures }))
    .sort((one, other) => other.misses - one.misses);
}

/** Index of the recording's periods by sample: sample i is the interval that ends at i, so its middle decides. */
export function periodOfSample(
  sampleMicroseconds: number,
  samples: number,
  periods: readonly { readonly to: number }[],
): Int32Array {
  const periodOf = new Int32Array(samples);
  let period = 0;
  for (let index = 1; index < samples; index++) {
    const middle = (index - 0.5) * sampleMicroseconds;
    while (period < periods.length - 1 && middle >= (periods[period]?.to ?? 0)) period += 1;
    periodOf[index] = period;
  }
  return periodOf;
}

export interface LossByPeriod {
  readonly lost: number[];
  readonly asked: number[];
}

export function sumByPeriod(
  series: readonly StockSeries[],
  periodOf: Int32Array,
  periodCount: number,
): LossByPeriod {
  const lost = Array.from({ length: periodCount }, () => 0);
  const asked = Array.from({ length: periodCount }, () => 0);
  for (const one of series) {
    for (let index = 1; index < one.lost.length; index++) {
      const period = periodOf[index] ?? 0;
      lost[period] = (lost[period] ?? 0) + (one.lost[index] ?? 0);
      asked[period] = (asked[period] ?? 0) + (one.asked[index] ?? 0);
    }
  }
  return { lost, asked };
}

export function indexOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? 0) ? index : best), 0);
}
