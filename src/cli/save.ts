import type { Microseconds } from '#src/domain/time';
import { remembering } from '#src/cli/candidates';
import type { KnownFiles } from '#src/cli/candidates';
import { explainFailure } from '#src/cli/failure';
import { errorText, readFile } from '#src/cli/readFile';
import { commandLine } from '#src/cli/runFlags';
import { stateObstacle, writeState } from '#src/cli/stateFile';
import type { Surroundings } from '#src/cli/surroundings';
import { nearest } from '#sim/scenario/nearest';
import { plural, span } from '#src/report/format';
import type { Mode } from '#sim/mode';
import type { Plan } from '#sim/plan';
import { formatFindings } from '#sim/scenario/finding';
import { loadScenario } from '#sim/scenario/load';
import { Simulation } from '#sim/simulation';

export interface SaveFlags {
  readonly at: Microseconds;
  readonly to: string;
  readonly alternative?: string;
  readonly seed?: number;
  readonly mode?: Mode;
  readonly check?: boolean;
}

/** Runs a scenario up to a moment and writes its whole state to a file: 0 when it is written, else 2. */
export function save(file: string, flags: SaveFlags, surroundings: Surroundings): number {
  const { stdout, stderr } = surroundings;
  const seed = flags.seed === undefined ? {} : { seed: flags.seed };
  const known: KnownFiles = new Map();
  const { scenario, findings } = loadScenario(file, remembering(readFile, known), seed);
  const obstacle = stateObstacle(flags.to, [...known.keys()]);
  if (obstacle !== null) {
    stderr(`error: ${obstacle}\n`);
    return 2;
  }
  if (findings.length > 0) stderr(`${formatFindings(findings)}\n\n`);
  if (scenario === null) {
    stderr(`${file}: nothing was run\n`);
    return 2;
  }
  const plan = choose(scenario.plans, flags.alternative);
  if (typeof plan === 'string') {
    stderr(`error: ${plan}\n`);
    return 2;
  }
  const progress = surroundings.startProgress();
  try {
    const onProgress = (share: number): void => progress.show(share, plan.name);
    const { mode, check } = flags;
    const simulation = new Simulation(plan, { mode, check, machines: surroundings.machines, onProgress });
    if (simulation.runUntil(flags.at)) {
      const end = span(simulation.now);
      stderr(`error: --at ${span(flags.at)} is not before the end of the run, which is after ${end}\n`);
      return 2;
    }
    const { name, title, contentHash, startsOn } = scenario;
    const content = {
      version: surroundings.version,
      scenario: { name, title, contentHash, startsOn },
      simulation: simulation.save(),
    };
    writeState(flags.to, content);
    progress.stop();
    const { sales } = simulation;
    stdout(
      `saved ${span(simulation.now)} after the start, with ${plural(sales, 'sale')}, to ${flags.to}\n\n` +
        `next:\n  npx pinweir resume ${flags.to} --outage "${plan.topology.hub.name} 4 h"\n`,
    );
    return 0;
  } catch (error) {
    progress.stop();
    if (!(error instanceof Error && 'code' in error)) {
      const command = (more: object): string => commandLine(file, { ...seed, ...more });
      const options = { mode: flags.mode, check: flags.check, machines: surroundings.machines };
      return explainFailure(error, { scenario, plan, options, command, progress, surroundings });
    }
    stderr(`error: ${errorText(error)}\n`);
    return 2;
  } finally {
    progress.stop();
  }
}

function choose(plans: readonly Plan[], wanted: string | undefined): Plan | string {
  const names = plans.map(({ name }) => name);
  if (wanted === undefined) {
    if (plans.length === 1) return plans[0]!;
    return `the scenario compares ${plans.length} alternatives; choose one with --alternative: ${names.join(', ')}`;
  }
  const plan = plans.find(({ name }) => name === wanted);
  if (plan !== undefined) return plan;
  const meant = nearest(wanted, names);
  return `there is no alternative ${JSON.stringify(wanted)}; ${meant === null ? `there are ${names.join(', ')}` : `did you mean ${meant}?`}`;
}
