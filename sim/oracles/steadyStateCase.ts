import { fail } from '#src/domain/assertion';
import { HOUR_MICROSECONDS } from '#src/domain/time';
import type { Crew } from '#sim/experiment/crew';
import { workInOrder } from '#sim/experiment/queue';
import { quotientOfSums, standardError } from '#sim/experiment/ratio';
import type { Ratio } from '#sim/experiment/ratio';
import type { TaskResult } from '#sim/experiment/task';
import { sameMeasure } from '#sim/measures/measure';
import type { MeasureName, Totals } from '#sim/measures/measure';
import type { Watching } from '#sim/measures/watched';
import type { Plan } from '#sim/plan';
import { loadScenario } from '#sim/scenario/load';
import type { Summand } from './caseFigures.ts';
import { expectedNumbers, measureOf } from './caseMetrics.ts';
import type { ExpectedNumber, Subject } from './caseMetrics.ts';
import { runsOf } from './caseRuns.ts';
import type { Runs } from './caseRuns.ts';
import { serverNames, steadyStateScenario } from './caseScenario.ts';
import { steadyStateParameters, verification } from './caseSchema.ts';
import type { OracleCase, SteadyStateParameters, Verification } from './caseSchema.ts';
import { findingsOf, issuesOf } from './caseWords.ts';
import { compare, notCompared, notRun, verdictOn } from './verdict.ts';
import type { Comparison, Verdict } from './verdict.ts';

export interface CaseOptions {
  readonly crew: Crew;
  readonly onProgress?: (share: number) => void;
  /** Default: 1. */
  readonly seed?: number;
  /** Length of a run as a share of what the case asks for; its standard errors may be larger accordingly. */
  readonly effort?: number;
}

export async function runSteadyStateCase(given: OracleCase, options: CaseOptions): Promise<Verdict> {
  const { id } = given;
  const { effort = 1 } = options;
  const parsed = steadyStateParameters.safeParse(given.parameters);
  if (!parsed.success) return notRun(given, issuesOf(parsed.error.issues));
  const checked = verification.safeParse(given.verification);
  if (!checked.success) return notRun(given, issuesOf(checked.error.issues, 'verification'));
  const { servers, unmetDemand, transfer } = parsed.data;
  const names = serverNames(servers.length);
  const numbers = expectedNumbers(given.expected, {
    servers: servers.map((server, index) => ({ id: server.id, name: names[index]! })),
    isLost: unmetDemand === 'lost' && transfer === undefined,
  });
  if (numbers.length === 0) return notRun(given, NOTHING_EXPECTED);
  const runs = runsOf(parsed.data, checked.data, effort);
  if (typeof runs === 'string') return notRun(given, runs);
  const plan = planOf(id, parsed.data, runs);
  if (typeof plan === 'string') return notRun(given, plan);
  const byHour = numbers.some(({ path }) => path.includes('ByHour'));
  const seeded = { ...plan, seed: options.seed ?? plan.seed };
  const batches = await runBatches(seeded, runs, { byHour }, options);
  return verdictOn(
    given,
    numbers.map((number) => compareNumber(number, batches, checked.data, effort)),
  );
}

export const NOTHING_EXPECTED = 'expected: found no number, expected at least one; write what the answer is';

/** What was counted in every part of every run, beside the names of the figures. */
interface Batches {
  readonly names: readonly MeasureName[];
  readonly parts: readonly { readonly from: Totals; readonly to: Totals }[];
}

async function runBatches(
  plan: Plan,
  { count, parts: partsOfRun, hours, warmUpHours }: Runs,
  watching: Watching,
  { crew, onProgress }: CaseOptions,
): Promise<Batches> {
  const cuts = Array.from({ length: partsOfRun }, (_, part) =>
    Math.round((warmUpHours + (part * hours) / partsOfRun) * HOUR_MICROSECONDS),
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

function planOf(id: string, parameters: SteadyStateParameters, { hours, warmUpHours }: Runs): Plan | string {
  const text = JSON.stringify(steadyStateScenario(id, parameters, hours + warmUpHours), null, 1);
  const { scenario, findings } = loadScenario(`${id}.yaml`, () => text);
  return scenario === null ? findingsOf(findings) : scenario.plans[0]!;
}

function compareNumber(
  { path, value, subject, reason }: ExpectedNumber,
  batches: Batches,
  checked: Verification,
  effort: number,
): Comparison {
  const ratio = subject === null ? null : ratioOf(subject, batches);
  if (ratio === null) return notCompared(path, value, reason);
  const slack = 1 / Math.sqrt(Math.min(1, effort));
  const recorded = recordedError(checked?.metrics, path);
  return compare(path, value, quotientOfSums(ratio), standardError(ratio), recorded, slack);
}

/** The two sums of a figure in every part; the simulation has all that the catalogues of figures name. */
function ratioOf(subject: Subject, { names, parts }: Batches): Ratio {
  const sumsOf = (summands: readonly Summand[]): Float64Array => {
    const places = summands.map((summand) => {
      const measure = measureOf(subject, summand);
      const place = names.findIndex((name) => sameMeasure(name, measure));
      if (place < 0) fail(`no figure ${measure.figure} of a ${measure.scope}`);
      return { place, ...summand };
    });
    return Float64Array.from(parts, ({ from, to }) =>
      places.reduce(
        (sum, { place, side, factor = 1 }) => sum + factor * (to[side][place]! - from[side][place]!),
        0,
      ),
    );
  };
  return { numerators: sumsOf(subject.numerator), denominators: sumsOf([subject.denominator]) };
}

/** The standard error that others found, flat by path or as deep as the number itself; null: none. */
function recordedError(metrics: unknown, path: string): number | null {
  const deep = path.split('.').reduce<unknown>((place, step) => partOf(place, step), metrics);
  const error = partOf(partOf(metrics, path) ?? deep, 'stdErr');
  return typeof error === 'number' ? error : null;
}

function partOf(value: unknown, key: string): unknown {
  const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
  return isThere ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}
