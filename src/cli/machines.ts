import type { Io } from '#src/cli/validate';
import { machineCatalogue } from '#src/report/machineCatalogue';
import { machineJson } from '#src/report/machineJson';
import { machineText } from '#src/report/machineText';
import { statechart } from '#src/report/statechart';

/** The options of `pinweir machines`. */
export interface MachinesFlags {
  readonly format: 'mermaid' | 'json';
}

export const machineNames: readonly string[] = machineCatalogue.map(({ name }) => name);

/** Prints the statechart of the machine of that name, or of all of them. Always 0. */
export function machines(name: string | undefined, { format }: MachinesFlags, io: Io): number {
  const one = machineCatalogue.find((entry) => entry.name === name);
  io.stdout(format === 'json' ? json(one) : mermaid(one));
  return 0;
}

type Entry = (typeof machineCatalogue)[number];

function mermaid(one: Entry | undefined): string {
  return one === undefined ? machineCatalogue.map(machineText).join('\n') : statechart(one.machine);
}

function json(one: Entry | undefined): string {
  const all = () =>
    Object.fromEntries(machineCatalogue.map(({ name, machine }) => [name, machineJson(machine)]));
  return `${JSON.stringify(one === undefined ? all() : machineJson(one.machine), null, 2)}\n`;
}
