import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseHTML } from 'linkedom';
import type { Browser } from 'playwright-core';
import type { Kpis, RunResult } from '#sim/result';
import type { Scenario } from '#sim/scenario/scenario';
import { renderReport, type ReportContext } from '#src/report/page';
import { largeFixture, smallFixture } from './report/fixture.js';
import { browserMissing, launchBrowser } from './support/browser.js';

const context: ReportContext = {
  command: 'pinweir run sim/scenarios/first.yaml --seed 1 --report report.html',
  version: '0.1.0',
  generatedOn: null,
};

const small = smallFixture();
const large = largeFixture();

/** The text that a reader sees, with single spaces. */
function textOf(html: string, selector = 'body'): string {
  const { document } = parseHTML(html);
  const elements: { textContent: string | null }[] = [...document.querySelectorAll(selector)];
  return elements
    .map((element) => element.textContent ?? '')
    .join(' ')
    .replace(/\s+/g, ' ');
}

function figures(kpis: Partial<Kpis>): Kpis {
  return {
    asked: 0,
    sold: 0,
    lost: 0,
    backordered: 0,
    fillRate: null,
    meanOnHand: 0,
    meanOnOrder: 0,
    meanWaiting: 0,
    stockoutTimeFraction: 0,
    stockouts: 0,
    orders: 0,
    received: 0,
    recalled: 0,
    finalOnHand: 0,
    ...kpis,
  };
}

function onlyRun(): RunResult {
  const [run] = small.results;
  if (run === undefined) throw new Error('The fixture has no run.');
  return run;
}

describe('the answer', () => {
  it('says for one plan how many customers were served at once, how many sales were lost, and at what stock', async () => {
    const run = {
      ...onlyRun(),
      network: figures({
        asked: 43_210,
        sold: 42_650,
        lost: 560,
        fillRate: 42_650 / 43_210,
        meanOnHand: 1234.4,
      }),
    };
    const answer = textOf(await renderReport(small.scenario, [run], context), '#answer');
    expect(answer).toContain(
      'The network served 98.7 % of 43,210 customers at once; 560 sales (1.3 %) were lost.',
    );
    expect(answer).toContain('1,234 PINs');
  });

  it('names the server, the variety and the time that lost most', async () => {
    const answer = textOf(await renderReport(small.scenario, small.results, context), '#answer');
    const { servers } = onlyRun();
    const [worst] = Object.entries(servers).sort(([, one], [, other]) => other.lost - one.lost);
    expect(answer).toContain(
      `The server where most sales were lost is ${worst?.[0] ?? ''}: ${worst?.[1].lost ?? 0}`,
    );
    expect(answer).toMatch(/By variety, (day-pass|credit-10) lost most/);
    expect(answer).toMatch(/The worst day was day \d+/);
  });

  it('says for several plans what each loses at what stock, and where the knee is', async () => {
    const answer = textOf(await renderReport(large.scenario, large.results, context), '#answer');
    for (const { planName, network } of large.results) {
      expect(answer).toContain(`with ${planName}`);
      expect(answer).toContain(`(${network.lost.toLocaleString('en-US')})`);
      expect(answer).toContain(`${Math.round(network.meanOnHand).toLocaleString('en-US')} PINs`);
    }
    expect(answer).toContain('The knee is at 3 days of cover');
  });

  it('gives dates when the scenario has a calendar', async () => {
    const answer = textOf(await renderReport(large.scenario, large.results, context), '#answer');
    expect(answer).toMatch(/week of Monday \d+ \w+ 2015/);
  });

  it('says what a second plan buys, and names a plan that takes more stock and fails more', async () => {
    const run = onlyRun();
    const plan = (planName: string, lost: number, meanOnHand: number): RunResult => ({
      ...run,
      planName,
      network: {
        ...run.network,
        asked: 1000,
        sold: 1000 - lost,
        lost,
        fillRate: 1 - lost / 1000,
        meanOnHand,
      },
    });
    const two = await renderReport(small.scenario, [plan('lean', 100, 50), plan('ample', 20, 70)], context);
    expect(textOf(two, '#answer')).toContain('Each further PIN on the shelves of ample saves 4 sales');
    const worse = await renderReport(small.scenario, [plan('lean', 20, 50), plan('ample', 100, 70)], context);
    expect(textOf(worse, '#answer')).toContain(
      'ample takes more stock than lean and still fails more customers',
    );
  });

  it('speaks of waiting, not of lost sales, where customers wait', async () => {
    const run = onlyRun();
    const waits = (kpis: Kpis): Kpis => ({
      ...kpis,
      lost: 0,
      backordered: 7,
      sold: kpis.asked,
      meanWaiting: 0.5,
    });
    const waiting: RunResult = {
      ...run,
      network: waits(run.network),
      servers: Object.fromEntries(Object.entries(run.servers).map(([name, kpis]) => [name, waits(kpis)])),
      varieties: Object.fromEntries(Object.entries(run.varieties).map(([name, kpis]) => [name, waits(kpis)])),
    };
    const html = await renderReport(small.scenario, [waiting], context);
    expect(textOf(html, '#answer')).toContain('7 customers');
    expect(textOf(html, '#answer')).toContain('made to wait');
    expect(textOf(html, '#figures')).toContain('Waited');
  });

  it('never calls a fill rate 100 % or a loss 0 % when a sale was lost', async () => {
    const run = {
      ...onlyRun(),
      network: figures({ asked: 1_000_000, sold: 999_999, lost: 1, fillRate: 0.999999 }),
    };
    const html = await renderReport(small.scenario, [run], context);
    expect(textOf(html, '#answer')).toContain('>99.999 %');
    expect(textOf(html, '#answer')).toContain('(<0.001 %)');
    expect(textOf(html, '#figures tr.total')).toContain('>99.99 %');
  });

  it('says so when nobody came', async () => {
    const run: RunResult = {
      ...onlyRun(),
      network: figures({}),
      servers: { north: figures({}) },
      varieties: { 'day-pass': figures({}) },
      hub: {},
      inventories: [],
      flows: [],
      recording: null,
    };
    const html = await renderReport(small.scenario, [run], context);
    expect(textOf(html, '#answer')).toContain('No customer came');
    expect(html).not.toMatch(/NaN|undefined|Infinity|\bnull\b/);
  });
});

