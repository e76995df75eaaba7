import type { Plan } from '#sim/plan';
import type { ScenarioFile } from '#sim/scenario/schema';

export function describeAssumptions(_file: ScenarioFile, _plans: readonly Plan[]): string[] {
  return [];
}
