import { HUB_COST_FIGURES, HUB_FIGURES, SERVER_COST_FIGURES, SERVER_FIGURES } from '#sim/measures/figures';
import type { MeasureName } from '#sim/measures/measure';

/** What a figure is called in tables. */
export function titleOf({ scope, figure }: Pick<MeasureName, 'scope' | 'figure'>): string {
  const known = scope === 'hub' ? [HUB_FIGURES, HUB_COST_FIGURES] : [SERVER_FIGURES, SERVER_COST_FIGURES];
  const titles: Readonly<Record<string, string>> = {
    finalOnHand: 'on hand at the end',
    timeToFirstStockoutHours: 'hours to stock-out or the end',
    strandedAtEnd: 'stranded at the end',
    meanExposed: scope === 'network' ? 'exposed at all nodes together' : 'in doubt if the node died',
  };
  const hour = /^fillRateByHour\.(\d+)$/.exec(figure)?.[1];
  if (hour !== undefined) return `fill rate, ${hour} to ${Number(hour) + 1} h`;
  const quantile = /^onHandOnShelf\.p(\d+)$/.exec(figure)?.[1];
  if (quantile !== undefined) return `on a shelf, ${quantile} % of time at most`;
  return known.flat().find(({ name }) => name === figure)?.title ?? titles[figure] ?? figure;
}
