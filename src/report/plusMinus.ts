import { amount, count } from '#src/report/format';
import type { Estimate } from '#sim/experiment/studentT';

const NO_VALUE = '–';
const MOST_DECIMALS = 8;

/** Figures that are shares of one, told in percent. */
export function isShare(figure: string): boolean {
  return /^fillRate|FillRate$|Fraction$/.test(figure);
}

/** An estimate and its half-width, with as many decimals as the half-width makes worth telling. */
export interface PlusMinus {
  readonly value: string;
  readonly halfWidth: string;
}

export function plusMinus(
  figure: string,
  estimate: Estimate | null,
  sign: 'signed' | 'plain' = 'plain',
): PlusMinus {
  if (estimate === null) return { value: NO_VALUE, halfWidth: '' };
  // A difference of two percentages is not a percentage of anything.
  const [factor, unit] = isShare(figure) ? [100, sign === 'signed' ? ' pp' : ' %'] : [1, ''];
  const value = factor * estimate.estimate;
  const plus = sign === 'signed' && value > 0 ? '+' : '';
  if (estimate.halfWidth === null) return { value: `${plus}${amount(value)}${unit}`, halfWidth: '' };
  const halfWidth = factor * estimate.halfWidth;
  const decimals = decimalsFor(halfWidth, value);
  return {
    value: `${plus}${count(value, decimals)}${unit}`,
    halfWidth: `± ${isNothing(halfWidth, value) ? '0' : count(halfWidth, decimals)}${unit}`,
  };
}

/** What rounding leaves of a figure that no replication changes. */
function isNothing(halfWidth: number, value: number): boolean {
  return halfWidth <= 1e-12 * Math.abs(value);
}

/** Two digits of the half-width; where it is zero, as many as the value wants. */
function decimalsFor(halfWidth: number, value: number): number {
  if (isNothing(halfWidth, value)) {
    if (Number.isInteger(value)) return 0;
    return Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  }
  return Math.min(MOST_DECIMALS, Math.max(0, 1 - Math.floor(Math.log10(halfWidth))));
}
