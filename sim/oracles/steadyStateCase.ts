import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { Crew } from '#sim/experiment/crew';
import { runExperiment } from '#sim/experiment/experiment';
import { ratioOf } from '#sim/experiment/experimentResult';
import type { CandidateResult } from '#sim/experiment/experimentResult';
import { quotientOfSums, standardError } from '#sim/experiment/ratio';
import { sameMeasure } from '#sim/measures/measure';
import type { Plan } from '#sim/plan';
import { formatFindings } from '#sim/scenario/finding';
import { loadScenario } from '#sim/scenario/load';
import { expectedNumbers } from './caseMetrics.ts';
import type { ExpectedNumber } from './caseMetrics.ts';
import { steadyStateScenario } from './caseScenario.ts';
import { steadyStateParameters } from './caseSchema.ts';
import type { OracleCase, SteadyStateParameters } from './caseSchema.ts';
import { compare, notRun, verdictOn } from './verdict.ts';
import type { Comparison, Verdict } from './verdict.ts';

export interface CaseOptions {
  readonly crew: Crew;
  readonly onProgress?: (share: number) => void;
  /** Default: 1. */
  readonly seed?: number;
  /** Length of a run as a share of what the case asks for; its standard errors may be larger accordingly. */
  readonly effort?: number;
}

const DEFAULT_REPLICATIONS = 40;
const DEFAULT_SALES = 250_000;
const DEFAULT_WARM_UP = 0.05;

/** How long the runs of a case are, without their warm-up, and how many. */
interface Runs {
  readonly count: number;
  readonly hours: number;
  readonly warmUpHours: number;
}

export async function runSteadyStateCase(given: OracleCase, options: CaseOptions): Promise<Verdict> {
  const { id } = given;
  const parsed = steadyStateParameters.safeParse(given.parameters);
  if (!parsed.success) return notRun(given, issuesOf(parsed.error.issues));
  const runs = runsOf(given, parsed.data, options.effort ?? 1);
  const plan = planOf(id, parsed.data, runs);
  if (typeof plan === 'string') return notRun(given, plan);
  const numbers = expectedNumbers(
    given.expected,
    parsed.data.servers.map((server) => server.id),
  );
  const byHour = numbers.some(({ path }) => path.includes('fillRateByHour'));
  const candidate = {
    scenario: id,
    point: 1,
    settings: [],
    plan: { ...plan, seed: options.seed ?? plan.seed },
  };
  const { candidates } = await runExperiment(
    [candidate],
    {
      replications: runs.count,
      // Of intervals that nobody looks at.
      confidence: 0.95,
      warmUp: Math.round(runs.warmUpHours * HOUR_MICROSECONDS),
      watching: { byHour },
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    },
    options.crew,
  );
  const comparisons = numbers.map((number) =>
    compareNumber(number, candidates[0]!, given, options.effort ?? 1),
  );
  return verdictOn(given, comparisons);
}

/** What the schema does not know, where it stands. */
export function issuesOf(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): string {
  return issues.map(({ path, message }) => `parameters.${path.map(String).join('.')}: ${message}`).join('; ');
}

function planOf(id: string, parameters: SteadyStateParameters, { hours, warmUpHours }: Runs): Plan | string {
  const text = JSON.stringify(steadyStateScenario(id, parameters, hours + warmUpHours), null, 1);
  const { scenario, findings } = loadScenario(`${id}.yaml`, () => text);
  return scenario === null ? formatFindings(findings) : scenario.plans[0]!;
}

function runsOf({ verification }: OracleCase, { servers }: SteadyStateParameters, effort: number): Runs {
  const salesPerHour = servers.reduce((sum, { demand }) => sum + meanRate(demand), 0);
  // Profiles repeat every day.
  const days = (hours: number): number => 24 * Math.ceil(hours / 24);
  const hours = days(effort * (verification?.hoursEach ?? DEFAULT_SALES / salesPerHour));
  const warmUpHours = days(
    effort < 1 ? DEFAULT_WARM_UP * hours : (verification?.warmupHours ?? DEFAULT_WARM_UP * hours),
  );
  return { count: verification?.replications ?? DEFAULT_REPLICATIONS, hours, warmUpHours };
}

/** PINs asked for, an hour. */
function meanRate(demand: SteadyStateParameters['servers'][number]['demand']): number {
  switch (demand.process) {
    case 'poisson':
      return demand.ratePerHour;
    case 'compoundPoisson': {
      const sizes = Object.entries(demand.batchSizePmf);
      const mean = sizes.reduce((sum, [size, share]) => sum + Number(size) * share, 0);
      return demand.requestRatePerHour * mean;
    }
    case 'nhppHourly':
      return demand.ratesPerHour.reduce((sum, rate) => sum + rate, 0) / demand.ratesPerHour.length;
    case 'mmpp2': {
      const [leaveQuiet, leaveBusy] = demand.switchRatesPerHour;
      const busy = leaveQuiet / (leaveQuiet + leaveBusy);
      return (1 - busy) * demand.ratesPerHour[0] + busy * demand.ratesPerHour[1];
    }
  }
}

function compareNumber(
  { path, value, measure }: ExpectedNumber,
  { names, runs }: CandidateResult,
  { verification }: OracleCase,
  effort: number,
): Comparison {
  const index = measure === null ? -1 : names.findIndex((name) => sameMeasure(name, measure));
  if (index < 0) return compare(path, value, null, null, null);
  const ratio = ratioOf(runs, index);
  const recorded = verification?.metrics?.[path]?.stdErr ?? null;
  const slack = 1 / Math.sqrt(Math.min(1, effort));
  return compare(path, value, quotientOfSums(ratio), standardError(ratio), recorded, slack);
}
