import { availableParallelism } from 'node:os';
import { loadCandidates } from '#src/cli/candidates';
import type { LoadedCandidate } from '#src/cli/candidates';
import { csvObstacle, writeCsv } from '#src/cli/csvFile';
import { DEFAULT_REPLICATIONS, experimentWords, MOST_REPLICATIONS } from '#src/cli/experimentFlags';
import type { ExperimentFlags } from '#src/cli/experimentFlags';
import { experimentJson } from '#src/cli/experimentJson';
import { experimentSummary } from '#src/cli/experimentSummary';
import { explainFailure } from '#src/cli/failure';
import { commandLine } from '#src/cli/runFlags';
import type { Progress, Surroundings } from '#src/cli/surroundings';
import { workerCrew } from '#src/cli/workerCrew';
import type { WorkerCrew } from '#src/cli/workerCrew';
import { compareWithFirst } from '#sim/experiment/comparison';
import { soloCrew } from '#sim/experiment/crew';
import { runExperiment } from '#sim/experiment/experiment';
import { BadExperiment, ReplicationBrokeOff } from '#sim/experiment/experimentResult';
import type { ExperimentResult } from '#sim/experiment/experimentResult';
import { runReplication } from '#sim/measures/replication';

/**
 * Runs scenarios several times, at every point of a sweep, and compares with the first if asked: 0 when all went well,
 * 2 when it cannot run as asked, 4 when a PIN went astray.
 */
export async function runExperiments(
  files: readonly string[],
  flags: ExperimentFlags,
  surroundings: Surroundings,
  isComparison = false,
): Promise<number> {
  const { stdout, stderr } = surroundings;
  const obstacle = obstacleTo(files, flags);
  if (obstacle !== null) {
    stderr(`error: ${obstacle}\n`);
    return 2;
  }
  const candidates = loadCandidates(files, flags, surroundings);
  if (candidates === null) return 2;
  if (isComparison && candidates.length < 2) {
    stderr(`error: ${files.join(' ')}: there is nothing to compare; name a second scenario, or use --vary\n`);
    return 2;
  }
  const start = surroundings.clock();
  const result = await experiment(candidates, flags, surroundings);
  if (typeof result === 'number') return result;
  const seconds = surroundings.clock() - start;
  const comparisons = isComparison ? compareWithFirst(result) : [];
  const context = { candidates, comparisons, seconds };
  if (flags.json === true) stdout(experimentJson(result, context));
  else stdout(experimentSummary(result, context, surroundings));
  if (result.warmUp.isDoubtful) stderr(`note: ${result.warmUp.reason}\n`);
  if (!result.isNarrowEnough) stderr(NOT_NARROW);
  if (flags.csv === undefined) return 0;
  return writeCsv(flags.csv, result, flags, surroundings);
}

const NOT_NARROW =
  'note: the half-width that was asked for is not reached; allow more with --replications, or let runs be longer\n';

/** What the options ask for together and cannot have. */
function obstacleTo(files: readonly string[], flags: ExperimentFlags): string | null {
  if (flags.report !== undefined) {
    return '--report shows single runs; leave it out, or leave out the options for several replications';
  }
  if (flags.executor === 'interpreted') {
    return '--executor interpreted runs once and slowly; leave it out where there are several replications';
  }
  const most = flags.replications ?? Infinity;
  if (flags.halfWidth !== undefined && most < DEFAULT_REPLICATIONS) {
    return `--half-width is looked at from ${DEFAULT_REPLICATIONS} replications on; allow more with --replications`;
  }
  return flags.csv === undefined ? null : csvObstacle(flags.csv, files);
}

async function experiment(
  candidates: readonly LoadedCandidate[],
  flags: ExperimentFlags,
  surroundings: Surroundings,
): Promise<ExperimentResult | number> {
  const {
    halfWidth: halfWidths = [],
    confidence = 0.95,
    warmUp = 'auto',
    detail = 'nodes',
    mode,
    check,
    byHour = false,
    quantiles = false,
  } = flags;
  const replications =
    flags.replications ?? (halfWidths.length > 0 ? MOST_REPLICATIONS : DEFAULT_REPLICATIONS);
  const progress = surroundings.startProgress();
  const onProgress = (share: number): void => progress.show(share, 'replications');
  const watching = { byHour, quantiles };
  const options = { replications, halfWidths, confidence, warmUp, detail, watching, mode, check, onProgress };
  const crew = crewFor(replications * candidates.length, flags, surroundings);
  try {
    return await runExperiment(candidates, options, crew);
  } catch (error) {
    if (error instanceof ReplicationBrokeOff) return explainBreak(error, flags, progress, surroundings);
    if (!(error instanceof BadExperiment)) throw error;
    progress.stop();
    surroundings.stderr(`error: ${error.message}\n`);
    return 2;
  } finally {
    progress.stop();
    await crew.close();
  }
}

/** Threads for the jobs; none besides this one where they would not pay or could not run what is to run. */
export function crewFor(
  jobs: number,
  { workers }: ExperimentFlags,
  { clock, machines }: Surroundings,
): WorkerCrew {
  const threads = Math.min(jobs, workers ?? availableParallelism());
  if (threads > 1 && machines === undefined) return workerCrew(threads);
  return { ...soloCrew({ clock, machines }), close: () => Promise.resolve() };
}

/** Runs that replication again, in this thread, to see why it broke off. */
export function explainBreak(
  { candidate, replication }: ReplicationBrokeOff,
  flags: ExperimentFlags,
  progress: Progress,
  surroundings: Surroundings,
): number {
  const { source, settings } = candidate as LoadedCandidate;
  const { mode, check } = flags;
  const { clock, machines } = surroundings;
  const options = { mode, check, machines };
  try {
    runReplication(candidate.plan, replication, { ...options, clock, detail: 'network' });
  } catch (error) {
    const vary = settings.map(({ path, value }) => ({ path, text: `${path}=${String(value)}`, choices: [] }));
    const again = { replications: replication + 1, workers: 1, ...(vary.length === 0 ? {} : { vary }) };
    return explainFailure(error, {
      scenario: source,
      plan: { ...candidate.plan, replication },
      options,
      command: (more) => commandLine(source.file, { ...flags, ...more }, experimentWords(again)),
      progress,
      surroundings,
    });
  }
  throw new Error(`${candidate.plan.name}, replication ${replication}, broke off, and not when it ran again`);
}
