import type { Microseconds } from '#src/domain/time';
import { painter } from '#src/cli/paint';
import { readState } from '#src/cli/stateFile';
import type { StateFile } from '#src/cli/stateFile';
import type { Surroundings } from '#src/cli/surroundings';
import { textTable } from '#src/cli/textTable';
import { amount, count, percent, plural, span } from '#src/report/format';
import { knownUntil } from '#sim/demand/knownUntil';
import { EndlessRun } from '#sim/endlessRun';
import { InvariantViolation } from '#sim/invariantViolation';
import { figureBetween } from '#sim/measures/measure';
import type { Totals } from '#sim/measures/measure';
import { TotalsReader } from '#sim/measures/totals';
import { extended } from '#sim/operations';
import type { Operation } from '#sim/operations';
import type { Plan } from '#sim/plan';
import { parseDuration } from '#sim/scenario/duration';
import { nearest } from '#sim/scenario/nearest';
import { Simulation } from '#sim/simulation';

export interface ResumeFlags {
  /** "node duration", such as "hub 4 h". */
  readonly outage?: readonly string[];
  readonly offline?: readonly string[];
  readonly until?: Microseconds;
  readonly json?: boolean;
}

/** One way in which things go on. */
interface Future {
  readonly name: string;
  readonly plan: Plan;
}

/** What became of it. */
interface Outcome {
  readonly name: string;
  readonly from: Totals;
  readonly to: Totals;
  readonly reader: TotalsReader;
  readonly traceHash: string;
}

/** Goes on from a saved state, as it is and with what befalls nodes from then on: 0 when it ran, else 2. */
export function resume(file: string, flags: ResumeFlags, surroundings: Surroundings): number {
  const { stdout, stderr } = surroundings;
  const state = readState(file);
  const futures = typeof state === 'string' ? state : futuresOf(state, flags);
  if (typeof state === 'string' || typeof futures === 'string') {
    stderr(`error: ${String(typeof state === 'string' ? state : futures)}\n`);
    return 2;
  }
  const progress = surroundings.startProgress();
  try {
    const outcomes = futures.map((future, index) =>
      goOn(state, future, surroundings, (share) =>
        progress.show((index + share) / futures.length, future.name),
      ),
    );
    progress.stop();
    stdout(flags.json === true ? json(state, outcomes) : describe(state, outcomes, surroundings));
    return 0;
  } catch (error) {
    progress.stop();
    if (!(error instanceof EndlessRun || error instanceof InvariantViolation)) throw error;
    stderr(`error: ${file}: ${error.message}\n`);
    return error instanceof InvariantViolation ? 4 : 2;
  } finally {
    progress.stop();
  }
}

function futuresOf({ simulation }: StateFile, flags: ResumeFlags): readonly Future[] | string {
  const { now, plan } = simulation;
  const until = flags.until ?? plan.stop.until;
  if (until !== null && until <= now) {
    return `the state is of ${span(now)} after the start, and the run is to end at ${span(until)}; write a later --until`;
  }
  const known = knownUntil(plan);
  if (until !== null && until > known) {
    return `the state knows its customers, who come from a file, until ${span(known)} after the start, and the run is to end at ${span(until)}; write an earlier --until, or save the scenario anew with a later until`;
  }
  const ends = { ...plan, stop: flags.until === undefined ? plan.stop : { until, sales: null } };
  const operations: Operation[] = [];
  for (const kind of ['outage', 'offline'] as const) {
    for (const text of flags[kind] ?? []) {
      const operation = parseOperation(kind, text, plan, now);
      if (typeof operation === 'string') return operation;
      operations.push(operation);
    }
  }
  const asItIs = { name: 'as it is', plan: ends };
  if (operations.length === 0) return [asItIs];
  const name = operations
    .map(({ kind, node, from, until: end }) => `${node} ${kind} ${span(end - from)}`)
    .join(', ');
  return [asItIs, { name, plan: { ...ends, operations: extended(plan.operations ?? [], operations, now) } }];
}

