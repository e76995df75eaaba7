import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseHTML } from 'linkedom';
import type { Browser } from 'playwright-core';
import { DAY_MICROSECONDS } from '#src/domain/time';
import { recordDay } from '#sim/dayInTheLife';
import { compareWithFirst } from '#sim/experiment/comparison';
import { COVERAGE } from '#sim/experiment/coverage';
import type { CandidateResult, ExperimentResult } from '#sim/experiment/experimentResult';
import { searchGoal } from '#sim/experiment/goalSearch';
import type { GoalAnswer } from '#sim/experiment/goalSearch';
import { USUAL_CHANGES } from '#sim/experiment/planChanges';
import { sensitivityOf } from '#sim/experiment/sensitivity';
import type { DemandPlan, Plan } from '#sim/plan';
import { runPlan } from '#sim/run';
import type { Goal } from '#sim/scenario/goal';
import { chooseDay } from '#src/report/dayChoice';
import { renderExperimentReport } from '#src/report/experimentPage';
import type { ExperimentFindings } from '#src/report/experimentPage';
import { goalSentences } from '#src/report/goalWords';
import { differenceText, intervalText } from '#src/report/intervalCells';
import type { ReportContext } from '#src/report/page';
import {
  candidateOf,
  experimentOn,
  findingsOf,
  firstScenario,
  harbourCandidates,
} from './report/experiment.js';
import { browserMissing, launchBrowser } from './support/browser.js';

const context: ReportContext = {
  command: 'npx pinweir run sim/scenarios/first.yaml --replications 5 --report report.html',
  version: '0.1.0',
  generatedOn: null,
};

