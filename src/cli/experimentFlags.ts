import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { parseCount, parseSpan } from '#src/cli/runFlags';
import type { RunFlags } from '#src/cli/runFlags';
import type { TornadoWish } from '#src/cli/tornado';
import { parseAxis, valuesOf } from '#sim/experiment/axis';
import type { Axis } from '#sim/experiment/axis';
import { parseHalfWidth } from '#sim/experiment/halfWidth';
import type { HalfWidth } from '#sim/experiment/halfWidth';
import type { WarmUpRequest } from '#sim/experiment/warmUp';
import type { Detail } from '#sim/measures/totals';
import { formatDuration } from '#sim/scenario/duration';

/** The options of an experiment, parsed. */
export interface ExperimentFlags extends RunFlags {
  readonly replications?: number;
  readonly halfWidth?: readonly HalfWidth[];
  readonly confidence?: number;
  readonly warmUp?: WarmUpRequest;
  readonly vary?: readonly Axis[];
  readonly latinHypercube?: number;
  readonly detail?: Detail;
  readonly workers?: number;
  readonly csv?: string;
  readonly byHour?: boolean;
  readonly quantiles?: boolean;
  readonly tornado?: readonly TornadoWish[];
  /** Whose change the tornado shows. */
  readonly tornadoFigure?: string;
}

/** Whether any option asks for several replications instead of one run. */
export function isExperiment(flags: ExperimentFlags): boolean {
  const { replications, halfWidth, confidence, warmUp, vary, latinHypercube, detail, workers, csv } = flags;
  const { byHour, quantiles, tornado } = flags;
  const single = [replications, halfWidth, confidence, warmUp, vary, latinHypercube, detail, workers, csv];
  return [...single, byHour, quantiles, tornado].some((flag) => flag !== undefined);
}

/** Whether a scenario's goal is looked for with these options: what they ask for can be had beside it. */
export function isSearchable(flags: ExperimentFlags): boolean {
  const { tornado: _tornado, tornadoFigure: _figure, workers: _workers, ...rest } = flags;
  return !isExperiment(rest);
}

export const DEFAULT_REPLICATIONS = 20;
/** Where half-widths decide. */
export const MOST_REPLICATIONS = 1000;

export function addExperimentOptions(command: Command): Command {
  return command
    .optionsGroup('Options for several replications:')
    .addOption(
      new Option(
        '--replications <N>',
        `run so often, each time with other random numbers; default: ${DEFAULT_REPLICATIONS}, with --half-width at most ${MOST_REPLICATIONS}`,
      ).argParser((text) => parseCount(text, '--replications 40')),
    )
    .addOption(
      new Option(
        '--half-width <figure=width>',
        'from 20 replications on, stop once the interval is as narrow: fillRate=0.001 or meanOnHand=2%; may be repeated',
      ).argParser(collectHalfWidths),
    )
    .addOption(
      new Option('--confidence <share>', 'of the intervals; default: 95 %').argParser(parseConfidence),
    )
    .addOption(
      new Option(
        '--warm-up <T>',
        'leave out this much at the beginning: auto, none, or a time such as "7 d"; default: auto',
      ).argParser(parseWarmUp),
    )
    .addOption(
      new Option(
        '--vary <path=values>',
        'put these values into the scenario, such as servers.*.lowWatermark=10..50:5; all combinations if repeated',
      ).argParser(collectAxes),
    )
    .addOption(
      new Option(
        '--latin-hypercube <N>',
        'instead of all combinations of --vary, so many points that spread evenly over each',
      ).argParser((text) => parseCount(text, '--latin-hypercube 50')),
    )
    .addOption(
      new Option('--detail <detail>', 'how finely figures are told; default: nodes').choices([
        'network',
        'nodes',
        'inventories',
      ]),
    )
    .addOption(
      new Option('--workers <N>', 'how many threads; default: one for each core').argParser((text) =>
        parseCount(text, '--workers 2'),
      ),
    )
    .option('--by-hour', 'tell the fill rate for each hour of the day, too; a run begins at midnight')
    .option('--quantiles', 'tell for which share of the time how many PINs lie on shelves, too')
    .option('--csv <file>', 'write every figure of every replication, and every interval, as a table');
}