function parseOperation(
  kind: Operation['kind'],
  text: string,
  { topology }: Plan,
  now: Microseconds,
): Operation | string {
  const { hub, servers, suppliers } = topology;
  const others = kind === 'outage' ? suppliers : servers;
  const names = [hub.name, ...others.map(({ name }) => name)];
  const [, node = '', time = ''] = /^(\S+)\s+(.+)$/.exec(text.trim()) ?? [];
  const duration = parseDuration(time);
  if (!('microseconds' in duration)) {
    return `--${kind} ${JSON.stringify(text)}: expected a node and for how long; write --${kind} "${hub.name} 4 h"`;
  }
  if (!names.includes(node)) {
    const meant = nearest(node, names);
    const what = kind === 'outage' ? 'the hub or a supplier' : 'the hub or a server';
    return `--${kind} ${JSON.stringify(text)}: expected ${what}; write ${meant ?? hub.name} instead of ${node}`;
  }
  return { kind, node, from: now, until: now + duration.microseconds };
}

function goOn(
  { simulation: saved }: StateFile,
  { name, plan }: Future,
  { machines }: Surroundings,
  onProgress: (share: number) => void,
): Outcome {
  const simulation = Simulation.restore(saved, { machines, onProgress }, plan);
  const reader = new TotalsReader(simulation, 'nodes');
  const from = reader.read(false);
  simulation.run();
  return { name, from, to: reader.read(true), reader, traceHash: simulation.trace.hexadecimal };
}

function json({ scenario, simulation }: StateFile, outcomes: readonly Outcome[]): string {
  const told = {
    scenario: scenario.name,
    contentHash: scenario.contentHash,
    savedAtHours: simulation.now / 3.6e9,
    futures: outcomes.map(({ name, from, to, reader, traceHash }) => ({
      name,
      traceHash,
      endsAtHours: to.time / 3.6e9,
      figures: reader.names.map((measure, index) => ({ ...measure, value: figureBetween(from, to, index) })),
    })),
  };
  return `${JSON.stringify(told, null, 2)}\n`;
}

type Show = (value: number | null) => string;

const SHOWN: readonly (readonly [figure: string, title: string, show: Show])[] = [
  ['fillRate', 'fill rate', percent],
  ['lostPerHour', 'lost, an hour', amount],
  ['meanBackorders', 'waiting customers', amount],
  ['meanOnHand', 'on hand', amount],
  ['stockoutTimeFraction', 'time without stock', percent],
  ['orderRatePerHour', 'orders, an hour', amount],
  ['costPerHour', 'cost, an hour', amount],
];

function describe(
  { scenario, simulation }: StateFile,
  outcomes: readonly Outcome[],
  { hasColour }: Surroundings,
): string {
  const paint = painter(hasColour);
  const [first] = outcomes;
  const head = `${paint.bold(scenario.title)}\n${paint.dim(`from ${span(simulation.now)} after the start to ${span(first!.to.time)}`)}`;
  const rows = SHOWN.flatMap(([figure, title, show]) => {
    const values = outcomes.map(({ from, to, reader }) => {
      const index = reader.names.findIndex((name) => name.scope === 'network' && name.figure === figure);
      return figureBetween(from, to, index);
    });
    return values.every((value) => value === 0 || value === null)
      ? []
      : [[title, values.map((value) => show(value))] as const];
  });
  const columns = outcomes.map(({ name }, index) => ({
    heading: name,
    unit: '',
    cell: (cells: readonly string[]) => cells[index]!,
  }));
  const lines = textTable(columns, [{ heading: '', rows }], paint);
  const notes = [
    `${outcomes.length > 1 ? 'both futures have the same customers and lead times; ' : ''}${plural(simulation.handled.length, 'shelf', 'shelves')}, ${count(simulation.underWay.length)} messages under way`,
    `trace ${outcomes.map(({ traceHash }) => traceHash).join(' ')}`,
  ];
  return `${head}\n\n${lines.join('\n')}\n\n${notes.map(paint.dim).join('\n')}\n`.replaceAll('\u00a0', ' ');
}
