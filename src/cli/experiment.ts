import { availableParallelism } from 'node:os';
import { loadCandidates } from '#src/cli/candidates';
import type { LoadedCandidate, LoadedCandidates } from '#src/cli/candidates';
import { csvObstacle, writeCsv } from '#src/cli/csvFile';
import { DEFAULT_REPLICATIONS, experimentWords, MOST_REPLICATIONS } from '#src/cli/experimentFlags';
import type { ExperimentFlags } from '#src/cli/experimentFlags';
import { experimentJson } from '#src/cli/experimentJson';
import { experimentSummary } from '#src/cli/experimentSummary';
import { writeExperimentReport } from '#src/cli/experimentReport';
import { explainFailure } from '#src/cli/failure';
import { reportObstacle } from '#src/cli/reportFile';
import { splitTornado, tornadoPairs } from '#src/cli/tornado';
import type { TornadoPair } from '#src/cli/tornado';
import { dayObstacle } from '#src/cli/dayFlag';
import { commandLine } from '#src/cli/runFlags';
import type { Progress, Surroundings } from '#src/cli/surroundings';
import { workerCrew } from '#src/cli/workerCrew';
import type { WorkerCrew } from '#src/cli/workerCrew';
import { compareWithFirst } from '#sim/experiment/comparison';
import { soloCrew } from '#sim/experiment/crew';
import { runExperiment } from '#sim/experiment/experiment';
import { BadExperiment, ReplicationBrokeOff } from '#sim/experiment/experimentResult';
import type { ReadFile } from '#sim/scenario/load';
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
  const loaded = loadCandidates(files, flags, surroundings);
  if (loaded === null) return 2;
  const { candidates } = loaded;
  if (isComparison && candidates.length < 2) {
    stderr(`error: ${files.join(' ')}: there is nothing to compare; name a second scenario, or use --vary\n`);
    return 2;
  }
  const pairs = tornadoPairsFor(candidates[0]!, flags, loaded.read);
  const problem = typeof pairs === 'string' ? pairs : problemWith(flags, loaded);
  if (typeof pairs === 'string' || problem !== null) {
    stderr(String(problem));
    return 2;
  }
  const start = surroundings.clock();
  const outcome = await experiment(
    [...candidates, ...pairs.flatMap((pair) => pair.candidates)],
    pairs,
    flags,
    surroundings,
  );
  if (typeof outcome === 'number') return outcome;
  const { result, sensitivity } = outcome;
  const seconds = surroundings.clock() - start;
  const comparisons = isComparison ? compareWithFirst(result) : [];
  const context = { candidates, comparisons, sensitivity, seconds };
  if (flags.json === true) for (const piece of experimentJson(result, context)) stdout(piece);
  else stdout(experimentSummary(result, context, surroundings));
  if (result.warmUp.isDoubtful) stderr(`note: ${result.warmUp.reason}\n`);
  if (!result.isNarrowEnough) stderr(NOT_NARROW);
  const code = flags.csv === undefined ? 0 : writeCsv(flags.csv, result, flags, surroundings);
  if (flags.report === undefined) return code;
  const command = isComparison ? 'compare' : 'run';
  const reported = { command, files, candidates, result, search: null, sensitivity } as const;
  return Math.max(code, await writeExperimentReport(flags.report, reported, flags, surroundings));
}

function tornadoPairsFor(
  base: LoadedCandidate,
  flags: ExperimentFlags,
  read: ReadFile,
): readonly TornadoPair[] | string {
  return flags.tornado === undefined ? [] : tornadoPairs(base, flags.tornado, flags, read);
}

/** What can be told only once the scenarios are read. */
function problemWith(flags: ExperimentFlags, { candidates, files }: LoadedCandidates): string | null {
  const day = flags.report === undefined ? null : dayObstacle(flags, candidates[0]!.source);
  const obstacle = day ?? outputObstacle(flags, files);
  return obstacle === null ? null : `error: ${obstacle}\n`;
}

const NOT_NARROW =
  'note: the half-width that was asked for is not reached; allow more with --replications, or let runs be longer\n';

/** What the options ask for together and cannot have. */
function obstacleTo(files: readonly string[], flags: ExperimentFlags): string | null {
  if (flags.executor === 'interpreted') {
    return '--executor interpreted runs once and slowly; leave it out where there are several replications';
  }
  const most = flags.replications ?? Infinity;
  if (flags.halfWidth !== undefined && most < DEFAULT_REPLICATIONS) {
    return `--half-width is looked at from ${DEFAULT_REPLICATIONS} replications on; allow more with --replications`;
  }
  return outputObstacle(flags, files);
}

/** Why what comes out cannot be written where it is to be: over what was read, for one. */
function outputObstacle({ report, csv }: ExperimentFlags, files: readonly string[]): string | null {
  const obstacle = report === undefined ? null : reportObstacle(report, files);
  return obstacle ?? (csv === undefined ? null : csvObstacle(csv, files));
}

async function experiment(
  candidates: readonly LoadedCandidate[],
  pairs: readonly TornadoPair[],
  flags: ExperimentFlags,
  surroundings: Surroundings,
): Promise<ReturnType<typeof splitTornado> | number> {
  const {
    halfWidth: halfWidths = [],
    confidence = 0.95,
    warmUp = 'auto',
    detail = 'nodes',
    mode,
    check,
  } = flags;
  const replications =
    flags.replications ?? (halfWidths.length > 0 ? MOST_REPLICATIONS : DEFAULT_REPLICATIONS);
  const progress = surroundings.startProgress();
  const onProgress = (share: number): void => progress.show(share, 'replications');
  const { byHour = false, quantiles = false, tornadoFigure = 'fillRate' } = flags;
  const watching = { byHour, quantiles };
  const figures = pairs.length > 0 ? [tornadoFigure] : [];
  const own = { watching, figures, mode, check, onProgress };
  const options = { replications, halfWidths, confidence, warmUp, detail, ...own };
  const crew = crewFor(replications * candidates.length, flags, surroundings);
  try {
    const result = await runExperiment(candidates, options, crew);
    return splitTornado(result, pairs, tornadoFigure);
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
    const inFile = settings.filter(({ places }) => places.length > 0);
    const vary = inFile.map(({ path, value }) => ({ path, text: `${path}=${String(value)}`, choices: [] }));
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