export function addTornadoOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--tornado [path=low,high]',
        'change one thing at a time and tell what that does; may be repeated; the values may be such as -20%,+20%; without a path: demand, lead times and low watermarks',
      )
        .preset('usual')
        .argParser(collectTornado),
    )
    .addOption(new Option('--tornado-figure <figure>', 'whose change --tornado tells; default: fillRate'));
}

function collectTornado(text: string, before: readonly TornadoWish[] = []): readonly TornadoWish[] {
  if (text === 'usual') return [...before, 'usual'];
  const axis = parseAxis(text);
  if ('expected' in axis) {
    throw new InvalidArgumentError(
      `Expected ${axis.expected}; write --tornado hub.stock.phone-10.lowWatermark=300,420.`,
    );
  }
  if (valuesOf(axis)?.length === 2) return [...before, axis];
  throw new InvalidArgumentError(`Expected a low and a high value; write --tornado ${axis.path}=-20%,+20%.`);
}

function collectHalfWidths(text: string, before: readonly HalfWidth[] = []): readonly HalfWidth[] {
  const halfWidth = parseHalfWidth(text);
  if (halfWidth !== null) return [...before, halfWidth];
  throw new InvalidArgumentError(
    'Expected a figure and a width above 0; write --half-width fillRate=0.001 or --half-width meanOnHand=2%.',
  );
}

function collectAxes(text: string, before: readonly Axis[] = []): readonly Axis[] {
  const axis = parseAxis(text);
  if ('expected' in axis) throw new InvalidArgumentError(`Expected ${axis.expected}; ${axis.advice}.`);
  if (before.some(({ path }) => path === axis.path)) {
    throw new InvalidArgumentError(`Expected each path once; write all values of ${axis.path} with commas.`);
  }
  return [...before, axis];
}

function parseConfidence(text: string): number {
  const match = /^(\d+(?:\.\d+)?|\.\d+) ?(%?)$/.exec(text.trim());
  const number = Number(match?.[1] ?? Number.NaN);
  const confidence = match?.[2] === '%' || number > 1 ? number / 100 : number;
  if (confidence > 0 && confidence < 1) return confidence;
  throw new InvalidArgumentError('Expected a share above 0 and below 1; write --confidence 0.95 or 95%.');
}

function parseWarmUp(text: string): WarmUpRequest {
  return text === 'auto' || text === 'none' ? text : parseSpan(text, '--warm-up "7 d", auto or none');
}

/** Those options again, as words of a command line. */
export function experimentWords(flags: ExperimentFlags): string[] {
  const { replications, confidence, warmUp, latinHypercube, detail, workers, csv } = flags;
  return [
    ...option('--replications', replications),
    ...(flags.halfWidth ?? []).flatMap(({ figure, most, isRelative }) =>
      option('--half-width', `${figure}=${isRelative ? `${Number((100 * most).toPrecision(12))}%` : most}`),
    ),
    ...option('--confidence', confidence),
    ...option('--warm-up', typeof warmUp === 'number' ? formatDuration(warmUp) : warmUp),
    ...(flags.vary ?? []).flatMap(({ text }) => option('--vary', text)),
    ...option('--latin-hypercube', latinHypercube),
    ...option('--detail', detail),
    ...option('--workers', workers),
    ...option('--csv', csv),
    ...(flags.byHour === true ? ['--by-hour'] : []),
    ...(flags.quantiles === true ? ['--quantiles'] : []),
    ...option('--tornado-figure', flags.tornadoFigure),
    ...(flags.tornado ?? []).flatMap((wish) => (wish === 'usual' ? ['--tornado'] : ['--tornado', wish.text])),
  ];
}

function option(name: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [name, String(value)];
}
