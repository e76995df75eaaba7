import { fail } from '#src/domain/assertion';
import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { Crew } from '#sim/experiment/crew';
import { workInOrder } from '#sim/experiment/queue';
import { quotientOfSums, standardError } from '#sim/experiment/ratio';
import type { TaskResult } from '#sim/experiment/task';
import { sameMeasure } from '#sim/measures/measure';
import type { MeasureName, Totals } from '#sim/measures/measure';
import type { Watching } from '#sim/measures/watched';
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
  const seeded = { ...plan, seed: options.seed ?? plan.seed };
  const batches = await runBatches(seeded, runs, { byHour }, options);
  const comparisons = numbers.map((number) => compareNumber(number, batches, given, options.effort ?? 1));
  return verdictOn(given, comparisons);
}

/**
 * Each run is told in so many parts of equal length, long beside anything that a network remembers: a standard error
 * from the parts of all runs is known far better than one from whole runs, and means the same.
 */
const PARTS = 5;

/** What was counted in every part of every run, beside the names of the figures. */
interface Batches {
  readonly names: readonly MeasureName[];
  readonly parts: readonly { readonly from: Totals; readonly to: Totals }[];
}

async function runBatches(
  plan: Plan,
  { count, hours, warmUpHours }: Runs,
  watching: Watching,
  { crew, onProgress }: CaseOptions,
): Promise<Batches> {
  const cuts = Array.from({ length: PARTS }, (_, part) =>
    Math.round((warmUpHours + (part * hours) / PARTS) * HOUR_MICROSECONDS),
  );
  const [warmUp] = cuts;
  const parts: { from: Totals; to: Totals }[] = [];
  let names: readonly MeasureName[] = [];
  let taken = 0;
  await workInOrder<TaskResult>({
    capacity: crew.capacity,
    limit: () => count,
    begin: (replication) => {
      const task = { plan, replication, mode: undefined, check: false, detail: 'nodes', watching } as const;
      return crew.run({ ...task, warmUp: warmUp!, cuts }, () => {});
    },
    take: (result) => {
      if ('brokenOff' in result) fail(`${plan.name}, replication ${taken}, broke off`);
      names = result.names;
      for (const [index, to] of result.totals.entries()) {
        if (index > 0) parts.push({ from: result.totals[index - 1]!, to });
      }
      taken += 1;
      onProgress?.(taken / count);
    },
  });
  return { names, parts };
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
  { names, parts }: Batches,
  { verification }: OracleCase,
  effort: number,
): Comparison {
  const index = measure === null ? -1 : names.findIndex((name) => sameMeasure(name, measure));
  if (index < 0) return compare(path, value, null, null, null);
  const between = (sums: 'numerators' | 'denominators') =>
    Float64Array.from(parts, ({ from, to }) => to[sums][index]! - from[sums][index]!);
  const ratio = { numerators: between('numerators'), denominators: between('denominators') };
  const recorded = verification?.metrics?.[path]?.stdErr ?? null;
  const slack = 1 / Math.sqrt(Math.min(1, effort));
  return compare(path, value, quotientOfSums(ratio), standardError(ratio), recorded, slack);
}
