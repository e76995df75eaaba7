import { parse } from 'yaml';
import { crewFor, explainBreak } from '#src/cli/experiment';
import { splitTornado, tornadoPairs } from '#src/cli/tornado';
import type { ExperimentFlags } from '#src/cli/experimentFlags';
import { readFile } from '#src/cli/readFile';
import type { Progress, Surroundings } from '#src/cli/surroundings';
import { remembering, settingWords, unsoundWith } from '#src/cli/candidates';
import type { LoadedCandidate } from '#src/cli/candidates';
import { valuesOf } from '#sim/experiment/axis';
import type { Crew } from '#sim/experiment/crew';
import { runExperiment } from '#sim/experiment/experiment';
import { BadExperiment, ReplicationBrokeOff } from '#sim/experiment/experimentResult';
import type { ExperimentResult } from '#sim/experiment/experimentResult';
import { searchGoal } from '#sim/experiment/goalSearch';
import type { GoalAnswer } from '#sim/experiment/goalSearch';
import { placesOf } from '#sim/experiment/places';
import type { Sensitivity } from '#sim/experiment/sensitivity';
import type { WarmUp, WarmUpRequest } from '#sim/experiment/warmUp';
import { errorsOf, formatFindings } from '#sim/scenario/finding';
import type { Path } from '#sim/scenario/finding';
import type { Goal } from '#sim/scenario/goal';
import { loadScenario } from '#sim/scenario/load';
import type { ReadFile } from '#sim/scenario/load';
import type { Scenario } from '#sim/scenario/scenario';
import type { Setting } from '#sim/scenario/setting';

/** What came of the search, and the scenario with each value that was tried in it. */
export interface GoalOutcome {
  readonly goal: Goal;
  readonly answers: readonly GoalAnswer[];
  readonly seconds: number;
  /** The longest that was found at any value, left out at all of them. */
  readonly warmUp: WarmUp;
}

/** Looks for the smallest values at which a scenario's goal is reached; or the exit code if that cannot be. */
export async function lookForGoal(
  scenario: Scenario,
  goal: Goal,
  flags: ExperimentFlags,
  surroundings: Surroundings,
): Promise<GoalOutcome | number> {
  const { stderr, clock } = surroundings;
  const points = new Points(scenario, goal, flags);
  const problem = points.problem();
  if (problem !== null) {
    stderr(problem);
    return 2;
  }
  const start = clock();
  const progress = surroundings.startProgress();
  const crew = crewFor(goal.replications * scenario.plans.length, flags, surroundings);
  const search = (warmUp: WarmUpRequest): Promise<Searched> =>
    searchPoints(points, scenario, goal, { warmUp, flags, progress, crew });
  try {
    const found = await search('auto');
    const warmUp = longestOf(found.warmUps);
    const isUneven = found.warmUps.some(({ microseconds }) => microseconds !== warmUp.microseconds);
    // All that is compared leaves out the same, and what is tried first cannot know what will be found later.
    const { answers } = isUneven ? await search(warmUp.microseconds) : found;
    return { goal, answers, seconds: clock() - start, warmUp };
  } catch (error) {
    if (error instanceof ReplicationBrokeOff) return explainBreak(error, flags, progress, surroundings);
    if (!(error instanceof BadExperiment)) throw error;
    progress.stop();
    stderr(`error: ${scenario.file}: ${error.message}\n`);
    return 2;
  } finally {
    progress.stop();
    await crew.close();
  }
}

interface Searched {
  readonly answers: readonly GoalAnswer[];
  /** One for each round. */
  readonly warmUps: readonly WarmUp[];
}

async function searchPoints(
  points: Points,
  scenario: Scenario,
  goal: Goal,
  how: {
    readonly warmUp: WarmUpRequest;
    readonly flags: ExperimentFlags;
    readonly progress: Progress;
    readonly crew: Crew;
  },
): Promise<Searched> {
  const { warmUp, progress, crew } = how;
  const { mode, check } = how.flags;
  const { replications, confidence } = goal;
  // Halving takes so many rounds besides the first.
  const rounds = 1 + Math.ceil(Math.log2(points.size));
  const warmUps: WarmUp[] = [];
  const answers = await searchGoal({
    goal,
    alternatives: scenario.plans.map(({ name }) => name),
    size: points.size,
    candidate: (index, alternative) => points.candidate(index, alternative),
    run: async (candidates) => {
      const onProgress = (share: number): void =>
        progress.show(Math.min(1, (warmUps.length + share) / rounds), `${points.label(candidates)}`);
      const options = { replications, confidence, warmUp, mode, check, onProgress } as const;
      const result = await runExperiment(candidates, options, crew);
      warmUps.push(result.warmUp);
      return result;
    },
  });
  return { answers, warmUps };
}

