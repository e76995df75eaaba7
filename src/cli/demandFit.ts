import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { demandFitJson } from '#src/cli/demandFitJson';
import { dataWords, demandFitText, yamlRemarks } from '#src/cli/demandFitText';
import { errorText } from '#src/cli/readFile';
import { fileObstacle } from '#src/cli/reportFile';
import { readSalesFile } from '#src/cli/salesFile';
import type { SalesFile } from '#src/cli/salesFile';
import { readStockFile } from '#src/cli/stockFile';
import type { StockFile } from '#src/cli/stockFile';
import type { Progress, Surroundings } from '#src/cli/surroundings';
import { DAY_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import { analyse } from '#sim/fit/analysis';
import type { Analysis } from '#sim/fit/analysis';
import { demandYaml } from '#sim/fit/demandYaml';
import { seriesName } from '#sim/fit/fitData';
import { dateOf } from '#sim/fit/fitWords';
import { FORMATS_EXPECTED, stampReader } from '#sim/fit/stampFormat';

export interface DemandFitFlags {
  readonly time?: string;
  readonly server?: string;
  readonly variety?: string;
  readonly quantity?: string;
  readonly timeFormat?: string;
  readonly stock?: string;
  readonly holdout?: Microseconds;
  /** Microseconds since 1970. */
  readonly starts?: number;
  readonly seed?: number;
  readonly jitter?: boolean;
  readonly out?: string;
  readonly report?: string;
  readonly json?: boolean;
}

/** What was read, beside what was found out from it. */
export interface DemandFitSources {
  readonly file: string;
  readonly sales: SalesFile;
  readonly stock: StockFile | null;
  readonly command: string;
}

/** Fits demand to a sales log: 0 when the demand section is written, 2 for bad input. */
export async function demandFit(
  file: string,
  flags: DemandFitFlags,
  surroundings: Surroundings,
): Promise<number> {
  const obstacle = flagObstacle(file, flags);
  if (obstacle !== null) return refuse(surroundings, obstacle);
  const progress = surroundings.startProgress();
  try {
    const sales = await readSalesFile(file, {
      columns: flags,
      timeFormat: flags.timeFormat ?? null,
      onProgress: (share) => progress.show(0.7 * share, `reading ${file}`),
    });
    if (typeof sales === 'string') return refuse(surroundings, `${file}: found ${sales}`, progress);
    const stock = await readStock(sales, flags, progress);
    if (typeof stock === 'string')
      return refuse(surroundings, `${flags.stock ?? ''}: found ${stock}`, progress);
    const analysis = analyse(sales.log, {
      seed: flags.seed ?? 1,
      noJitter: flags.jitter === false,
      holdOutDays: flags.holdout === undefined ? null : Math.round(flags.holdout / DAY_MICROSECONDS),
      startDay: flags.starts === undefined ? null : flags.starts / DAY_MICROSECONDS,
      ...(stock === null ? {} : { stockOuts: stock.stockOuts }),
      onProgress: (share, what) => progress.show(0.8 + 0.2 * share, what),
    });
    progress.stop();
    if (typeof analysis === 'string') {
      const bad = sales.log.badRows.kinds()[0];
      const [example] = bad?.examples ?? [];
      const found = (example?.found ?? '') === '' ? '' : ` (${example!.found})`;
      const hint =
        bad === undefined ? '' : `; most bad rows: ${bad.reason}, such as line ${example?.line ?? 0}${found}`;
      return refuse(surroundings, `${file}: found ${analysis}${hint}`);
    }
    const sources = { file, sales, stock, command: commandOf(file, flags) };
    return await write(analysis, sources, flags, surroundings);
  } finally {
    progress.stop();
  }
}

function refuse({ stderr }: Surroundings, message: string, progress?: Progress): number {
  progress?.stop();
  stderr(`error: ${message}\n`);
  return 2;
}

function flagObstacle(file: string, { timeFormat, out, report, stock }: DemandFitFlags): string | null {
  if (timeFormat !== undefined && stampReader(timeFormat) === null) {
    return `--time-format ${JSON.stringify(timeFormat)} is no format; expected ${FORMATS_EXPECTED}`;
  }
  for (const [flag, path, example] of [
    ['--out', out, 'demand.yaml'],
    ['--report', report, 'fit.html'],
  ] as const) {
    if (path === undefined) continue;
    if ([file, stock].some((input) => input !== undefined && resolve(input) === resolve(path))) {
      return `${flag} ${path} would overwrite what is read; name another file`;
    }
    const obstacle = fileObstacle(flag, path, example);
    if (obstacle !== null) return obstacle;
  }
  return null;
}

async function readStock(
  { log, format }: SalesFile,
  { stock }: DemandFitFlags,
  progress: Progress,
): Promise<StockFile | null | string> {
  if (stock === undefined) return null;
  const known = new Set(log.series.map(({ server, variety }) => seriesName(server, variety)));
  const end = log.series.reduce((latest, { last }) => Math.max(latest, last), 0);
  return readStockFile(stock, known, end, format, (share) =>
    progress.show(0.7 + 0.1 * share, `reading ${stock}`),
  );
}

async function write(
  analysis: Analysis,
  sources: DemandFitSources,
  flags: DemandFitFlags,
  surroundings: Surroundings,
): Promise<number> {
  const { stdout, stderr, version, today } = surroundings;
  const yaml = demandYaml(analysis.written.section, yamlRemarks(analysis, sources));
  const notes: string[] = [];
  try {
    if (flags.out !== undefined) {
      writeFileSync(flags.out, yaml);
      notes.push(`demand written to ${flags.out}: put it into a scenario\n`);
    }
    if (flags.report !== undefined) {
      // Loaded only here: charts and their DOM take longer to load than most fits take.
      const { renderFitReport } = await import('#src/report/fitPage');
      const { file, command } = sources;
      const context = { file, command, version, generatedOn: today(), sources: dataWords(analysis, sources) };
      writeFileSync(flags.report, renderFitReport(analysis, context));
      notes.push(`report written to ${flags.report}\n`);
    }
  } catch (error) {
    return refuse(surroundings, `not written: ${errorText(error)}`);
  }
  if (flags.json === true) {
    stdout(`${JSON.stringify(demandFitJson(analysis, sources), null, 2)}\n`);
    notes.forEach(stderr);
    return 0;
  }
  const summary = demandFitText(analysis, sources, surroundings).join('\n');
  // Data goes to standard output: the summary, unless the demand section itself is asked for there.
  if (flags.out === undefined) {
    stderr(`${summary}\n\n`);
    stdout(yaml);
    notes.forEach(stderr);
  } else stdout(`${summary}\n\n${notes.join('')}`);
  return 0;
}

/** As one types it into a shell. */
function commandOf(file: string, flags: DemandFitFlags): string {
  const words = ['npx', 'pinweir', 'demand', 'fit', file];
  for (const [flag, value] of [
    ['--time', flags.time],
    ['--server', flags.server],
    ['--variety', flags.variety],
    ['--quantity', flags.quantity],
    ['--time-format', flags.timeFormat],
    ['--stock', flags.stock],
    ['--holdout', flags.holdout === undefined ? undefined : `${flags.holdout / DAY_MICROSECONDS} d`],
    ['--starts', flags.starts === undefined ? undefined : dateOf(flags.starts / DAY_MICROSECONDS)],
    ['--seed', flags.seed],
    ['--out', flags.out],
    ['--report', flags.report],
  ] as const) {
    if (value !== undefined) words.push(flag, String(value));
  }
  if (flags.jitter === false) words.push('--no-jitter');
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');
}
