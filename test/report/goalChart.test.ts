import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';
import { searchGoal } from '#sim/experiment/goalSearch';
import type { Goal } from '#sim/scenario/goal';
import { goalChart } from '#src/report/goalChart';
import { experimentOn, harbourCandidates } from './experiment.ts';

it.each([0.95, 0.9999])('tells values of its axis apart where %d is asked', async (atLeast) => {
  const path = 'servers.harbour.phone-10.lowWatermark';
  const goal: Goal = {
    axes: [{ path, text: `${path}=60,70,80`, choices: [60, 70, 80] }],
    figure: 'fillRate',
    of: 'every server',
    atLeast,
    isShare: true,
    confidence: 0.95,
    replications: 5,
  };
  const answers = await searchGoal({
    goal,
    alternatives: ['as written'],
    size: 3,
    candidate: (index) => harbourCandidates(60 + 10 * index)[0]!,
    run: (candidates) => experimentOn(candidates),
  });
  const { document } = parseHTML(`<body>${goalChart(goal, answers, 900).html}</body>`);
  const texts = [...document.querySelectorAll('text')].map(({ textContent }) => textContent ?? '');
  const ticks = texts.filter((text) => /^[\d.]+ %$/.test(text));
  expect(ticks.length).toBeGreaterThan(1);
  expect(new Set(ticks).size).toBe(ticks.length);
});
