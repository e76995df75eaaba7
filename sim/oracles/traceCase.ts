import { HOUR_MICROSECONDS } from '#src/domain/time';
import { inventoryContext } from '#src/network/network';
import type { StockWatcher } from '#sim/metrics/stockWatcher';
import type { Plan } from '#sim/plan';
import { describeValue } from '#sim/scenario/finding';
import { loadScenario } from '#sim/scenario/load';
import { nearest } from '#sim/scenario/nearest';
import { Simulation } from '#sim/simulation';
import type { SimulationOptions } from '#sim/simulation';
import { REPLAY_FILE, TRACED, traceReplay, traceScenario } from './caseScenario.ts';
import { traceParameters } from './caseSchema.ts';
import type { OracleCase, TraceParameters } from './caseSchema.ts';
import { findingsOf, issuesOf } from './caseWords.ts';
import { NOTHING_EXPECTED } from './steadyStateCase.ts';
import { notCompared, notRun, verdictOn } from './verdict.ts';
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
  const comparisons = Object.entries(given.expected ?? {}).flatMap(([name, value]) =>
    name in observed ? compareList(name, value, observed[name]) : unknownName(name, value, observed),
  );
  if (comparisons.length === 0) return notRun(given, NOTHING_EXPECTED);
  return verdictOn(given, comparisons);
}

function planOf(id: string, parameters: TraceParameters): Plan | string {
  const scenarioText = JSON.stringify(traceScenario(id, parameters), null, 1);
  const replayText = traceReplay(parameters);
  const { scenario, findings } = loadScenario(`${id}.yaml`, (file) =>
    file === REPLAY_FILE ? replayText : scenarioText,
  );
  return scenario === null ? findingsOf(findings) : scenario.plans[0]!;
}

/** What there is to compare, by the names that cases use. */
function observe(plan: Plan, options: SimulationOptions): Readonly<Record<string, unknown>> {
  const orders: [number, number][] = [];
  const arrivals: [number, number][] = [];
  const lostAt: number[] = [];
  const backorderedAt: number[] = [];
  const onHandAfterSale: number[] = [];
  const simulation = new Simulation(plan, {
    ...options,
    check: true,
    onTrace: ({ time, message }) => {
      const hours = time / HOUR_MICROSECONDS;
      if (message.type === 'stock.requested') orders.push([hours, message.quantity]);
      if (message.type === 'transfer.shipped') arrivals.push([hours, message.count]);
    },
  });
  const cell = simulation.network.cells.find(({ kind, node }) => kind === 'inventory' && node === TRACED)!;
  const meter = simulation.meters[cell.rank]!;
  const unmetAt = inventoryContext(cell).plan.unmet === 'lost' ? lostAt : backorderedAt;
  const watcher: StockWatcher = {
    pass: () => {},
    count: (time, onHandBefore) => {
      onHandAfterSale.push(Math.max(0, onHandBefore - 1));
      if (onHandBefore === 0) unmetAt.push(time / HOUR_MICROSECONDS);
    },
    finish: () => {},
  };
  meter.watcher = watcher;
  simulation.run();
  const { stock } = inventoryContext(cell);
  const hours = simulation.now / HOUR_MICROSECONDS;
  const [onHandHours, onOrderHours, backorderHours, stockoutHours] = [
    meter.onHandTime,
    meter.onOrderTime,
    meter.owedTime,
    meter.emptyTime,
  ].map(({ value }) => value / HOUR_MICROSECONDS) as [number, number, number, number];
  const asked = onHandAfterSale.length;
  return {
    orders,
    arrivals,
    deliveries: arrivals,
    lostAt,
    backorderedAt,
    onHandAfterSale,
    finalOnHand: stock.onHand,
    finalOnOrder: stock.onOrder,
    finalBackorders: stock.owed,
    askedUnits: asked,
    soldUnits: stock.sold,
    lostUnits: stock.lost,
    expiredUnits: stock.retired,
    fillRate: (asked - lostAt.length - backorderedAt.length) / asked,
    lostFraction: lostAt.length / asked,
    onHandHours,
    onOrderHours,
    backorderHours,
    stockoutHours,
    meanOnHand: onHandHours / hours,
    meanOnOrder: onOrderHours / hours,
    meanBackorders: backorderHours / hours,
    stockoutTimeFraction: stockoutHours / hours,
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
  if (typeof expected !== 'number') {
    return notCompared(path, Number.NaN, `not compared: found ${describeValue(expected)}, expected a number`);
  }
  if (typeof found !== 'number') return notCompared(path, expected, 'not compared: there is no such event');
  const tolerance = Math.max(TIME_TOLERANCE_HOURS, RELATIVE_TOLERANCE * Math.abs(expected));
  const passes = Math.abs(found - expected) <= tolerance;
  const reason = passes ? '' : 'not equal';
  return { path, expected, estimate: found, standardError: null, z: null, passes, reason };
}

/** Words are remarks; anything else that nobody observes is not passed over. */
function unknownName(
  name: string,
  value: unknown,
  observed: Readonly<Record<string, unknown>>,
): Comparison[] {
  if (typeof value === 'string' && Number.isNaN(Number(value))) return [];
  const expected = typeof value === 'number' ? value : Number.NaN;
  const meant = nearest(name, Object.keys(observed));
  const advice = meant === null ? '' : `; perhaps ${meant} is meant`;
  return [notCompared(name, expected, `not compared: a trace has nothing of that name${advice}`)];
}
