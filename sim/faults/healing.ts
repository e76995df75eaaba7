import { SECOND_MICROSECONDS } from '#src/domain/time';
import type { Microseconds } from '#src/domain/time';
import type { Breach } from './breach.ts';
import { openMatters, stillOpen } from './liveness.ts';
import type { OpenMatter } from './liveness.ts';
import type { Schedule } from './schedule.ts';
import type { SimulatedNode } from './simulatedNode.ts';

/** Within this simulated time after everything has healed, nothing may be open any more. */
const HEALING_LIMIT_MICROSECONDS = 120 * SECOND_MICROSECONDS;

// What faults held back before, such as messages and alarms, comes until then, and may open something once more.
const AFTERMATH_MICROSECONDS = 10 * SECOND_MICROSECONDS;

/** Goes on until nothing is open any more, for good; gives how long that takes. */
export function waitUntilSettled(
  schedule: Schedule,
  nodes: readonly SimulatedNode[],
  report: (found: Breach) => never,
): Microseconds {
  const healed = schedule.now;
  let settled: Microseconds | null = null;
  let open: readonly OpenMatter[] = [];
  for (let passed = 0; passed <= HEALING_LIMIT_MICROSECONDS; passed += SECOND_MICROSECONDS) {
    while (schedule.next(healed + passed));
    open = openMatters(nodes);
    if (open.length > 0) settled = null;
    else settled ??= passed;
    if (settled !== null && passed >= AFTERMATH_MICROSECONDS) return settled;
  }
  return report(stillOpen(open, HEALING_LIMIT_MICROSECONDS));
}
