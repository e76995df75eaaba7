import { clockTime } from '#src/cli/clockTime';
import { InvariantViolation } from '#sim/invariantViolation';
import { pinLife } from '#sim/pinLife';
import type { Plan } from '#sim/plan';
import type { Scenario } from '#sim/scenario/scenario';
import { Simulation } from '#sim/simulation';
import type { SimulationOptions } from '#sim/simulation';

/** All that is known about a PIN that went astray, and how to see it again. */
export function describeViolation(
  seen: InvariantViolation,
  scenario: Scenario,
  plan: Plan,
  options: SimulationOptions,
  command: string,
): string {
  const violation = options.check === true ? seen : (firstViolation(plan, options) ?? seen);
  const { pin } = violation;
  const facts = [
    ['scenario', scenario.plans.length > 1 ? `${scenario.file}, ${plan.name}` : scenario.file],
    ['seed', String(violation.seed)],
    ['time', clockTime(violation.time)],
    ['step', String(violation.step)],
    ['PIN', pin === null ? 'unknown: only the counts differ' : `lot ${pin.lot}, serial ${pin.serial}`],
  ] as const;
  const lines = [
    `An invariant is broken: ${violation.what}.`,
    ...facts.map(([name, value]) => `  ${name.padEnd(8)}  ${value}`),
  ];
  if (pin !== null) {
    lines.push('', 'The life of this PIN:');
    const events = pinLife(plan, { ...options, check: true }, pin);
    lines.push(...events.map(({ time, what }) => `  ${clockTime(time)}  ${what}`));
    if (events.length === 0) lines.push('  no message carried it, and no stock began with it');
  }
  lines.push('', 'To see it again:', `  ${command}`, '');
  return lines.join('\n');
}

/** With checking on, the run stops at the very step that broke the invariant, and knows a PIN. */
function firstViolation(plan: Plan, options: SimulationOptions): InvariantViolation | null {
  try {
    new Simulation(plan, { ...options, check: true }).run();
  } catch (error) {
    if (error instanceof InvariantViolation) return error;
    throw error;
  }
  return null;
}