/** A search runs at least one value. */
function longestOf(warmUps: readonly WarmUp[]): WarmUp {
  const longest = warmUps.reduce((one, other) => (other.microseconds > one.microseconds ? other : one));
  const doubtful = warmUps.find(({ isDoubtful }) => isDoubtful);
  return doubtful === undefined ? longest : { ...longest, reason: doubtful.reason, isDoubtful: true };
}

/** Each alternative at what was found, or at the largest value, as one experiment. */
export function foundResult({ goal, answers, warmUp }: GoalOutcome): ExperimentResult {
  return {
    candidates: answers.map(({ smallest, trials }) => (smallest ?? trials.at(-1)!).result),
    replications: goal.replications,
    confidence: goal.confidence,
    warmUp,
    halfWidths: [],
    isNarrowEnough: true,
  };
}

/** Changes one thing at a time around the first alternative as it was found; or the exit code if that cannot be. */
export async function tornadoAtFound(
  outcome: GoalOutcome,
  flags: ExperimentFlags,
  surroundings: Surroundings,
): Promise<Sensitivity | number> {
  const { stderr } = surroundings;
  const { goal } = outcome;
  const base = foundResult(outcome).candidates[0]!.candidate as LoadedCandidate;
  const pairs = tornadoPairs(base, flags.tornado ?? [], flags, readFile);
  if (typeof pairs === 'string') {
    stderr(pairs);
    return 2;
  }
  const candidates = [base, ...pairs.flatMap((pair) => pair.candidates)];
  const progress = surroundings.startProgress();
  const crew = crewFor(goal.replications * candidates.length, flags, surroundings);
  try {
    const { replications, confidence } = goal;
    const { mode, check } = flags;
    const onProgress = (share: number): void => progress.show(share, 'tornado');
    const { microseconds } = outcome.warmUp;
    const warmUp = microseconds === 0 ? 'none' : microseconds;
    const figure = flags.tornadoFigure ?? goal.figure;
    const figures = [figure];
    const options = { replications, confidence, warmUp, figures, mode, check, onProgress } as const;
    const result = await runExperiment(candidates, options, crew);
    return splitTornado(result, pairs, figure).sensitivity!;
  } catch (error) {
    if (error instanceof ReplicationBrokeOff) return explainBreak(error, flags, progress, surroundings);
    if (!(error instanceof BadExperiment)) throw error;
    progress.stop();
    stderr(`error: ${error.message}\n`);
    return 2;
  } finally {
    progress.stop();
    await crew.close();
  }
}

/** The scenario at each of the goal's values, loaded when it is asked for. */
class Points {
  readonly size: number;
  private readonly scenario: Scenario;
  private readonly goal: Goal;
  private readonly flags: ExperimentFlags;
  private readonly read: ReadFile;
  private readonly loaded = new Map<number, Scenario>();
  private places: (readonly Path[])[] = [];

  constructor(scenario: Scenario, goal: Goal, flags: ExperimentFlags) {
    this.scenario = scenario;
    this.goal = goal;
    this.flags = flags;
    this.size = valuesOf(goal.axes[0]!)!.length;
    this.read = remembering(readFile, new Map());
  }

  /** Why the scenario cannot be had at both ends of the values, which are looked at before anything is run. */
  problem(): string | null {
    const { file } = this.scenario;
    const document: unknown = parse(String(this.read(file)));
    for (const { path } of this.goal.axes) {
      const own = placesOf(document, path);
      if ('found' in own) return `error: ${file}: goal.smallest: ${own.found}; ${own.advice}\n`;
      this.places.push(own);
    }
    for (const index of [0, this.size - 1]) {
      const { scenario, findings } = this.load(index);
      if (scenario === null) return unsoundWith(this.settings(index), findings, file);
    }
    return null;
  }

  candidate(index: number, alternative: number): LoadedCandidate {
    const source = this.loaded.get(index) ?? this.sound(index);
    this.loaded.set(index, source);
    const settings = this.settings(index);
    const plan = source.plans[alternative]!;
    return { scenario: this.scenario.name, point: index + 1, settings, plan, source };
  }

  label(candidates: readonly { readonly settings: readonly Setting[] }[]): string {
    return [...new Set(candidates.map(({ settings }) => String(settings[0]!.value)))].join(', ');
  }

  private sound(index: number): Scenario {
    const { scenario, findings } = this.load(index);
    if (scenario !== null) return scenario;
    throw new BadExperiment(
      `${settingWords(this.settings(index))} makes no sound scenario\n${formatFindings(errorsOf(findings))}`,
    );
  }

  private load(index: number) {
    return loadScenario(this.scenario.file, this.read, { ...this.flags, settings: this.settings(index) });
  }

  private settings(index: number): Setting[] {
    return this.goal.axes.map((axis, place) => ({
      path: axis.path,
      value: valuesOf(axis)![index]!,
      places: this.places[place]!,
    }));
  }
}
