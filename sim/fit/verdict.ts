import type { Judgement } from './judge.ts';

/** How much better one model foretells than another, by the customer. */
export interface Comparison {
  /** What the logarithm of the likelihood gains per customer; below 0: it foretells worse. */
  readonly gainPerCustomer: number;
  /** The gain of a day divided by its standard error over the days. */
  readonly t: number;
  readonly verdict: 'better' | 'worse' | 'no difference';
}

/** |t| that is taken for more than chance. */
const LEAST_T = 2.6;
/** Less than that per customer makes no difference to anyone. */
const LEAST_GAIN = 1e-4;

export function compareJudgements(one: Judgement, other: Judgement): Comparison {
  const gains = one.byDay.map((value, day) => value - other.byDay[day]!);
  const days = gains.length;
  const mean = gains.reduce((sum, value) => sum + value, 0) / days;
  const variance = gains.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, days - 1);
  const gainPerCustomer = (mean * days) / Math.max(1, one.customers);
  const t = Math.abs(gainPerCustomer) < LEAST_GAIN ? 0 : mean / Math.sqrt(variance / days);
  return {
    gainPerCustomer,
    t,
    verdict: t > LEAST_T ? 'better' : t < -LEAST_T ? 'worse' : 'no difference',
  };
}
