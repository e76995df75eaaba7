import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { jsonOutput } from '#src/cli/jsonOutput';
import { summary } from '#src/cli/summary';
import { renderReport } from '#src/report/page';
import type { NodeExposure, RunResult, Stranded } from '#sim/result';
import { largeFixture, smallFixture } from './fixture.ts';

const context = { command: '', version: '', generatedOn: null };
const NONE: Stranded = { onShelf: 0, quarantined: 0, frozen: 0, suspect: 0, total: 0 };

const small = smallFixture();
const [run] = small.results as [RunResult];

/** The run, had it left just this stranded at its servers. */
function withStranded(stranded: Readonly<Record<string, Partial<Stranded>>>, network: Stranded): RunResult {
  const { exposure } = run;
  const servers = Object.entries(exposure.servers).map(([name, figures]): [string, NodeExposure] => [
    name,
    { ...figures, stranded: { ...NONE, ...stranded[name] } },
  ]);
  return {
    ...run,
    exposure: {
      ...exposure,
      network: { ...exposure.network, total: 4000, reserved: network.suspect, stranded: network },
      servers: Object.fromEntries(servers),
    },
  };
}

const nothing = withStranded({}, NONE);
const slow = withStranded(
  { north: { total: 300 }, south: { total: 100 } },
  { ...NONE, onShelf: 400, total: 400 },
);
const heldBack = withStranded({ south: { total: 12 } }, { ...NONE, quarantined: 9, suspect: 3, total: 12 });

async function section(results: readonly RunResult[]) {
  const { document } = parseHTML(await renderReport(small.scenario, results, context));
  const found = document.querySelector('#exposure')!;
  const text = (found.textContent ?? '').replaceAll(/\s+/g, ' ').replaceAll('\u00a0', ' ');
  const headings = [...found.querySelectorAll('thead th')].map((one) => (one.textContent ?? '').trim());
  return { text, headings, tables: [...found.querySelectorAll('table')] };
}

const terminal = (results: readonly RunResult[]) =>
  summary(small.scenario, results, { hasColour: false, width: 100 });

describe('The report', () => {
  it('B54 says what is stranded and where, and whose crash would cost most', async () => {
    const { text, headings, tables } = await section([slow]);
    expect(text).toContain(
      'At the end 400 PINs (10 %) were stranded, most at north (300): more than will sell there in 30 days. Had one node died, hub would have put most PINs in doubt: 6,201 on average, 4,081 at the end.',
    );
    expect(headings).toEqual([
      '',
      'Stranded PINs',
      'Exposed mean PINs',
      'Exposed at the end',
      'In transit at the end',
    ]);
    const rows = [...tables[0]!.querySelectorAll('tbody tr')].map((row) => (row.textContent ?? '').trim());
    expect(rows[0]).toMatch(/^All nodes400/);
    expect(rows[2]).toBe('Hub06,2014,08160');
  });

  it('B54 tells what is held back from what sells too slowly, and shows open reservations', async () => {
    const { text, headings } = await section([heldBack]);
    expect(text).toContain(
      'At the end 12 PINs (0.30 %) were stranded, all at south: quarantined, frozen or suspect.',
    );
    expect(headings).toContain('Held back PINs');
    expect(headings).toContain('Reserved at the end');
  });

  it('B54 says so where nothing is stranded', async () => {
    expect((await section([nothing])).text).toContain('At the end no PIN was stranded.');
  });

  it('B54 compares alternatives', async () => {
    const { results, scenario } = largeFixture();
    const { document } = parseHTML(await renderReport(scenario, results, context));
    const [alternatives, nodes] = [...document.querySelectorAll('#exposure table')];
    expect(alternatives!.querySelectorAll('tbody tr')).toHaveLength(results.length);
    expect(nodes!.querySelectorAll('tbody tr')).toHaveLength(1 + 20);
  });
});

describe('The command line', () => {
  it('B54 has a line for stranded PINs only where there are any', () => {
    expect(terminal([slow])).toContain(
      '\nAt the end 400 PINs (10 %) were stranded, most at north (300): more than will sell there in 30 days.\n',
    );
    expect(terminal([nothing])).not.toContain('stranded');
  });

  it('B54 gives every figure with --json', () => {
    expect(jsonOutput(small.scenario, [slow])).toMatchObject({ exposure: slow.exposure });
  });
});
