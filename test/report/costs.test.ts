import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { summary } from '#src/cli/summary';
import { renderReport } from '#src/report/page';
import { figureBetween } from '#sim/measures/measure';
import { runReplication } from '#sim/measures/replication';
import { runPlan } from '#sim/run';
import type { Plan } from '#sim/plan';
import type { RunResult } from '#sim/result';
import { constant, hours, plainNetwork } from '../support/smallPlans.ts';
import { smallFixture } from './fixture.ts';
import { NO_COSTS } from '#sim/measures/costs';

const clock = () => 0;
const plain = plainNetwork({ seed: 3, customersPerHour: 2, hours: 500, leadTime: constant(hours(3)) });
const costs = { ...NO_COSTS, holdingPerPinHour: 0.5, lostMarginPerPin: 4, perOrder: 2, hubPerOrder: 9 };
const plan: Plan = { ...plain, costs };
const run = runPlan(plan, { clock });

describe('What a run cost', () => {
  it('is what was on the shelves, lost and ordered, at its price', () => {
    const { meanOnHand, lost, orders } = run.network;
    const { parts, total, perHour, servers, varieties, hub } = run.costs!;
    expect(parts['holding']).toBeCloseTo(0.5 * 500 * meanOnHand, 6);
    expect(parts['lostMargin']).toBeCloseTo(4 * lost, 6);
    expect(parts['ordering']).toBeCloseTo(2 * orders + hub, 6);
    expect(total).toBeCloseTo(
      Object.values(parts).reduce((sum, part) => sum + part, 0),
      6,
    );
    expect(perHour).toBeCloseTo(total / 500, 9);
    expect(servers['north']! + hub).toBeCloseTo(total, 6);
    expect(varieties['ten']).toBeCloseTo(servers['north']!, 9);
    expect(Math.min(lost, orders)).toBeGreaterThan(10);
  });

  it('is what an experiment says of the same run', () => {
    const { names, totals } = runReplication(plan, 0, { clock });
    const place = names.findIndex(({ scope, figure }) => scope === 'network' && figure === 'costPerHour');
    expect(run.costs!.perHour).toBeCloseTo(figureBetween(null, totals.at(-1)!, place)!, 9);
  });

  it('is not told where the scenario says nothing of costs', () => {
    expect(runPlan(plain, { clock }).costs).toBeNull();
  });
});

const small = smallFixture();
const [first] = small.results as [RunResult];
const dear: RunResult = {
  ...first,
  costs: {
    total: 1000,
    perHour: 2.5,
    parts: { holding: 600, lostMargin: 300, ordering: 100, expiry: 0 },
    servers: { north: 700, south: 250 },
    varieties: { red: 950 },
    hub: 50,
  },
};
const context = { command: '', version: '', generatedOn: null };
const terminal = (results: readonly RunResult[]) =>
  summary(small.scenario, results, { hasColour: false, width: 200 });

describe('The report and the summary', () => {
  it('say what it cost, and for what', async () => {
    const { document } = parseHTML(await renderReport(small.scenario, [dear], context));
    const section = document.querySelector('#costs')!;
    const text = (section.textContent ?? '').replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ');
    const sentence =
      'It cost 2.50 an hour, 1,000 in all: stock on shelves 60 %, margin of lost sales 30 %, orders 10 %.';
    expect(text).toContain(sentence);
    expect(text).toContain('Hub50');
    expect(text).not.toContain('Expired');
    expect(terminal([dear])).toContain(sentence);
  });

  it('tell the cost of each alternative', () => {
    const [one, other] = [dear, { ...dear, planName: 'more', costs: { ...dear.costs!, perHour: 3.25 } }];
    expect(terminal([one, other])).toContain('more 3.25');
  });

  it('are silent where nothing has a price', async () => {
    const { document } = parseHTML(await renderReport(small.scenario, [first], context));
    expect(document.querySelector('#costs')).toBeNull();
    expect(terminal([first])).not.toContain('cost');
  });
});
