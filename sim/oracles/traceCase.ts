import { HOUR_MICROSECONDS } from '#src/domain/time';
import { inventoryContext } from '#src/network/network';
import type { StockWatcher } from '#sim/metrics/stockWatcher';
import type { Plan } from '#sim/plan';
import { formatFindings } from '#sim/scenario/finding';
import { loadScenario } from '#sim/scenario/load';
import { Simulation } from '#sim/simulation';
import type { SimulationOptions } from '#sim/simulation';
import { REPLAY_FILE, traceReplay, traceScenario } from './caseScenario.ts';
import { traceParameters } from './caseSchema.ts';
import type { OracleCase, TraceParameters } from './caseSchema.ts';
import { issuesOf } from './steadyStateCase.ts';
import { notRun, verdictOn } from './verdict.ts';
import type { Comparison, Verdict } from './verdict.ts';

/** Times may differ by what whole microseconds cannot say. */
const TIME_TOLERANCE_HOURS = 1e-9;
const RELATIVE_TOLERANCE = 1e-9;

/** Runs a case whose every event is known, and compares event by event. */
export function runTraceCase(given: OracleCase, options: SimulationOptions = {}): Verdict {
  const { id } = given;
  const parsed = traceParameters.safeParse(given.parameters);
  if (!parsed.success) return notRun(given, issuesOf(parsed.error.issues));
  const plan = planOf(id, parsed.data);
  if (typeof plan === 'string') return notRun(given, plan);
  const observed = observe(plan, options);
  const comparisons = Object.entries(given.expected).flatMap(([name, value]) =>
    compareList(name, value, observed[name]),
  );
  return verdictOn(given, comparisons);
}

function planOf(id: string, parameters: TraceParameters): Plan | string {
  const scenarioText = JSON.stringify(traceScenario(id, parameters), null, 1);
  const replayText = traceReplay(parameters);
  const { scenario, findings } = loadScenario(`${id}.yaml`, (file) =>
    file === REPLAY_FILE ? replayText : scenarioText,
  );
  return scenario === null ? formatFindings(findings) : scenario.plans[0]!;
}

/** What there is to compare, by the names that cases use. */
function observe(plan: Plan, options: SimulationOptions): Readonly<Record<string, unknown>> {
  const orders: [number, number][] = [];
  const lostAt: number[] = [];
  const onHandAfterSale: number[] = [];
  const simulation = new Simulation(plan, {
    ...options,
    check: true,
    onTrace: ({ time, message }) => {
      if (message.type === 'stock.requested') orders.push([time / HOUR_MICROSECONDS, message.quantity]);
    },
  });
  const cell = simulation.network.cells.find(({ kind, node }) => kind === 'inventory' && node === 's1')!;
  const meter = simulation.meters[cell.rank]!;
  const waits = inventoryContext(cell).plan.unmet !== 'lost';
  const watcher: StockWatcher = {
    pass: () => {},
    count: (time, onHandBefore) => {
      onHandAfterSale.push(Math.max(0, onHandBefore - 1));
      if (onHandBefore === 0 && !waits) lostAt.push(time / HOUR_MICROSECONDS);
    },
    finish: () => {},
  };
  meter.watcher = watcher;
  simulation.run();
  const { stock } = inventoryContext(cell);
  return {
    orders,
    lostAt,
    onHandAfterSale,
    finalOnHand: stock.onHand,
    finalOnOrder: stock.onOrder,
    finalBackorders: stock.owed,
    onHandHours: meter.onHandTime.value / HOUR_MICROSECONDS,
  };
}

/** Number by number; lists must be equally long. */
function compareList(path: string, expected: unknown, found: unknown): Comparison[] {
  if (!Array.isArray(expected)) return [compareNumber(path, expected, found)];
  const list: readonly unknown[] = Array.isArray(found) ? found : [];
  const parts = expected.flatMap((one, index) => compareList(`${path}.${index}`, one, list[index]));
  return [...parts, compareNumber(`${path}.length`, expected.length, list.length)];
}

function compareNumber(path: string, expected: unknown, found: unknown): Comparison {
  const estimate = typeof found === 'number' ? found : null;
  const value = typeof expected === 'number' ? expected : Number.NaN;
  const tolerance = Math.max(TIME_TOLERANCE_HOURS, RELATIVE_TOLERANCE * Math.abs(value));
  const passes = estimate !== null && Math.abs(estimate - value) <= tolerance;
  const reason = passes ? '' : estimate === null ? 'not compared: there is no such event' : 'not equal';
  return { path, expected: value, estimate, standardError: null, z: null, passes, reason };
}
