import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrivalStream } from '#sim/demand/arrivalStream';
import type { Mode } from '#sim/mode';
import type { Plan } from '#sim/plan';
import { runPlan } from '#sim/run';
import type { RunResult } from '#sim/result';
import type { TraceEntry } from '#sim/trace';
import type { Executor } from '#src/executor/actor';
import { compiled } from '#src/executor/compiled';
import { interpreted } from '#src/executor/interpreted';
import { plans } from '../support/networks.ts';
import { countTies } from '../support/ties.ts';

// PINWEIR_LONG=1 runs a long campaign with a seed of its own.
const long = process.env['PINWEIR_LONG'] === '1';
const numRuns = long ? 20_000 : 400;
const seed = long ? Date.now() : 20_240_601;

const anyNetwork = fc.oneof(
  { weight: 4, arbitrary: plans() },
  { weight: 1, arbitrary: plans({ scarce: true }) },
  { weight: 3, arbitrary: plans({ policies: true }) },
);

interface Observed {
  readonly trace: readonly TraceEntry[];
  readonly result: RunResult;
}

function observe(plan: Plan, mode: Mode, executor: Executor): Observed {
  const trace: TraceEntry[] = [];
  const sampleEvery = Math.max(1, Math.floor((plan.stop.until ?? 1000) / 7));
  const onTrace = (entry: TraceEntry) => trace.push(entry);
  const result = runPlan(plan, { mode, executor, check: true, onTrace, clock: () => 0, sampleEvery });
  return { trace, result };
}

/** Entry by entry as JSON, and every figure but what says how and how fast it was computed. */
function expectSame(expected: Observed, actual: Observed): void {
  const length = Math.max(expected.trace.length, actual.trace.length);
  for (let index = 0; index < length; index++) {
    const [a, b] = [expected.trace[index], actual.trace[index]];
    if (JSON.stringify(a) !== JSON.stringify(b)) expect.soft(b, `trace entry ${index}`).toEqual(a);
    if (JSON.stringify(a) !== JSON.stringify(b)) expect.fail(`the traces part at entry ${index}`);
  }
  expect(figuresOf(actual.result)).toStrictEqual(figuresOf(expected.result));
}

function figuresOf({ mode, executor, seconds, salesPerSecond, ...figures }: RunResult) {
  return figures;
}

test(
  'lazy and each-sale, compiled and interpreted, and repetitions give the same trace and the same figures on random networks',
  () => {
    let [networks, withRecall, withStockout, withSaleTie, withMessageTie, untilSales] = [0, 0, 0, 0, 0, 0];
    fc.assert(
      fc.property(anyNetwork, (plan) => {
        const reference = observe(plan, 'lazy', compiled);
        expectSame(reference, observe(plan, 'each-sale', compiled));
        expectSame(reference, observe(plan, 'lazy', interpreted));
        expectSame(reference, observe(plan, 'each-sale', interpreted));
        expectSame(reference, observe(plan, 'lazy', compiled));

        const { network, simulatedMicroseconds } = reference.result;
        const ties = countTies(plan, reference.trace);
        networks += 1;
        if (network.recalled > 0) withRecall += 1;
        if (network.stockouts > 0) withStockout += 1;
        if (ties.ofSaleAndMessage > 0) withSaleTie += 1;
        if (ties.ofMessages > 0) withMessageTie += 1;
        if (simulatedMicroseconds < plan.stop.until!) untilSales += 1;
      }),
      { seed, numRuns },
    );
    const tenth = networks / 10;
    expect(networks).toBe(numRuns);
    expect(withRecall).toBeGreaterThanOrEqual(tenth);
    expect(withStockout).toBeGreaterThanOrEqual(tenth);
    expect(withSaleTie).toBeGreaterThanOrEqual(tenth);
    expect(withMessageTie).toBeGreaterThanOrEqual(tenth);
    expect(untilSales).toBeGreaterThanOrEqual(tenth);
  },
  long ? 3_600_000 : 120_000,
);

