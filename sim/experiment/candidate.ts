import type { Setting } from '#sim/scenario/setting';
import type { Plan } from '#sim/plan';

/** One of the plans that an experiment runs and compares, and where it comes from. */
export interface Candidate {
  /** Name of the scenario. */
  readonly scenario: string;
  /** Number of the point in a sweep, from 1; 1 if nothing is varied. */
  readonly point: number;
  /** What the point sets in the scenario; empty if nothing is varied. */
  readonly settings: readonly Setting[];
  /** Its name is that of the alternative. */
  readonly plan: Plan;
}

/** How a table or a sentence calls the candidate among the others: only what tells it from them. */
export function candidateName(candidate: Candidate, all: readonly Candidate[]): string {
  const { settings, plan } = candidate;
  const source = sourceName(candidate, all);
  const parts = [
    ...(source === '' ? [] : [source]),
    ...settings.map(({ path, value }) => `${shortPath(path, settings)} ${String(value)}`),
  ];
  return parts.length === 0 ? plan.name : parts.join(', ');
}

/** The part of the name that is not about settings: scenario and alternative, where these differ. */
export function sourceName({ scenario, plan }: Candidate, all: readonly Candidate[]): string {
  return [
    ...(all.some((other) => other.scenario !== scenario) ? [scenario] : []),
    ...(all.some((other) => other.plan.name !== plan.name) ? [plan.name] : []),
  ].join(', ');
}

/** As many steps from the end as tell the path from the others. */
export function shortPath(path: string, settings: readonly Pick<Setting, 'path'>[]): string {
  const steps = path.split('.');
  for (let count = 1; count < steps.length; count++) {
    const end = steps.slice(-count).join('.');
    if (settings.every((other) => other.path === path || !`.${other.path}`.endsWith(`.${end}`))) return end;
  }
  return path;
}
