import { parse } from 'yaml';
import type { ExperimentFlags } from '#src/cli/experimentFlags';
import { readFile } from '#src/cli/readFile';
import type { Surroundings } from '#src/cli/surroundings';
import { count } from '#src/report/format';
import type { Candidate } from '#sim/experiment/candidate';
import { placesOf } from '#sim/experiment/places';
import { factorialSize, fullFactorial, latinPoints } from '#sim/experiment/points';
import type { Point } from '#sim/experiment/points';
import { errorsOf, formatFindings } from '#sim/scenario/finding';
import type { Path } from '#sim/scenario/finding';
import type { Finding } from '#sim/scenario/scenario';
import { loadScenario } from '#sim/scenario/load';
import type { Overrides, ReadFile } from '#sim/scenario/load';
import type { Scenario } from '#sim/scenario/scenario';
import type { Setting } from '#sim/scenario/setting';

/** A candidate, and the scenario as it was with the candidate's settings in it. */
export interface LoadedCandidate extends Candidate {
  readonly source: Scenario;
}

const MOST_POINTS = 10_000;

/** What a sweep came to, and the files that it was read from. */
export interface LoadedCandidates {
  readonly candidates: readonly LoadedCandidate[];
  readonly read: ReadFile;
  /** All that was read: scenarios, and the data that they name. */
  readonly files: readonly string[];
}

/**
 * The plans of all scenarios, at all points of the sweep: scenario by scenario, point by point, alternative by
 * alternative. All have the seed of the first, so that they meet the same customers. Null, once it is said why, where
 * anything is wrong.
 */
export function loadCandidates(
  files: readonly string[],
  flags: ExperimentFlags,
  { stderr }: Pick<Surroundings, 'stderr'>,
): LoadedCandidates | null {
  const known: KnownFiles = new Map();
  const read = remembering(readFile, known);
  const candidates: LoadedCandidate[] = [];
  const names = namesOf(files);
  let { seed } = flags;
  for (const [index, file] of files.entries()) {
    const { scenario, findings } = loadScenario(file, read, { ...flags, seed });
    if (findings.length > 0) stderr(`${formatFindings(findings)}\n\n`);
    if (scenario === null) {
      stderr(`${file}: nothing was run\n`);
      return null;
    }
    seed ??= scenario.plans[0]!.seed;
    const points = pointsOf(flags, seed);
    const places = axisPlaces(parse(String(read(file))), flags);
    const problem = [points, places].find((one) => typeof one === 'string');
    if (typeof points === 'string' || typeof places === 'string') {
      stderr(`error: ${file}: ${String(problem)}\n`);
      return null;
    }
    const isSeedVaried = places.some((own) => own.some(([step]) => step === 'seed'));
    const overrides = { ...flags, seed: isSeedVaried ? undefined : seed };
    for (const [number, point] of points.entries()) {
      const settings = (flags.vary ?? []).map(({ path }, axis): Setting => {
        return { path, value: point[axis]!, places: places[axis]! };
      });
      const at = loadAt(file, settings, scenario, read, overrides);
      if (typeof at === 'string') {
        stderr(at);
        return null;
      }
      const common = { scenario: names[index]!, point: number + 1, settings, source: at };
      candidates.push(...at.plans.map((plan) => ({ ...common, plan })));
    }
  }
  return { candidates, read, files: [...known.keys()] };
}

/** The scenario at one point, or what is wrong with it there. */
export function loadAt(
  file: string,
  settings: readonly Setting[],
  asWritten: Scenario,
  read: ReadFile,
  overrides: Overrides,
): Scenario | string {
  if (settings.length === 0) return asWritten;
  const { scenario, findings } = loadScenario(file, read, { ...overrides, settings });
  if (scenario !== null) return scenario;
  return unsoundWith(settings, findings, file);
}

/** Why nothing is run: the scenario is not sound with those settings in it. */
export function unsoundWith(
  settings: readonly Setting[],
  findings: readonly Finding[],
  file: string,
): string {
  return `${formatFindings(errorsOf(findings))}\n\nwith ${settingWords(settings)} in ${file}: nothing was run\n`;
}

export function settingWords(settings: readonly Setting[]): string {
  return settings.map(({ path, value }) => `${path}=${String(value)}`).join(', ');
}

function pointsOf({ vary = [], latinHypercube }: ExperimentFlags, seed: number): Point[] | string {
  if (latinHypercube !== undefined) {
    if (vary.length === 0)
      return '--latin-hypercube needs ranges; write --vary servers.*.lowWatermark=10..50';
    if (latinHypercube > MOST_POINTS) return `--latin-hypercube takes at most ${count(MOST_POINTS)} points`;
    return latinPoints(vary, latinHypercube, seed);
  }
  const size = factorialSize(vary);
  if (size === null) {
    return '--vary has a range without a step; write one, such as 10..50:5, or add --latin-hypercube 50';
  }
  if (size > MOST_POINTS) {
    return `--vary makes ${count(size)} points, and at most ${count(MOST_POINTS)} are run; take longer steps, or add --latin-hypercube 200`;
  }
  return fullFactorial(vary);
}

/** Where each axis leads in the document, or why one leads nowhere. */
function axisPlaces(
  document: unknown,
  { vary = [], ...flags }: ExperimentFlags,
): (readonly Path[])[] | string {
  const places: (readonly Path[])[] = [];
  for (const { path } of vary) {
    const own = placesIn(document, path, '--vary');
    if (typeof own === 'string') return own;
    const overridden = OVERRIDING.find(
      (flag) => flags[flag] !== undefined && own.some(([step]) => step === flag),
    );
    if (overridden !== undefined)
      return `--vary ${path} and --${overridden} contradict each other; leave one out`;
    places.push(own);
  }
  return places;
}

/** Options that say something instead of the file. */
const OVERRIDING = ['seed', 'until', 'sales'] as const;

/** Where a path that an option names leads in the document, or why it leads nowhere. */
export function placesIn(document: unknown, path: string, flag: string): readonly Path[] | string {
  const places = placesOf(document, path);
  return 'found' in places ? `${flag} ${path}: ${places.found}; ${places.advice}` : places;
}

/** What has been read; null: in pieces, which were not kept. */
export type KnownFiles = Map<string, ReturnType<ReadFile> | null>;

/** A sweep reads the same files over and over. What comes in pieces may be too long to be remembered. */
export function remembering(read: ReadFile, known: KnownFiles): ReadFile {
  const { pieces } = read;
  const whole: ReadFile = (file) => {
    const text = known.get(file) ?? read(file);
    known.set(file, text);
    return text;
  };
  if (pieces === undefined) return whole;
  const inPieces = (file: string): ReturnType<typeof pieces> => {
    if (!known.has(file)) known.set(file, null);
    return pieces(file);
  };
  return Object.assign(whole, { pieces: inPieces });
}

/** What tells the files apart: their names without folder and ending, or all of it where those are the same. */
function namesOf(files: readonly string[]): string[] {
  const short = files.map((file) => file.replace(/^.*[/\\]/, '').replace(/\.ya?ml$/, ''));
  return new Set(short).size === files.length ? short : [...files];
}
