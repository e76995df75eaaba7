import type { Estimate } from './studentT.ts';

/** From so many replications on an interval is trusted to say that there are enough. */
export const FEWEST_REPLICATIONS = 20;

/** How narrow the interval of a figure of the whole network must be. */
export interface HalfWidth {
  readonly figure: string;
  /** In the figure's own unit, or as a share of the estimate. */
  readonly most: number;
  readonly isRelative: boolean;
}

/** Whether the interval is as narrow as asked. Without an interval it is not; a figure that has no value is in no way. */
export function isNarrowEnough({ most, isRelative }: HalfWidth, estimate: Estimate | null): boolean {
  if (estimate === null || estimate.halfWidth === null) return false;
  return estimate.halfWidth <= (isRelative ? most * Math.abs(estimate.estimate) : most);
}

/** How many replications it will take, to judge by so many, if the interval narrows with the root of their number. */
export function replicationsNeeded(
  { most, isRelative }: HalfWidth,
  estimate: Estimate | null,
  replications: number,
): number {
  if (estimate === null || estimate.halfWidth === null) return Infinity;
  const target = isRelative ? most * Math.abs(estimate.estimate) : most;
  return target === 0 ? Infinity : Math.ceil(replications * (estimate.halfWidth / target) ** 2);
}

/** Reads "fillRate=0.001" or "meanOnHand=2%"; null where it is neither. */
export function parseHalfWidth(text: string): HalfWidth | null {
  const match = /^\s*([\w.-]+)\s*=\s*(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?\s*(%?)\s*$/i.exec(text);
  if (match === null) return null;
  const [, figure = '', digits = '', exponent = '', sign] = match;
  const most = Number(digits + exponent);
  if (!(most > 0 && most < Infinity)) return null;
  return sign === '%' ? { figure, most: most / 100, isRelative: true } : { figure, most, isRelative: false };
}
