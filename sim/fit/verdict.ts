import { studentFactor } from '#sim/experiment/studentT';
import type { Judgement } from './judge.ts';

/** How much better one model foretells than another, by the customer. */
export interface Comparison {
  /** What the logarithm of the likelihood gains per customer; below 0: it foretells worse. */
  readonly gainPerCustomer: number;
  /** The gain of a day divided by its standard error over the days. */
  readonly t: number;
  readonly verdict: 'better' | 'worse' | 'no difference';
}

/** How sure a verdict is. With four weeks of days |t| must exceed 2.77, with one week 3.71. */
const CONFIDENCE = 0.99;
/** Less than that per customer makes no difference to anyone. */
const LEAST_GAIN = 1e-4;

export function compareJudgements(one: Judgement, other: Judgement): Comparison {
  const gains = one.byDay.map((value, day) => value - other.byDay[day]!);
  const days = gains.length;
  const mean = gains.reduce((sum, value) => sum + value, 0) / days;
  const variance = gains.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, days - 1);
  const gainPerCustomer = (mean * days) / Math.max(1, one.customers + one.impossible);
  // A single day says nothing of how days scatter.
  const isTold = Math.abs(gainPerCustomer) >= LEAST_GAIN && variance > 0;
  const t = isTold ? mean / Math.sqrt(variance / days) : 0;
  const least = days > 1 ? studentFactor(CONFIDENCE, days - 1) : Infinity;
  return {
    gainPerCustomer,
    t,
    verdict: t > least ? 'better' : t < -least ? 'worse' : 'no difference',
  };
}
