import { HUB_COST_FIGURES, HUB_FIGURES, SERVER_COST_FIGURES, SERVER_FIGURES } from '#sim/measures/figures';
import type { MeasureName } from '#sim/measures/measure';

// Figures that are known at the end only.
const END_TITLES: Readonly<Record<string, string>> = {
  finalOnHand: 'on hand at the end',
  timeToFirstStockoutHours: 'hours to the first stock-out',
};

/** What a figure is called in tables. */
export function figureTitle({ scope, figure }: Pick<MeasureName, 'scope' | 'figure'>): string {
  const known = scope === 'hub' ? [HUB_FIGURES, HUB_COST_FIGURES] : [SERVER_FIGURES, SERVER_COST_FIGURES];
  return known.flat().find(({ name }) => name === figure)?.title ?? END_TITLES[figure] ?? figure;
}
