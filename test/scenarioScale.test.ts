import { describe, expect, it } from 'vitest';
import { readFile } from '#src/cli/readFile';
import { shippedScenario } from '#src/cli/packageRoot';
import type { FactorPlan, RatePlan } from '#sim/plan';
import { loadScenario } from '#sim/scenario/load';
import { Simulation } from '#sim/simulation';
import { HOUR_MICROSECONDS } from '#src/domain/time';
import { pinweirHere } from './support/commandLine.ts';
import { change, messages, resolved, SOUND } from './scenarioFixtures.ts';

type CyclePlan = Extract<FactorPlan, { kind: 'cycle' }>;

const RANGED = `title: Test
until: 30 d
varieties: ['v{08..11}', other]
suppliers:
  - name: printer
    leadTime: 72 h
hub:
  stock:
    v{08..10}: { lowWatermark: 50, desiredLevel: 90 }
    v11: unlimited
    other: unlimited
servers:
  - name: s{1..2}
    leadTime: 24 h
    stock:
      v{08..09}: { lowWatermark: 10, desiredLevel: 30, demandPerHour: 1 }
      v{10..11}: { lowWatermark: 5, desiredLevel: 20, demandPerHour: 0.5 }
      other: { lowWatermark: 1, desiredLevel: 2 }
`;

describe('A range of varieties', () => {
  it('stands for each of them, at the hub and at every server', () => {
    const [plan] = resolved(RANGED).plans;
    expect(plan!.topology.varieties).toEqual(['v08', 'v09', 'v10', 'v11', 'other']);
    expect(plan!.topology.hub.stock.map(({ variety, supply }) => [variety, supply])).toEqual([
      ['v08', 'supplier'],
      ['v09', 'supplier'],
      ['v10', 'supplier'],
      ['v11', 'unlimited'],
      ['other', 'unlimited'],
    ]);
    const [server] = plan!.topology.servers;
    expect(server!.stock.map(({ variety, lowWatermark }) => [variety, lowWatermark])).toEqual([
      ['v08', 10],
      ['v09', 10],
      ['v10', 5],
      ['v11', 5],
      ['other', 1],
    ]);
    expect(plan!.demand).toHaveLength(8);
  });

  it('may not name one twice, nor one that is not there', () => {
    const twice = change(RANGED, 'v{10..11}: { low', 'v{09..11}: { low');
    expect(messages(twice)).toContain('the name "v09", which another variety has');
    expect(messages(change(RANGED, "'v{08..11}', other", "'v{08..11}', other, v09"))).toContain('"v09"');
    expect(messages(change(RANGED, 'v{10..11}: { low', 'v{10..12}: { low'))).toContain('v12');
    expect(messages(change(RANGED, 'v{08..10}: ', 'v{08..09}: '))).toContain('nothing for v10');
    expect(messages(change(RANGED, 'v{10..11}: { low', 'v{11..10}: { low'))).toContain('v{01..20}');
  });
});

describe('How customers are drawn', () => {
  it('is for the scenario to say, or for the command line', () => {
    expect(resolved(SOUND).plans[0]!.arrivals).toBeUndefined();
    const text = `${SOUND}arrivals: counts first\n`;
    const { plans, assumptions } = resolved(text);
    expect(plans[0]!.arrivals).toBe('countsFirst');
    expect(assumptions.at(-1)).toContain('expectations given the counts');
    expect(messages(`${SOUND}arrivals: quickly\n`)).toContain('one by one or counts first');
  });

  it.each([
    ['PINs expire', 'leadTime: 72 h', 'leadTime: 72 h\n    lotLife: 20 d'],
    ['PINs expire', 'desiredLevel: 20, ', 'desiredLevel: 20, lifetime: 9 d, '],
    [
      'they take several PINs',
      'varieties: [red, blue]',
      'varieties: [red, blue]\ndemand: { defaults: { bulk: { 2: 100 % } } }',
    ],
  ])('is not called counts first where that cannot be, because %s', (why, before, after) => {
    const { plans, assumptions } = resolved(`${change(SOUND, before, after)}arrivals: counts first\n`);
    expect(plans[0]!.arrivals).toBeUndefined();
    expect(assumptions.at(-1)).toContain(`although counts first was asked for, because ${why}`);
    expect(assumptions.join()).not.toContain('expectations');
  });

  it('changes the customers, not their law, and is told with the figures', async () => {
    const first = ['run', shippedScenario('first.yaml')];
    const plain = await pinweirHere([...first, '--json']);
    expect(JSON.parse(plain.stdout)).not.toHaveProperty('arrivals');
    expect(JSON.parse(plain.stdout)).toMatchObject({ traceHash: '320c20e52501919f' });
    const oneByOne = await pinweirHere([...first, '--json', '--arrivals', 'one-by-one']);
    expect(oneByOne.stdout).toBe(plain.stdout);
    const counts = await pinweirHere([...first, '--json', '--arrivals', 'counts-first']);
    const { traceHash, arrivals, timeAverages } = JSON.parse(counts.stdout);
    expect([arrivals, timeAverages]).toEqual(['counts first', 'expectations given the counts']);
    expect(traceHash).not.toBe('320c20e52501919f');
    const eachSale = await pinweirHere([
      ...first,
      '--json',
      '--arrivals',
      'counts-first',
      '--mode',
      'each-sale',
    ]);
    expect(JSON.parse(eachSale.stdout).network).toEqual(JSON.parse(counts.stdout).network);
    expect(JSON.parse(eachSale.stdout).traceHash).toBe(traceHash);
    const text = await pinweirHere([...first, '--arrivals', 'counts-first']);
    expect(text.stdout).toContain('customers drawn counts first: time averages are expectations');
    const wrong = await pinweirHere([...first, '--arrivals', 'quickly']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('one-by-one, counts-first');
  });
});

describe('The national scenario', () => {
  const { scenario, findings } = loadScenario(shippedScenario('national.yaml'), readFile);
  const plan = scenario!.plans[0]!;

  it('is as large as it says, and has no flaw', () => {
    expect(findings).toEqual([]);
    const { servers, varieties } = plan.topology;
    expect(servers).toHaveLength(200);
    expect(servers.flatMap(({ terminals }) => terminals)).toHaveLength(20_000);
    expect(varieties).toHaveLength(50);
    expect(plan.demand).toHaveLength(10_000);
    expect(plan.stop.until).toBe(720 * HOUR_MICROSECONDS);
  });

  it('runs lazily, a morning of it', () => {
    const simulation = new Simulation(plan);
    expect(simulation.mode).toBe('lazy');
    // No terminal, and one actor for each inventory, server, hub, supplier, and what a node has besides.
    expect(simulation.network.cells.length).toBeLessThan(10_800);
    simulation.runUntil(8 * HOUR_MICROSECONDS);
    // No shelf is empty yet: whoever comes between 0:00 and 8:00 on a Friday is served.
    const weights = (plan.demand[0]!.rate as Extract<RatePlan, { kind: 'scaled' }>).by[0] as CyclePlan;
    const share = weights.factors.slice(4 * 24, 4 * 24 + 8).reduce((sum, factor) => sum + factor, 0);
    const perHour = 20 * (5 * 206 + 15 * 61 + 30 * 20.4) + 60 * (5 * 76.5 + 15 * 23 + 30 * 7.6);
    const expected = share * (perHour + 120 * (5 * 20.4 + 15 * 6.1 + 30 * 2.04));
    expect(Math.abs(simulation.sales - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });
});
