import type { Remark } from '#sim/scenario/finding';
import type { Parts } from '#sim/scenario/parts';

export function checkScenario(_parts: Parts, _overrides: object): Remark[] {
  return [];
}
