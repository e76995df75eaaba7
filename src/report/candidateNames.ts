import { candidateName } from '#sim/experiment/candidate';
import type { Candidate } from '#sim/experiment/candidate';
import { planTitle } from '#src/report/planTitle';

/** What a report calls a candidate among the others: settings that all have alike tell none from another. */
export function reportName(candidate: Candidate, all: readonly Candidate[]): string {
  const settings = JSON.stringify(candidate.settings);
  const areAlike = all.length > 1 && all.every((other) => JSON.stringify(other.settings) === settings);
  if (!areAlike) return planTitle(candidateName(candidate, all));
  return planTitle(candidateName({ ...candidate, settings: [] }, all));
}
