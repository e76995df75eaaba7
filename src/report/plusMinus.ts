import { amount, count, percent } from '#src/report/format';
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
  const isPlainShare = factor === 100 && sign === 'plain';
  if (estimate.halfWidth === null) {
    const told = isPlainShare ? shareOf(estimate) : `${plus}${amount(value)}${unit}`;
    return { value: told, halfWidth: '' };
  }
  const halfWidth = factor * estimate.halfWidth;
  if (isPlainShare && isNothing(halfWidth, value))
    return { value: shareOf(estimate), halfWidth: `± 0${unit}` };
  const decimals = decimalsFor(halfWidth, value);
  return {
    value: `${plus}${count(value, decimals)}${unit}`,
    halfWidth: `± ${isNothing(halfWidth, value) ? '0' : count(halfWidth, decimals)}${unit}`,
  };
}

/** Without an interval to say how far it may be off, all is told as all only if it is. */
function shareOf({ estimate }: Estimate): string {
  if (Number.isInteger(estimate)) return `${100 * estimate} %`;
  return percent(estimate).replaceAll('\u00a0', ' ');
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
