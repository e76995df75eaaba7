import { describe, expect, it } from 'vitest';
import { experimentJson } from '#src/cli/experimentJson';
import type { ExperimentContext } from '#src/cli/experimentJson';
import type { LoadedCandidate } from '#src/cli/candidates';
import { compareWithFirst } from '#sim/experiment/comparison';
import { estimateOf } from '#sim/experiment/experimentResult';
import type { CandidateResult, CountedRun, ExperimentResult } from '#sim/experiment/experimentResult';
import type { MeasureName } from '#sim/measures/measure';
import { resolved, SOUND } from '../scenarioFixtures.ts';

const source = resolved(SOUND);
const names = Array.from({ length: 50 }, (_, index): MeasureName => {
  return { scope: 'server', server: 'north', variety: null, figure: `figure${index}` };
});

function run(replication: number, point: number): CountedRun {
  return {
    replication,
    numerators: Float64Array.from(names, (_, index) => index + replication * point),
    denominators: Float64Array.from(names, () => 1),
    traceHash: '0',
    sales: 1,
    simulatedMicroseconds: 1,
    mode: 'lazy',
    seconds: 1,
  };
}

function experimentOf(points: number): { result: ExperimentResult; context: ExperimentContext } {
  const candidates = Array.from({ length: points }, (_, point): LoadedCandidate => {
    const settings = [{ path: 'title', value: `Line\nbreak ${point}`, places: [] }];
    return { scenario: 'test', point: point + 1, settings, plan: source.plans[0]!, source };
  });
  const results = candidates.map((candidate, point): CandidateResult => {
    const runs = Array.from({ length: 20 }, (_, replication) => run(replication, point));
    return { candidate, names, estimates: names.map((_, index) => estimateOf(runs, index, 0.95)), runs };
  });
  const warmUp = { microseconds: 0, rule: 'none', reason: 'so', isDoubtful: false } as const;
  const result: ExperimentResult = {
    candidates: results,
    replications: 20,
    confidence: 0.95,
    warmUp,
    halfWidths: [],
    isNarrowEnough: true,
  };
  return {
    result,
    context: { candidates, comparisons: compareWithFirst(result), sensitivity: null, seconds: 1 },
  };
}

describe('An experiment as JSON', () => {
  it('comes in pieces, because all of it may be longer than a text can be', () => {
    const { result, context } = experimentOf(40);
    const pieces = [...experimentJson(result, context)];
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(1_000_000);
    const text = pieces.join('');
    expect(text.length).toBeGreaterThan(10_000_000);
    const output = JSON.parse(text) as Record<string, unknown[]>;
    expect(output['rows']).toHaveLength(40 * 50 * 21);
    expect(output['differences']).toHaveLength(39 * 50);
    expect(output['rows']![21]).toMatchObject({ title: 'Line\nbreak 0', figure: 'figure1', value: 1 });
    // As it would be in one piece.
    expect(text).toBe(`${JSON.stringify(output, null, 2)}\n`);
  });

  it('has empty lists where there is nothing', () => {
    const { result, context } = experimentOf(1);
    const nothing = { ...result, candidates: [{ ...result.candidates[0]!, names: [], estimates: [] }] };
    const output = JSON.parse([...experimentJson(nothing, context)].join('')) as object;
    expect(output).toMatchObject({ rows: [], seed: source.plans[0]!.seed });
    expect(output).not.toHaveProperty('differences');
  });
});
