import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Microseconds } from '#src/domain/time';
import { LineCounter, parseDocument, type YAMLParseError } from 'yaml';
import { describeAssumptions } from '#sim/scenario/assumptions';
import { checkScenario } from '#sim/scenario/checks';
import { checkCounts } from '#sim/scenario/countsChecks';
import { readCounts } from '#sim/scenario/countsFile';
import type { DemandData } from '#sim/scenario/demand';
import type { CountsEntry, ReplayEntry } from '#sim/scenario/demandDataSchema';
import { durationMicroseconds } from '#sim/scenario/duration';
import { explain } from '#sim/scenario/explain';
import { describeValue, type Path, type Remark } from '#sim/scenario/finding';
import { resolveGoal } from '#sim/scenario/goal';
import { locator } from '#sim/scenario/locate';
import { takeApart, type Parts } from '#sim/scenario/parts';
import { checkReplay, ReplayReader } from '#sim/scenario/replayFile';
import { resolvePlans } from '#sim/scenario/resolve';
import type { Finding, Scenario } from '#sim/scenario/scenario';
import { scenarioSchema } from '#sim/scenario/schema';
import { applySettings, type Setting } from '#sim/scenario/setting';
import { serverNames, serverStock } from '#sim/scenario/topology';
import type { ArrivalDrawing, StopRule } from '#sim/plan';

/** What a file that cannot be read is, instead of its text. */
export interface Unreadable {
  readonly found: string;
  readonly expected: string;
  readonly advice: string;
}

/** Reads a text file. The simulator knows no file system: whoever calls it hands this in. */
export interface ReadFile {
  (file: string): string | Unreadable;
  /** The same text piece by piece, for data that may be larger than a text can be; absent: always at once. */
  readonly pieces?: (file: string) => Iterable<string> | Unreadable;
}

/** What the command line says instead of the file. */
export interface Overrides {
  readonly seed?: number | undefined;
  readonly until?: Microseconds | undefined;
  readonly sales?: number | undefined;
  /** What a sweep puts into the file. */
  readonly settings?: readonly Setting[];
  readonly arrivals?: ArrivalDrawing | undefined;
}

export interface Loading {
  /** Null when there is any error: nothing runs on a file with an error. */
  readonly scenario: Scenario | null;
  /** Errors and warnings, in the order of the file. */
  readonly findings: readonly Finding[];
}

/**
 * Reads a scenario and the data that it names, checks all of it, and resolves it into plans.
 * An overriding `sales` or `until` replaces both stop rules of the file, except that `until` still bounds demand from counts.
 */
export function loadScenario(file: string, readFile: ReadFile, overrides: Overrides = {}): Loading {
  const text = readFile(file);
  if (typeof text !== 'string') return failed(file, 0, 0, text);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const findings = document.errors.map((error): Finding => {
    const { line, col } = lines.linePos(error.pos[0]);
    const problem = explainYaml(error, text);
    return { severity: 'error', file, line, column: col, path: '', ...problem };
  });
  // A key that is there twice leaves the rest readable; after any other slip further findings would mislead.
  if (document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) return { scenario: null, findings };
  let content: unknown;
  try {
    content = document.toJS();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return failed(file, 1, 1, { ...NOT_YAML, found: `what is not YAML: ${message}` });
  }
  if (content === null || content === undefined) return failed(file, 1, 1, EMPTY);
  if (typeof content !== 'object' || Array.isArray(content))
    return failed(file, 1, 1, { ...NO_MAP, found: describeValue(content) });

  const raw = applySettings({ ...content }, overrides.settings ?? []) as Readonly<Record<string, unknown>>;
  const toFinding = locator(file, document, lines);
  const parsed = scenarioSchema.safeParse(raw);
  const parts = takeApart(raw);
  const remarks: Remark[] = parsed.success ? [] : explain(parsed.error.issues, raw);
  const stop = stopRule(parts, overrides);
  remarks.push(...checkScenario(parts, stop));
  findings.push(...remarks.map(toFinding));

  // `cat scenario.yaml data.csv | sha256sum` says the same.
  const hash = sha256.create().update(utf8ToBytes(text));
  const data = readData(file, parts, readFile, stop, (piece) => hash.update(utf8ToBytes(piece)));
  findings.push(...data.findings, ...data.remarks.map(toFinding));
  findings.sort((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : 0));
  const errors = findings.some(({ severity }) => severity === 'error');
  if (errors || !parsed.success) return { scenario: null, findings };

  const arrivals = overrides.arrivals ?? (parsed.data.arrivals === 'counts first' ? 'countsFirst' : 'each');
  const plans = resolvePlans(parsed.data, data, overrides.seed, stop, arrivals);
  const scenario: Scenario = {
    name: baseName(file),
    file,
    contentHash: bytesToHex(hash.digest()),
    title: parsed.data.title,
    description: parsed.data.description ?? '',
    question: parsed.data.question ?? null,
    goal: parsed.data.goal === undefined ? null : resolveGoal(parsed.data.goal),
    startsOn: parsed.data.starts ?? null,
    assumptions: [...(parsed.data.assumptions ?? []), ...describeAssumptions(parsed.data, arrivals, plans)],
    plans,
    warnings: findings,
  };
  return { scenario, findings };
}

