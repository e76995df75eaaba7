import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MICROSECONDS } from '#src/domain/time';
import { figureBetween } from '#sim/measures/measure';
import type { MeasureName, Totals } from '#sim/measures/measure';
import { NO_COSTS } from '#sim/measures/costs';
import { runReplication } from '#sim/measures/replication';
import type { Plan } from '#sim/plan';
import { runPlan } from '#sim/run';
import { plans } from '../support/networks.ts';
import { exponential, hours, plainNetwork } from '../support/smallPlans.ts';

const clock = () => 0;
const anyNetwork = fc.oneof(plans(), plans({ scarce: true }));

function indexOf(names: readonly MeasureName[], wanted: Partial<MeasureName>): number {
  const index = names.findIndex((name) =>
    Object.entries(wanted).every(([key, value]) => name[key as keyof MeasureName] === value),
  );
  if (index < 0) throw new Error(`there is no figure ${JSON.stringify(wanted)}`);
  return index;
}

const sorted = (times: readonly number[]) => times.toSorted((a, b) => a - b);

describe('Pauses', () => {
  it('change neither the trace nor a figure, wherever they fall', () => {
    let paused = 0;
    fc.assert(
      fc.property(anyNetwork, fc.array(fc.double({ min: 0, max: 1.2, noNaN: true })), (plan, shares) => {
        const cuts = sorted(shares.map((share) => Math.floor(share * plan.stop.until!)));
        for (const mode of ['lazy', 'each-sale'] as const) {
          const whole = runReplication(plan, 0, { mode, clock, check: true, detail: 'inventories' });
          const cut = runReplication(plan, 0, { mode, clock, check: true, detail: 'inventories', cuts });
          expect({ ...cut, totals: cut.totals.slice(-1) }).toStrictEqual(whole);
          paused += cut.totals.length - 1;
        }
      }),
      { seed: 4, numRuns: 200 },
    );
    expect(paused).toBeGreaterThan(200);
  });

  it('give the same totals at every cut in both modes', () => {
    fc.assert(
      fc.property(anyNetwork, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (plan, shares) => {
        const cuts = sorted(shares.map((share) => Math.floor(share * plan.stop.until!)));
        const [lazy, eachSale] = (['lazy', 'each-sale'] as const).map((mode) =>
          runReplication(plan, 0, { mode, clock, cuts, detail: 'inventories' }),
        );
        expect({ ...lazy, mode: '' }).toStrictEqual({ ...eachSale, mode: '' });
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it('show at a cut what a run that ends there shows', () => {
    fc.assert(
      fc.property(anyNetwork, fc.double({ min: 0, max: 1, noNaN: true }), (plan, share) => {
        const until = Math.floor(share * plan.stop.until!);
        const stop = { until, sales: plan.stop.sales };
        const short = runReplication({ ...plan, stop }, 0, { clock });
        const long = runReplication(plan, 0, { clock, cuts: [until] });
        fc.pre(long.totals.length === 2);
        for (const [index, { figure }] of short.names.entries()) {
          if (short.totals[0]!.denominators[index] !== long.totals[0]!.denominators[index]) {
            expect(['finalOnHand', 'timeToFirstStockoutHours', 'strandedAtEnd']).toContain(figure);
            continue;
          }
          expect(long.totals[0]!.numerators[index]).toBe(short.totals[0]!.numerators[index]);
        }
      }),
      { seed: 6, numRuns: 100 },
    );
  });
});

describe('Replications', () => {
  it('differ in every random number, the first of them being the plan itself', () => {
    const levels = {
      lowWatermark: 5,
      order: { kind: 'upTo', desiredLevel: 12 },
      maxOutstandingOrders: 1,
      initialOnHand: 12,
    } as const;
    const network = { seed: 9, customersPerHour: 3, hours: 100, unmet: 'lost' as const, levels };
    const plan = plainNetwork({ ...network, leadTime: exponential(hours(2)) });
    const hashes = [0, 1, 2].map((replication) => runReplication(plan, replication, { clock }).traceHash);
    expect(new Set(hashes).size).toBe(3);
    expect(hashes[0]).toBe(runPlan(plan, { clock }).traceHash);
    expect(runReplication(plan, 2, { clock }).traceHash).toBe(hashes[2]);
    // Replication 1 of seed 9 is not the run with seed 10.
    expect(runPlan({ ...plan, seed: 10 }, { clock }).traceHash).not.toBe(hashes[1]);
  });
});

describe('Measures', () => {
  it('are the figures that a run tells, for network, servers, varieties and the hub', () => {
    fc.assert(
      fc.property(anyNetwork, (plan) => {
        const result = runPlan(plan, { clock });
        const { names, totals } = runReplication(plan, 0, { clock, detail: 'inventories' });
        const figure = (wanted: Partial<MeasureName>) =>
          figureBetween(null, totals[0]!, indexOf(names, wanted));
        const parts = [
          ...Object.entries(result.servers).map(([server, kpis]) => ({ scope: 'server', server, kpis })),
          ...Object.entries(result.varieties).map(([variety, kpis]) => ({ scope: 'variety', variety, kpis })),
          ...result.inventories.map((kpis) => {
            const { server, variety } = kpis;
            return { scope: 'inventory', server, variety, kpis };
          }),
          { scope: 'network', kpis: result.network },
        ];
        for (const { kpis, ...where } of parts as ({
          kpis: typeof result.network;
        } & Partial<MeasureName>)[]) {
          expect(figure({ ...where, figure: 'fillRate' })).toBe(kpis.fillRate);
          for (const key of ['meanOnHand', 'meanOnOrder', 'stockoutTimeFraction'] as const) {
            expect(figure({ ...where, figure: key }) ?? 0).toBeCloseTo(kpis[key], 9);
          }
          expect(figure({ ...where, figure: 'meanBackorders' }) ?? 0).toBeCloseTo(kpis.meanWaiting, 9);
          expect(figure({ ...where, figure: 'finalOnHand' })).toBe(kpis.finalOnHand);
          expect(totals[0]!.numerators[indexOf(names, { ...where, figure: 'orderRatePerHour' })]).toBe(
            kpis.orders,
          );
        }
        const { exposure } = result;
        expect(figure({ scope: 'network', figure: 'strandedAtEnd' })).toBe(exposure.network.stranded.total);
        for (const [server, { stranded, meanTotal }] of Object.entries(exposure.servers)) {
          expect(figure({ scope: 'server', server, figure: 'strandedAtEnd' })).toBe(stranded.total);
          expect(figure({ scope: 'server', server, figure: 'meanExposed' }) ?? 0).toBeCloseTo(meanTotal, 9);
        }
        for (const [variety, kpis] of Object.entries(result.hub)) {
          const where = { scope: 'hub', variety } as const;
          expect(figure({ ...where, figure: 'meanBackorders' }) ?? 0).toBeCloseTo(kpis.meanOwed, 9);
          if (kpis.meanOnHand === null) continue;
          expect(figure({ ...where, figure: 'meanOnHand' }) ?? 0).toBeCloseTo(kpis.meanOnHand, 9);
        }
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('in transit is what is on order less what the hub still owes, on links that lose nothing', () => {
    let [inTransit, runs] = [0, 0];
    const quick = plans({ scarce: true });
    fc.assert(
      fc.property(quick, (plan) => {
        const { names, totals } = runReplication(withoutLatency(plan), 0, { clock });
        const sum = (wanted: Partial<MeasureName>) => totals[0]!.numerators[indexOf(names, wanted)]!;
        const onOrder = sum({ scope: 'network', figure: 'meanOnOrder' });
        const owed = sum({ scope: 'hub', variety: null, figure: 'meanBackorders' });
        expect(sum({ scope: 'network', figure: 'meanInTransit' })).toBeCloseTo(onOrder - owed, 9);
        inTransit += onOrder > owed ? 1 : 0;
        runs += 1;
      }),
      { seed: 8, numRuns: 100 },
    );
    expect(inTransit).toBeGreaterThan(runs / 4);
  });

  it('costs are rates times sums, and the parts add up', () => {
    const levels = {
      lowWatermark: 5,
      order: { kind: 'fixedQuantity', quantity: 12 },
      maxOutstandingOrders: 1,
      initialOnHand: 17,
    } as const;
    const network = { seed: 9, customersPerHour: 3, hours: 500, unmet: 'lost' as const, levels };
    const costs = { ...NO_COSTS, holdingPerPinHour: 0.02, lostMarginPerPin: 0.6, perOrder: 2 };
    const plan = { ...plainNetwork({ ...network, leadTime: exponential(hours(2)) }), costs };
    const { names, totals } = runReplication(plan, 0, { clock, cuts: [hours(100)] });
    const [from, to] = totals as [Totals, Totals];
    const figure = (name: string) =>
      figureBetween(from, to, indexOf(names, { scope: 'network', figure: name }))!;
    expect(figure('costPerHour.holding')).toBeCloseTo(0.02 * figure('meanOnHand'), 12);
    expect(figure('costPerHour.lostMargin')).toBeCloseTo(0.6 * figure('lostPerHour'), 12);
    expect(figure('costPerHour.ordering')).toBeCloseTo(2 * figure('orderRatePerHour'), 12);
    const parts = names.filter(
      ({ scope, figure: one }) => scope === 'network' && one.startsWith('costPerHour.'),
    );
    const sum = parts.reduce((total, { figure: one }) => total + figure(one), 0);
    expect(sum).toBeGreaterThan(0);
    expect(figure('costPerHour')).toBeCloseTo(sum, 12);
  });

  it('the first stock-out is the moment at which the first shelf became empty, or the end', () => {
    let [seen, none] = [0, 0];
    fc.assert(
      fc.property(anyNetwork, (plan) => {
        const empty: number[] = [];
        const { names, totals, simulatedMicroseconds } = runReplication(plan, 0, { clock });
        const sampleEvery = Math.max(1, Math.floor(plan.stop.until! / 5000));
        const { recording } = runPlan(plan, { clock, sampleEvery });
        for (const { onHand } of recording!.series) {
          const first = onHand.indexOf(0);
          if (first >= 0) empty.push(first * sampleEvery);
        }
        const index = indexOf(names, { scope: 'network', figure: 'timeToFirstStockoutHours' });
        const told = totals[0]!.numerators[index]! * HOUR_MICROSECONDS;
        // Samples may pass over a short stock-out, but never see one before it is told.
        if (empty.length > 0) expect(told).toBeLessThanOrEqual(Math.min(...empty) + 1);
        if (told < simulatedMicroseconds) seen += 1;
        else none += 1;
      }),
      { seed: 10, numRuns: 60 },
    );
    expect(Math.min(seen, none)).toBeGreaterThan(5);
  });

  it('there is no first stock-out of a hub whose supply is unlimited', () => {
    const levels = {
      lowWatermark: 1,
      order: { kind: 'upTo', desiredLevel: 5 },
      maxOutstandingOrders: null,
      initialOnHand: 5,
    } as const;
    const network = { seed: 1, customersPerHour: 1, hours: 100, unmet: 'lost' as const, levels };
    const plan = plainNetwork({ ...network, leadTime: exponential(hours(2)) });
    const { names, totals } = runReplication(plan, 0, { clock });
    const told = (scope: MeasureName['scope']) =>
      figureBetween(null, totals.at(-1)!, indexOf(names, { scope, figure: 'timeToFirstStockoutHours' }));
    expect(told('hub')).toBeNull();
    expect(told('network')).toBeLessThan(100);
  });
});

function withoutLatency(plan: Plan): Plan {
  const none = { distribution: 'constant', mean: 0 } as const;
  const servers = plan.topology.servers.map((server) => ({ ...server, messageLatency: none }));
  return { ...plan, topology: { ...plan.topology, servers } };
}

describe('Figures for which every sale is looked at', () => {
  const watching = { byHour: true, quantiles: true } as const;

  it('are alike in both modes, and change nothing else', () => {
    let asked = 0;
    fc.assert(
      fc.property(anyNetwork, fc.double({ min: 0, max: 1, noNaN: true }), (plan, share) => {
        const warmUp = Math.floor(share * plan.stop.until!);
        const options = { clock, detail: 'inventories', warmUp } as const;
        const [lazy, eachSale] = (['lazy', 'each-sale'] as const).map((mode) =>
          runReplication(plan, 0, { ...options, ...watching, mode }),
        );
        expect({ ...lazy, mode: '' }).toStrictEqual({ ...eachSale, mode: '' });
        const plain = runReplication(plan, 0, options);
        expect(plain.traceHash).toBe(lazy!.traceHash);
        const { names, totals } = lazy!;
        const end = totals.at(-1)!;
        for (const [index, name] of plain.names.entries()) {
          expect(plain.totals.at(-1)!.numerators[index]).toBe(end.numerators[indexOf(names, name)]);
        }
        const hours24 = Array.from({ length: 24 }, (_, hour) =>
          indexOf(names, { scope: 'network', figure: `fillRateByHour.${hour}` }),
        );
        const fillRate = indexOf(names, { scope: 'network', figure: 'fillRate' });
        for (const sums of [end.numerators, end.denominators]) {
          expect(hours24.reduce((sum, index) => sum + sums[index]!, 0)).toBe(sums[fillRate]);
        }
        asked += end.denominators[fillRate]!;
      }),
      { seed: 11, numRuns: 100 },
    );
    expect(asked).toBeGreaterThan(1000);
  });

  it('quantiles of a base stock that follows a known law: on hand is S less a Poisson number, cut at 0', () => {
    // Lead time demand of base stock with backorders is Poisson with mean rate times lead time, here 4.
    const levels = {
      lowWatermark: 9,
      order: { kind: 'upTo', desiredLevel: 10 },
      maxOutstandingOrders: null,
      initialOnHand: 10,
    } as const;
    const network = { seed: 12, customersPerHour: 2, hours: 60_000, unmet: 'backorder' as const, levels };
    const plan = plainNetwork({ ...network, leadTime: exponential(hours(2)) });
    const { names, totals } = runReplication(plan, 0, { clock, quantiles: true, warmUp: hours(100) });
    const at = (share: number) =>
      figureBetween(
        null,
        totals.at(-1)!,
        indexOf(names, { scope: 'network', figure: `onHandOnShelf.p${share}` }),
      );
    // P(N >= 8) = 5.1 %, P(N >= 9) = 2.1 %, so a twentieth of the time at most 2 lie there; and so on.
    expect([5, 25, 50, 75, 95].map(at)).toEqual([2, 5, 6, 7, 9]);
  });
});
