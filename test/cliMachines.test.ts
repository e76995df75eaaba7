import { describe, expect, it } from 'vitest';
import { machineCatalogue } from '#src/report/machineCatalogue';
import { machineJson } from '#src/report/machineJson';
import { machineText } from '#src/report/machineText';
import { statechart } from '#src/report/statechart';
import { pinweirHere } from './support/commandLine.ts';

const [first] = machineCatalogue;
const { name, machine } = first!;

describe('pinweir machines', () => {
  it('prints what each machine is for, what it takes and its chart', async () => {
    const { code, stdout, stderr } = await pinweirHere(['machines']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(machineCatalogue.map(machineText).join('\n'));
    expect(stdout.match(/^```mermaid\nstateDiagram-v2$/gm)).toHaveLength(machineCatalogue.length);
  });

  it('prints the chart of one machine alone', async () => {
    const { code, stdout, stderr } = await pinweirHere(['machines', name]);
    expect([code, stdout, stderr]).toEqual([0, statechart(machine), '']);
    expect(await pinweirHere(['machines', name, '--format', 'mermaid'])).toEqual({ code, stdout, stderr });
  });

  it('prints XState configuration, of one machine or of all by their names', async () => {
    const one = await pinweirHere(['machines', name, '--format', 'json']);
    expect([one.code, one.stderr]).toEqual([0, '']);
    expect(JSON.parse(one.stdout)).toEqual(machineJson(machine));
    const all = await pinweirHere(['machines', '--format', 'json']);
    const objects = JSON.parse(all.stdout) as Record<string, unknown>;
    expect(Object.keys(objects)).toEqual(machineCatalogue.map((entry) => entry.name));
    expect(objects[name]).toEqual(machineJson(machine));
  });

  it.each([
    [['machines', 'till'], /'till' is invalid for argument 'name'\. Allowed choices are terminal, server,/],
    [['machines', name, '--format', 'svg'], /'svg' is invalid\. Allowed choices are mermaid, json\./],
    [['machines', name, name], /too many arguments for 'machines'/],
  ])('%j gets a helpful error and exits with 2', async (args, complaint) => {
    const { code, stdout, stderr } = await pinweirHere(args);
    expect(stderr).toMatch(complaint);
    expect(stderr).toContain('pinweir machines --help lists what there is');
    expect([code, stdout]).toEqual([2, '']);
  });
});
