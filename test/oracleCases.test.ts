import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { soloCrew } from '#sim/experiment/crew';
import { isSimulated, readCases, runCase } from '#sim/oracles/runCases';
import type { Verdict } from '#sim/oracles/verdict';

// Cases that nobody had in mind when `oracles` was written: other parameters, other laws, other names, and slips.

type Json = Record<string, unknown>;
type Change = (one: Case) => void;

interface Case {
  id: string;
  kind: string;
  parameters: Json & { servers: Json[] };
  expected: Json;
  verification?: unknown;
}

function casesOf(file: string): readonly Case[] {
  const cases = readCases(readFileSync(file, 'utf8'));
  if ('problem' in cases) throw new Error(cases.problem);
  return cases as unknown as readonly Case[];
}

const product = casesOf('test/data/oracles.json');
const further = casesOf('test/data/further-oracles.json');

function changed(id: string, change: Change): Case {
  const { verification, ...one } = structuredClone(product.find((given) => given.id.startsWith(id))!);
  expect(verification).not.toBe(null);
  change(one);
  return one;
}

async function verdictOn(one: unknown, effort: number): Promise<Verdict> {
  const cases = readCases(JSON.stringify({ cases: [one] }));
  if ('problem' in cases) throw new Error(cases.problem);
  return runCase(cases[0]!, { crew: soloCrew({ clock: () => 0 }), effort, seed: 2 });
}

function objections({ obstacle, comparisons }: Verdict): string[] {
  const wrong = comparisons.filter(({ passes }) => !passes);
  const lines = wrong.map(
    ({ path, estimate, expected, reason }) => `${path}: ${estimate}, not ${expected}: ${reason}`,
  );
  return obstacle === '' ? lines : [obstacle, ...lines];
}

describe('Further cases', () => {
  it.each(further.map((one) => [one.id, one] as const))('%s comes out right', async (_, one) => {
    const verdict = await verdictOn(one, 0.01);
    expect(objections(verdict)).toEqual([]);
    expect(verdict.comparisons.length).toBeGreaterThan(3);
  });

  const LAWS: readonly [string, Json][] = [
    ['uniform, from and to', { dist: 'uniform', fromHours: 1, toHours: 5 }],
    ['uniform, least and most and mean', { dist: 'uniform', meanHours: 3, minHours: 1, maxHours: 5 }],
    ['lognormal by its standard deviation', { dist: 'lognormal', meanHours: 3, sdHours: 2.4 }],
    ['lognormal by its variation', { dist: 'lognormal', meanHours: 3, cv: 0.8 }],
    [
      'hyperexponential, whose mean goes without saying',
      { dist: 'hyperexponential', probabilities: [0.5, 0.5], meansHours: [1, 5] },
    ],
    ['deterministic', { dist: 'deterministic', meanHours: 3 }],
  ];

  it.each(LAWS)('Erlang B does not ask for the law of the lead time: %s', async (_, leadTime) => {
    const one = changed('A1', ({ parameters }) => {
      parameters.servers[0]!['leadTime'] = leadTime;
    });
    expect(objections(await verdictOn(one, 0.005))).toEqual([]);
  });

  it('finds what the simulation measures under the names that authors use', async () => {
    const { lostFraction, fillRate, meanOnHand, orderRatePerHour } = product[0]!.expected as Record<
      string,
      number
    >;
    const [demand, lost] = [2, 2 * lostFraction!];
    const ofServer = {
      lostPerHour: lost,
      meanInTransit: orderRatePerHour! * 3,
      costPerTime: { holding: 0.02 * meanOnHand! },
    };
    const one = changed('A1', (given) => {
      given.expected = {
        totalFillRate: fillRate,
        lostRate: lost,
        demandRatePerHour: demand,
        soldPerHour: demand - lost,
        orderRate: orderRatePerHour,
        lostUnitsPerHour: lost,
        meanStockPosition: 8,
        meanBackorders: 0,
        inStockTimeFraction: fillRate,
        meanWaitHours: 0,
        expiredPerHour: 0,
        remark: 'as in the book',
        costPerTime: { lost: 0.6 * lost, order: 0 },
        fillRateByServer: [fillRate],
        servers: { s1: ofServer },
      };
    });
    const verdict = await verdictOn(one, 0.005);
    expect(objections(verdict)).toEqual([]);
    expect(verdict.comparisons).toHaveLength(17);
  });

  it('takes recorded standard errors flat or as deep as the numbers', async () => {
    const tight = { fillRate: { stdErr: 1e-9 } };
    for (const metrics of [{ 'servers.0.fillRate': tight.fillRate }, { servers: [tight] }]) {
      const one = changed('A1', (given) => {
        given.expected = { servers: [{ fillRate: given.expected['fillRate'] }] };
        given.verification = { replications: 40, hoursEach: 4_000, metrics };
      });
      // oxlint-disable-next-line no-await-in-loop
      expect(objections(await verdictOn(one, 0.5)).join()).toContain('the standard error is too large');
    }
  });
});

