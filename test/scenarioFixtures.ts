import { formatFindings } from '#sim/scenario/finding';
import { loadScenario, type Overrides, type ReadFile } from '#sim/scenario/load';
import type { Scenario } from '#sim/scenario/scenario';

/** A scenario without a flaw, to spoil in one place at a time. */
export const SOUND = `title: Test
until: 30 d
varieties: [red, blue]
suppliers:
  - name: printer
    leadTime: 72 h
hub:
  stock:
    red: { lowWatermark: 50, desiredLevel: 90 }
    blue: unlimited
servers:
  - name: north
    leadTime: 24 h
    stock:
      red: { lowWatermark: 10, desiredLevel: 30, demandPerHour: 1 }
      blue: { lowWatermark: 5, desiredLevel: 20, demandPerHour: 0.5 }
  - name: south
    leadTime: 24 h
    stock:
      red: { lowWatermark: 10, desiredLevel: 30, highWatermark: 40, demandPerHour: 1 }
`;

/** A scenario without a flaw whose demand and levels come from {@link COUNTS}. */
export const COUNTED = `title: Test
starts: 2015-01-03
until: 2 d
varieties: [red, blue]
demand:
  counts:
    file: counts.csv
    share: 50 %
    varieties: { red: 75 %, blue: 25 % }
hub:
  supply: unlimited
servers:
  - names: [north, south]
    leadTime: 24 h
    stock: [red, blue]
stockRule:
  daysOfCover: { from: 2015-01-01, to: 2015-01-02, low: 1 d, desired: 3 d }
`;

export const COUNTS = `date,north,south
2015-01-01,16,80
2015-01-02,32,80
2015-01-03,24,0
2015-01-04,48,8
`;

/** The text with one passage exchanged; the passage must be there, so that no test passes by a slip. */
export function change(text: string, before: string, after: string): string {
  if (!text.includes(before)) throw new Error(`not in the text: ${before}`);
  return text.replace(before, () => after);
}

/** Reads from a map of names and texts instead of a disk. */
function readFrom(files: Readonly<Record<string, string>>): ReadFile {
  return (file) =>
    files[file] ?? {
      found: 'no such file',
      expected: 'a file',
      advice: 'look for a slip in the path',
    };
}

/** What is said about a scenario, as a person reads it. A scenario with an error must not come back. */
export function messages(text: string, counts: string | null = COUNTS, overrides: Overrides = {}): string {
  const files = counts === null ? { 'test.yaml': text } : { 'test.yaml': text, 'counts.csv': counts };
  const { scenario, findings } = loadScenario('test.yaml', readFrom(files), overrides);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (errors > 0 !== (scenario === null)) throw new Error('a scenario with an error must not run');
  return formatFindings(findings);
}

/** The scenario that a text resolves to. */
export function resolved(text: string, overrides: Overrides = {}): Scenario {
  const files = { 'test.yaml': text, 'counts.csv': COUNTS };
  const { scenario, findings } = loadScenario('test.yaml', readFrom(files), overrides);
  if (scenario === null) throw new Error(formatFindings(findings));
  return scenario;
}
