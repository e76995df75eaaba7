import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#src/cli/packageRoot';
import { soloCrew } from '#sim/experiment/crew';
import { runExperiment } from '#sim/experiment/experiment';
import type { Candidate } from '#sim/experiment/candidate';
import type { ExperimentOptions, ExperimentResult } from '#sim/experiment/experimentResult';
import { loadScenario } from '#sim/scenario/load';
import type { Overrides } from '#sim/scenario/load';
import type { Scenario } from '#sim/scenario/scenario';
import type { Setting } from '#sim/scenario/setting';
import { DAY_MICROSECONDS } from '#src/domain/time';
import type { ExperimentFindings } from '#src/report/experimentPage';

const FIRST = join(packageRoot(), 'sim', 'scenarios', 'first.yaml');

/** The first scenario for ten days, as it is shipped or with what a test puts into it. */
export function firstScenario(overrides: Overrides = {}): Scenario {
  const read = (file: string): string => readFileSync(file, 'utf8');
  const { scenario, findings } = loadScenario(FIRST, read, { until: 10 * DAY_MICROSECONDS, ...overrides });
  if (scenario === null) throw new Error(JSON.stringify(findings));
  return { ...scenario, file: 'sim/scenarios/first.yaml' };
}

export function candidateOf(scenario: Scenario, point = 1, settings: readonly Setting[] = []): Candidate {
  return { scenario: scenario.name, point, settings, plan: scenario.plans[0]! };
}

/** The harbour's low watermark at a value. */
export function harbourAt(lowWatermark: number): readonly Setting[] {
  return [
    {
      path: 'servers.harbour.phone-10.lowWatermark',
      value: lowWatermark,
      places: [['servers', 1, 'stock', 'phone-10', 'lowWatermark']],
    },
  ];
}

/** The harbour with several low watermarks. */
export function harbourCandidates(...levels: readonly number[]): Candidate[] {
  return levels.map((level, index) => {
    const settings = harbourAt(level);
    return candidateOf(firstScenario({ settings }), index + 1, settings);
  });
}

export function experimentOn(
  candidates: readonly Candidate[],
  options: Partial<ExperimentOptions> = {},
): Promise<ExperimentResult> {
  const all = { replications: 5, confidence: 0.95, warmUp: 'none', ...options } as const;
  return runExperiment(candidates, all, soloCrew({ clock: () => 0 }));
}

export function findingsOf(
  result: ExperimentResult,
  more: Partial<ExperimentFindings> = {},
): ExperimentFindings {
  return {
    scenarios: [firstScenario()],
    result,
    search: null,
    sensitivity: null,
    pictured: [],
    day: null,
    ...more,
  };
}