describe('Cases that cannot be run as they are', () => {
  const SLIPS: readonly [string, string, Change, string][] = [
    [
      'a misspelt parameter',
      'A1',
      ({ parameters }) => Object.assign(parameters.servers[0]!, { maxOutstandingOrder: 1 }),
      'parameters.servers.0: found the unknown key "maxOutstandingOrder"',
    ],
    [
      'a number in quotes',
      'A1',
      ({ parameters }) => Object.assign(parameters.servers[0]!, { lowWatermark: '7' }),
      'parameters.servers.0.lowWatermark: Invalid input: expected number, received string',
    ],
    [
      'a mean that is not that of its law',
      'B4',
      ({ parameters }) => Object.assign(parameters.servers[0]!['leadTime'] as Json, { meanHours: 5 }),
      'found 5, expected 6',
    ],
    [
      'customers who wait where a transfer fails',
      'J1',
      ({ parameters }) => Object.assign(parameters, { unmetDemand: 'backorder' }),
      'parameters.unmetDemand: found backorder beside a transfer',
    ],
    [
      'a reserve for one server of two',
      'J1',
      ({ parameters }) => Object.assign(parameters['transfer'] as Json, { reserve: [0] }),
      'parameters.transfer.reserve: found 1, expected 2',
    ],
    ['a misspelt kind', 'A1', (one) => (one.kind = 'SteadyState'), 'expected steadyState'],
    ['nothing to compare', 'A1', (one) => (one.expected = {}), 'expected: found no number'],
    [
      'text in place of a number',
      'A1',
      ({ expected }) => (expected['fillRate'] = '0.878'),
      'found "0.878", expected a number',
    ],
    ['null in place of a number', 'A1', ({ expected }) => (expected['fillRate'] = null), 'expected a number'],
    [
      'a misspelt figure',
      'A1',
      ({ expected }) => (expected['filRate'] = 0.878),
      'no such figure; perhaps fillRate is meant',
    ],
    [
      'a server too many',
      'A1',
      ({ expected }) => (expected['servers'] = [{ fillRate: 0.878 }, { fillRate: 0.878 }]),
      'none that is 1',
    ],
    [
      'nobody who buys',
      'A1',
      ({ parameters }) => Object.assign(parameters.servers[0]!['demand'] as Json, { ratePerHour: 0 }),
      'no customers at all',
    ],
    [
      'a verification without sense',
      'A1',
      (one) => (one.verification = { replications: 'many' }),
      'verification.replications',
    ],
    [
      'levels that contradict each other',
      'A1',
      ({ parameters }) => Object.assign(parameters.servers[0]!, { lowWatermark: 9 }),
      'expected a low watermark below the desired level',
    ],
    [
      'two ways to order, in a trace',
      'N1',
      ({ parameters }) => Object.assign(parameters, { orderQuantity: 3 }),
      'more than one of orderUpTo, orderQuantity and order',
    ],
    [
      'a name that a trace does not know',
      'N1',
      ({ expected }) => (expected['finalOnhand'] = 3),
      'perhaps finalOnHand is meant',
    ],
  ];

  it.each(SLIPS)('%s fails the case, which says so', async (_, id, slip, message) => {
    const verdict = await verdictOn(changed(id, slip), 0.0005);
    expect(verdict.passes).toBe(false);
    expect(objections(verdict).join('\n')).toContain(message);
  });

  it('a kind that nobody simulates is left to others', () => {
    expect(['steadyState', 'trace', 'Trace'].every((kind) => isSimulated({ kind }))).toBe(true);
    expect(['optimum', 'table', 'lp', 'transient'].some((kind) => isSimulated({ kind }))).toBe(false);
  });

  it('a file without cases is none', () => {
    expect(readCases('{"cases": []}')).toHaveProperty('problem');
    expect(readCases('')).toHaveProperty('problem');
  });
});