/** The text that a reader sees, with single plain spaces. */
function textOf(html: string, selector = 'body'): string {
  const { document } = parseHTML(html);
  const elements: { textContent: string | null }[] = [...document.querySelectorAll(selector)];
  return plain(elements.map((element) => element.textContent ?? '').join(' '));
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function estimateOf({ names, estimates }: CandidateResult, figure: string, server: string | null = null) {
  const scope = server === null ? 'network' : 'server';
  const index = names.findIndex(
    (name) => name.scope === scope && name.figure === figure && name.server === server,
  );
  return estimates[index]!;
}

const GOAL: Goal = {
  axes: [
    {
      path: 'servers.harbour.phone-10.lowWatermark',
      text: 'servers.harbour.phone-10.lowWatermark=40..140:10',
      choices: [{ from: 40, to: 140, step: 10, decimals: 0, unit: '' }],
    },
  ],
  figure: 'fillRate',
  of: 'every server',
  atLeast: 0.97,
  isShare: true,
  confidence: 0.95,
  replications: 5,
};

function goalAnswers(): Promise<GoalAnswer[]> {
  return searchGoal({
    goal: GOAL,
    alternatives: ['as written'],
    size: 11,
    candidate: (index) => harbourCandidates(40 + 10 * index)[0]!,
    run: (candidates) => experimentOn(candidates),
  });
}

/** A tornado of the usual changes around the first candidate. */
async function withTornado(): Promise<ExperimentFindings> {
  const base = candidateOf(firstScenario());
  const changed = USUAL_CHANGES.flatMap(({ name, share, apply }) => {
    const values = [`−${100 * share} %`, `+${100 * share} %`] as const;
    const plans = [apply(base.plan, 1 - share), apply(base.plan, 1 + share)];
    return [{ name, values, candidates: plans.map((plan) => ({ ...base, plan })) }];
  });
  const result = await experimentOn([base, ...changed.flatMap(({ candidates }) => candidates)]);
  const own = { ...result, candidates: result.candidates.slice(0, 1) };
  const pairs = changed.map(({ name, values }, index) => ({
    what: name,
    base: null,
    values,
    results: [result.candidates[1 + 2 * index]!, result.candidates[2 + 2 * index]!] as const,
  }));
  return findingsOf(own, { sensitivity: sensitivityOf(own.candidates[0]!, pairs, 'fillRate', 0.95) });
}

let one: ExperimentResult;
let three: ExperimentResult;

beforeAll(async () => {
  one = await experimentOn([candidateOf(firstScenario())], { watching: { byHour: true, quantiles: true } });
  three = await experimentOn(harbourCandidates(60, 60, 100));
}, 120_000);

describe('the report of an experiment', () => {
  it('says the answer with its interval, and which server is worst', async () => {
    const answer = textOf(await renderExperimentReport(findingsOf(one), context), '#answer');
    const [result] = one.candidates;
    expect(answer).toContain(`serves ${plain(intervalText('fillRate', estimateOf(result!, 'fillRate')))} of`);
    expect(answer).toContain(
      `harbour, with a fill rate of ${plain(intervalText('fillRate', estimateOf(result!, 'fillRate', 'harbour')))}`,
    );
  });

  it('gives every server its figures as the experiment has them', async () => {
    const html = await renderExperimentReport(findingsOf(one), context);
    const rows = textOf(html, '#intervals tr');
    for (const server of ['town', 'harbour', 'airport']) {
      const text = plain(intervalText('fillRate', estimateOf(one.candidates[0]!, 'fillRate', server)));
      expect(rows).toContain(`${server}${text.replace(' ±', '±')}`);
    }
    expect(rows).toContain('phone-25');
    expect(textOf(html, '#intervals')).toContain('Central stock at the hub');
  });

  it('shows hours and quantiles only where they were asked for', async () => {
    const asked = textOf(await renderExperimentReport(findingsOf(one), context), '#intervals');
    expect(asked).toContain('each hour of the day');
    expect(asked).toContain('PINs on a shelf');
    const notAsked = textOf(await renderExperimentReport(findingsOf(three), context), '#intervals');
    expect(notAsked).not.toContain('each hour of the day');
    expect(notAsked).not.toContain('PINs on a shelf');
  });

  it('compares with the first, and says what cannot be told apart and what is the same', async () => {
    const html = await renderExperimentReport(findingsOf(three), context);
    const text = textOf(html, '#differences');
    const [same, more] = compareWithFirst(three);
    const { difference } = more!.figures.find(
      ({ name }) => name.scope === 'network' && name.figure === 'fillRate',
    )!;
    expect(difference.verdict).toBe('higher');
    expect(text).toContain(`fill rate higher by ${plain(differenceText('fillRate', difference)).slice(1)}`);
    expect(text).toContain('higher with lowWatermark 100');
    expect(same!.figures.every((figure) => figure.difference.verdict === 'same')).toBe(true);
    expect(text).toContain('gave the very figures of');
    const unclear = more!.figures.some(
      ({ name, difference: own, before }) =>
        name.scope === 'network' && own.verdict === 'unclear' && before.estimate !== 0,
    );
    expect(text.includes('cannot tell lowWatermark 60 from lowWatermark 100')).toBe(unclear);
  });

  it('tells each of many candidates in one line, and shows what stock buys', async () => {
    const levels = [60, 70, 80, 90, 100, 110];
    const result = await experimentOn(harbourCandidates(...levels), { replications: 3 });
    const html = await renderExperimentReport(findingsOf(result), context);
    const { document } = parseHTML(html);
    expect(document.querySelectorAll('#differences tbody tr')).toHaveLength(levels.length - 1);
    expect(textOf(html, '#intervals')).toContain('Fill rate against PINs');
    const text = textOf(html, '#differences tbody').replaceAll(' ', '');
    for (const { figures } of compareWithFirst(result)) {
      const fillRate = figures.find(({ name }) => name.scope === 'network' && name.figure === 'fillRate')!;
      expect(text).toContain(plain(differenceText('fillRate', fillRate.difference)).replaceAll(' ', ''));
    }
  });

  it('sorts a tornado by length, with the differences of the experiment', async () => {
    const findings = await withTornado();
    const html = await renderExperimentReport(findings, context);
    const { swings } = findings.sensitivity!;
    const text = textOf(html, '#sensitivity');
    expect(text).toContain(`hangs most on ${swings[0]!.what}`);
    const places = swings.map(({ what }) => textOf(html, '#sensitivity tbody').indexOf(what));
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    for (const { low, high } of swings) {
      expect(text).toContain(plain(differenceText('fillRate', low.difference)));
      expect(text).toContain(plain(differenceText('fillRate', high.difference)));
    }
    const lengths = swings.map(({ low, high }) => {
      const ends = [0, low.difference.estimate, high.difference.estimate];
      return Math.max(...ends) - Math.min(...ends);
    });
    expect([...lengths].sort((a, b) => b - a)).toEqual(lengths);
  });

  it('puts the answer of a search first, with every value and every server', async () => {
    const answers = await goalAnswers();
    const chosen = answers[0]!.smallest!.result;
    const result = { ...one, candidates: [chosen] };
    const html = await renderExperimentReport(
      findingsOf(result, { search: { goal: GOAL, answers } }),
      context,
    );
    const [sentence] = goalSentences(GOAL, answers);
    expect(textOf(html, '#answer .lead')).toBe(plain(sentence!));
    expect(sentence).toContain('keeps a fill rate of 97');
    expect(textOf(html, '#tried tr.chosen')).toContain('chosen');
    expect(parseHTML(html).document.querySelectorAll('#tried tbody tr')).toHaveLength(
      answers[0]!.trials.length,
    );
    expect(parseHTML(html).document.querySelectorAll('#bounds tbody tr')).toHaveLength(3);
    expect(textOf(html, '#answer svg')).toContain('at least 97 %');
  });

  it('holds the customers against the demand as planned', async () => {
    const text = textOf(await renderExperimentReport(findingsOf(one), context), '#demand');
    // 2 + 0.5 + 3 + 0.5 + 0.3 + 0.2 customers an hour.
    expect(text).toMatch(/All servers156(\.0+)?/);
    expect(text).toContain(
      plain(intervalText('askedPerHour', scaledToDay(estimateOf(one.candidates[0]!, 'askedPerHour')))),
    );
  });

  it('shows the planned week beside the customers who came, where the plan knows busy hours', async () => {
    const scenario = firstScenario({ until: 14 * DAY_MICROSECONDS });
    const [plan] = scenario.plans;
    const busy: Plan = {
      ...plan!,
      demand: plan!.demand.map(({ server, variety }): DemandPlan => ({
        server,
        variety,
        rate: {
          kind: 'periods',
          periodMicroseconds: DAY_MICROSECONDS / 24,
          ratesPerHour: Array.from({ length: 14 * 24 }, (_, hour) => (hour % 24 === 9 ? 12 : 1)),
        },
      })),
    };
    const result = await experimentOn([{ ...candidateOf(scenario), plan: busy }], { replications: 2 });
    const run = runPlan(busy, { clock: () => 0, sampleEvery: DAY_MICROSECONDS / 48 });
    const html = await renderExperimentReport(findingsOf(result, { pictured: [run] }), context);
    expect(textOf(html, '#demand')).toContain(
      'Customers an hour over the week, the average of the first 2 weeks',
    );
    expect(textOf(html, '#demand')).toContain('Customers a day, by');
    const flat = runPlan(plan!, { clock: () => 0, sampleEvery: DAY_MICROSECONDS / 48 });
    const other = await renderExperimentReport(findingsOf(one, { pictured: [flat] }), context);
    expect(textOf(other, '#demand')).not.toContain('over the week');
  });

  it('says what the intervals cover, the warm-up with its reason, seed, hash, version and command', async () => {
    const html = await renderExperimentReport(findingsOf(one), context);
    const text = textOf(html, '#again');
    const scenario = firstScenario();
    for (const part of [
      context.command,
      COVERAGE,
      scenario.contentHash,
      one.warmUp.reason,
      'Replications5',
      one.candidates[0]!.runs[0]!.traceHash,
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toMatch(/Seed1Replications5/);
    expect(text).toMatch(/pinweir0\.1\.0/);
    const assumptions = textOf(html, '#assumptions');
    expect(assumptions).toContain(COVERAGE);
    expect(assumptions).not.toContain('One run with one seed');
  });

  it('is the same file for the same experiment, loads nothing and names every picture and table', async () => {
    const findings = await whole();
    const html = await renderExperimentReport(findings, context);
    expect(await renderExperimentReport(findings, context)).toBe(html);
    expect(html).not.toMatch(/https?:/);
    expect(html).not.toMatch(/<(script|link|img|iframe|object|embed)\b/);
    expect(html).not.toMatch(/>\s*(NaN|undefined|Infinity|null)/);
    expect(html).not.toMatch(/="[^"]*\b(NaN|undefined|Infinity)\b/);
    const { document } = parseHTML(html);
    for (const picture of document.querySelectorAll('svg'))
      expect(picture.getAttribute('aria-label')).toMatch(/\w/);
    expect(document.querySelectorAll('table.figures caption')).toHaveLength(
      document.querySelectorAll('table.figures').length,
    );
    const ids: string[] = [...document.querySelectorAll('[id]')].map((element: { id: string }) => element.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('escapes every text that comes from outside', async () => {
    const hostile = `<script>alert("x")</script><img src=x onerror='y'>&amp;`;
    const rename = (result: CandidateResult): CandidateResult => ({
      ...result,
      candidate: {
        ...result.candidate,
        scenario: hostile,
        plan: { ...result.candidate.plan, name: hostile },
      },
      names: result.names.map((name) => ({
        ...name,
        server: name.server === null ? null : `${name.server}${hostile}`,
      })),
    });
    const findings = await whole();
    const html = await renderExperimentReport(
      {
        ...findings,
        scenarios: findings.scenarios.map((scenario) => ({
          ...scenario,
          file: hostile,
          title: hostile,
          question: hostile,
        })),
        result: { ...three, candidates: three.candidates.map(rename) },
        sensitivity: {
          ...findings.sensitivity!,
          baseName: hostile,
          swings: findings.sensitivity!.swings.map((swing) => ({ ...swing, what: hostile, base: hostile })),
        },
        day: {
          ...findings.day!,
          server: hostile,
          planName: hostile,
          shelves: findings.day!.shelves.map((shelf) => ({ ...shelf, variety: hostile })),
        },
      },
      { ...context, command: hostile, version: hostile },
    );
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
    expect(textOf(html, '#day h2')).toBe(`A day in the life of ${hostile}`);
  });
});

function scaledToDay(estimate: CandidateResult['estimates'][number]) {
  return estimate === null
    ? null
    : { estimate: 24 * estimate.estimate, halfWidth: 24 * (estimate.halfWidth ?? 0) };
}

/** Findings with everything in them. */
async function whole(): Promise<ExperimentFindings> {
  const { sensitivity } = await withTornado();
  const { plan } = candidateOf(firstScenario());
  const run = runPlan(plan, { clock: () => 0, sampleEvery: DAY_MICROSECONDS / 24 });
  const day = recordDay(plan, chooseDay(run, { server: null, day: null })!);
  return findingsOf(three, { sensitivity, day, pictured: [run] });
}

describe.skipIf(browserMissing !== null)(
  `in a browser${browserMissing === null ? '' : ` (${browserMissing})`}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'pinweir-report-'));
    const file = join(folder, 'report.html');
    let browser: Browser;

    beforeAll(async () => {
      writeFileSync(file, await renderExperimentReport(await whole(), context));
      browser = await launchBrowser();
    }, 60_000);

    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it.each([1280, 800, 400])('is nowhere wider than a window of %i px', async (width) => {
      const page = await browser.newPage({ viewport: { width, height: 900 }, offline: true });
      await page.goto(pathToFileURL(file).href);
      await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
      const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      const hidden = await page.evaluate(
        '[...document.querySelectorAll("svg")].filter((one) => one.getBoundingClientRect().right > window.innerWidth).length',
      );
      await page.close();
      expect([overflow, hidden]).toEqual([0, 0]);
    });

    it('prints on A4 without cutting a table off', async () => {
      // The width of the page within its margins.
      const page = await browser.newPage({ viewport: { width: 695, height: 1000 }, offline: true });
      await page.emulateMedia({ media: 'print' });
      await page.goto(pathToFileURL(file).href);
      const widest = await page.evaluate(
        'Math.max(...[...document.querySelectorAll("main table")].map((one) => one.getBoundingClientRect().right))',
      );
      await page.close();
      expect(widest).toBeLessThanOrEqual(696);
    });
  },
);