test(
  'where terminals are slow to reach, both executors give the same trace and the same figures',
  () => {
    fc.assert(
      fc.property(plans({ slowTerminals: true }), (plan) => {
        const reference = observe(plan, 'each-sale', compiled);
        expectSame(reference, observe(plan, 'each-sale', interpreted));
        expectSame(reference, observe(plan, 'each-sale', compiled));
      }),
      { seed, numRuns: numRuns / 4 },
    );
  },
  long ? 3_600_000 : 120_000,
);

test(
  'a hub that rebalances by schedule does the same in every mode and executor, and less often than at every shortage',
  () => {
    let [looksBySchedule, looksAtShortage, withRecall] = [0, 0, 0];
    fc.assert(
      fc.property(plans({ scarce: true }), fc.constantFrom(1, 3), (plan, leastMissing) => {
        const every = Math.max(1, Math.floor(plan.stop.until! / 5));
        const hub = {
          ...plan.topology.hub,
          rebalancing: { kind: 'scheduled', every, leastMissing },
        } as const;
        const scheduled = { ...plan, topology: { ...plan.topology, hub } };
        const reference = observe(scheduled, 'lazy', compiled);
        expectSame(reference, observe(scheduled, 'each-sale', compiled));
        expectSame(reference, observe(scheduled, 'each-sale', interpreted));
        looksBySchedule += looksOf(reference);
        looksAtShortage += looksOf(observe(plan, 'lazy', compiled));
        if (reference.result.network.recalled > 0) withRecall += 1;
      }),
      { seed, numRuns: numRuns / 4 },
    );
    expect(looksBySchedule).toBeLessThan(looksAtShortage);
    expect(withRecall).toBeGreaterThan(numRuns / 40);
  },
  long ? 3_600_000 : 120_000,
);

const sizesArbitrary = fc
  .array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 })
  .map((sizes) => [...new Set(sizes)].map((size, _, all) => ({ size, probability: 1 / all.length })));

test(
  'customers who take several PINs do the same with both executors and in repetitions, and those of one PIN as any others',
  () => {
    let [partial, withRecall] = [0, 0];
    fc.assert(
      fc.property(anyNetwork, sizesArbitrary, (plan, sizes) => {
        const one = [{ size: 1, probability: 1 }];
        const withSizes = (own: typeof one): Plan => ({
          ...plan,
          demand: plan.demand.map((demand) => ({ ...demand, sizes: own })),
        });
        expectSame(observe(plan, 'lazy', compiled), observe(withSizes(one), 'lazy', compiled));
        const bulk = withSizes(sizes);
        const reference = observe(bulk, 'lazy', compiled);
        expectSame(reference, observe(bulk, 'lazy', interpreted));
        expectSame(reference, observe(bulk, 'lazy', compiled));
        const { network } = reference.result;
        if (network.lost + network.backordered > 0) partial += 1;
        if (network.recalled > 0) withRecall += 1;
      }),
      { seed, numRuns: numRuns / 4 },
    );
    expect(partial).toBeGreaterThan(numRuns / 40);
    expect(withRecall).toBeGreaterThan(numRuns / 40);
  },
  long ? 3_600_000 : 120_000,
);

test('recorded sales do the same in every mode and executor', () => {
  fc.assert(
    fc.property(anyNetwork, (plan) => {
      const listed = asListed(plan);
      const reference = observe(listed, 'lazy', compiled);
      expectSame(reference, observe(listed, 'each-sale', compiled));
      expectSame(reference, observe(listed, 'each-sale', interpreted));
      // They come as those by chance from which they were taken.
      expectSame(reference, observe(plan, 'lazy', compiled));
    }),
    { seed, numRuns: numRuns / 4 },
  );
});

/** The same customers as a list. */
function asListed(plan: Plan): Plan {
  const { until } = plan.stop;
  const demand = plan.demand.map((own) => {
    const stream = arrivalStream(own.rate, plan.seed, `${own.server}/${own.variety}`);
    const times: number[] = [];
    for (let k = 1; stream.timeOf(k) <= until!; k++) times.push(stream.timeOf(k));
    return { ...own, rate: { kind: 'listed', times, sizes: null } } as const;
  });
  return { ...plan, demand };
}

function looksOf({ trace }: Observed): number {
  return trace.filter(({ message }) => message.type === 'surplus.asked').length;
}