describe('the page', () => {
  it.each([
    ['one plan', small],
    ['four alternatives', large],
  ])('loads nothing from anywhere: %s', async (_, { scenario, results }) => {
    const html = await renderReport(scenario, results, context);
    expect(html).not.toMatch(/https?:/);
    expect(html).not.toMatch(/@import|url\(/);
    expect(html).not.toMatch(/<(script|link|img|iframe|object|embed)\b/);
    expect(html).not.toMatch(/\s(src|srcset|href|xlink:href)=/);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it('escapes every text that comes from outside', async () => {
    const hostile = `<script>alert("x")</script><img src=x onerror='y'>&amp;`;
    const rename = (name: string): string => `${name}${hostile}`;
    const renameKeys = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
      Object.fromEntries(Object.entries(record).map(([name, value]) => [rename(name), value]));
    const run = onlyRun();
    const renamed: RunResult = {
      ...run,
      planName: hostile,
      traceHash: hostile,
      servers: renameKeys(run.servers),
      varieties: renameKeys(run.varieties),
      hub: renameKeys(run.hub),
      inventories: run.inventories.map((one) => ({
        ...one,
        server: rename(one.server),
        variety: rename(one.variety),
      })),
      flows: run.flows.map((flow) => ({ ...flow, from: rename(flow.from), to: rename(flow.to) })),
      recording:
        run.recording === null
          ? null
          : {
              ...run.recording,
              series: run.recording.series.map((one) => ({
                ...one,
                server: rename(one.server),
                variety: rename(one.variety),
              })),
            },
    };
    const scenario: Scenario = {
      ...small.scenario,
      file: hostile,
      title: hostile,
      description: hostile,
      question: hostile,
      assumptions: [hostile],
      plans: small.scenario.plans.map((plan) => ({
        ...plan,
        name: hostile,
        topology: {
          ...plan.topology,
          hub: { ...plan.topology.hub, name: rename(plan.topology.hub.name) },
          suppliers: plan.topology.suppliers.map((one) => ({ ...one, name: rename(one.name) })),
          servers: plan.topology.servers.map((one) => ({ ...one, name: rename(one.name) })),
        },
      })),
      warnings: small.scenario.warnings.map((finding) => ({ ...finding, found: hostile, advice: hostile })),
    };
    const html = await renderReport(scenario, [renamed, { ...renamed, planName: `${hostile}2` }], {
      ...context,
      command: hostile,
      version: hostile,
      generatedOn: hostile,
    });
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
    expect(textOf(html, 'h1')).toBe(hostile);
    expect(textOf(html, '#figures')).toContain(rename('north'));
  });

  it('shows a dash for whatever there is nothing to measure', async () => {
    const html = await renderReport(small.scenario, small.results, context);
    const { document } = parseHTML(html);
    const rows: { textContent: string | null }[] = [...document.querySelectorAll('#figures tbody tr')];
    const unlimited = rows.filter((row) => row.textContent?.includes('30,000'));
    expect(unlimited).toHaveLength(1);
    expect(unlimited[0]?.textContent?.match(/–/g)).toHaveLength(3);
    expect(html).not.toMatch(/>\s*(NaN|undefined|Infinity|null)/);
  });

  it('is the same file for the same run', async () => {
    const first = await renderReport(large.scenario, large.results, context);
    const second = await renderReport(large.scenario, large.results, context);
    expect(second).toBe(first);
  });

  it('tells how to run it again', async () => {
    const html = await renderReport(small.scenario, small.results, context);
    const colophon = textOf(html, '#again');
    const run = onlyRun();
    for (const text of [
      context.command,
      small.scenario.file,
      small.scenario.contentHash,
      run.traceHash,
      run.mode,
    ]) {
      expect(colophon).toContain(text);
    }
  });

  it('prints the assumptions of the scenario and those of the model', async () => {
    const assumptions = textOf(await renderReport(large.scenario, large.results, context), '#assumptions');
    for (const assumption of large.scenario.assumptions) expect(assumptions).toContain(assumption);
    expect(assumptions).toContain('Days are flat inside');
    expect(assumptions).toContain('lead times of a day or more');
    expect(assumptions).toContain('the sale is lost');
    expect(assumptions).toContain('chicago.yaml:41:7');
  });

  it('gives every picture and every table a name', async () => {
    const { document } = parseHTML(await renderReport(large.scenario, large.results, context));
    const pictures: { getAttribute(name: string): string | null }[] = [
      ...document.querySelectorAll('svg, [role=img]'),
    ];
    expect(pictures.length).toBeGreaterThan(10);
    for (const picture of pictures) {
      expect(picture.getAttribute('role')).toBe('img');
      expect(picture.getAttribute('aria-label')).toMatch(/\w/);
    }
    const tables = [...document.querySelectorAll('table.figures')];
    expect(tables.length).toBe([...document.querySelectorAll('table.figures caption')].length);
  });

  it('does without a recording', async () => {
    const html = await renderReport(small.scenario, [{ ...onlyRun(), recording: null }], context);
    expect(textOf(html, '#stock')).toContain('not recorded');
    expect(textOf(html, '#where-and-when')).toContain('not recorded');
  });
});

describe('where and when', () => {
  it('puts every lost sale into one cell: rows and columns add up to the loss of the run', async () => {
    const html = await renderReport(large.scenario, large.results.slice(0, 1), context);
    const { document } = parseHTML(html);
    const cells: { getAttribute(name: string): string | null }[] = [
      ...document.querySelectorAll('.heat tbody td[title]'),
    ];
    const lost = cells.map((cell) =>
      Number(/: ([\d,]+) lost/.exec(cell.getAttribute('title') ?? '')?.[1]?.replace(/,/g, '')),
    );
    expect(lost.reduce((sum, value) => sum + value, 0)).toBe(large.results[0]?.network.lost);
  });
});

describe('a run that ends between two samples', () => {
  it('says how many lost sales the picture lacks', async () => {
    const run = onlyRun();
    const longer: RunResult = { ...run, network: { ...run.network, lost: run.network.lost + 45 } };
    const html = await renderReport(small.scenario, [longer], context);
    expect(textOf(html, '#where-and-when')).toContain('45 sales lost after the last sample');
  });
});

describe.skipIf(browserMissing !== null)(
  `in a browser${browserMissing === null ? '' : ` (${browserMissing})`}`,
  () => {
    let browser: Browser;
    let folder: string;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'pinweir-report-'));
      browser = await launchBrowser();
    });

    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it.each([
      ['one plan', 1280, small],
      ['one plan', 400, small],
      ['four alternatives', 1280, large],
      ['four alternatives', 400, large],
    ])(
      'shows %s at %i px offline, without overflow, errors or requests',
      async (name, width, { scenario, results }) => {
        const file = join(folder, `${name}-${width}.html`);
        writeFileSync(file, await renderReport(scenario, results, context));
        const url = pathToFileURL(file).href;
        const page = await browser.newPage({ viewport: { width, height: 900 }, offline: true });
        const problems: string[] = [];
        page.on('console', (message) => problems.push(message.text()));
        page.on('pageerror', (error) => problems.push(String(error)));
        page.on('request', (request) => {
          if (request.url() !== url) problems.push(`requested ${request.url()}`);
        });
        await page.goto(url);
        await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
        const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
        const hidden = await page.evaluate(
          '[...document.querySelectorAll("svg")].filter((one) => one.getBoundingClientRect().right > window.innerWidth).length',
        );
        await page.close();
        expect(problems).toEqual([]);
        expect(overflow).toBeLessThanOrEqual(0);
        expect(hidden).toBe(0);
      },
    );

    it('keeps on paper what explains a picture, and the head of a table, with what follows', async () => {
      const page = await browser.newPage({ offline: true });
      await page.setContent(await renderReport(small.scenario, small.results, context));
      await page.emulateMedia({ media: 'print' });
      const alone = await page.evaluate(
        '[...document.querySelectorAll("h2, h2 + .note, table.figures > caption, table.figures > thead")]' +
          '.filter((one) => getComputedStyle(one).breakAfter !== "avoid").map((one) => one.textContent)',
      );
      await page.close();
      expect(alone).toEqual([]);
    });
  },
);
