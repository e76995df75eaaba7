import { readFile } from '#src/cli/readFile';
import { errorsOf, formatFindings, listWords } from '#sim/scenario/finding';
import { loadScenario } from '#sim/scenario/load';
import type { Scenario } from '#sim/scenario/scenario';

/** Where a command writes; each text brings its own line ends. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

/** Checks a scenario and the data that it names: findings on stderr, a summary on stdout. 0 when it would run, else 2. */
export function validate(file: string, io: Io): number {
  const { scenario, findings } = loadScenario(file, readFile);
  if (findings.length > 0) io.stderr(`${formatFindings(findings)}\n`);
  if (scenario === null) {
    const errors = errorsOf(findings).length;
    io.stderr(`\n${file}: ${counted(errors, 'error')}, nothing would run\n`);
    return 2;
  }
  io.stdout(`${file}: ${summarise(scenario)}\n`);
  return 0;
}

function summarise({ plans, warnings }: Scenario): string {
  const [plan] = plans;
  const parts = [
    counted(plan?.topology.servers.length ?? 0, 'server'),
    counted(plan?.topology.varieties.length ?? 0, 'variety', 'varieties'),
    ...(plans.length > 1 ? [counted(plans.length, 'alternative')] : []),
  ];
  const doubts = warnings.length === 0 ? '' : `, ${counted(warnings.length, 'warning')}`;
  return `valid${doubts} (${listWords(parts)})`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