const EMPTY: Unreadable = {
  found: 'an empty file',
  expected: 'a scenario',
  advice: 'start from an example: pinweir init writes one',
};

const NO_MAP: Unreadable = {
  found: '',
  expected: 'YAML that starts with keys such as title: and servers:',
  advice: 'start from an example: pinweir init writes one',
};

function failed(file: string, line: number, column: number, problem: Unreadable): Loading {
  return { scenario: null, findings: [{ severity: 'error', file, line, column, path: '', ...problem }] };
}

const NOT_YAML: Unreadable = {
  found: 'what is not YAML',
  expected: 'YAML: a key, a colon and a value on each line',
  advice: 'look at this line and the one before: indentation, quotes, brackets and colons',
};

function explainYaml(error: YAMLParseError, text: string): Unreadable {
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^\s:]*/.exec(text.slice(error.pos[0]))?.[0] ?? '';
    return {
      found: `a second ${JSON.stringify(key)}`,
      expected: 'each key once',
      advice: 'remove or rename one of the two',
    };
  }
  if (error.code === 'TAB_AS_INDENT') {
    return { found: 'a tab', expected: 'spaces as indentation', advice: 'replace the tab by spaces' };
  }
  if (error.code === 'MULTIPLE_DOCS') {
    return { found: 'a second document', expected: 'one scenario in a file', advice: 'remove the line ---' };
  }
  return { ...NOT_YAML, found: `what is not YAML: ${error.message.split('\n')[0] ?? ''}` };
}

interface Data extends DemandData {
  readonly findings: readonly Finding[];
  readonly remarks: readonly Remark[];
}

const NO_DATA: Data = { counts: null, sales: null, findings: [], remarks: [] };

/** @param onText is told all that was read, piece by piece */
function readData(
  file: string,
  parts: Parts,
  readFile: ReadFile,
  stop: StopRule,
  onText: (piece: string) => void,
): Data {
  const { counts, replay } = parts.demand ?? {};
  if (counts !== undefined)
    return readCounted(besides(file, counts.file), counts, parts, readFile, stop, onText);
  if (replay !== undefined)
    return readReplay(besides(file, replay.file), replay, parts, readFile, stop, onText);
  return NO_DATA;
}

function readCounted(
  path: string,
  counts: CountsEntry,
  parts: Parts,
  readFile: ReadFile,
  stop: StopRule,
  onText: (piece: string) => void,
): Data {
  const text = readFile(path);
  if (typeof text !== 'string') return unreadable(['demand', 'counts', 'file'], text);
  onText(text);
  const servers = parts.servers.flatMap((entry) => (entry ? serverNames(entry) : []));
  const period = durationMicroseconds(counts.period ?? '1 d');
  const { table, findings } = readCounts(path, text, period, servers);
  const remarks = table === null ? [] : checkCounts(parts, table, stop.until, servers);
  return { counts: table, sales: null, findings, remarks };
}

function readReplay(
  path: string,
  replay: ReplayEntry,
  parts: Parts,
  readFile: ReadFile,
  stop: StopRule,
  onText: (piece: string) => void,
): Data {
  const starts = parts.starts ?? undefined;
  const missing = checkReplay(replay, starts);
  // Without them every row would be wrong.
  if (missing.length > 0 || parts.servers.includes(null)) return { ...NO_DATA, remarks: missing };
  const text = readFile.pieces === undefined ? readFile(path) : readFile.pieces(path);
  if (typeof text !== 'string' && !isPieces(text)) return unreadable(['demand', 'replay', 'file'], text);
  const stock = new Map(
    parts.servers.flatMap((entry) =>
      entry
        ? serverNames(entry).map(
            (name) => [name, new Set(serverStock(entry).map(([variety]) => variety))] as const,
          )
        : [],
    ),
  );
  const reader = new ReplayReader(path, replay, { starts, until: stop.until, stock });
  for (const piece of typeof text === 'string' ? [text] : text) {
    onText(piece);
    if (!reader.read(piece)) break;
  }
  return { counts: null, ...reader.finish() };
}

function isPieces(text: Iterable<string> | Unreadable): text is Iterable<string> {
  return Symbol.iterator in text;
}

function unreadable(path: Path, problem: Unreadable): Data {
  return { ...NO_DATA, remarks: [{ severity: 'error', path, ...problem }] };
}

function stopRule(parts: Parts, overrides: Overrides): StopRule {
  const until = parts.until ? durationMicroseconds(parts.until) : null;
  if (overrides.until === undefined && overrides.sales === undefined) {
    return { until, sales: parts.sales ?? null };
  }
  const bounded = parts.demand?.counts || parts.demand?.replay ? until : null;
  return { until: overrides.until ?? bounded, sales: overrides.sales ?? null };
}

/** The path of a file that another file names, seen from where the other one is. */
function besides(file: string, named: string): string {
  if (/^([/\\]|[A-Za-z]:)/.test(named)) return named;
  return file.slice(0, lastSeparator(file) + 1) + named;
}

function baseName(file: string): string {
  return file.slice(lastSeparator(file) + 1).replace(/\.ya?ml$/, '');
}

function lastSeparator(file: string): number {
  return Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
}
