import type { CandidateResult } from '#sim/experiment/experimentResult';
import type { Estimate } from '#sim/experiment/studentT';
import type { MeasureName } from '#sim/measures/measure';
import { markup, type Markup } from '#src/report/markup';
import { isShare, plusMinus } from '#src/report/plusMinus';

/** A column of a table of figures with their intervals. */
export interface IntervalColumn {
  readonly figure: string;
  readonly heading: string;
  readonly unit: string;
  /** What the figure is multiplied with: 24 where it is counted an hour and told a day. */
  readonly factor: number;
}

/** Whom a row is about. */
export type Part = Pick<MeasureName, 'scope' | 'server' | 'variety'>;

export const NETWORK: Part = { scope: 'network', server: null, variety: null };
export const HUB: Part = { scope: 'hub', server: null, variety: null };

/** Finds figures of a candidate by what they are about. */
export class Figures {
  private readonly estimates = new Map<string, Estimate | null>();
  private readonly names: readonly MeasureName[];

  constructor({ names, estimates }: CandidateResult) {
    this.names = names;
    for (const [index, name] of names.entries())
      this.estimates.set(keyOf(name, name.figure), estimates[index] ?? null);
  }

  of(part: Part, figure: string): Estimate | null {
    return this.estimates.get(keyOf(part, figure)) ?? null;
  }

  /** All parts with figures of their own in a scope, in the order of the names. */
  parts(scope: MeasureName['scope'], isWhole: boolean): Part[] {
    const parts = new Map<string, Part>();
    for (const { scope: own, server, variety } of this.names) {
      if (own !== scope || (server === null && variety === null) !== isWhole) continue;
      parts.set(JSON.stringify([server, variety]), { scope, server, variety });
    }
    return [...parts.values()];
  }

  has(figure: string): boolean {
    return this.names.some((name) => name.figure === figure);
  }

  /** Some part has the figure, and it is not zero. */
  tells(parts: readonly Part[], figure: string): boolean {
    return parts.some((part) => {
      const estimate = this.of(part, figure);
      return estimate !== null && (estimate.estimate !== 0 || (estimate.halfWidth ?? 0) !== 0);
    });
  }
}

function keyOf({ scope, server, variety }: Part, figure: string): string {
  return JSON.stringify([scope, server, variety, figure]);
}

export function partName({ server, variety }: Part, whole: string): string {
  return server !== null && variety !== null ? `${server}, ${variety}` : (server ?? variety ?? whole);
}

/** The figure, and beneath it how far it may be off. */
export function intervalCell(
  { figure, factor }: Pick<IntervalColumn, 'figure' | 'factor'>,
  estimate: Estimate | null,
): Markup {
  const { value, halfWidth } = plusMinus(figure, scaled(estimate, factor));
  return markup`<td>${noBreaks(value)}${halfWidth === '' ? null : markup`<small class="half-width">${noBreaks(halfWidth)}</small>`}</td>`;
}

/** "98.72 % ± 0.11 %" for a sentence. */
export function intervalText(figure: string, estimate: Estimate | null): string {
  const { value, halfWidth } = plusMinus(figure, estimate);
  return noBreaks(halfWidth === '' ? value : `${value} ${halfWidth}`);
}

/** A difference with its sign; percentages differ by percentage points. */
export function differenceText(figure: string, difference: Estimate): string {
  const { value, halfWidth } = plusMinus(figure, difference, 'signed');
  return noBreaks(halfWidth === '' ? value : `${value} ${halfWidth}`);
}

export function scaled(estimate: Estimate | null, factor: number): Estimate | null {
  if (estimate === null || factor === 1) return estimate;
  const { estimate: value, halfWidth } = estimate;
  return { estimate: factor * value, halfWidth: halfWidth === null ? null : factor * halfWidth };
}

/** What a picture shows a figure in: percent, or as it is. */
export function pictureFactor(figure: string): number {
  return isShare(figure) ? 100 : 1;
}

export function noBreaks(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

export function headings(columns: readonly { readonly heading: string; readonly unit: string }[]): Markup {
  return markup`<tr><th scope="col"></th>${columns.map(
    ({ heading, unit }) => markup`<th scope="col">${heading} <small>${unit}</small></th>`,
  )}</tr>`;
}
